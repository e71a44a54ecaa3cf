/** What depends on what in a model, by name: the description that its picture and other tools are made of. Plain data. */
import type { Definition } from "./definition.js";
import { describeDistribution, describeNode, type NameOf } from "./describe.js";
import type { Distribution } from "./distribution.js";
import type { Node } from "./graph.js";
import { directArguments } from "./nodes.js";
import { boundsOf, distributionArguments } from "./traverse.js";

export interface ModelGraphNode {
  readonly name: string;
  /** "data" are columns that are not observed; "deterministic" are tracked expressions. */
  readonly kind: "parameter" | "deterministic" | "observed" | "data" | "potential";
  /** The dims of its plate, outermost first; [] for one that stands alone. */
  readonly dims: readonly string[];
  /** Its own shape in each row: [2] for a simplex of two. */
  readonly event: readonly number[];
  /** The distribution's name: `normal`, `mixture`. */
  readonly distribution?: string;
  /** The prior, likelihood or formula in full. */
  readonly text?: string;
}

export interface ModelGraph {
  readonly nodes: readonly ModelGraphNode[];
  /** Names: the second is computed from the first. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/**
 * The named quantities of a model, and which are computed of which; expressions without a name are passed through.
 *
 *     const { nodes, edges } = modelGraph(line);   // edges: [["m", "y"], ["b", "y"], ...]
 */
export function modelGraph(model: Definition): ModelGraph {
  const names = namesOf(model);
  const nameOf: NameOf = (node) => names.get(node);
  const nodes: ModelGraphNode[] = [];
  const edges: [string, string][] = [];
  const add = (node: ModelGraphNode, args: readonly Node[]) => {
    nodes.push(node);
    for (const from of namedAmong(args, names)) if (from !== node.name) edges.push([from, node.name]);
  };
  for (const { name, node } of model.parameters) {
    const bounds = node.constraint === undefined ? [] : boundsOf(node.constraint);
    const about = distributionText(node.prior, nameOf);
    add({ name, kind: "parameter", dims: node.dims, event: node.event, ...about }, [
      ...distributionArguments(node.prior),
      ...bounds,
    ]);
  }
  for (const { name, node } of model.tracked) {
    const text = describeNode(node, (inner) => (inner === node ? undefined : nameOf(inner)));
    add({ name, kind: "deterministic", dims: node.dims, event: node.event, text }, directArguments(node));
  }
  for (const { name, observation } of model.observations) {
    const { value, distribution } = observation;
    // The observed column is the node itself; a value computed of columns depends on them.
    const ofValue = value.kind === "data" ? [] : [value];
    const about = distributionText(distribution, nameOf);
    add({ name, kind: "observed", dims: value.dims, event: value.event, ...about }, [
      ...ofValue,
      ...distributionArguments(distribution),
    ]);
  }
  for (const { name, node } of model.potentials) {
    add({ name, kind: "potential", dims: node.dims, event: node.event, text: describeNode(node, nameOf) }, [node]);
  }
  return { nodes: [...nodes, ...columnsIn(model, edges, nodes)], edges };
}

function distributionText(distribution: Distribution, nameOf: NameOf): { distribution: string; text: string } {
  const kind =
    distribution.kind === "plain" ? distribution.family.name : distribution.kind === "hmm" ? "hiddenMarkov" : "mixture";
  return { distribution: kind, text: describeDistribution(distribution, nameOf) };
}

function namesOf(model: Definition): Map<Node, string> {
  const named = [...model.tracked, ...model.parameters].map(({ name, node }) => [node, name] as const);
  const columns = Object.values(model.dataSpecs).map((node) => [node, node.name] as const);
  return new Map<Node, string>([...columns, ...named]);
}

/** The nearest named nodes that the given ones are made of. */
function namedAmong(roots: readonly Node[], names: ReadonlyMap<Node, string>): Set<string> {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const name = names.get(node);
    if (name !== undefined) found.add(name);
    else for (const argument of directArguments(node)) visit(argument);
  };
  for (const root of roots) visit(root);
  return found;
}

/** Columns that something depends on, unless an observation of the same name stands for them. */
function columnsIn(
  model: Definition,
  edges: readonly (readonly [string, string])[],
  nodes: readonly ModelGraphNode[],
): ModelGraphNode[] {
  const used = new Set(edges.map(([from]) => from));
  return Object.values(model.dataSpecs)
    .filter(({ name }) => used.has(name) && !nodes.some((node) => node.name === name))
    .map(({ name, dims, event }) => ({ name, kind: "data", dims, event }));
}
