/**
 * Where the nodes of a model's graph stand: layers from causes to effects, as Sugiyama, Tagawa and Toda (1981) draw directed graphs,
 * and a strip of columns of its own for each plate, so that no plate's box takes in a node that is not of it.
 */
import { ColumnGap, type Edges, type GraphItem, layersOf, widthOf } from "./graph_layers.js";

export interface Placed {
  readonly name: string;
  readonly plate: string;
  /** The centre, in pixels. */
  x: number;
  y: number;
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly plate: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphLayout {
  readonly nodes: ReadonlyMap<string, Placed>;
  readonly boxes: readonly Box[];
  readonly width: number;
  readonly height: number;
}

const LayerGap = 54;
const PlatePadding = 18;
const PlateLabel = 20;
const Sweeps = 12;
/** `labelWidth` says how wide the label of a plate is: its box holds it. */
export function layoutGraph(
  items: readonly GraphItem[],
  edges: Edges,
  labelWidth: (plate: string) => number = () => 0,
): GraphLayout {
  const layers = layersOf(items, edges);
  const plates = [...new Set(items.map(({ plate }) => plate))].filter((plate) => plate !== "");
  const nodes = new Map(items.map((item): [string, Placed] => [item.name, { ...item, x: 0, y: 0 }]));
  const depth = Math.max(...layers.values()) + 1;
  const rows = Array.from({ length: depth }, (_, layer) => items.filter(({ name }) => layers.get(name) === layer));
  placeVertically(rows, nodes);
  // The order of plates that leaves edges shortest is found by trying them: there are few.
  let best: { order: readonly string[]; length: number } | undefined;
  for (const order of ordersOf(plates)) {
    placeHorizontally(rows, stripsOf(rows, order, labelWidth), nodes, edges);
    const length = edgeLength(nodes, edges);
    if (best === undefined || length < best.length - 1e-6) best = { order, length };
  }
  const strips = stripsOf(rows, best!.order, labelWidth);
  placeHorizontally(rows, strips, nodes, edges);
  return framed(nodes, strips, labelWidth);
}

function placeVertically(rows: readonly (readonly GraphItem[])[], nodes: ReadonlyMap<string, Placed>): void {
  let top = PlatePadding;
  for (const row of rows) {
    const height = Math.max(...row.map((item) => item.height), 30);
    for (const { name } of row) nodes.get(name)!.y = top + height / 2;
    top += height + LayerGap;
  }
}

/** At most the orders of five plates; with more, the order in which they come. */
function ordersOf(plates: readonly string[]): (readonly string[])[] {
  if (plates.length > 5) return [plates];
  if (plates.length === 0) return [[]];
  return plates.flatMap((first) => ordersOf(plates.filter((plate) => plate !== first)).map((rest) => [first, ...rest]));
}

/** Plates get strips from left to right; nodes go to the mean of their neighbours' places, as far as their strip and neighbours let them. */
function placeHorizontally(
  rows: readonly (readonly GraphItem[])[],
  strips: ReadonlyMap<string, Strip>,
  nodes: ReadonlyMap<string, Placed>,
  edges: Edges,
): void {
  for (const row of rows) {
    for (const { name, plate } of row) nodes.get(name)!.x = plate === "" ? 0 : strips.get(plate)!.middle;
    spread(row, strips, nodes, rows);
  }
  for (let sweep = 0; sweep < Sweeps; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : [...rows].reverse()) {
      for (const { name } of row) {
        const neighbours = edges.flatMap(([from, to]) => (from === name ? [to] : to === name ? [from] : []));
        if (neighbours.length === 0) continue;
        nodes.get(name)!.x = neighbours.reduce((sum, neighbour) => sum + nodes.get(neighbour)!.x, 0) / neighbours.length;
      }
      spread(row, strips, nodes, rows);
    }
  }
}

interface Strip {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  /** Its layers, from the first with a node of the plate to the last. */
  readonly first: number;
  readonly last: number;
}

function stripsOf(
  rows: readonly (readonly GraphItem[])[],
  order: readonly string[],
  labelWidth: (plate: string) => number,
): Map<string, Strip> {
  const strips = new Map<string, Strip>();
  let left = 0;
  for (const plate of order) {
    const widths = rows.map((row) => widthOf(row.filter((item) => item.plate === plate)));
    const width = Math.max(...widths, 60, labelWidth(plate)) + 2 * PlatePadding;
    const inPlate = rows.flatMap((row, layer) => (row.some((item) => item.plate === plate) ? [layer] : []));
    strips.set(plate, {
      left,
      right: left + width,
      middle: left + width / 2,
      first: Math.min(...inPlate),
      last: Math.max(...inPlate),
    });
    left += width + ColumnGap;
  }
  return strips;
}

/** Moves the nodes of a layer apart: those of a plate within its strip, others beside the strips that the layer runs through. */
function spread(
  row: readonly GraphItem[],
  strips: ReadonlyMap<string, Strip>,
  nodes: ReadonlyMap<string, Placed>,
  rows: readonly (readonly GraphItem[])[],
): void {
  const layer = rows.indexOf(row);
  for (const [plate, strip] of strips) {
    const own = row.filter((item) => item.plate === plate);
    arrange(own, nodes, strip.left + PlatePadding, strip.right - PlatePadding);
  }
  const free = row.filter(({ plate }) => plate === "");
  const blocked = [...strips.values()].filter(({ first, last }) => first <= layer && layer <= last);
  if (blocked.length === 0) return arrange(free, nodes, -Infinity, Infinity);
  const [left, right] = [Math.min(...blocked.map((strip) => strip.left)), Math.max(...blocked.map((strip) => strip.right))];
  const middle = (left + right) / 2;
  arrange(
    free.filter(({ name }) => nodes.get(name)!.x < middle),
    nodes,
    -Infinity,
    left - ColumnGap,
  );
  arrange(
    free.filter(({ name }) => nodes.get(name)!.x >= middle),
    nodes,
    right + ColumnGap,
    Infinity,
  );
}

/** "theta_2" before "theta_10". */
const byNumber = new Intl.Collator("en", { numeric: true });

/** Keeps the order by place, leaves a gap between neighbours, and stays within bounds. */
function arrange(row: readonly GraphItem[], nodes: ReadonlyMap<string, Placed>, low: number, high: number): void {
  if (row.length === 0) return;
  const placed = row.map(({ name }) => nodes.get(name)!).sort((a, b) => a.x - b.x || byNumber.compare(a.name, b.name));
  const wanted = placed.reduce((sum, { x }) => sum + x, 0) / placed.length;
  for (let i = 1; i < placed.length; i++)
    placed[i]!.x = Math.max(placed[i]!.x, placed[i - 1]!.x + apart(placed[i - 1]!, placed[i]!));
  // Pushing went to the right only: the row goes back to where it wanted to be on average.
  const pushed = placed.reduce((sum, { x }) => sum + x, 0) / placed.length - wanted;
  for (const node of placed) node.x -= pushed;
  const [first, last] = [placed[0]!, placed[placed.length - 1]!];
  const over = Math.max(0, low - (first.x - first.width / 2)) || Math.min(0, high - (last.x + last.width / 2));
  for (const node of placed) node.x += over;
  compress(placed, low, high);
}

/** Pushes what still sticks out of the bounds back in, from the bound inwards. */
function compress(placed: readonly Placed[], low: number, high: number): void {
  let limit = high;
  for (const node of [...placed].reverse()) {
    node.x = Math.min(node.x, limit - node.width / 2);
    limit = node.x - node.width / 2 - ColumnGap;
  }
  limit = low;
  for (const node of placed) {
    node.x = Math.max(node.x, limit + node.width / 2);
    limit = node.x + node.width / 2 + ColumnGap;
  }
}

function apart(a: Placed, b: Placed): number {
  return (a.width + b.width) / 2 + ColumnGap;
}

function edgeLength(nodes: ReadonlyMap<string, Placed>, edges: Edges): number {
  return edges.reduce((sum, [from, to]) => sum + Math.abs(nodes.get(from)!.x - nodes.get(to)!.x), 0);
}

/** From where to where a plate's nodes stand, or its label where that is wider; within its strip. */
function sidesOf(own: readonly Placed[], { left, right }: Strip, label: number): readonly [number, number] {
  const [low, high] = [
    Math.min(...own.map(({ x, width }) => x - width / 2)),
    Math.max(...own.map(({ x, width }) => x + width / 2)),
  ];
  if (high - low >= label) return [low, high];
  const start = Math.max(left + PlatePadding, Math.min(right - PlatePadding - label, (low + high - label) / 2));
  return [start, start + label];
}

/** Moves everything to positive coordinates and draws the boxes of plates. */
function framed(
  nodes: ReadonlyMap<string, Placed>,
  strips: ReadonlyMap<string, Strip>,
  labelWidth: (plate: string) => number,
): GraphLayout {
  const all = [...nodes.values()];
  const within = (plate: string) => all.filter((node) => node.plate === plate);
  const sides = [...strips].map(([plate, strip]) => [plate, sidesOf(within(plate), strip, labelWidth(plate))] as const);
  const shift = 2 * PlatePadding - Math.min(...all.map(({ x, width }) => x - width / 2), ...sides.map(([, [left]]) => left));
  const down = strips.size === 0 ? 0 : PlatePadding;
  for (const node of all) {
    node.x += shift;
    node.y += down;
  }
  const boxes = sides.map(([plate, [low, high]]): Box => {
    const own = within(plate);
    const [left, right] = [low + shift, high + shift];
    const [top, bottom] = [
      Math.min(...own.map(({ y, height }) => y - height / 2)),
      Math.max(...own.map(({ y, height }) => y + height / 2)),
    ];
    const size = { width: right - left + 2 * PlatePadding, height: bottom - top + 2 * PlatePadding + PlateLabel };
    return { plate, x: left - PlatePadding, y: top - PlatePadding, ...size };
  });
  const width =
    Math.max(...all.map((node) => node.x + node.width / 2), ...boxes.map((box) => box.x + box.width)) + 2 * PlatePadding;
  const height =
    Math.max(...all.map((node) => node.y + node.height / 2), ...boxes.map((box) => box.y + box.height)) + PlatePadding;
  return { nodes, boxes, width, height };
}
