/** Time series: autoregression, and moving averages with it. */
import { dot, halfCauchy, lag, matrix, model, normal, observe, param, scan, vector } from "../../bindings/index.js";
import { posterior } from "./posterior.js";

const autoregression = model({ y: vector("time"), lags: matrix("time", "lag") }, ({ y, lags }) => {
  const alpha = param(normal(0, 10));
  const beta = param(normal(0, 10), { dims: "lag" });
  const sigma = param(halfCauchy(2.5));
  return { alpha, beta, sigma, y: observe(y, normal(dot(lags, beta).add(alpha), sigma)) };
});

/** An error is a value less what the value and the error before let expect. Before the first they are mu and 0. */
const movingAverage = model({ y: vector("time") }, ({ y }) => {
  const mu = param(normal(0, 10));
  const phi = param(normal(0, 2));
  const theta = param(normal(0, 2));
  const sigma = param(halfCauchy(2.5));
  const beside = y.sub(phi.mul(lag(y, "time", 1, mu)).add(mu));
  const { error } = scan("time", { error: 0 }, ({ error }) => ({ error: beside.sub(theta.mul(error)) }));
  return { mu, phi, theta, sigma, y: observe(y, normal(y.sub(error), sigma)) };
});

/** The series after its first K values, and the K values before each, the nearest first. */
function lagged(series: readonly number[], K: number): { y: number[]; lags: number[][] } {
  const y = series.slice(K);
  return { y, lags: y.map((_, t) => series.slice(t, t + K).reverse()) };
}

export const timeSeries = [
  posterior("arK-arK", autoregression, { data: ({ y, K }) => lagged(y as number[], K as number) }),
  posterior("arma-arma11", movingAverage),
];
