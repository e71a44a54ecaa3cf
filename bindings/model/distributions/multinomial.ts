/** The multinomial distribution. */
import type { Dist } from "../dist.js";
import { Expr } from "../expression.js";
import { family, multivariate } from "../family.js";
import { lgamma, log, mul } from "../functions.js";
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
import { timesLog } from "./terms.js";
import { countsDraw, countsTerm, scalarNode, totalOf } from "./vector_terms.js";

export const multinomialFamily = family({
  name: "multinomial",
  discrete: true,
  multivariate: true,
  parameters: { n: "count", p: "simplex" },
  support: () => ({ kind: "count" }),
  logp: (x, { n, p }) => {
    const shares = elementsOf(p);
    const counts = valueElements("multinomial", x, p.node.event);
    const terms = counts.map((count, k): AnyExpr => timesLog(count, log(shares[k] as AnyExpr)).sub(lgamma(count.add(1))));
    return totalOf(terms)
      .add(lgamma(n.add(1)))
      .add(countsTerm(counts, n));
  },
  mean: ({ n, p }) =>
    eventOf(
      elementsOf(p).map((share): AnyExpr => mul(n, share)),
      p.node.event,
    ),
  variance: ({ n, p }) =>
    eventOf(
      elementsOf(p).map((share): AnyExpr => mul(n, share.mul(share.neg().add(1)))),
      p.node.event,
    ),
  random: ({ n, p }, variates) => eventOf(countsDraw(n, elementsOf(p), variates), p.node.event),
});

/**
 * How often each of K kinds is among `n` trials, of probabilities `p`, a simplex of event [K]. A value is an event [K] of counts with the
 * sum n, such as stack(a, b, c).
 *
 *     P(x) = n! / prod x_k! * prod p_k^x_k
 *
 * The mean of a count is n p_k, the variance n p_k (1 - p_k). Stan: multinomial(theta), with n the sum of the counts;
 * PyMC: Multinomial(n, p). Source: Johnson, Kotz, Balakrishnan, Discrete Multivariate Distributions, ch. 35.
 */
export function multinomial<const N extends Operand, const P extends VectorArgument>(
  n: N,
  p: P,
): Dist<DimsOf<N> | VectorDims<P>, VectorEvent<P>> {
  const shares = vectorNode("multinomial: p", p);
  return multivariate(
    multinomialFamily,
    { n: scalarNode("multinomial: n", n), p: shares },
    new Expr(shares).event as VectorEvent<P>,
  );
}
