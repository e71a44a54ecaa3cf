/** A Gaussian process with noise, seen at eleven points. */
import {
  addDiagonal,
  gamma,
  gaussianProcess,
  halfNormal,
  model,
  observe,
  param,
  rename,
  squaredExponential,
  vector,
} from "../../bindings/index.js";
import { posterior } from "./posterior.js";

const regression = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const rho = param(gamma(25, 4));
  const alpha = param(halfNormal(2));
  const sigma = param(halfNormal(1));
  const smooth = squaredExponential(x, rename(x, "point", "other"), { scale: alpha, length: rho });
  // The published model adds sigma itself to the diagonal, not its square.
  const covariance = addDiagonal(smooth, sigma, "point", "other");
  return { rho, alpha, sigma, y: observe(y, gaussianProcess({ covariance, over: ["point", "other"] })) };
});

export const gaussianProcesses = [posterior("gp_pois_regr-gp_regr", regression)];
