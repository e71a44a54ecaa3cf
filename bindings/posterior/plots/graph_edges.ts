/** Arrows of a model's graph: from border to border, bent around nodes that would be in their way. */
import type { Placed } from "./graph_layout.js";

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Bends that are tried, as shares of the arrow's length to its side. */
const Bends = [0, 0.12, -0.12, 0.22, -0.22, 0.35, -0.35, 0.5, -0.5, 0.7, -0.7, 0.95, -0.95];
const Clearance = 5;
/** Pixels beside the outermost nodes that are in the picture. */
const SideRoom = 30;

export interface Arrow {
  readonly path: string;
  /** Where it ends, and the direction in which it points, in degrees. */
  readonly tip: Spot;
  readonly angle: number;
}

/** The arrow between two nodes that passes no other, or the one that passes the fewest. */
export function arrow(from: Placed, to: Placed, nodes: Iterable<Placed>): Arrow {
  const others = [...nodes].filter((node) => node !== from && node !== to);
  let best: { bend: number; hits: number } = { bend: 0, hits: Infinity };
  for (const bend of Bends) {
    const hits = hitsOf(from, to, bend, others);
    if (hits < best.hits) best = { bend, hits };
    if (hits === 0) break;
  }
  return drawn(from, to, best.bend);
}

function controlOf(from: Spot, to: Spot, bend: number): Spot {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return { x: (from.x + to.x) / 2 - dy * bend, y: (from.y + to.y) / 2 + dx * bend };
}

function along(from: Spot, control: Spot, to: Spot, t: number): Spot {
  const mix = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
  return { x: mix(from.x, control.x, to.x), y: mix(from.y, control.y, to.y) };
}

function hitsOf(from: Placed, to: Placed, bend: number, others: readonly Placed[]): number {
  const control = controlOf(from, to, bend);
  const spots = Array.from({ length: 39 }, (_, i) => along(from, control, to, (i + 1) / 40));
  const hits = others.filter((node) => spots.some((spot) => isInside(spot, node, Clearance))).length;
  // Beyond the outermost nodes and their margin the picture ends: worse than any node in the way.
  const all = [from, to, ...others];
  const left = Math.min(...all.map(({ x, width }) => x - width / 2)) - SideRoom;
  const right = Math.max(...all.map(({ x, width }) => x + width / 2)) + SideRoom;
  return spots.some(({ x }) => x < left || x > right) ? hits + all.length : hits;
}

/** Inside the ellipse of a node, or a margin around it. */
function isInside(spot: Spot, node: Placed, margin: number): boolean {
  const [x, y] = [(spot.x - node.x) / (node.width / 2 + margin), (spot.y - node.y) / (node.height / 2 + margin)];
  return x * x + y * y < 1;
}

/** The curve's part outside both nodes. */
function drawn(from: Placed, to: Placed, bend: number): Arrow {
  const control = controlOf(from, to, bend);
  const start = borderAlong((t) => along(from, control, to, t), from);
  const end = 1 - borderAlong((t) => along(from, control, to, 1 - t), to);
  const [first, tip] = [along(from, control, to, start), along(from, control, to, end)];
  // The part of a quadratic curve between two of its parameters is one again, whose control is the blossom of both.
  const middle = blossom(from, control, to, start, end);
  const angle = (Math.atan2(tip.y - middle.y, tip.x - middle.x) * 180) / Math.PI;
  const path = `M${round(first.x)},${round(first.y)}Q${round(middle.x)},${round(middle.y)} ${round(tip.x)},${round(tip.y)}`;
  return { path, tip, angle };
}

function blossom(from: Spot, control: Spot, to: Spot, s: number, t: number): Spot {
  const mix = (a: number, b: number, c: number) => (1 - s) * (1 - t) * a + (s * (1 - t) + t * (1 - s)) * b + s * t * c;
  return { x: mix(from.x, control.x, to.x), y: mix(from.y, control.y, to.y) };
}

/** The parameter at which a curve that starts in a node's centre leaves it, by bisection. */
function borderAlong(at: (t: number) => Spot, node: Placed): number {
  let [inside, outside] = [0, 1];
  for (let step = 0; step < 30; step++) {
    const middle = (inside + outside) / 2;
    if (isInside(at(middle), node, 2)) inside = middle;
    else outside = middle;
  }
  return outside;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
