/** Draws that are stored while they are made, and read back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { fromArrow } from "../../../bindings/posterior/io/arrow.js";
import { arrowSink, type TableStreamOptions } from "../../../bindings/posterior/io/arrow_sink.js";
import { parquetSink } from "../../../bindings/posterior/io/parquet.js";
import { fromParquet } from "../../../bindings/posterior/io/parquet_read.js";
import type { DrawSink } from "../../../bindings/posterior/io/sink.js";
import { fromZarr } from "../../../bindings/posterior/io/zarr_read.js";
import { zarrSink } from "../../../bindings/posterior/io/zarr_sink.js";
import { temporaryFolder } from "./read_in_python.js";
import { numberAt, partOf, Schools, schemaOf, stream } from "./stream_parts.js";

interface Format {
  readonly name: string;
  readonly columns?: "scalars" | "lists";
  sink(path: string, options?: TableStreamOptions): DrawSink;
  read(path: string): Promise<InferenceData>;
}

const readBytes = (path: string): Promise<InferenceData> => fromArrow(readFileSync(path));

const Formats: readonly Format[] = [
  { name: "Zarr", sink: zarrSink, read: fromZarr },
  { name: "Arrow", sink: arrowSink, read: readBytes },
  { name: "Arrow lists", sink: (path, options) => arrowSink(path, { ...options, columns: "lists" }), read: readBytes },
  { name: "Parquet", sink: parquetSink, read: fromParquet },
  { name: "Parquet lists", sink: (path, options) => parquetSink(path, { ...options, columns: "lists" }), read: fromParquet },
];

/** All numbers, types, dims, coordinates and attributes of those chains' first draws. */
function expectDraws(data: InferenceData, chains: readonly number[], draws: number, rounded = (x: number) => x): void {
  const { posterior, sample_stats } = data.groups as Record<string, InferenceData["groups"][string]>;
  const places = chains.flatMap((chain) => Array.from({ length: draws }, (_, draw) => [chain, draw] as const));
  const shape = [chains.length, draws];
  const counted = { chain: chains, draw: Array.from({ length: draws }, (_, draw) => draw) };
  expect(posterior!.coords).toEqual({ ...counted, school: Schools });
  expect(sample_stats!.coords).toEqual(counted);
  const mu = places.map(([chain, draw]) => rounded(numberAt(chain, draw, -1)));
  const theta = places.flatMap(([chain, draw]) => Schools.map((_, k) => rounded(numberAt(chain, draw, k))));
  expect(posterior!.variables["mu"]).toMatchObject({ shape, dims: ["chain", "draw"] });
  expect(posterior!.variables["theta"]).toMatchObject({ shape: [...shape, 3], dims: ["chain", "draw", "school"] });
  expect(Array.from(posterior!.variables["mu"]!.values as Float64Array)).toEqual(mu);
  expect(Array.from(posterior!.variables["theta"]!.values as Float64Array)).toEqual(theta);
  expect(sample_stats!.variables["energy"]!.values).toEqual(
    Float64Array.from(places, ([chain, draw]) => -numberAt(chain, draw, 0)),
  );
  expect(sample_stats!.variables["diverging"]!.values).toEqual(Uint8Array.from(places, ([, draw]) => (draw % 5 === 0 ? 1 : 0)));
  expect(sample_stats!.variables["tree_depth"]!.values).toEqual(BigInt64Array.from(places, ([, draw]) => BigInt(1 + (draw % 4))));
  expect(data.attributes).toEqual({ inference_library: "wasmcmc", tuning_steps: 100, model: "mu ~ normal(0, 1)" });
  expect(posterior!.attributes).toEqual({ inference_library: "wasmcmc", tuning_steps: 100 });
}

describe.each(Formats)("streaming $name", ({ sink, read }) => {
  const path = (): string => join(temporaryFolder(), "run");

  test.each([1, 7, 20, 45, 100])("gives all draws back, from parts of %i", async (size) => {
    const place = path();
    await stream(sink(place, { drawsPerPart: 20 }), schemaOf(2, 100), size, [100, 100]);
    expectDraws(await read(place), [0, 1], 100);
  });

  test("keeps a part shorter than the others", async () => {
    const place = path();
    await stream(sink(place, { drawsPerPart: 30 }), schemaOf(3, 100), 13, [100, 100, 100]);
    expectDraws(await read(place), [0, 1, 2], 100);
  });

  test("stores float32 on request, statistics as doubles", async () => {
    const place = path();
    await stream(sink(place, { precision: "float32" }), schemaOf(2, 40), 10, [40, 40]);
    const data = await read(place);
    expectDraws(data, [0, 1], 40, Math.fround);
    expect(data.groups["posterior"]!.variables["mu"]!.values).toBeInstanceOf(Float32Array);
  });

  test("keeps the chains and draws that are most in all when a run is stopped", async () => {
    const unequal = path();
    await stream(sink(unequal, { drawsPerPart: 10 }), schemaOf(3, 100), 10, [55, 12, 48]);
    expectDraws(await read(unequal), [0, 2], 48);
    const equal = path();
    await stream(sink(equal, { drawsPerPart: 10 }), schemaOf(2, 100), 10, [35, 35]);
    expectDraws(await read(equal), [0, 1], 35);
  });

  test("holds all complete parts when it is never closed", async () => {
    const place = path();
    const schema = schemaOf(2, 100);
    const open = sink(place, { drawsPerPart: 20 });
    await open.open(schema);
    for (let first = 0; first < 50; first += 10) for (const chain of [0, 1]) await open.write(partOf(schema, chain, first, 10));
    expectDraws(await read(place), [0, 1], 40);
    await open.close([50, 50]);
    expectDraws(await read(place), [0, 1], 50);
  });

  test("refuses a place that is taken, unless told to overwrite it", async () => {
    const place = path();
    await stream(sink(place), schemaOf(2, 60), 20, [60, 60]);
    await expect(sink(place).open(schemaOf(2, 40))).rejects.toMatchObject({ name: "WasmcmcError", code: "file-exists" });
    await stream(sink(place, { overwrite: true }), schemaOf(2, 40), 20, [40, 40]);
    expectDraws(await read(place), [0, 1], 40);
  });

  test("refuses parts that do not fit the schema", async () => {
    const schema = schemaOf(2, 60);
    const open = sink(path());
    await expect(open.write(partOf(schema, 0, 0, 10))).rejects.toMatchObject({ code: "bad-option" });
    await open.open(schema);
    await expect(open.write(partOf(schema, 0, 5, 10))).rejects.toMatchObject({ code: "bad-shape" });
    await expect(open.write(partOf(schema, 2, 0, 10))).rejects.toMatchObject({ code: "bad-shape" });
    await expect(open.write({ ...partOf(schema, 0, 0, 10), stats: {} })).rejects.toMatchObject({
      code: "bad-shape",
      variable: "energy",
    });
    await open.close([0, 0]);
    await expect(sink(path(), { drawsPerPart: 0 }).open(schema)).rejects.toMatchObject({ code: "bad-option" });
  });
});
