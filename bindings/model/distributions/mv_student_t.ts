/** Student's t distribution of vectors. */
import type { Dist } from "../dist.js";
import type { Family, Requirement } from "../distribution.js";
import { Expr } from "../expression.js";
import { family, multivariate } from "../family.js";
import { div, exp, gt, lgamma, log, log1p, mul, where } from "../functions.js";
import type { Node } from "../graph.js";
import { elementsOf, eventOf, type VectorArgument, type VectorDims, type VectorEvent, vectorNode } from "../small_matrix.js";
import {
  about,
  gaussianOf,
  type SpreadArgument,
  type SpreadDims,
  type SpreadKind,
  type SpreadParameters,
  spreadDiagonal,
  spreadDraw,
  spreadNode,
  spreadRequirement,
} from "../spread.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { logPi, notANumber } from "./terms.js";
import { scalarNode } from "./vector_terms.js";

const sizeOf = ({ mu }: SpreadParameters): number => mu.node.event[0] as number;

/* @__NO_SIDE_EFFECTS__ */
const familyOf = (kind: SpreadKind): Family =>
  family<"nu" | "mu" | SpreadKind>({
    name: "mvStudentT",
    multivariate: true,
    parameters: { nu: "positive", mu: "real", [kind]: spreadRequirement[kind] } as Record<"nu" | "mu" | SpreadKind, Requirement>,
    support: () => ({ kind: "real" }),
    logp: (x, { nu, ...parameters }) => {
      const size = sizeOf(parameters);
      const { quadratic, logInverseRoot } = gaussianOf("mvStudentT", x, parameters);
      const half = nu.add(size).mul(0.5);
      const normaliser = lgamma(half)
        .sub(lgamma(nu.mul(0.5)))
        .sub(
          log(nu)
            .add(logPi)
            .mul(size / 2),
        );
      return half
        .neg()
        .mul(log1p(quadratic.mul(-2).div(nu)))
        .add(logInverseRoot)
        .add(normaliser);
    },
    mean: ({ nu, mu }) => {
      const elements = elementsOf(mu).map((center): AnyExpr => where(gt(nu, 1), center, notANumber()));
      return eventOf(elements, mu.node.event);
    },
    variance: ({ nu, ...parameters }) => {
      const finite: AnyExpr = div(nu, where(gt(nu, 2), nu.sub(2), 1));
      const factor: AnyExpr = where(gt(nu, 2), finite, where(gt(nu, 1), Number.POSITIVE_INFINITY, notANumber()));
      return eventOf(
        spreadDiagonal(parameters).map((square): AnyExpr => mul(square, factor)),
        [sizeOf(parameters)],
      );
    },
    random: ({ nu, ...parameters }, variates) => {
      const drawn = spreadDraw(parameters, variates);
      const half = nu.mul(0.5);
      const stretch: AnyExpr = exp(log(half).sub(variates.logGamma(half)).mul(0.5));
      return eventOf(
        about(
          parameters.mu,
          drawn.map((z): AnyExpr => mul(z, stretch)),
        ),
        [sizeOf(parameters)],
      );
    },
  });

export const mvStudentTFamilies: Readonly<Record<SpreadKind, Family>> = {
  covariance: familyOf("covariance"),
  cholesky: familyOf("cholesky"),
};

/**
 * Student's t of vectors of K numbers with `nu` > 0 degrees of freedom, location `mu`, an event [K], and a scale matrix S (not the
 * covariance, which is S nu / (nu - 2)), given as it is or by its Cholesky factor, an event [K, K] or its rows:
 *
 *     p(x) = Gamma((nu + K) / 2) / (Gamma(nu / 2) (nu pi)^(K/2) sqrt(det S)) (1 + (x - mu)^T S^-1 (x - mu) / nu)^(-(nu + K) / 2)
 *
 * As in `mvNormal` the elements of the matrix may be over dims. The mean is mu where nu > 1; variances are finite where nu > 2.
 * Stan: multi_student_t(nu, mu, Sigma), multi_student_t_cholesky(nu, mu, L); PyMC: MvStudentT(nu, mu, scale) or (nu, mu, chol).
 * Source: Kotz and Nadarajah, Multivariate t Distributions and Their Applications, ch. 1.
 */
export function mvStudentT<const Nu extends Operand, const Mu extends VectorArgument, const Spread extends SpreadArgument>(
  nu: Nu,
  mu: Mu,
  spread: Spread,
): Dist<DimsOf<Nu> | VectorDims<Mu> | SpreadDims<Spread>, VectorEvent<Mu>> {
  const center = vectorNode("mvStudentT: mu", mu);
  const { kind, node } = spreadNode("mvStudentT", spread, center.event[0] as number);
  const parameters: Record<string, Node> = { nu: scalarNode("mvStudentT: nu", nu), mu: center, [kind]: node };
  return multivariate(mvStudentTFamilies[kind], parameters, new Expr(center).event as VectorEvent<Mu>);
}
