/** The part of a distribution between bounds, for drawing from it: by its quantiles. */
import type { Distribution } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { add, exp, mul, sub } from "./functions.js";
import type { Node } from "./graph.js";
import type { AnyExpr } from "./types.js";

/**
 * A distribution whose draws are those of `distribution` that lie between the bounds, or undefined where it has no quantiles. Only
 * its `random` is of use: its density is not cut.
 */
export function truncatedDraw(distribution: Distribution, lower?: Node, upper?: Node): Distribution | undefined {
  if (distribution.kind !== "plain") return undefined;
  const { family } = distribution;
  const { logCdf, quantile } = family;
  if (logCdf === undefined || quantile === undefined || family.discrete) return undefined;
  return {
    ...distribution,
    family: {
      ...family,
      random: (parameters, variates) => {
        const from: AnyExpr | number = lower ? exp(new Expr(logCdf(lower, parameters)) as AnyExpr) : 0;
        const to: AnyExpr | number = upper ? exp(new Expr(logCdf(upper, parameters)) as AnyExpr) : 1;
        const p = add(from, mul(variates.uniform(), sub(to, from))) as AnyExpr;
        return quantile(toNode(p), parameters);
      },
    },
  };
}
