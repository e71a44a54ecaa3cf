/** Draws that go to a sink while they are made. */
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const { closeWorkers, model, normal, observe, param, sample, sampleTo, vector } = library;
const line = lineModel(library);
const data = linePoints(library);
afterAll(() => closeWorkers());

const options = { chains: 3, warmup: 150, draws: 250, seed: 9, workers: false } as const;

/** Keeps what it gets, and holds callers to one call at a time. */
class Memory implements Library.DrawSink {
  schema: Library.SinkSchema | undefined;
  readonly parts: Library.DrawPart[] = [];
  closed: readonly number[] | undefined;
  private busy = false;

  constructor(private readonly before: (part: number) => void | Promise<void> = () => {}) {}

  open(schema: Library.SinkSchema): Promise<void> {
    return this.alone(() => {
      this.schema = schema;
    });
  }

  write(part: Library.DrawPart): Promise<void> {
    return this.alone(async () => {
      await this.before(this.parts.length);
      this.parts.push(part);
    });
  }

  close(draws: readonly number[]): Promise<void> {
    return this.alone(() => {
      this.closed = [...draws];
    });
  }

  /** A chain's values of a variable, and that its parts come without gaps. */
  values(chain: number, name: string): number[] {
    const parts = this.parts.filter((part) => part.chain === chain);
    parts.reduce((next, { first, count }) => {
      expect(first).toBe(next);
      return first + count;
    }, 0);
    return parts.flatMap(({ variables, stats }) => [...(variables[name] ?? stats[name] ?? [])]);
  }

  private async alone(action: () => void | Promise<void>): Promise<void> {
    expect(this.busy).toBe(false);
    expect(this.closed).toBeUndefined();
    this.busy = true;
    try {
      await action();
    } finally {
      this.busy = false;
    }
  }
}

const boundaries = (sink: Memory) => sink.parts.map(({ chain, first, count }) => `${chain}: ${first}+${count}`).sort();

describe("a sink", () => {
  test.each([
    ["here", false],
    ["in one worker", 1],
    ["in two workers", 2],
  ] as const)("gets the bits of sample, in parts of fixed bounds, with chains %s", async (_, workers) => {
    const sink = new Memory();
    const result = await sampleTo(sink, line, data, { ...options, workers, partDraws: 60 });
    const fit = await sample(line, data, options);
    expect(result).toMatchObject({ draws: [250, 250, 250], divergences: 0, aborted: false, partDraws: 60 });
    expect(result.settings).toEqual(fit.settings);
    expect(result.stepSize).toEqual([0, 1, 2].map((chain) => fit.sampleStats.step_size[250 * chain]));
    expect(boundaries(sink)).toEqual(
      [0, 1, 2].flatMap((k) => ["0+60", "120+60", "180+60", "240+10", "60+60"].map((b) => `${k}: ${b}`)),
    );
    expect(sink.closed).toEqual([250, 250, 250]);
    for (const name of fit.names) {
      const all = (fit.draws as Record<string, Float64Array>)[name]!;
      const size = all.length / 3;
      for (let k = 0; k < 3; k++) expect(sink.values(k, name)).toEqual([...all.subarray(k * size, (k + 1) * size)]);
    }
    for (const [name, all] of Object.entries(fit.sampleStats) as [string, Float64Array][])
      for (let k = 0; k < 3; k++) expect(sink.values(k, name)).toEqual([...all.subarray(k * 250, (k + 1) * 250)]);
  });

  test("is told of variables, dims, coordinates and statistics, tracked expressions among them, which are computed part by part", async () => {
    const schools = model({ y: vector("school") }, ({ y }) => {
      const z = param(normal(0, 1), { dims: "school" });
      const theta = z.mul(5).add(1);
      return { theta, z, y: observe(y, normal(theta, 10)) };
    });
    const target = schools.bind({ y: [28, 8, -3] }, { coords: { school: ["a", "b", "c"] } });
    const sink = new Memory();
    await sampleTo(sink, target, { ...options, partDraws: 70 });
    const fit = await sample(target, options);
    expect(sink.schema).toMatchObject({
      variables: [
        { name: "theta", dims: ["school"], shape: [3] },
        { name: "z", dims: ["school"], shape: [3] },
      ],
      coords: { school: ["a", "b", "c"] },
      chains: 3,
      draws: 250,
      attributes: { seed: 9, tuning_steps: 150 },
    });
    expect(sink.schema?.stats).toEqual(Object.keys(fit.sampleStats));
    expect(sink.values(1, "theta")).toEqual([...fit.draws.theta.subarray(750, 1500)]);
    const wide = new Memory();
    await sampleTo(wide, line, data, { ...options, draws: 20 });
    expect(wide.schema?.variables.find(({ name }) => name === "w")).toEqual({ name: "w", dims: ["w_dim_0"], shape: [2] });
    // 20 draws are less than 4 MB: one part a chain.
    expect(boundaries(wide)).toEqual(["0: 0+20", "1: 0+20", "2: 0+20"]);
  });

  test.each([
    ["here", false],
    ["in workers", 2],
  ] as const)("that is slow makes chains wait, two parts ahead at most, %s", async (_, workers) => {
    let furthest = 0;
    const sink: Memory = new Memory(() => new Promise((resolve) => setTimeout(resolve, 2)));
    const run = sampleTo(sink, line, data, { ...options, draws: 2000, workers, partDraws: 50 });
    for await (const { draws } of run) {
      const written = [0, 1, 2].map((chain) => sink.parts.filter((part) => part.chain === chain).length * 50);
      furthest = Math.max(furthest, Math.max(...draws) - Math.min(...written));
    }
    expect((await run).draws).toEqual([2000, 2000, 2000]);
    // The one being written is not yet counted by the chains.
    expect(furthest).toBeLessThanOrEqual(150);
  });

  test("that fails stops the run, which rejects with its error, and is closed", async () => {
    const error = new Error("disk full");
    const sink = new Memory((part) => {
      if (part === 4) throw error;
    });
    await expect(sampleTo(sink, line, data, { ...options, draws: 1_000_000, partDraws: 50 })).rejects.toBe(error);
    expect(sink.parts.length).toBe(4);
    expect(sink.closed?.reduce((sum, draws) => sum + draws, 0)).toBe(200);
    const shut = { open: () => Promise.reject(error), write: () => expect.unreachable(), close: () => expect.unreachable() };
    await expect(sampleTo(shut, line, data, options)).rejects.toBe(error);
  });

  test.each([
    ["here", false],
    ["in workers", 2],
  ] as const)("is closed with the draws made when a signal stops the run, %s", async (_, workers) => {
    const control = new AbortController();
    const sink = new Memory((part) => {
      if (part === 7) control.abort();
    });
    const run = sampleTo(sink, line, data, { ...options, draws: 1_000_000, partDraws: 40, workers, signal: control.signal });
    const result = await run;
    expect(result.aborted).toBe(true);
    expect(sink.closed).toEqual(result.draws);
    const whole = await sample(line, data, { ...options, draws: Math.max(...result.draws) });
    const most = whole.drawCount;
    for (let chain = 0; chain < 3; chain++) {
      expect(sink.values(chain, "m")).toEqual([...whole.draws.m.subarray(chain * most, chain * most + result.draws[chain]!)]);
    }
    const early = new Memory();
    expect((await sampleTo(early, line, data, { ...options, signal: AbortSignal.abort() })).draws).toEqual([0, 0, 0]);
    expect(early).toMatchObject({ closed: [0, 0, 0], parts: [] });
  });

  test.each([
    ["partDraws", { partDraws: 0 }],
    ["partDraws", { partDraws: 1.5 }],
    ["until", { until: { ess: 100 } }],
    ["keepWarmup", { keepWarmup: true }],
    ["draws", { draws: 0 }],
    ["tune", { tune: 3 }],
  ])("is not opened for a wrong option: %s %o", async (name, given) => {
    const sink = new Memory();
    const run = sampleTo(sink, line, data, { ...options, ...(given as object) });
    await expect(run).rejects.toMatchObject({ code: "bad-option", variable: name });
    expect(sink.schema).toBeUndefined();
  });
});
