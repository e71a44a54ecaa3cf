/** Ops over whole columns and over the elements of events: what each takes from its node, and gives as terms. */
import type { CallNode } from "../../model/graph.js";
import type { Expander } from "./expand.js";
import type { Term } from "./term.js";

export function expandCall(_: Expander, node: CallNode): readonly Term[] {
  throw new RangeError(`${node.op} is not lowered`);
}
