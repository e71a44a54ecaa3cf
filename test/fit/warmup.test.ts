/** The iterations of adaptation, kept on request. */
import { describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const { closeWorkers, sample } = library;
const line = lineModel(library);
const data = linePoints(library);
const options = { chains: 2, warmup: 150, draws: 60, seed: 5, workers: false } as const;

describe("warm-up", () => {
  test("is left out unless it is asked for", async () => {
    expect((await sample(line, data, options)).warmup).toBeUndefined();
  });

  test("is read by name as draws are, tracked expressions too, and leaves the draws as they are", async () => {
    const plain = await sample(line, data, options);
    const fit = await sample(line, data, { ...options, keepWarmup: true });
    expect(fit.draws.m).toEqual(plain.draws.m);
    expect(fit.sampleStats).toEqual(plain.sampleStats);
    expect(fit.warmup?.names).toEqual(fit.names);
    expect(fit.warmup?.drawCount).toBe(150);
    expect(fit.warmup?.chains).toEqual([0, 1]);
    for (const name of fit.names as "m"[]) {
      const { dims, shape } = fit.array(name);
      expect(fit.warmup?.array(name)).toMatchObject({ dims, shape: [2, 150, ...shape.slice(2)] });
    }
    const { step_size } = fit.warmup!.sampleStats;
    expect(step_size.length).toBe(300);
    // It adapts, so it moves; the draws' own does not.
    expect(new Set(step_size).size).toBeGreaterThan(50);
    expect(() => fit.warmup?.array("slope" as "m")).toThrow(/nothing named "slope"/);
  });

  test("has the same bits from workers", async () => {
    const here = await sample(line, data, { ...options, keepWarmup: true });
    const there = await sample(line, data, { ...options, keepWarmup: true, workers: 2 });
    closeWorkers();
    expect(there.warmup?.array("b").values).toEqual(here.warmup?.array("b").values);
    expect(there.warmup?.sampleStats).toEqual(here.warmup?.sampleStats);
  });

  test("is there as far as it got where a run was stopped in it", async () => {
    const control = new AbortController();
    const run = sample(line, data, { ...options, warmup: 1_000_000, keepWarmup: true, signal: control.signal });
    for await (const { iterations } of run) if (Math.min(...iterations) >= 100) control.abort();
    const fit = await run;
    expect(fit.drawCount).toBe(0);
    expect(fit.warmup?.drawCount).toBeGreaterThanOrEqual(100);
    const longer = await sample(line, data, { ...options, warmup: 1_000_000, keepWarmup: true, signal: AbortSignal.abort() });
    expect(longer.warmup).toBeUndefined();
  });

  test("is asked for by true or false", async () => {
    await expect(sample(line, data, { ...options, keepWarmup: "yes" as never })).rejects.toMatchObject({
      code: "bad-option",
      variable: "keepWarmup",
    });
  });
});
