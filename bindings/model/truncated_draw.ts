/** The part of a distribution between bounds, for drawing from it. */
import type { Distribution } from "./distribution.js";
import { Expr } from "./expression.js";
import type { Node } from "./graph.js";
import { truncatedBase } from "./wrappers/truncated.js";

/** The part of a distribution of numbers that lies between bounds, or undefined where its distribution function is not known. */
export function truncatedDraw(distribution: Distribution, lower?: Node, upper?: Node): Distribution | undefined {
  if (distribution.kind !== "plain" || distribution.family.logCdf === undefined || distribution.family.discrete) return undefined;
  const bound = (node: Node | undefined, nothing: number) => (node ? new Expr<string, []>(node) : nothing);
  return truncatedBase(distribution, bound(lower, Number.NEGATIVE_INFINITY), bound(upper, Number.POSITIVE_INFINITY)).node;
}
