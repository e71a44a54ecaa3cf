/** Which layer of a graph's picture each node stands in, and how wide a row of nodes is. */

export interface GraphItem {
  readonly name: string;
  /** The plate that it stands in: "" for none. */
  readonly plate: string;
  readonly width: number;
  readonly height: number;
  /** A column of data: it stands right above what it goes into, not at the top. */
  readonly late: boolean;
}

export type Edges = readonly (readonly [from: string, to: string])[];

/** Pixels between nodes side by side. */
export const ColumnGap = 26;
/** Pixels; wider pictures are too small to read on a page. */
const WidestRow = 1000;

/** Layers from 0: causes above effects, what goes into a plate above all of it; rows no wider than a page. */
export function layersOf(items: readonly GraphItem[], edges: Edges): Map<string, number> {
  return wrapped(longestWays(items, [...edges, ...orderOfPlates(items, edges)]), items);
}

/** The longest way from a cause; then what may stand later does. A cycle (there is none in a model) would be cut. */
function longestWays(items: readonly GraphItem[], edges: Edges): Map<string, number> {
  const layers = new Map(items.map(({ name }) => [name, 0]));
  for (let round = 0; round < items.length; round++) {
    for (const [from, to] of edges) layers.set(to, Math.max(layers.get(to)!, Math.min(layers.get(from)! + 1, items.length)));
  }
  const mayStandLower = ({ name, late }: GraphItem) => late || !edges.some(([, to]) => to === name);
  for (const item of items.filter(mayStandLower)) {
    const children = edges.filter(([from]) => from === item.name).map(([, to]) => layers.get(to)!);
    if (children.length > 0) layers.set(item.name, Math.min(...children) - 1);
  }
  return layers;
}

/** A layer whose free nodes would stand in too long a row becomes several, in the order of the model; what else is in it stays in the last. */
function wrapped(layers: ReadonlyMap<string, number>, items: readonly GraphItem[]): Map<string, number> {
  const made = new Map<string, number>();
  let next = 0;
  for (let layer = 0; layer <= Math.max(...layers.values()); layer++) {
    const row = items.filter(({ name }) => layers.get(name) === layer);
    const free = row.filter(({ plate }) => plate === "");
    const lines = Math.max(1, Math.ceil(widthOf(free) / WidestRow));
    for (const { name } of row) made.set(name, next + lines - 1);
    for (const [i, { name }] of free.entries()) made.set(name, next + Math.floor((i * lines) / free.length));
    next += row.length === 0 ? 0 : lines;
  }
  return made;
}

/** More edges, for layers only: what goes into a plate stands above all of it, what comes of it below, unless that made a circle. */
function orderOfPlates(items: readonly GraphItem[], edges: Edges): Edges {
  const plateOf = new Map(items.map(({ name, plate }) => [name, plate]));
  const within = (plate: string) => items.filter((item) => item.plate === plate).map(({ name }) => name);
  let all: Edges = edges;
  const add = (from: string, to: string) => {
    if (!reaches(to, from, all)) all = [...all, [from, to]];
  };
  for (const [from, to] of edges) {
    const [source, target] = [plateOf.get(from)!, plateOf.get(to)!];
    if (source === target) continue;
    if (target !== "") for (const member of within(target)) add(from, member);
    if (source !== "") for (const member of within(source)) add(member, to);
  }
  return all.slice(edges.length);
}

function reaches(from: string, to: string, edges: Edges): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const [cause, effect] of edges) if (cause === name) open.push(effect);
  }
  return false;
}

export function widthOf(row: readonly GraphItem[]): number {
  return row.reduce((sum, { width }) => sum + width, 0) + ColumnGap * Math.max(0, row.length - 1);
}
