/** Arrow files and streams, read back by us and by pyarrow. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { fromArrow, toArrow } from "../../../bindings/posterior/io/arrow.js";
import { expectSame, pythonTest, runPython, type Told, tell, temporaryFolder, withoutCounted } from "./read_in_python.js";
import { drawnData, sampleData } from "./sample_data.js";

const Forms = [
  { format: "file", columns: "scalars" },
  { format: "stream", columns: "scalars" },
  { format: "file", columns: "lists" },
  { format: "stream", columns: "lists" },
] as const;

describe("Arrow", () => {
  test("names columns as the summary labels its rows, those of statistics after their group", async () => {
    const names = tableFromIPC(await toArrow(drawnData)).schema.fields.map(({ name }) => name);
    const labels = drawnData
      .select({ groups: "posterior" })
      .summary()
      .rows.map(({ label }) => label);
    const stats = Object.keys(drawnData.group("sample_stats").variables).map((name) => `sample_stats.${name}`);
    expect(labels).toContain("theta[Choate]");
    expect(names).toEqual(["chain", "draw", ...labels, ...stats]);
  });

  test.each(Forms)("keeps types, dims, coordinates and attributes ($format, $columns)", async (options) => {
    expect(await fromArrow(await toArrow(sampleData, options))).toEqual(drawnData);
  });

  pythonTest.each(Forms)(
    "is read by pyarrow with the same numbers, dims, attributes and summary: $format, $columns (needs Python)",
    async (options) => {
      const path = join(temporaryFolder(), "fit.arrow");
      writeFileSync(path, await toArrow(sampleData, options));
      const form = options.format === "file" ? "arrow" : "arrow-stream";
      expectSame(withoutCounted(JSON.parse(runPython("read_results.py", form, path)) as Told), withoutCounted(tell(drawnData)));
    },
  );
});
