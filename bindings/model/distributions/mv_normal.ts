/** The normal distribution of vectors. */
import type { Dist } from "../dist.js";
import type { Family } from "../distribution.js";
import { Expr } from "../expression.js";
import { family, multivariate } from "../family.js";
import { eventOf, type VectorArgument, type VectorDims, type VectorEvent, vectorNode } from "../small_matrix.js";
import {
  about,
  gaussianOf,
  inverseScale,
  type SpreadArgument,
  type SpreadDims,
  type SpreadKind,
  type SpreadParameters,
  spreadDiagonal,
  spreadDraw,
  spreadNode,
  spreadRequirement,
} from "../spread.js";
import { halfLogTwoPi } from "./terms.js";

/** In more dimensions the product of the inverse scales may leave the range of a double, and its logarithm is summed instead. */
const MaxProduct = 10;

const sizeOf = ({ mu }: SpreadParameters): number => mu.node.event[0] as number;

/* @__NO_SIDE_EFFECTS__ */
const familyOf = (kind: SpreadKind): Family =>
  family<"mu" | SpreadKind>({
    name: "mvNormal",
    multivariate: true,
    parameters: { mu: "real", [kind]: spreadRequirement[kind] } as Record<"mu" | SpreadKind, never>,
    support: () => ({ kind: "real" }),
    logp: (x, parameters) => {
      const { quadratic, logInverseRoot } = gaussianOf("mvNormal", x, parameters);
      return quadratic.add(logInverseRoot).sub(sizeOf(parameters) * halfLogTwoPi);
    },
    densityForm: (x, parameters) => {
      const dimensions = sizeOf(parameters);
      if (dimensions > MaxProduct) return undefined;
      if (dimensions === 1) {
        return { value: x.at(0) as typeof x, mean: parameters.mu.at(0) as typeof x, inverseRoot: inverseScale(parameters) };
      }
      const { quadratic, inverseRoot } = gaussianOf("mvNormal", x, parameters);
      return { quadratic, inverseRoot, dimensions };
    },
    mean: ({ mu }) => mu,
    variance: (parameters) => eventOf(spreadDiagonal(parameters), [sizeOf(parameters)]),
    random: (parameters, variates) => eventOf(about(parameters.mu, spreadDraw(parameters, variates)), [sizeOf(parameters)]),
  });

export const mvNormalFamilies: Readonly<Record<SpreadKind, Family>> = {
  covariance: familyOf("covariance"),
  cholesky: familyOf("cholesky"),
};

/**
 * Normal of vectors of K numbers with mean `mu`, an event [K], and a covariance matrix S, given as it is or by its Cholesky factor L
 * (lower triangular, S = L L^T), an event [K, K] or its rows. A value is an event [K], such as stack(x, y).
 *
 *     p(x) = exp(-(x - mu)^T S^-1 (x - mu) / 2) / sqrt((2 pi)^K det S)
 *
 * Elements of the matrix may be over dims, which gives each row a covariance of its own: an intrinsic one plus that of the row's errors,
 *
 *     mvNormal(mu, { covariance: covarianceOf(sigma, L).add(errorCovariance(pmraError, pmdecError, pmCorr)) })
 *
 * The mean is mu, the variance of an element its place on the diagonal of S. Of a covariance the lower triangle is read. K is at most 32.
 * Stan: multi_normal(mu, Sigma), multi_normal_cholesky(mu, L); PyMC: MvNormal(mu, cov) or MvNormal(mu, chol).
 * Source: Kotz, Balakrishnan, Johnson, Continuous Multivariate Distributions, ch. 45.
 */
export function mvNormal<const Mu extends VectorArgument, const Spread extends SpreadArgument>(
  mu: Mu,
  spread: Spread,
): Dist<VectorDims<Mu> | SpreadDims<Spread>, VectorEvent<Mu>> {
  const center = vectorNode("mvNormal: mu", mu);
  const { kind, node } = spreadNode("mvNormal", spread, center.event[0] as number);
  return multivariate(mvNormalFamilies[kind], { mu: center, [kind]: node }, new Expr(center).event as VectorEvent<Mu>);
}
