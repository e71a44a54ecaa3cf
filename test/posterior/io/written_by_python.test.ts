/** Files that ArviZ, xarray, zarr-python, pyarrow and pandas write. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { fromArrow } from "../../../bindings/posterior/io/arrow.js";
import { fromNetcdf } from "../../../bindings/posterior/io/netcdf_read.js";
import { fromParquet } from "../../../bindings/posterior/io/parquet_read.js";
import { fromZarr } from "../../../bindings/posterior/io/zarr_read.js";
import { python } from "../../oracle/python.js";
import { expectSame, runPython, type Told, tell } from "./read_in_python.js";

const available = python() !== undefined;

describe.skipIf(!available)("files that Python writes", () => {
  let folder: string;
  let told: Told;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "wasmcmc-io-"));
    runPython("write_results.py", folder);
    told = JSON.parse(readFileSync(join(folder, "told.json"), "utf8")) as Told;
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(["netcdf4.nc", "h5netcdf.nc"])("are read in full: %s (needs Python)", async (name) => {
    expectSame(told, tell(await fromNetcdf(readFileSync(join(folder, name)))));
  });

  test.each(["v3.zarr", "v3_plain.zarr", "v2.zarr", "v2_plain.zarr"])("are read in full: %s (needs Python)", async (name) => {
    expectSame(told, tell(await fromZarr(join(folder, name))));
  });

  test("are read in part where only some groups and variables are asked for (needs Python)", async () => {
    const data = await fromZarr(join(folder, "v3.zarr"), { groups: ["posterior"], variables: ["theta"] });
    expect(Object.keys(data.groups)).toEqual(["posterior"]);
    expect(Object.keys(data.groups["posterior"]!.variables)).toEqual(["theta"]);
    expect(Object.keys(data.groups["posterior"]!.coords).sort()).toEqual(["chain", "draw", "school"]);
  });

  const readTable = (name: string): Promise<InferenceData> =>
    name.includes("arrow") ? fromArrow(readFileSync(join(folder, name))) : fromParquet(join(folder, name));

  test.each(["table.arrow", "table.arrows", "table.parquet", "pandas.parquet"])(
    "are read as arrays by the names of their columns: %s (needs Python)",
    async (name) => {
      const { groups } = tell(await readTable(name));
      for (const variable of ["mu", "count", "cov", "theta"]) {
        const { values, shape, type } = told.groups["posterior"]!.variables[variable]!;
        expect(groups["posterior"]!.variables[variable], variable).toMatchObject({ values, shape, type });
      }
      for (const [stat, { values, shape, type }] of Object.entries(told.groups["sample_stats"]!.variables))
        expect(groups["sample_stats"]!.variables[stat], stat).toMatchObject({ values, shape, type });
      expect(groups["posterior"]!.coords["theta_dim_0"]).toEqual(["Choate", "Žižkov", "日本"]);
    },
  );

  test("are read from lists (needs Python)", async () => {
    const { groups } = tell(await readTable("lists.parquet"));
    const { values, shape, type } = told.groups["posterior"]!.variables["theta"]!;
    expect(groups["posterior"]!.variables["theta"]).toMatchObject({
      values,
      shape,
      type,
      dims: ["chain", "draw", "theta_dim_0"],
    });
  });
});
