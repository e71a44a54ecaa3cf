/**
 * Which components of a mixture can change places, and which vectors hold a number for each of them. Components can where they are of
 * one family within one mixture; the vectors are those of which each component reads one element, its own: `normal(mu.at(k), 1)`.
 */
import type { Distribution, MixtureDistribution } from "./distribution.js";
import type { Node, ParamNode } from "./graph.js";
import { directArguments } from "./nodes.js";

/** Components are a nested mixture's leaves, depth first. Plain data. */
export interface Exchange {
  /** "field/a" for component `a` of the nested mixture `field`. */
  readonly leaves: readonly string[];
  /** A number for each leaf; those of one number can change places. */
  readonly groups: readonly number[];
  /** The same, where leaves that an ordered vector tells apart have numbers of their own. */
  readonly free: readonly number[];
  readonly vectors: readonly ComponentVector[];
}

export interface ComponentVector {
  readonly name: string;
  /** Its element that each leaf reads; -1 where it reads none. */
  readonly positions: readonly number[];
}

interface Leaf {
  readonly name: string;
  readonly kind: string;
  /** Elements read of each node; -1 stands for the node as a whole. */
  readonly reads: ReadonlyMap<Node, ReadonlySet<number>>;
}

/** `results` are the returned parameters and expressions. */
export function exchangeOf(
  mixture: MixtureDistribution,
  results: readonly { readonly name: string; readonly node: Node }[],
): Exchange {
  const leaves = leavesOf(mixture, "", []);
  const groups = numbered(leaves.map(({ kind }) => kind));
  const ordered = [...new Set(leaves.flatMap(({ reads }) => [...reads.keys()]))]
    .filter((node) => node.kind === "param" && isOrdered(node))
    .flatMap((node) => positionsOf(node, leaves) ?? []);
  const isTold = (k: number): boolean => ordered.some((positions) => positions[k]! >= 0);
  const vectors = results.flatMap(({ name, node }) => {
    const positions = positionsOf(node, leaves);
    return positions === undefined ? [] : [{ name, positions }];
  });
  const free = numbered(leaves.map(({ kind, name }, k) => (isTold(k) ? `${kind}\0${name}` : kind)));
  return { leaves: leaves.map(({ name }) => name), groups, free, vectors };
}

function isOrdered({ constraint }: ParamNode): boolean {
  return constraint?.kind.toLowerCase().includes("ordered") ?? false;
}
