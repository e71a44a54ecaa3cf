import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTable, type Table, writeTable } from "../../../bindings/data/index.js";
import { dataFolder } from "../../data_folder.js";
import { contentOf } from "./cells_of_table.js";

/** Files of the test data that have no table (images, other compression, a service's error). */
const Refused = /comp\.fits|scale\.fits|lzw\.fits\.Z|random_groups|verify\.fits|DSS|irsa-nph|no_resource/;

function tableFiles(): string[] {
  const folders = ["classic", "formats/fits", "formats/parquet", "formats/votable", "gaia", "line"];
  const names = folders.flatMap((folder) => {
    const path = join(dataFolder ?? "", folder);
    return dataFolder !== undefined && existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : [];
  });
  return names.filter((name) => /\.(?:csv|fits|Z|parquet|vot|xml)$/.test(name) && !Refused.test(name));
}

/** To VOTable and FITS a number that is none is null; what XML cannot say of text (spaces around it) the reader has cut already. */
const compared = (table: Table): unknown => contentOf(table, { nanIsNull: table.details.format !== "parquet" });

describe.skipIf(dataFolder === undefined)("tables of the test data go back in the format they came in", () => {
  test.each(tableFiles())("%s (needs data)", async (name) => {
    const table = await readTable(join(dataFolder as string, name));
    const membership = Float64Array.from({ length: table.rowCount }, (_, row) => (row % 5 === 4 ? Number.NaN : row / 7));
    const details = { description: "Posterior probability of membership" };
    const larger = table.withColumn("membership", membership, details);
    const back = await readTable(await writeTable(larger, { gzip: true }));
    expect(back.details.format).toBe(table.details.format);
    expect(compared(back)).toEqual(compared(asKept(larger)));
    expect(compared(back.select(table.names))).toEqual(compared(asKept(table)));
    expect(back.details).toEqual(table.details);
  });

  test("source ids of Gaia keep their 64 bits in every format (needs data)", async () => {
    const table = await readTable(readFileSync(join(dataFolder as string, "gaia/gdr3_sm.fits")), {
      columns: ["source_id", "parallax"],
    });
    const ids = table.column("source_id").values;
    for (const format of ["fits", "votable", "parquet", "arrow", "csv", "tsv", "json"] as const) {
      const back = await readTable(await writeTable(table, format), { format });
      expect(back.column("source_id").values).toEqual(ids);
    }
  });
});

/** CSV has numbers and text, but no descriptions. */
function asKept(table: Table): Table {
  if (table.details.format !== "csv") return table;
  return table.with(...table.columns.map(({ description: _, ...column }) => column));
}
