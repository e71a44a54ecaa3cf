/** Whether rows of an observation can be left out of the log density, so that nothing that is left knows of them. */
import { logpOf } from "../../model/dist.js";
import type { Observation } from "../../model/distribution.js";
import type { Node } from "../../model/graph.js";
import { directArguments, reachable } from "../../model/nodes.js";
import { boundsOf, distributionArguments, rowDims } from "../../model/traverse.js";
import type { Withholdable, WithholdingLayout } from "../compiled.js";

/** For each observation the column that says which rows are left out, and the dims along which none can be. */
export function withholdingOf(subject: Withholdable): WithholdingLayout[] {
  const taken = new Set(subject.data.map(({ name }) => name));
  return subject.observations.map(({ name, observation }): WithholdingLayout => {
    let column = `${name} left out`;
    while (taken.has(column)) column += "'";
    const dims = rowDims(observation.distribution, observation.value);
    const bound = observation.value.dims.flatMap((dim) => {
      const why = dims.includes(dim) ? otherReader(subject, observation, dim) : "its rows are one joint observation";
      return why === undefined ? [] : [{ dim, why }];
    });
    return { name, dims, column, bound };
  });
}

/** What reads observed values besides the density of their own row, in words. */
function otherReader(subject: Withholdable, { value }: Observation, dim: string): string | undefined {
  const observed = new Set(columnsIn([value]));
  const reads = (nodes: readonly Node[]) => columnsIn(nodes).some((column) => observed.has(column));
  for (const { name, observation } of subject.observations) {
    const density = logpOf(observation.distribution, observation.value);
    const across = [...reachable([density], directArguments)].filter((node) => readsOtherRows(node, dim));
    if (across.some((node) => reads(directArguments(node)))) return `other rows of "${name}" depend on its values`;
  }
  for (const { name, node } of subject.parameters) {
    const bounds = node.constraint === undefined ? [] : boundsOf(node.constraint);
    if (reads([...distributionArguments(node.prior), ...bounds])) return `the prior of "${name}" depends on its values`;
  }
  for (const { name, node } of subject.potentials) if (reads([node])) return `the potential "${name}" depends on its values`;
  return undefined;
}

function columnsIn(nodes: readonly Node[]): string[] {
  return [...reachable(nodes, directArguments)].flatMap((node) => (node.kind === "data" ? [node.name] : []));
}

/** What a row of the node is depends on rows of its arguments at other places along the dim. */
function readsOtherRows(node: Node, dim: string): boolean {
  switch (node.kind) {
    case "gather":
      return node.index.target === dim;
    case "reduction":
      return node.over !== "event" && ("by" in node.over ? node.over.by.dims : node.over).includes(dim);
    case "call":
      return node.over.includes(dim);
    case "scan":
      return node.over === dim;
    default:
      return false;
  }
}
