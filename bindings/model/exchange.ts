/**
 * Which components of a mixture can change places, and which vectors hold a number for each of them. Components can where their
 * distributions have one form, up to constants and parameters, within one mixture: `normal(mu.at(0), s)` and `normal(mu.at(1), s)`, but
 * not `normal(m.mul(x), s)`. The vectors are those of which each component reads one element, its own.
 */
import type { HiddenMarkovDistribution, MixtureDistribution } from "./distribution.js";
import type { Node } from "./graph.js";
import { flatten } from "./leaves.js";
import { directArguments, reachable } from "./nodes.js";
import { distributionArguments } from "./traverse.js";

export interface ComponentVector {
  readonly name: string;
  /** Its element that each component reads; -1 where it reads none. */
  readonly positions: readonly number[];
}

/** Components are a nested mixture's leaves, depth first. Plain data. */
export interface Exchange {
  /** A number for each component; those of one number can change places. */
  readonly groups: readonly number[];
  /** The same, where components that an ordered vector tells apart have numbers of their own. */
  readonly free: readonly number[];
  readonly vectors: readonly ComponentVector[];
}

/** Elements read of each node; `Whole` where it is read as a whole. */
type Reads = Map<Node, Set<number>>;
const Whole = -1;

interface Leaf {
  readonly group: number;
  readonly reads: Reads;
}

/** `results` are the returned parameters and expressions. */
export function exchangeOf(
  mixture: MixtureDistribution | HiddenMarkovDistribution,
  results: readonly { readonly name: string; readonly node: Node }[],
): Exchange {
  const leaves = leavesOf(mixture);
  const groups = leaves.map(({ group }) => group);
  const vectors = results.flatMap(({ name, node }) => {
    const positions = positionsOf(node, leaves);
    return positions === undefined ? [] : [{ name, positions }];
  });
  const ordered = [...new Set(leaves.flatMap(({ reads }) => [...reads.keys()]))].filter(isOrdered);
  const told = ordered.map((node) => positionsOf(node, leaves) ?? []);
  const free = groups.map((group, k) => (told.some((positions) => (positions[k] ?? -1) >= 0) ? -1 - k : group));
  return { groups, free, vectors };
}

function isOrdered(node: Node): boolean {
  return node.kind === "param" && (node.constraint?.kind === "ordered" || node.constraint?.kind === "positiveOrdered");
}

function leavesOf(mixture: MixtureDistribution | HiddenMarkovDistribution): readonly Leaf[] {
  const forms = new Forms();
  const flat = flatten(mixture);
  return flat.components.map(({ name, distribution }, k) => {
    const parameters = distributionArguments(distribution);
    const reads: Reads = new Map();
    read(flat.kind === "hmm" ? flat.initial : flat.weights, k, reads);
    for (const node of parameters) read(node, Whole, reads);
    const parent = name.slice(0, name.lastIndexOf("/") + 1);
    const family = distribution.kind === "plain" ? distribution.family.name : distribution.kind;
    return { group: forms.number([parent, family, ...parameters.map((node) => forms.of(node))]), reads };
  });
}

/** Notes what is read where `node` is, as a whole or at a position; a graph may be deeper than the call stack. */
function read(root: Node, at: number, reads: Reads): void {
  const pending: (readonly [Node, number])[] = [[root, at]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, position] = next;
    const seen = reads.get(node) ?? new Set();
    if (seen.has(position)) continue;
    reads.set(node, seen.add(position));
    pending.push(...readsOf(node, position));
  }
}

function readsOf(node: Node, position: number): (readonly [Node, number])[] {
  if (node.kind === "element") return [[node.source, node.position]];
  if (node.kind === "stack" && position !== Whole) return [[node.elements[position]!, Whole]];
  const keeps = node.kind === "elementwise" || node.kind === "gather" || (node.kind === "reduction" && node.over !== "event");
  return directArguments(node).map((argument) => [argument, keeps && argument.event.length > 0 ? position : Whole]);
}

/** The element of a vector that each leaf has to itself; undefined if it is not like that for all leaves of a group, or for none. */
function positionsOf(node: Node, leaves: readonly Leaf[]): number[] | undefined {
  if (node.event.length !== 1) return undefined;
  const all = leaves.map(({ reads }) => [...(reads.get(node) ?? [])]);
  if (all.some((positions) => positions.length > 1 || positions[0] === Whole)) return undefined;
  const positions = all.map(([position]) => position ?? -1);
  const taken = positions.filter((position) => position >= 0);
  const even = leaves.every(({ group }, k) =>
    leaves.every((other, j) => other.group !== group || positions[j]! < 0 === positions[k]! < 0),
  );
  return even && taken.length > 1 && new Set(taken).size === taken.length ? positions : undefined;
}

/** Numbers the forms of expressions: two of one form differ in constants, in parameters and in elements of a vector alone. */
class Forms {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<Node, number>();

  number(parts: readonly (string | number)[]): number {
    const key = parts.join("\0");
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }

  of(root: Node): number {
    for (const node of reachable([root], directArguments)) {
      if (!this.known.has(node)) this.known.set(node, this.number(this.parts(node)));
    }
    return this.known.get(root)!;
  }

  private parts(node: Node): (string | number)[] {
    if (node.kind === "element" && node.source.kind === "stack") return this.parts(node.source.elements[node.position]!);
    const isFree = node.kind === "param" || (node.kind === "element" && node.source.kind === "param");
    if (isFree) return ["parameter", ...node.dims];
    const name = node.kind === "data" ? node.name : "op" in node ? node.op : "";
    return [node.kind, name, ...directArguments(node).map((argument) => this.known.get(argument)!)];
  }
}
