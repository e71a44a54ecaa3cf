/** The hypergeometric distribution. */
import { WasmcmcError } from "../../errors.js";
import { Expr } from "../expression.js";
import { family, type PlainDist, plain } from "../family.js";
import { max, min, sub } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { logChoose } from "./count_terms.js";

export const hypergeometricFamily = family({
  name: "hypergeometric",
  discrete: true,
  parameters: { good: "count", bad: "count", drawn: "count" },
  support: (nodes) => {
    const [good, bad, drawn] = [new Expr(nodes.good), new Expr(nodes.bad), new Expr(nodes.drawn)] as [AnyExpr, AnyExpr, AnyExpr];
    return { kind: "integers", lower: max(sub(drawn, bad), 0).node, upper: min(good, drawn).node };
  },
  logp: (x, { good, bad, drawn }) =>
    logChoose(good, x)
      .add(logChoose(bad, drawn.sub(x)))
      .sub(logChoose(good.add(bad), drawn)),
  mean: ({ good, bad, drawn }) => drawn.mul(good.div(good.add(bad))),
  variance: ({ good, bad, drawn }) => {
    const all = good.add(bad);
    const share = good.div(all);
    return drawn
      .mul(share)
      .mul(bad.div(all))
      .mul(all.sub(drawn).div(max(all.sub(1), 1)));
  },
  random: ({ good, bad, drawn }, variates) => variates.hypergeometric(good, bad, drawn),
});

/**
 * How many good ones are among `drawn` ones taken without putting back from `good` and `bad` ones. All three are whole numbers, and may
 * be columns of the data.
 *
 *     P(x) = C(good, x) C(bad, drawn - x) / C(good + bad, drawn),  max(0, drawn - bad) <= x <= min(good, drawn)
 *
 * Mean drawn m with m = good / (good + bad). Stan: hypergeometric(N = drawn, a = good, b = bad); PyMC: HyperGeometric(N = good + bad,
 * k = good, n = drawn); scipy: hypergeom(M = good + bad, n = good, N = drawn).
 * Source: Johnson, Kemp, Kotz, Univariate Discrete Distributions, ch. 6.
 */
export function hypergeometric<const Good extends Argument, const Bad extends Argument, const Drawn extends Argument>(
  good: Good,
  bad: Bad,
  drawn: Drawn,
): PlainDist<Good | Bad | Drawn> {
  const distribution = plain<Good | Bad | Drawn>(hypergeometricFamily, { good, bad, drawn });
  if (!(typeof good === "number" && typeof bad === "number" && typeof drawn === "number" && drawn > good + bad))
    return distribution;
  throw new WasmcmcError({
    code: "parameter-value",
    problem: `hypergeometric: drawn is ${drawn}, but there are ${good + bad} in all.`,
    remedy: "Draw at most good + bad.",
    variable: "drawn",
    value: drawn,
  });
}
