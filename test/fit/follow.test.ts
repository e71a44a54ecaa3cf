/** Chains that go on under changed data draw from the new posterior. */
import { describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { follow, model, normal, observe, param, sample, vector } from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const options = { chains: 4, warmup: 300, draws: 500, seed: 11, workers: false } as const;
/** y ~ N(mu, 1), mu ~ N(0, 10): the posterior is normal, in closed form. */
const level = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 10));
  return { mu, y: observe(y, normal(mu, 1)) };
});

describe("follow", () => {
  test("draws from the posterior of the new data", async () => {
    const before = await sample(level.bind({ y: [0, 0.5, -0.5, 0.2] }), options);
    const after = await follow(before, level.bind({ y: [2, 2.5, 1.5, 2.2] }), { draws: 2000, workers: false });
    const precision = 4 + 1 / 100;
    const { mean, sd, ess_bulk, r_hat } = after.summary().row("mu");
    // Five Monte Carlo errors.
    expect(Math.abs(mean - 8.2 / precision)).toBeLessThan((5 * sd) / Math.sqrt(ess_bulk));
    expect(Math.abs(sd - precision ** -0.5)).toBeLessThan((5 * sd) / Math.sqrt(2 * ess_bulk));
    expect(r_hat).toBeLessThan(1.01);
    expect(after.drawCount).toBe(2000);
    expect(after.sampleStats.step_size.every((size, i) => size === after.sampleStats.step_size[i - (i % 2000)])).toBe(true);
  });

  test("on the same data without anything left out goes on as the chains themselves would", async () => {
    const target = lineModel(library).bind(linePoints(library));
    const short = await sample(target, { ...options, draws: 100 });
    const again = await follow(short, target, { draws: 100, discard: 0 });
    const stats = again.sampleStats;
    expect(stats.lp.every(Number.isFinite)).toBe(true);
    expect(stats.step_size[0]).toBe(short.sampleStats.step_size[99]);
    const twice = await follow(short, target, { draws: 100, discard: 0 });
    expect(Array.from(twice.draws.m)).toEqual(Array.from(again.draws.m));
  });

  test("follows a fit that followed another", async () => {
    const first = await sample(level.bind({ y: [0, 0.5] }), options);
    const second = await follow(first, level.bind({ y: [1, 1.5] }), { workers: false });
    const third = await follow(second, level.bind({ y: [3, 3.5] }), { discard: 80, workers: false });
    expect(third.drawCount).toBe(500);
    const { mean, sd, ess_bulk } = third.summary().row("mu");
    expect(Math.abs(mean - 6.5 / 2.01)).toBeLessThan((5 * sd) / Math.sqrt(ess_bulk));
  });

  test("refuses a target of other parameters, a run that was stopped in warm-up, and an impossible place", async () => {
    const fit = await sample(level.bind({ y: [0] }), { ...options, draws: 10 });
    const line = lineModel(library).bind(linePoints(library));
    await expect(follow(fit as never, line as never)).rejects.toMatchObject({ code: "checkpoint-mismatch" });
    const stopped = await sample(level.bind({ y: [0] }), { ...options, signal: AbortSignal.abort() });
    await expect(follow(stopped, level.bind({ y: [0] }))).rejects.toMatchObject({ code: "too-few-draws" });
    await expect(follow(fit, level.bind({ y: [1e200] }))).rejects.toMatchObject({ code: "non-finite-start" });
  });
});
