/** The normal distribution of vectors whose sum is 0. */
import type { Dist } from "../dist.js";
import type { Family } from "../distribution.js";
import { family, multivariate } from "../family.js";
import { log, mul, reciprocal, square } from "../functions.js";
import { constant } from "../nodes.js";
import { checkSize, eventOf, valueElements } from "../small_matrix.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { halfLogTwoPi } from "./terms.js";
import { scalarNode, totalOf } from "./vector_terms.js";

const zeroSumNormalFamily = (size: number): Family => {
  const free = size - 1;
  const quadratic = (x: AnyExpr, sigma: AnyExpr): AnyExpr => {
    const inverse = reciprocal(sigma);
    return mul(-0.5, totalOf(valueElements("zeroSumNormal", x, [size]).map((each): AnyExpr => square(mul(each, inverse)))));
  };
  return family<"sigma" | "size">({
    name: "zeroSumNormal",
    multivariate: true,
    parameters: { sigma: "positive", size: "real" },
    support: () => ({ kind: "zeroSum" }),
    logp: (x, { sigma }) =>
      quadratic(x, sigma)
        .sub(log(sigma).mul(free))
        .sub(free * halfLogTwoPi),
    mean: () =>
      eventOf(
        Array.from({ length: size }, () => 0),
        [size],
      ),
    variance: ({ sigma }) => {
      const each: AnyExpr = square(sigma).mul(1 - 1 / size);
      return eventOf(
        Array.from({ length: size }, () => each),
        [size],
      );
    },
    random: ({ sigma }, variates) => {
      const normals = Array.from({ length: size }, () => variates.normal());
      const mean = totalOf(normals).div(size);
      return eventOf(
        normals.map((z): AnyExpr => mul(sigma, z.sub(mean))),
        [size],
      );
    },
  });
};

/**
 * Normal with standard deviation `sigma` > 0, of vectors of K numbers whose sum is 0: effects of K groups that are told apart from an
 * intercept. Its density is that of the K - 1 dimensions in which the vector is free:
 *
 *     p(x) = exp(-sum x_k^2 / (2 sigma^2)) / (sigma sqrt(2 pi))^(K - 1),  sum x_k = 0
 *
 * A value is an event [K]. The mean is 0, the variance of an element sigma^2 (1 - 1 / K).
 * Stan: sum_to_zero_vector[K] with normal(0, sigma); PyMC: ZeroSumNormal(sigma, shape=K).
 */
export function zeroSumNormal<const Sigma extends Operand, const K extends number>(
  sigma: Sigma,
  size: K,
): Dist<DimsOf<Sigma>, [K]> {
  checkSize("zeroSumNormal: size", size, 2);
  return multivariate(zeroSumNormalFamily(size), { sigma: scalarNode("zeroSumNormal: sigma", sigma), size: constant(size) }, [
    size,
  ]);
}
