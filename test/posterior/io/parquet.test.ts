/** Parquet files, read back by us and by pyarrow. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toParquet } from "../../../bindings/posterior/io/parquet.js";
import { fromParquet } from "../../../bindings/posterior/io/parquet_read.js";
import { expectSame, pythonTest, runPython, type Told, tell, temporaryFolder, withoutCounted } from "./read_in_python.js";
import { drawnData, sampleData } from "./sample_data.js";

const Columns = ["scalars", "lists"] as const;

describe("Parquet", () => {
  test.each(Columns)("keeps types, dims, coordinates and attributes (%s)", async (columns) => {
    const bytes = await toParquet(sampleData, { columns });
    expect(await fromParquet(bytes)).toEqual(drawnData);
  });

  pythonTest.each(Columns)(
    "is read by pyarrow with the same numbers, dims, attributes and summary: %s (needs Python)",
    async (columns) => {
      const path = join(temporaryFolder(), "fit.parquet");
      writeFileSync(path, await toParquet(sampleData, { columns }));
      expect(await fromParquet(path)).toEqual(drawnData);
      expectSame(
        withoutCounted(JSON.parse(runPython("read_results.py", "parquet", path)) as Told),
        withoutCounted(tell(drawnData)),
      );
    },
  );
});
