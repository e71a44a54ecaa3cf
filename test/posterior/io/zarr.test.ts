/** Zarr stores, read back by us and by xarray. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toZarr } from "../../../bindings/posterior/io/zarr.js";
import { fromZarr } from "../../../bindings/posterior/io/zarr_read.js";
import { expectSame, pythonTest, runPython, type Told, tell, temporaryFolder } from "./read_in_python.js";
import { sampleData } from "./sample_data.js";

describe("Zarr", () => {
  test.each([true, false])("keeps groups, types, dims, coordinates and attributes (consolidated: %s)", async (consolidated) => {
    const store = new Map<string, Uint8Array>();
    await toZarr(sampleData, store, { consolidated, compressed: consolidated });
    expect(await fromZarr(store)).toEqual(sampleData);
    const folder = join(temporaryFolder(), "fit.zarr");
    await toZarr(sampleData, folder, { consolidated, compressed: consolidated });
    expect(await fromZarr(folder)).toEqual(sampleData);
  });

  pythonTest.each(["zarr", "zarr-consolidated"])(
    "is read by xarray with the same numbers, dims, attributes and summary: %s (needs Python)",
    async (form) => {
      const path = join(temporaryFolder(), "fit.zarr");
      await toZarr(sampleData, path, { consolidated: form !== "zarr" });
      expectSame(JSON.parse(runPython("read_results.py", form, path)) as Told, tell(sampleData));
    },
  );
});
