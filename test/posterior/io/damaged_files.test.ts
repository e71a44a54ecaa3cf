/** Files that are not what they should be, and results that a format cannot hold. */
import { describe, expect, test } from "vitest";
import { WasmcmcError } from "../../../bindings/errors.js";
import type { Dataset } from "../../../bindings/posterior/inference_data/dataset.js";
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { fromArrow, toArrow } from "../../../bindings/posterior/io/arrow.js";
import { toNetcdf } from "../../../bindings/posterior/io/netcdf.js";
import { fromNetcdf } from "../../../bindings/posterior/io/netcdf_read.js";
import { toParquet } from "../../../bindings/posterior/io/parquet.js";
import { fromParquet } from "../../../bindings/posterior/io/parquet_read.js";
import { toZarr } from "../../../bindings/posterior/io/zarr.js";
import { fromZarr } from "../../../bindings/posterior/io/zarr_read.js";
import { drawnData, sampleData } from "./sample_data.js";

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const Formats = [
  { name: "NetCDF", write: () => toNetcdf(sampleData), read: fromNetcdf },
  { name: "Arrow", write: () => toArrow(drawnData), read: fromArrow },
  { name: "Parquet", write: () => toParquet(drawnData), read: (bytes: Uint8Array) => fromParquet(bytes) },
];

describe.each(Formats)("$name", ({ write, read }) => {
  test("refuses what is something else", async () => {
    for (const bytes of [new Uint8Array(0), text("chain,draw,mu\n0,0,1.5\n"), new Uint8Array(1000).fill(255)])
      await expect(read(bytes)).rejects.toMatchObject({ name: "WasmcmcError", code: "damaged-file" });
  });

  test("refuses a file that is cut at any place", async () => {
    const whole = await write();
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const cut = whole.slice(0, Math.floor(whole.length * share));
      await expect(read(cut), `${share}`).rejects.toMatchObject({ name: "WasmcmcError", code: "damaged-file" });
    }
  });

  test("gives typed errors, and no others, where bytes are overwritten", async () => {
    const whole = await write();
    for (let k = 1; k < 40; k++) {
      const bytes = whole.slice();
      bytes.fill(170 + k, Math.floor((whole.length * k) / 40), Math.floor((whole.length * k) / 40) + 12);
      const outcome = await read(bytes).catch((error: unknown) => error);
      expect(outcome instanceof InferenceData || outcome instanceof WasmcmcError, String(outcome)).toBe(true);
    }
  });
});

describe("an Arrow stream", () => {
  test("that is cut holds what is complete, wherever it is cut", async () => {
    const whole = await toArrow(drawnData, { format: "stream" });
    for (const rest of [8, 9, 100]) {
      const { groups } = await fromArrow(whole.slice(0, whole.length - rest));
      expect(groups["posterior"]!.variables["mu"]!.shape[1]).toBe(
        rest === 8 ? drawnData.groups["posterior"]!.coords["draw"]!.length : 0,
      );
    }
    await expect(fromArrow(whole.slice(0, 100))).rejects.toMatchObject({ code: "damaged-file" });
  });
});

describe("a Zarr store", () => {
  const changed = async (change: (store: Map<string, Uint8Array>) => void, consolidated = false): Promise<unknown> => {
    const store = new Map<string, Uint8Array>();
    await toZarr(sampleData, store, { consolidated });
    change(store);
    return fromZarr(store).catch((error: unknown) => error);
  };

  test("that is damaged is refused", async () => {
    const damaged = { name: "WasmcmcError", code: "damaged-file" };
    expect(await fromZarr(new Map()).catch((error: unknown) => error)).toMatchObject(damaged);
    expect(await changed((store) => store.set("/zarr.json", text("{")))).toMatchObject(damaged);
    expect(await changed((store) => store.set("/posterior/mu/zarr.json", text("[]")))).toMatchObject(damaged);
    const cut = (store: Map<string, Uint8Array>): void =>
      void store.set("/posterior/mu/c/0/0", store.get("/posterior/mu/c/0/0")!.slice(0, 9));
    expect(await changed(cut)).toMatchObject(damaged);
    expect(await changed(cut, true)).toMatchObject(damaged);
  });

  test("whose type or codec is unknown says so", async () => {
    const replace = (from: string, to: string) => (store: Map<string, Uint8Array>) => {
      const path = "/posterior/mu/zarr.json";
      store.set(path, text(new TextDecoder().decode(store.get(path)!).replace(from, to)));
    };
    expect(await changed(replace('"float64"', '"complex128"'))).toMatchObject({ code: "unsupported-file", variable: "mu" });
    expect(await changed(replace('"gzip"', '"pcodec"'))).toMatchObject({ code: "unsupported-file", variable: "mu" });
  });
});

describe("results that a format cannot hold", () => {
  const withGroup = (group: Partial<Dataset>): InferenceData =>
    new InferenceData({ posterior: { variables: {}, coords: {}, attributes: {}, ...group } });
  const one = { values: Float64Array.of(1, 2), shape: [1, 2], dims: ["chain", "draw"] };

  test("are refused before anything is written", async () => {
    const slash = withGroup({ variables: { "a/b": one } });
    const clash = withGroup({ variables: { draw: one } });
    for (const data of [slash, clash]) {
      await expect(toNetcdf(data)).rejects.toMatchObject({ code: "name-clash" });
      await expect(toZarr(data, new Map())).rejects.toMatchObject({ code: "name-clash" });
    }
    const columns = withGroup({ variables: { "w[0]": one, w: { ...one, shape: [1, 2, 1], dims: ["chain", "draw", "k"] } } });
    await expect(toArrow(columns)).rejects.toMatchObject({ code: "name-clash" });
    await expect(toParquet(sampleData, { groups: ["observed_data"] })).rejects.toMatchObject({ code: "bad-shape" });
    await expect(toArrow(sampleData, { groups: ["prior"] })).rejects.toMatchObject({ code: "unknown-variable" });
    await expect(toNetcdf(sampleData, { compression: 10 })).rejects.toMatchObject({ code: "bad-option" });
  });
});
