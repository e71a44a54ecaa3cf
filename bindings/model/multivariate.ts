/** Whether a distribution with an event is one of vectors, or of numbers that stand side by side. */
import type { PlainDistribution } from "./distribution.js";
import type { Node } from "./graph.js";

/** Its log density is one number for the whole event; else one for each element, all independent. */
export function isMultivariate({ family, parameters, event, joint }: PlainDistribution): boolean {
  if (joint !== undefined) return true;
  if (event.length === 0) return false;
  const length = event.reduce((product, size) => product * size, 1);
  const value: Node = { kind: "constant", values: new Array<number>(length).fill(1), dims: [], event };
  return family.logpInside(value, parameters).event.length === 0;
}
