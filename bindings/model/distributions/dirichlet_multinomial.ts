/** The Dirichlet-multinomial distribution. */
import type { Dist } from "../dist.js";
import { Expr } from "../expression.js";
import { family, multivariate } from "../family.js";
import { lgamma, mul } from "../functions.js";
import {
  elementsOf,
  eventOf,
  type VectorArgument,
  type VectorDims,
  type VectorEvent,
  valueElements,
  vectorNode,
} from "../small_matrix.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { countsDraw, countsTerm, scalarNode, sharesDraw, totalOf } from "./vector_terms.js";

export const dirichletMultinomialFamily = family({
  name: "dirichletMultinomial",
  discrete: true,
  multivariate: true,
  parameters: { n: "count", alpha: "positive" },
  support: () => ({ kind: "count" }),
  logp: (x, { n, alpha }) => {
    const weights = elementsOf(alpha);
    const total = totalOf(weights);
    const counts = valueElements("dirichletMultinomial", x, alpha.node.event);
    const terms = counts.map((count, k): AnyExpr => {
      const weight = weights[k] as AnyExpr;
      return lgamma(count.add(weight))
        .sub(lgamma(weight))
        .sub(lgamma(count.add(1)));
    });
    return totalOf(terms)
      .add(lgamma(n.add(1)))
      .add(lgamma(total))
      .sub(lgamma(n.add(total)))
      .add(countsTerm(counts, n));
  },
  mean: ({ n, alpha }) => {
    const weights = elementsOf(alpha);
    return eventOf(
      weights.map((weight): AnyExpr => mul(n, weight.div(totalOf(weights)))),
      alpha.node.event,
    );
  },
  variance: ({ n, alpha }) => {
    const weights = elementsOf(alpha);
    const total = totalOf(weights);
    const scale: AnyExpr = mul(n, n.add(total).div(total.add(1)));
    const shares = weights.map((weight): AnyExpr => weight.div(total));
    return eventOf(
      shares.map((share): AnyExpr => scale.mul(share.mul(share.neg().add(1)))),
      alpha.node.event,
    );
  },
  random: ({ n, alpha }, variates) => eventOf(countsDraw(n, sharesDraw(elementsOf(alpha), variates), variates), alpha.node.event),
});

/**
 * Multinomial with `n` trials whose probabilities are themselves Dirichlet with concentrations `alpha` > 0, an event [K]: counts that
 * scatter more than multinomial ones. A value is an event [K] of counts with the sum n.
 *
 *     P(x) = n! Gamma(A) / Gamma(n + A) * prod Gamma(x_k + alpha_k) / (x_k! Gamma(alpha_k)),  A = sum alpha
 *
 * With m_k = alpha_k / A the mean of a count is n m_k, the variance n m_k (1 - m_k) (n + A) / (1 + A).
 * Stan: dirichlet_multinomial(alpha), with n the sum of the counts; PyMC: DirichletMultinomial(n, a).
 * Source: Johnson, Kotz, Balakrishnan, Discrete Multivariate Distributions, ch. 35.
 */
export function dirichletMultinomial<const N extends Operand, const Alpha extends VectorArgument>(
  n: N,
  alpha: Alpha,
): Dist<DimsOf<N> | VectorDims<Alpha>, VectorEvent<Alpha>> {
  const weights = vectorNode("dirichletMultinomial: alpha", alpha);
  return multivariate(
    dirichletMultinomialFamily,
    { n: scalarNode("dirichletMultinomial: n", n), alpha: weights },
    new Expr(weights).event as VectorEvent<Alpha>,
  );
}
