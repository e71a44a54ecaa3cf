/** NetCDF-4 files, read back by us and by ArviZ. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toNetcdf } from "../../../bindings/posterior/io/netcdf.js";
import { fromNetcdf } from "../../../bindings/posterior/io/netcdf_read.js";
import { expectSame, pythonTest, runPython, type Told, tell, temporaryFolder } from "./read_in_python.js";
import { sampleData } from "./sample_data.js";

describe("NetCDF", () => {
  test("keeps groups, types, dims, coordinates and attributes", async () => {
    for (const compression of [0, 4]) expect(await fromNetcdf(await toNetcdf(sampleData, { compression }))).toEqual(sampleData);
  });

  pythonTest("is read by ArviZ with the same numbers, dims, attributes and summary (needs Python)", async () => {
    const path = join(temporaryFolder(), "fit.nc");
    writeFileSync(path, await toNetcdf(sampleData));
    expectSame(JSON.parse(runPython("read_results.py", "netcdf", path)) as Told, tell(sampleData), true);
  });
});
