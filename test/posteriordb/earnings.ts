/** Earnings by height: linear in earnings, in their logarithm to two bases, and with sex. */
import { log, model, normal, observe, vector } from "../../bindings/index.js";
import { dense, flatCoefficients, flatScale, flatScaleOf, linear } from "./linear.js";
import { posterior } from "./posterior.js";

const data = { earn: vector("row"), height: vector("row") };

const earnHeight = model(data, ({ earn, height }) => {
  const beta = flatCoefficients(2);
  const sigma = flatScaleOf(earn);
  return { beta, sigma, earn: observe(earn, normal(linear(beta, [height]), sigma)) };
});

const logearnHeight = model(data, ({ earn, height }) => {
  const beta = flatCoefficients(2);
  const sigma = flatScale();
  return { beta, sigma, log_earn: observe(log(earn), normal(linear(beta, [height]), sigma)) };
});

const log10earnHeight = model(data, ({ earn, height }) => {
  const beta = flatCoefficients(2);
  const sigma = flatScale();
  return { beta, sigma, log10_earn: observe(log(earn).div(Math.LN10), normal(linear(beta, [height]), sigma)) };
});

const logearnHeightMale = model({ ...data, male: vector("row") }, ({ earn, height, male }) => {
  const beta = flatCoefficients(3);
  const sigma = flatScale();
  return { beta, sigma, log_earn: observe(log(earn), normal(linear(beta, [height, male]), sigma)) };
});

export const earnings = [
  posterior("earnings-earn_height", earnHeight, dense),
  posterior("earnings-logearn_height", logearnHeight, dense),
  posterior("earnings-log10earn_height", log10earnHeight, dense),
  posterior("earnings-logearn_height_male", logearnHeightMale, dense),
];
