/** Runs that go on from a checkpoint, here and in another process: the bits are those of a run that never stopped. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const { checkpoint, closeWorkers, deserialize, resume, sample, serialize, WasmcmcError } = library;
const line = lineModel(library);
const data = linePoints(library);
afterAll(() => closeWorkers());

const options = { chains: 3, warmup: 400, draws: 300, seed: 21, workers: false } as const;
type LineFit = Library.Fit<typeof line>;

/** Of draws, statistics and, where it is kept, warm-up. */
function hash(fit: LineFit): string {
  const warm = fit.warmup;
  const arrays = [
    ...Object.values(fit.draws),
    ...Object.values(fit.sampleStats),
    ...(warm === undefined
      ? []
      : [...warm.names.map((name) => warm.array(name as "m").values), ...Object.values(warm.sampleStats)]),
  ] as Float64Array[];
  return arrays
    .reduce(
      (sha, { buffer, byteOffset, byteLength }) => sha.update(new Uint8Array(buffer, byteOffset, byteLength)),
      createHash("sha256"),
    )
    .digest("hex");
}

/** Takes a checkpoint of a run as soon as every chain has done so many iterations, and stops it. */
async function stopAt(iterations: number, more: Library.SampleOptions = {}) {
  const control = new AbortController();
  const run = sample(line, data, { ...options, ...more, signal: control.signal });
  for await (const progress of run) if (Math.min(...progress.iterations) >= iterations) break;
  const bytes = await checkpoint(run);
  control.abort();
  return { bytes, fit: await run };
}

async function refusal(action: () => PromiseLike<unknown>): Promise<Library.WasmcmcError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const metrics = ["diag", "diag-draws", "dense"] as const;
/** In the early phase, in a window of the main phase, in the final phase, and among the draws. */
const places = [3, 190, 350, 450];

describe("a checkpoint of a run under way", () => {
  test.each(metrics.flatMap((metric) => places.map((place) => [metric, place] as const)))(
    "goes on with the same bits (metric %s, from iteration %i)",
    async (metric, place) => {
      const whole = await sample(line, data, { ...options, metric, keepWarmup: true });
      const { bytes, fit } = await stopAt(place, { metric, keepWarmup: true });
      expect(hash(await resume(line, data, bytes))).toBe(hash(whole));
      expect(hash(await resume(line, data, await checkpoint(fit)))).toBe(hash(whole));
    },
  );

  test.each([
    ["one worker, which takes chain after chain", 1],
    ["two", 2],
  ] as const)("is the same from workers and in workers: %s", async (_, workers) => {
    const whole = await sample(line, data, { ...options, draws: 5000 });
    const { bytes } = await stopAt(0, { workers, draws: 5000 });
    expect(hash(await resume(line, data, bytes))).toBe(hash(whole));
    expect(hash(await resume(line, data, bytes, { workers }))).toBe(hash(whole));
  });

  test("does not disturb the run, however many are taken", async () => {
    const run = sample(line, data, { ...options, workers: 2, draws: 3000 });
    const first = checkpoint(run);
    for await (const _ of run) void checkpoint(run);
    const fit = await run;
    const whole = await sample(line, data, { ...options, draws: 3000 });
    expect(hash(fit)).toBe(hash(whole));
    expect(hash(await resume(line, data, await first))).toBe(hash(whole));
    expect(hash(await resume(line, data, await checkpoint(run)))).toBe(hash(whole));
  });

  test("without draws goes on after the chain that was furthest, with the same bits", async () => {
    const whole = await sample(line, data, { ...options, draws: 8000 });
    const control = new AbortController();
    const run = sample(line, data, { ...options, draws: 8000, signal: control.signal });
    for await (const { draws } of run) if (Math.min(...draws) > 100) break;
    const bytes = await checkpoint(run, { draws: false });
    control.abort();
    // States of four numbers' worth of adaptation, and the header.
    expect(bytes.length).toBeLessThan(8000);
    await run;
    const fit = await resume(line, data, bytes);
    expect(fit.drawCount).toBeGreaterThan(0);
    expect(fit.drawCount).toBeLessThan(7900);
    for (let chain = 0; chain < 3; chain++) {
      const end = whole.draws.m.subarray((chain + 1) * 8000 - fit.drawCount, (chain + 1) * 8000);
      expect(fit.draws.m.subarray(chain * fit.drawCount, (chain + 1) * fit.drawCount)).toEqual(end);
    }
  });

  test("of a run that fails is refused with the run's error", async () => {
    const run = sample(line, data, { ...options, draws: 0 });
    expect(await refusal(() => checkpoint(run))).toMatchObject({ code: "bad-option", variable: "draws" });
  });
});

describe("a checkpoint of a fit", () => {
  test("makes more draws of a finished run", async () => {
    const fit = await sample(line, data, options);
    const bytes = await checkpoint(fit);
    const longer = await resume(line, data, bytes, { draws: 800 });
    expect(longer.settings.draws).toBe(800);
    expect(hash(longer)).toBe(hash(await sample(line, data, { ...options, draws: 800 })));
    expect(hash(await resume(line, data, bytes))).toBe(hash(fit));
  });

  test("that stopped at a precision goes on to a higher one, or to a number of draws", async () => {
    const plain = { ...options, draws: 5000 };
    const rough = await sample(line, data, { ...plain, workers: 2, until: { ess: 200 } });
    const bytes = await checkpoint(rough);
    expect(hash(await resume(line, data, bytes))).toBe(hash(rough));
    const finer = await resume(line, data, bytes, { until: { ess: 600 } });
    expect(finer.drawCount).toBeGreaterThan(rough.drawCount);
    expect(hash(finer)).toBe(hash(await sample(line, data, { ...plain, until: { ess: 600 } })));
    const all = await resume(line, data, bytes, { until: false, draws: 1500 });
    expect(hash(all)).toBe(hash(await sample(line, data, { ...plain, draws: 1500 })));
  });

  test("is resumed with a target that was read from bytes as with the model it was built of, and the other way round", async () => {
    const portable = deserialize(serialize(line.bind(data)));
    const bytes = await checkpoint(await sample(line, data, options));
    const other = await checkpoint(await sample(portable, options));
    const whole = hash(await sample(line, data, { ...options, draws: 400 }));
    expect(hash((await resume(portable, bytes, { draws: 400 })) as LineFit)).toBe(whole);
    expect(hash(await resume(line, data, other, { draws: 400 }))).toBe(whole);
  });
});

describe("in another process", () => {
  test.each(metrics)("a run goes on with the same bits, from mid warm-up and from sampling (metric %s)", async (metric) => {
    const folder = mkdtempSync(join(tmpdir(), "wasmcmc-"));
    const whole = await sample(line, data, { ...options, metric });
    for (const [place, workers] of [
      [200, 2],
      [500, false],
    ] as const) {
      const { bytes } = await stopAt(place, { metric, workers });
      writeFileSync(join(folder, "run.wmck"), bytes);
      writeFileSync(join(folder, "target.wmcm"), serialize(line.bind(data)));
      const script = `
        import { createHash } from "node:crypto";
        import { readFileSync } from "node:fs";
        import { closeWorkers, deserialize, resume } from "wasmcmc";
        const read = (name) => new Uint8Array(readFileSync(${JSON.stringify(folder)} + "/" + name));
        const fit = await resume(deserialize(read("target.wmcm")), read("run.wmck"), { workers: ${workers === false ? 2 : false} });
        closeWorkers();
        const sha = createHash("sha256");
        for (const array of [...Object.values(fit.draws), ...Object.values(fit.sampleStats)]) sha.update(new Uint8Array(array.buffer));
        console.log(sha.digest("hex"));`;
      const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
      expect(printed.trim()).toBe(hash(whole));
    }
  });
});

describe("resume refuses", () => {
  const made = sample(line, data, { ...options, draws: 20 }).then((fit) => checkpoint(fit));

  test("another model, by its program", async () => {
    const { model, normal, observe, param, uniform, vector } = library;
    const other = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
      const m = param(uniform(0, 10));
      return { m, y: observe(y, normal(m.mul(x), yErr)) };
    });
    const error = await refusal(async () => resume(other, data, await made));
    expect(error).toMatchObject({ code: "checkpoint-mismatch", variable: "model" });
    expect(error.message).toMatchInlineSnapshot(
      `"The checkpoint is of another model: its program or its parameters differ. Resume with the model it was made with."`,
    );
  });

  test("other data, naming the column or the dim", async () => {
    const changed = { ...data, y: Float64Array.from(data.y, (value, i) => (i === 3 ? value + 1e-9 : value)) };
    const error = await refusal(async () => resume(line, changed, await made));
    expect(error).toMatchObject({ code: "checkpoint-mismatch", variable: "y" });
    expect(error.message).toMatchInlineSnapshot(
      `"The checkpoint is of other data: the column "y" differs. Resume with the same data."`,
    );
    const flipped = { ...data, y: Float64Array.from(data.y, (value, i) => (i < 2 ? -value : value)) };
    expect(await refusal(async () => resume(line, flipped, await made))).toMatchObject({ variable: "y" });
    const fewer = Object.fromEntries(Object.entries(data).map(([name, values]) => [name, values.subarray(1)])) as typeof data;
    expect(await refusal(async () => resume(line, fewer, await made))).toMatchObject({
      code: "checkpoint-mismatch",
      variable: "point",
    });
  });

  test("bytes with damage anywhere", async () => {
    const bytes = await made;
    const target = line.bind(data);
    const step = Math.max(1, Math.floor(bytes.length / 200));
    for (let at = 0; at < bytes.length; at += step) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      expect(await refusal(() => resume(target, damaged))).toMatchObject({ code: "damaged-file" });
    }
    for (const length of [0, 7, 16, 800, bytes.length - 8])
      expect(await refusal(() => resume(target, bytes.slice(0, length)))).toMatchObject({ code: "damaged-file" });
  });

  test("states that are whole but make no sense", async () => {
    const { readCheckpoint, writeCheckpoint } = await import("../../bindings/fit/checkpoint_format.js");
    const { ChainState } = await import("../../assembly/layout.js");
    const target = line.bind(data);
    const put =
      (offset: number, value: number, word = false) =>
      async () => {
        const saved = readCheckpoint(await made);
        const state = saved.chains[1]!.state!;
        const view = new DataView(state.buffer);
        if (word) view.setUint32(offset, value, true);
        else view.setFloat64(offset, value, true);
        return refusal(() => resume(target, writeCheckpoint(saved)));
      };
    const wrong: [why: RegExp, change: () => Promise<Error>][] = [
      [/version is 9/, put(ChainState.Version, 9, true)],
      [/other settings/, put(ChainState.Metric, 2, true)],
      [/other settings/, put(ChainState.Dimension, 2, true)],
      [/should have/, put(ChainState.Iteration, 17, true)],
      [/other draws/, put(ChainState.Iteration, 417, true)],
      [/schedule/, put(ChainState.Informed, 2, true)],
      [/more draws than it made/, put(ChainState.Counts, 4000, true)],
      [/not finite/, put(ChainState.Logp, Number.NaN)],
      [/step size/, put(ChainState.StepSize, 0)],
      [/not finite/, put(ChainState.Vectors, Number.POSITIVE_INFINITY)],
    ];
    for (const [why, change] of wrong) {
      const error = await change();
      expect(error).toMatchObject({ code: "damaged-file" });
      expect(error.message).toMatch(why);
    }
  });

  test("options that contradict the checkpoint, and those it has itself", async () => {
    const bytes = await made;
    const wrong: [name: string, options: object][] = [
      ["draws", { draws: 10 }],
      ["draws", { draws: 20.5 }],
      ["seed", { seed: 4 }],
      ["warmup", { warmup: 10 }],
      ["until", { until: { ess: -1 } }],
      ["workers", { workers: "many" }],
    ];
    for (const [name, given] of wrong)
      expect(await refusal(() => resume(line, data, bytes, given))).toMatchObject({ code: "bad-option", variable: name });
    const bare = await checkpoint(await sample(line, data, { ...options, draws: 20 }), { draws: false });
    expect(await refusal(() => resume(line, data, bare))).toMatchObject({ variable: "draws", value: 20 });
    const until = { draws: 100, until: { ess: 10 } };
    expect(await refusal(() => resume(line, data, bare, until))).toMatchObject({ variable: "until" });
  });
});
