/** The ordered logistic distribution: the cumulative logit model of ordered categories. */
import { WasmcmcError } from "../../errors.js";
import type { Dist } from "../dist.js";
import { toNode } from "../expression.js";
import { family, multivariate } from "../family.js";
import { eq, exp, gt, invLogit, log1mexp, logit, lt, mul, softplus, square, sub, where } from "../functions.js";
import { constant } from "../nodes.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { choose, total } from "./count_terms.js";
import { timesLog } from "./terms.js";

const { NEGATIVE_INFINITY: below, POSITIVE_INFINITY: above } = Number;

/**
 * invLogit(b) - invLogit(a) = invLogit(b) invLogit(-a) (1 - exp(a - b)): each factor keeps its digits in either tail, and the last is one
 * of the cutpoints alone.
 */
export const orderedLogisticFamily = family({
  name: "orderedLogistic",
  discrete: true,
  parameters: { eta: "real", cutpoints: "real" },
  support: ({ cutpoints }) => ({ kind: "integers", lower: constant(0), upper: constant(cutpoints.event[0] ?? 0) }),
  logp: (x, { eta, cutpoints }) => {
    const cuts = list(cutpoints);
    const [a, b] = [choose(x, [below, ...cuts]).sub(eta), choose(x, [...cuts, above]).sub(eta)];
    return softplus(b.neg())
      .neg()
      .sub(softplus(a))
      .add(total([barrier(cuts), ...logGaps(cuts).map((gap, k) => timesLog(eq(x, k + 1), gap))]));
  },
  logCdf: (x, { eta, cutpoints }) => softplus(eta.sub(choose(x, list(cutpoints)))).neg(),
  logSurvival: (x, { eta, cutpoints }) => softplus(choose(x, list(cutpoints)).sub(eta)).neg(),
  quantile: (p, { eta, cutpoints }) => total(list(cutpoints).map((cut) => gt(p, invLogit(cut.sub(eta))))),
  mean: (parameters) => mean(parameters),
  variance: ({ eta, cutpoints }) => {
    const centre = mean({ eta, cutpoints });
    const shares = Array.from({ length: list(cutpoints).length + 1 }, (_, k) => share(k, eta, list(cutpoints)));
    return total(shares.map((p, k) => mul(p, square(sub(k, centre)))));
  },
  random: ({ eta, cutpoints }, variates) => {
    const latent = eta.add(logit(variates.uniform()));
    return total(list(cutpoints).map((cut) => gt(latent, cut)));
  },
});

function list(cutpoints: AnyExpr): AnyExpr[] {
  return Array.from({ length: cutpoints.node.event[0] ?? 0 }, (_, k) => cutpoints.at(k));
}

/** log(1 - exp(c_k-1 - c_k)) for each pair of cutpoints, -inf where they do not increase. */
function logGaps(cuts: readonly AnyExpr[]): AnyExpr[] {
  return pairs(cuts).map(([low, high]) => where(lt(low, high), log1mexp(sub(low, high)), below));
}

/** -inf where cutpoints do not increase, else 0. */
function barrier(cuts: readonly AnyExpr[]): AnyExpr {
  return total(pairs(cuts).map(([low, high]) => where(lt(low, high), 0, below)));
}

function pairs(cuts: readonly AnyExpr[]): [AnyExpr, AnyExpr][] {
  return cuts.slice(1).map((high, k) => [cuts[k] as AnyExpr, high]);
}

/** P(k) */
function share(k: number, eta: AnyExpr, cuts: readonly AnyExpr[]): AnyExpr {
  const [low, high] = [cuts[k - 1], cuts[k]];
  if (!low) return invLogit((high as AnyExpr).sub(eta));
  if (!high) return invLogit(eta.sub(low));
  return mul(mul(invLogit(high.sub(eta)), invLogit(eta.sub(low))), exp(log1mexp(low.sub(high))));
}

function mean({ eta, cutpoints }: { readonly eta: AnyExpr; readonly cutpoints: AnyExpr }): AnyExpr {
  return total(list(cutpoints).map((cut) => invLogit(eta.sub(cut))));
}

/**
 * Ordered categories 0, 1, ..., K - 1, told apart by K - 1 increasing `cutpoints` c_1 < ... < c_K-1 (an event) on the scale of `eta`:
 *
 *     P(x) = invLogit(c_x+1 - eta) - invLogit(c_x - eta),  with c_0 = -infinity and c_K = infinity
 *
 * The category that eta plus logistic noise falls into. Cutpoints that do not increase have log probability -inf;
 * `param(normal(0, 3), { size: 4, constraint: ordered() })` makes ones that do. Stan: ordered_logistic(eta, c), whose categories are
 * 1, 2, ..., K; PyMC: OrderedLogistic(eta, cutpoints). Source: McCullagh 1980, J. R. Stat. Soc. B 42, 109.
 */
export function orderedLogistic<const Eta extends Operand, const Cutpoints extends readonly number[] | AnyExpr>(
  eta: Eta,
  cutpoints: Cutpoints,
): Dist<DimsOf<Eta> | DimsOf<Cutpoints>, []> {
  const cuts = toNode(cutpoints);
  const values = cuts.kind === "constant" ? cuts.values : [];
  const wrong = values.findIndex((value, k) => k > 0 && !(value > (values[k - 1] as number)));
  if (cuts.event.length === 1 && wrong < 0) return multivariate(orderedLogisticFamily, { eta: toNode(eta), cutpoints: cuts }, []);
  throw new WasmcmcError({
    code: "parameter-value",
    problem:
      wrong < 0
        ? `orderedLogistic: cutpoints must be a vector, but have event shape [${cuts.event}].`
        : `orderedLogistic: cutpoints must increase, but element ${wrong} is ${values[wrong]} after ${values[wrong - 1]}.`,
    remedy: "Give one cutpoint less than there are categories, in increasing order.",
    variable: "cutpoints",
    ...(wrong < 0 ? {} : { row: wrong }),
    value: wrong < 0 ? cutpoints : values[wrong],
  });
}
