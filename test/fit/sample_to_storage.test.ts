/** Runs whose draws go to storage: what is read back is what a run in memory keeps, to the last bit. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as Files from "../../bindings/data/index.js";
import type * as Library from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const files = (await import("wasmcmc/data" as string)) as typeof Files;
const { closeWorkers, sample, sampleTo, toInferenceData } = library;
const line = lineModel(library);
const data = linePoints(library);

const folder = mkdtempSync(join(tmpdir(), "wasmcmc-run-"));
afterAll(() => {
  closeWorkers();
  rmSync(folder, { recursive: true, force: true });
});

const options = { chains: 3, warmup: 150, draws: 250, seed: 9 } as const;
let expected: Library.InferenceData;
beforeAll(async () => {
  expected = toInferenceData(await sample(line, data, { ...options, workers: false }));
});

const Formats = {
  zarr: { sink: files.zarrSink, read: files.fromZarr },
  arrow: { sink: files.arrowSink, read: (path: string) => files.fromArrow(readFileSync(path)) },
  parquet: { sink: files.parquetSink, read: (path: string) => files.fromParquet(path) },
};

describe.each(Object.entries(Formats))("%s", (name, { sink, read }) => {
  test.each([false, 2])("holds the draws and statistics of the run (workers: %s)", async (workers) => {
    const path = join(folder, `${name}-${workers}`);
    const { draws } = await sampleTo(sink(path, { drawsPerPart: 60 }), line, data, { ...options, workers, partDraws: 35 });
    expect(draws).toEqual([250, 250, 250]);
    const { groups } = await read(path);
    for (const [group, { variables, coords }] of Object.entries(groups)) {
      const kept = expected.groups[group]!;
      expect(Object.keys(variables).sort(), group).toEqual(Object.keys(kept.variables).sort());
      for (const [variable, { values, shape, dims }] of Object.entries(variables)) {
        expect(values, variable).toEqual(kept.variables[variable]!.values);
        expect({ shape, dims }, variable).toEqual({
          shape: kept.variables[variable]!.shape,
          dims: kept.variables[variable]!.dims,
        });
      }
      expect(coords, group).toEqual(kept.coords);
    }
  });

  test("holds what was drawn until a run was stopped", async () => {
    const path = join(folder, `${name}-stopped`);
    const stop = new AbortController();
    const run = sampleTo(sink(path), line, data, {
      ...options,
      draws: 100_000,
      workers: false,
      partDraws: 20,
      signal: stop.signal,
    });
    for await (const { iterations } of run) if (iterations.every((count) => count > 250)) stop.abort();
    const { draws, aborted } = await run;
    expect(aborted).toBe(true);
    const [chains, length] = (await read(path)).groups["posterior"]!.variables["m"]!.shape as [number, number];
    expect(chains * length).toBeGreaterThan(0);
    expect(chains * length).toBeLessThanOrEqual(draws.reduce((sum, count) => sum + count, 0));
    expect(length).toBeLessThanOrEqual(Math.max(...draws));
  });
});
