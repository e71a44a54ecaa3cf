/** Mixtures of normals. */
import { beta, halfNormal, mixture, model, normal, observe, ordered, param, stack, vector } from "../../bindings/index.js";
import { posterior } from "./posterior.js";

const twoNormals = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal([0, 0], 2), { constraint: ordered(), init: [-1, 1] });
  const sigma = param(halfNormal([2, 2]));
  const theta = param(beta(5, 5));
  const components = { low: normal(mu.at(0), sigma.at(0)), high: normal(mu.at(1), sigma.at(1)) };
  return { mu, sigma, theta, y: observe(y, mixture(stack(theta, theta.neg().add(1)), components)) };
});

export const mixtures = [posterior("low_dim_gauss_mix-low_dim_gauss_mix", twoNormals)];
