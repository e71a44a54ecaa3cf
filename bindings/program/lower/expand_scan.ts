/** Scans: a step that is linear in its only state becomes one op; any other a stage that goes row by row. */
import type { Node, ScanNode } from "../../model/graph.js";
import { linearIn } from "../../model/linear_in.js";
import type { Expander } from "./expand.js";
import { expandCall } from "./expand_call.js";
import type { Term } from "./term.js";

export function expandScan(expander: Expander, node: ScanNode): readonly Term[] {
  const [state, ...more] = node.states;
  const linear = state && more.length === 0 ? linearIn(node.results[0] as Node, state) : undefined;
  if (linear === undefined) throw new RangeError("a scan that is not linear");
  return expandCall(expander, {
    kind: "call",
    op: "linearRecurrence",
    args: [linear.slope, linear.constant, node.inits[0] as Node],
    over: [node.over],
    count: 0,
    dims: node.dims,
    event: [],
  });
}
