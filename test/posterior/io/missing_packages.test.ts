/** Formats whose package is not installed say what to install. */
import { beforeEach, expect, test, vi } from "vitest";
import { sampleData } from "./sample_data.js";
import { schemaOf } from "./stream_parts.js";

type Data = typeof import("../../../bindings/data/index.js");

const Uses: readonly [what: string, packageName: string, use: (data: Data) => Promise<unknown>][] = [
  ["toNetcdf", "h5wasm", ({ toNetcdf }) => toNetcdf(sampleData)],
  ["fromNetcdf", "h5wasm", ({ fromNetcdf }) => fromNetcdf(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10))],
  ["fromZarr", "zarrita", ({ fromZarr }) => fromZarr(new Map())],
  ["toArrow", "apache-arrow", ({ toArrow }) => toArrow(sampleData)],
  ["fromArrow", "apache-arrow", ({ fromArrow }) => fromArrow(new Uint8Array(8))],
  ["arrowSink", "apache-arrow", ({ arrowSink }) => arrowSink(new WritableStream()).open(schemaOf(1, 10))],
  ["toParquet", "hyparquet-writer", ({ toParquet }) => toParquet(sampleData)],
  ["parquetSink", "hyparquet-writer", ({ parquetSink }) => parquetSink(new Map()).open(schemaOf(1, 10))],
  ["fromParquet", "hyparquet", ({ fromParquet }) => fromParquet(new Uint8Array(8))],
];

beforeEach(() => {
  vi.resetModules();
  for (const [, name] of Uses) vi.doUnmock(name);
});

test.each(Uses)("%s names the package %s", async (_, name, use) => {
  vi.doMock(name, () => {
    throw new Error(`Cannot find package '${name}'`);
  });
  const failure = await use(await import("../../../bindings/data/index.js")).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: "WasmcmcError",
    code: "missing-package",
    value: name,
    remedy: `Install it: npm install ${name}`,
  });
});

test("Zarr is written without any package", async () => {
  vi.doMock("zarrita", () => {
    throw new Error("Cannot find package 'zarrita'");
  });
  const { toZarr, zarrSink } = await import("../../../bindings/data/index.js");
  const store = new Map<string, Uint8Array>();
  await toZarr(sampleData, store);
  expect(store.has("/zarr.json")).toBe(true);
  await zarrSink(new Map()).open(schemaOf(1, 10));
});
