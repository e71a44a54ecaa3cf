import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { type Fit, loo, type NamedArray, sample, waic } from "../../bindings/index.js";
import { python } from "../oracle/python.js";
import { lineModel, linePoints } from "./line_model.js";

/** [chain][draw]..., as JSON holds it. */
function nested({ values, shape }: NamedArray): unknown {
  const level = (axis: number, start: number, size: number): unknown =>
    axis === shape.length
      ? values[start]
      : Array.from({ length: shape[axis]! }, (_, i) => level(axis + 1, start + (i * size) / shape[axis]!, size / shape[axis]!));
  return level(0, 0, values.length);
}

/** Fixed bits on every host: golden draws are tested elsewhere. */
async function lineFit(): Promise<Fit> {
  const options = { chains: 4, warmup: 500, draws: 500, seed: 20, workers: false } as const;
  return (await sample(lineModel(library), linePoints(library), options)) as Fit;
}

let fit: Fit;
beforeAll(async () => {
  fit = await lineFit();
});

test("LOO and WAIC of the line model print as ArviZ printed them when this file was written", async () => {
  // A change of the sampler's draws changes them: `--update` writes the file anew, and the test below says whether it is ArviZ's.
  await expect(`${loo(fit)}\n${waic(fit)}\n`).toMatchFileSnapshot("../fixtures/line_model_elpd.txt");
});

describe.skipIf(python() === undefined)("ArviZ, given the draws and log-likelihoods,", () => {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-line-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("prints the same LOO and WAIC of the line model, and has the same parts (needs Python)", () => {
    const file = join(folder, "draws.json");
    const posterior = Object.fromEntries(fit.names.map((name) => [name, nested(fit.array(name as never))]));
    writeFileSync(file, JSON.stringify({ posterior, log_likelihood: nested(fit.logLikelihood("y")) }));
    const script = fileURLToPath(new URL("../oracle/arviz_line_model.py", import.meta.url));
    const run = spawnSync(python()!, [script, file], { encoding: "utf8", maxBuffer: 2 ** 26 });
    expect(run.status, run.stderr).toBe(0);
    const theirs = JSON.parse(run.stdout) as { loo: string; waic: string; loo_i: number[]; k: number[]; waic_i: number[] };
    const [ours, widely] = [loo(fit), waic(fit)];
    expect(String(ours)).toBe(theirs.loo);
    expect(String(widely)).toBe(theirs.waic);
    // Closed forms in another order of operations.
    const apart = (found: Float64Array, stored: number[]) => Math.max(...stored.map((value, i) => Math.abs(found[i]! - value)));
    expect(apart(ours.pointwise.values, theirs.loo_i)).toBeLessThan(1e-10);
    expect(apart(ours.paretoK!.values, theirs.k)).toBeLessThan(1e-10);
    expect(apart(widely.pointwise.values, theirs.waic_i)).toBeLessThan(1e-10);
  });
});
