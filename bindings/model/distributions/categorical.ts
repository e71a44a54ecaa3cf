/** The categorical distribution. */
import { WasmcmcError } from "../../errors.js";
import type { Dist } from "../dist.js";
import { toNode } from "../expression.js";
import { family, multivariate } from "../family.js";
import { add, eq, ge, gt, log, lt, mul, square, where } from "../functions.js";
import { weightList } from "../mixture.js";
import { constant } from "../nodes.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { total } from "./count_terms.js";
import { timesLog } from "./terms.js";

export const categoricalFamily = family({
  name: "categorical",
  discrete: true,
  parameters: { p: "simplex" },
  support: ({ p }) => ({ kind: "integers", lower: constant(0), upper: constant((p.event[0] ?? 1) - 1) }),
  // One term a category, so that where p is the same for all rows the rows of each are counted once.
  logp: (x, { p }) => total(shares(p).map((share, k) => timesLog(eq(x, k), log(share)))),
  logCdf: (x, { p }) => log(total(shares(p).map((share, k) => where(ge(x, k), share, 0)))),
  logSurvival: (x, { p }) => log(total(shares(p).map((share, k) => where(lt(x, k), share, 0)))),
  quantile: (u, { p }) => countBelow(p, (cumulative) => gt(u, cumulative)),
  mean: ({ p }) => meanOf(p),
  variance: ({ p }) => total(shares(p).map((share, k) => mul(share, square(add(meanOf(p).neg(), k))))),
  random: ({ p }, variates) => {
    const u = variates.uniform();
    return countBelow(p, (cumulative) => gt(u, cumulative));
  },
});

function shares(p: AnyExpr): AnyExpr[] {
  return Array.from({ length: p.node.event[0] ?? 1 }, (_, k) => p.at(k));
}

function meanOf(p: AnyExpr): AnyExpr {
  return total(shares(p).map((share, k) => mul(share, k)));
}

/** How many of the cumulative probabilities, but for the last, pass a test. */
function countBelow(p: AnyExpr, test: (cumulative: AnyExpr) => AnyExpr): AnyExpr {
  let cumulative: AnyExpr | undefined;
  const tests = shares(p)
    .slice(0, -1)
    .map((share) => {
      cumulative = cumulative ? cumulative.add(share) : share;
      return test(cumulative);
    });
  return tests.length > 0 ? total(tests) : mul(p.at(0), 0);
}

/** The dims of a vector of probabilities, or of the elements of a list. */
type DimsOfVector<P> = P extends readonly Operand[] ? DimsOf<P[number]> : DimsOf<P>;

/**
 * One of the numbers 0, 1, ..., K - 1, with probabilities `p`: a simplex (an event of K shares, which may be a row's own), or a list
 * of numbers and expressions with sum 1.
 *
 *     P(k) = p_k,  k = 0, 1, ..., K - 1
 *
 * Stan: categorical(theta), whose categories are 1, 2, ..., K; PyMC: Categorical(p).
 */
export function categorical<const P extends AnyExpr | readonly Operand[]>(p: P): Dist<DimsOfVector<P>, []> {
  const node = Array.isArray(p) ? weightList(p) : toNode(p);
  if (node.event.length === 1) return multivariate(categoricalFamily, { p: node }, []);
  throw new WasmcmcError({
    code: "parameter-value",
    problem: `categorical: p must be a vector of probabilities, but has event shape [${node.event}].`,
    remedy: "Give one probability for each category, such as [0.2, 0.8] or stack(p, sub(1, p)).",
    variable: "p",
    value: p,
  });
}
