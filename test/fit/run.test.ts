/** Runs: here and in workers, watched, left and stopped. The built package is tested, because workers are files of it. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const { closeWorkers, sample, WasmcmcError } = library;
const line = lineModel(library);
const data = linePoints(library);

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
process.on("unhandledRejection", note);
afterAll(async () => {
  closeWorkers();
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

const options = { chains: 4, warmup: 200, draws: 300, seed: 7 } as const;
const hash = (arrays: readonly Float64Array[]) =>
  arrays.reduce((sha, { buffer }) => sha.update(new Uint8Array(buffer)), createHash("sha256")).digest("hex");
const fingerprint = (fit: Library.Fit<typeof line>) =>
  hash([...Object.values(fit.draws), ...Object.values(fit.sampleStats)] as Float64Array[]);

describe("workers", () => {
  test("give the same bits as the calling thread, on threads of their own", async () => {
    const here = await sample(line, data, { ...options, workers: false });
    const there = await sample(line, data, { ...options, workers: 2 });
    expect(here.threads).toEqual([0]);
    expect(new Set(there.threads).size).toBe(2);
    expect(there.threads).not.toContain(0);
    expect(fingerprint(there)).toBe(fingerprint(here));
  });

  test("are left out of small fits by default", async () => {
    const fit = await sample(line, data, { ...options, chains: 1, draws: 10, warmup: 10 });
    expect(fit.threads).toEqual([0]);
  });

  test("that fail give a typed error with their cause", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wasmcmc-"));
    const script = join(folder, "broken.mjs");
    writeFileSync(script, "throw new Error('this script is broken');\n");
    const error = await sample(line, data, { ...options, workers: 2, workerUrl: pathToFileURL(script) }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(WasmcmcError);
    expect(error).toMatchObject({ code: "worker-failed" });
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect(((error as Error).cause as Error).message).toContain("this script is broken");
  });

  test("pass a start that is not finite on as the same error as here", async () => {
    const { model, normal, observe, param, vector } = library;
    const sick = model({ y: vector("row") }, ({ y }) => {
      const s = param(normal(-50, 0.1), { init: -50 });
      return { s, y: observe(y, normal(0, s)) };
    });
    const refusal = (workers: false | number) =>
      sample(sick, { y: [1] }, { seed: 3, workers }).then(
        () => undefined,
        (error: unknown) => String(error),
      );
    expect(await refusal(2)).toContain("No chain can start");
    expect(await refusal(2)).toBe(await refusal(false));
  });

  test("do not keep a process alive that has nothing else to do", () => {
    const script = `
      import { model, normal, observe, param, sample, vector } from "wasmcmc";
      const mean = model({ y: vector("row") }, ({ y }) => { const mu = param(normal(0, 1)); return { mu, y: observe(y, normal(mu, 1)) }; });
      const fit = await sample(mean, { y: [1, 2] }, { workers: 2, seed: 1, draws: 50 });
      console.log(fit.threads.includes(0), fit.drawCount);`;
    const options = { encoding: "utf8", timeout: 20_000, cwd: process.cwd() } as const;
    const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], options);
    expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: "false 50" });
  });
});

describe("stopping", () => {
  const long = { chains: 2, warmup: 100, draws: 1_000_000, seed: 3 } as const;

  test.each([
    ["here", false],
    ["in workers", 2],
  ] as const)("keeps the draws made so far, %s", async (_, workers) => {
    const control = new AbortController();
    const run = sample(line, data, { ...long, workers, signal: control.signal });
    for await (const { draws } of run) if (Math.min(...draws) > 200) control.abort();
    const fit = await run;
    expect(fit.aborted).toBe(true);
    expect(fit.drawCount).toBeGreaterThan(200);
    expect(fit.drawCount).toBeLessThan(1_000_000);
    const whole = await sample(line, data, { ...long, draws: 200, workers: false });
    const first = (values: Float64Array) => [...values.subarray(0, 200)];
    expect(first(fit.draws.m)).toEqual(first(whole.draws.m));
  });

  test("before the start leaves a fit without draws, whose summary says why", async () => {
    const fit = await sample(line, data, { ...long, workers: false, signal: AbortSignal.abort() });
    expect(fit).toMatchObject({ aborted: true, drawCount: 0 });
    expect(() => fit.summary()).toThrow(/stopped during warm-up/);
  });
});

describe("progress", () => {
  test("shows iterations, draws, step sizes and a live effective sample size, up to the end", async () => {
    let last: Library.Progress | undefined;
    for await (const progress of sample(line, data, { ...options, workers: false })) last = progress;
    expect(last).toMatchObject({ iterations: [500, 500, 500, 500], draws: [300, 300, 300, 300], total: 2000, divergences: 0 });
    expect(last?.stepSize.every((size) => size > 0)).toBe(true);
    expect(last?.ess).toBeGreaterThan(100);
  });

  test("can be left without stopping the run, and does not change the draws", async () => {
    const run = sample(line, data, { ...options, workers: false });
    for await (const _ of run) break;
    const watched = await run;
    const unwatched = await sample(line, data, { ...options, workers: false });
    expect(fingerprint(watched)).toBe(fingerprint(unwatched));
  });

  test("throws the run's error where it is only iterated, and leaves no unhandled rejection", async () => {
    const watch = async () => {
      for await (const _ of sample(line, data, { ...options, draws: 0 })) expect.unreachable();
    };
    await expect(watch()).rejects.toMatchObject({ code: "bad-option" });
  });

  test("lets the calling thread breathe between batches of a few milliseconds", async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await sample(line, data, { ...options, draws: 20_000, workers: false });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});
