/** Weights that a mask of zeros takes a component out of some rows with. */
import { expect, test } from "vitest";
import { beta, lognormal, mixture, model, normal, observe, param, sub, vector } from "../../bindings/index.js";

const mixed = model({ y: vector("row"), mask: vector("row") }, ({ y, mask }) => {
  const share = param(beta(2, 3));
  const mu = param(normal(0, 1));
  const s = param(lognormal(0, 1));
  const weight = share.mul(mask);
  return { share, mu, s, y: observe(y, mixture([weight, sub(1, weight)], { narrow: normal(mu, s), wide: normal(0, 3) })) };
});

const apart = model({ inside: vector("in"), outside: vector("out") }, ({ inside, outside }) => {
  const share = param(beta(2, 3));
  const mu = param(normal(0, 1));
  const s = param(lognormal(0, 1));
  return {
    share,
    mu,
    s,
    inside: observe(inside, mixture([share, sub(1, share)], { narrow: normal(mu, s), wide: normal(0, 3) })),
    outside: observe(outside, normal(0, 3)),
  };
});

// The last position's scale of e^400 fits the row at 1,000 better by a factor beyond every double.
test.each([
  [0.3, 0.2, 0.1],
  [-2, 1, -20],
  [3, -1, 5],
  [0.3, 0.2, 400],
])("the density and its gradient are those of a model without the component in these rows, at (%f, %f, %f)", (...at) => {
  const position = Float64Array.from(at);
  const masked = mixed.bind({ y: [0.1, 1000, -2, 5, 1.5], mask: [1, 0, 1, 0, 1] }).logpAndGradient(position);
  const two = apart.bind({ inside: [0.1, -2, 1.5], outside: [1000, 5] }).logpAndGradient(position);
  // Roundings of some dozen operations; the sum's largest term is the row at 1,000.
  expect(Math.abs(masked.logp - two.logp)).toBeLessThanOrEqual(1e-14 * Math.abs(two.logp));
  masked.gradient.forEach((derivative, k) => {
    expect(Math.abs(derivative - two.gradient[k]!)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(two.gradient[k]!)));
  });
});
