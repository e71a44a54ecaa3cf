/** The transitions that `trajectories` shows are those of `sample`, step by step. */
import { expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { model, normal, observe, param, sample, trajectories, vector } from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const options = { warmup: 150, draws: 150, seed: 8 };

test("the chosen points are the draws that sample makes, to the last bit", async () => {
  const target = lineModel(library).bind(linePoints(library));
  const fit = await sample(target, { ...options, chains: 2, workers: false });
  const shown = [...trajectories(target, { ...options, chain: 1 })];
  expect(shown).toHaveLength(300);
  const drawn = shown.filter(({ warmup }) => !warmup).map(({ points, chosen }) => points[chosen]!);
  expect(drawn.map(({ logp }) => logp)).toEqual(Array.from(fit.sampleStats.lp.subarray(150)));
  expect(drawn.map(({ position }) => target.constrain(position).m![0])).toEqual(Array.from(fit.draws.m.subarray(150)));
});

test("each point is a leapfrog step away from the end of the trajectory that grew", () => {
  const { target, gradientAt } = correlated();
  for (const { points, treeDepth, stepSize, end } of trajectories(target, { ...options, warmup: 0, draws: 60, metric: "diag" })) {
    let [first, last] = [points[0]!, points[0]!];
    for (const point of points.slice(1)) {
      const from = point.step > 0 ? last : first;
      expect(Math.abs(point.step)).toBe(stepSize);
      const half = from.momentum.map((p, i) => p + (point.step / 2) * gradientAt(from.position)[i]!);
      const there = half.map((p, i) => p + (point.step / 2) * gradientAt(point.position)[i]!);
      // The metric is not told, but a step's momentum needs none; it agrees but for the rounding of a few sums.
      for (const i of [0, 1]) expect(point.momentum[i]).toBeCloseTo(there[i]!, 10);
      if (point.step > 0) last = point;
      else first = point;
    }
    const kept = points.filter(({ depth }, i) => i === 0 || depth < treeDepth);
    expect(kept).toHaveLength(2 ** treeDepth);
    expect(["turned", "turned-within", "diverged", "max-depth"]).toContain(end);
  }
});

test("a trajectory that may not grow further says so, and none has more points than its depth allows", () => {
  const { target } = correlated();
  const short = [...trajectories(target, { ...options, warmup: 0, draws: 40, maxTreeDepth: 1 })];
  expect(short.some(({ end }) => end === "max-depth")).toBe(true);
  for (const { points } of short) expect(points.length).toBeLessThanOrEqual(2);
});

function correlated() {
  const shape = model({ y: vector("row") }, ({ y }) => {
    const a = param(normal(0, 1));
    const b = param(normal(a.mul(2), 0.5));
    return { a, b, y: observe(y, normal(b, 3)) };
  });
  const target = shape.bind({ y: [1, 2] });
  return { target, gradientAt: (position: Float64Array) => target.logpAndGradient(position).gradient };
}
