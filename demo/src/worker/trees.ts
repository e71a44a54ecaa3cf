/** NUTS step by step: a landscape, and transitions of the real engine on it. */
import { hdiContours, sample, type Target, type Trajectory, trajectories } from "wasmcmc";
import type { Landscape, Tree, TreesAsked } from "../messages.js";
import { contourLines } from "./contours.js";
import { shadeOf } from "./corner.js";
import { landscapeTarget } from "./landscapes.js";

const Size = 96;
let shown: Generator<Trajectory, void, undefined> | undefined;

/** Begins a chain anew and says what it runs on. */
export async function startLandscape(asked: Omit<TreesAsked, "count">): Promise<Landscape> {
  const target = landscapeTarget(asked.landscape, asked.points);
  const options = { targetAccept: asked.targetAccept, warmup: asked.warmup, seed: asked.seed };
  shown = trajectories(target, { ...options, draws: 100_000 });
  const fit = await sample(target, { chains: 4, warmup: 400, draws: 500, seed: asked.seed, workers: false });
  const [first, second] = fit.names as [string, string];
  const draws = fit.draws as Readonly<Record<string, Float64Array>>;
  return { labels: [first, second], ...heights(target, rangeOf(draws[first]!), rangeOf(draws[second]!)) };
}

export function nextTrees(count: number): Tree[] {
  const trees: Tree[] = [];
  while (trees.length < count) {
    const next = shown?.next();
    if (next === undefined || next.done) break;
    trees.push(treeOf(next.value));
  }
  return trees;
}

function treeOf(trajectory: Trajectory): Tree {
  const { points } = trajectory;
  const flat = points.flatMap(({ position, momentum }) => [position[0]!, position[1]!, momentum[0]!, momentum[1]!]);
  return {
    iteration: trajectory.iteration,
    warmup: trajectory.warmup,
    points: Float64Array.from(flat),
    depths: Uint8Array.from(points, ({ depth }) => depth),
    steps: Float64Array.from(points, ({ step }) => step),
    energies: Float64Array.from(points, ({ energy }) => energy),
    chosen: trajectory.chosen,
    treeDepth: trajectory.treeDepth,
    end: trajectory.end,
    stepSize: trajectory.stepSize,
    acceptanceRate: trajectory.acceptanceRate,
  };
}

/** All draws and a fifth of their width around them: trajectories go further than draws. */
function rangeOf(draws: Float64Array): readonly [number, number] {
  const sorted = draws.slice().sort();
  const [low, high] = [sorted[Math.floor(0.002 * sorted.length)]!, sorted[Math.ceil(0.998 * sorted.length) - 1]!];
  const margin = 0.22 * (high - low);
  return [low - margin, high + margin];
}

function heights(target: Target<unknown>, x: readonly [number, number], y: readonly [number, number]): Omit<Landscape, "labels"> {
  const at = ([low, high]: readonly [number, number], k: number) => low + ((k + 0.5) / Size) * (high - low);
  const logp = new Float64Array(Size * Size);
  for (let row = 0; row < Size; row++) {
    for (let column = 0; column < Size; column++) {
      logp[row * Size + column] = target.logp(Float64Array.of(at(x, column), at(y, Size - 1 - row)));
    }
  }
  const highest = logp.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const density = logp.map((value) => Math.exp(value - highest));
  const levels = hdiContours(density, [0.3, 0.6, 0.9, 0.99]);
  return {
    size: Size,
    x,
    y,
    shade: shadeOf(density),
    contours: Array.from(levels, (level) => contourLines(density, Size, level)),
  };
}
