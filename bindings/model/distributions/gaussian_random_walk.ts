/** The Gaussian random walk. */
import { lag, rowNumber } from "../axes.js";
import { type AnyDist, Dist, logpOf } from "../dist.js";
import { Expr, toNode } from "../expression.js";
import { family } from "../family.js";
import { eq, where } from "../functions.js";
import { joinDims } from "../nodes.js";
import { drawn } from "../random.js";
import { linearRecurrence } from "../recurrence.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { normal } from "./normal.js";

export interface RandomWalkOptions<Sigma extends Operand, Drift extends Operand> {
  /** Standard deviation of a step. */
  readonly sigma: Sigma;
  /** Mean of a step; 0 when absent. */
  readonly drift?: Drift;
  /** Distribution of the first row. */
  readonly init: AnyDist;
}

const familyAlong = (over: string, init: AnyDist) =>
  family({
    name: "gaussianRandomWalk",
    parameters: { sigma: "positive", drift: "real" },
    support: () => ({ kind: "real" }),
    logp: (x, { sigma, drift }) => {
      const first: AnyExpr = new Expr(logpOf(init.node, x.node));
      const step: AnyExpr = normal(lag(x, over).add(drift), sigma).logp(x);
      return where(eq(rowNumber(over), 0) as AnyExpr, first, step);
    },
    random: ({ sigma, drift }, variates) => {
      const start: AnyExpr = new Expr(drawn(init.node, variates.dims));
      const step = drift.add(sigma.mul(variates.normal())) as AnyExpr;
      return linearRecurrence(1, where(eq(rowNumber(over), 0) as AnyExpr, start, step), 0, over);
    },
  });

/**
 * A walk along a dim: the first row has the distribution `init`, each further one is normal about the row before.
 *
 *     p(x) = p_init(x_0) prod_t N(x_t | x_(t-1) + drift, sigma)
 *
 *     const level = param(gaussianRandomWalk("time", { sigma, init: normal(0, 1) }));
 *
 * Each row has its own conditional density. Stan: x[2:T] ~ normal(x[1:T-1], sigma); PyMC: GaussianRandomWalk(mu, sigma, init_dist).
 */
export function gaussianRandomWalk<const Over extends string, Sigma extends Operand, Drift extends Operand = number>(
  over: Over,
  { sigma, drift, init }: RandomWalkOptions<Sigma, Drift>,
): Dist<DimsOf<Sigma | Drift> | Over, []> {
  const parameters = { sigma: toNode(sigma), drift: toNode(drift ?? 0) };
  const dims = joinDims([parameters.sigma.dims, parameters.drift.dims, init.dims, [over]]);
  return new Dist({ kind: "plain", family: familyAlong(over, init), parameters, dims, event: [], inner: [init.node] });
}
