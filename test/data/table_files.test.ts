import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Column } from "../../bindings/data/column.js";
import { readTable, readVoTable, type Table } from "../../bindings/data/index.js";
import { dataFolder } from "../data_folder.js";
import { columnDigest, type Kind, kindOf } from "./fits/digest.js";

interface ColumnFacts {
  readonly kind: Kind | "ragged";
  readonly shape?: readonly number[];
  readonly lengths?: readonly number[];
  readonly digest?: string;
  readonly unit: string | null;
  readonly nulls?: number;
}
interface TableFacts {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnFacts>>;
}
const facts = JSON.parse(readFileSync(new URL("../fixtures/table_files.json", import.meta.url), "utf8")) as {
  parquet: Record<string, TableFacts>;
  votable: Record<string, TableFacts[]>;
};

/** What is compared of a column: only what the other side knows. */
function factsOf(column: Column, known: ColumnFacts): ColumnFacts {
  const { shape, unit, offsets, nulls, values } = column;
  const size = shape.reduce((product, length) => product * length, 1);
  const ends = offsets ?? Uint32Array.from({ length: values.length / Math.max(1, size) + 1 }, (_, row) => row * size);
  return {
    unit: unit ?? null,
    kind: known.kind,
    ...(known.lengths && { lengths: Array.from(ends.subarray(1), (end, row) => end - ends[row]!) }),
    ...(known.shape && { shape }),
    // Null complex numbers hold what they like.
    ...(known.digest &&
      (known.kind !== "complex" || !known.nulls) && {
        digest: columnDigest(column, known.kind === "ragged" ? kindOf(column) : known.kind),
      }),
    ...(known.nulls !== undefined && { nulls: countNulls(column, nulls) }),
  };
}

/** As astropy counts them in VOTables: NaN is null there, and a complex number counts once. pyarrow knows NaN from null. */
function countNulls({ type, values }: Column, nulls: Uint8Array | undefined): number {
  const perNumber = type.startsWith("complex") ? 2 : 1;
  let count = 0;
  for (let i = 0; i < values.length; i += perNumber) {
    const isNone = (at: number): boolean => nulls?.[at] === 1 || Number.isNaN(values[at]);
    if (isNone(i) || isNone(i + perNumber - 1)) count++;
  }
  return count;
}

function expectFacts(table: Table, known: TableFacts): void {
  expect(table.rowCount).toBe(known.rows);
  const found = Object.fromEntries(Object.entries(known.columns).map(([name, of]) => [name, factsOf(table.column(name), of)]));
  for (const [name, of] of Object.entries(known.columns)) {
    const { digest, ...rest } = of;
    expect({ name, ...found[name] }).toEqual({ name, ...(of.kind === "complex" && of.nulls ? rest : of) });
    expect(typeof digest === "string" || of.kind === "ragged").toBe(true);
  }
}

describe.skipIf(dataFolder === undefined)("tables of the test data have the values that pyarrow and astropy read", () => {
  test.each(Object.entries(facts.parquet))("in %s (needs data)", async (name, known) => {
    const table = await readTable(join(dataFolder as string, "formats/parquet", name));
    expect(table.names).toEqual(Object.keys(known.columns));
    expectFacts(table, known);
  });

  test.each(Object.entries(facts.votable))("in %s (needs data)", async (name, known) => {
    const bytes = readFileSync(join(dataFolder as string, "formats/votable", name));
    for (const [place, table] of known.entries()) {
      // astropy reads an empty whole number of this document as 0, although it is null from VOTable 1.3 on.
      const { content_length, ...columns } = table.columns;
      const compared = name === "gemini.xml" ? { rows: table.rows, columns } : table;
      expectFacts(await readVoTable(bytes, { table: place }), compared);
      if (name === "gemini.xml") expect(content_length?.nulls).toBe(0);
    }
  });

  const refusal = async (name: string): Promise<unknown> =>
    readTable(join(dataFolder as string, "formats/votable", name)).catch((error: unknown) => error);

  test("the text of a service's error is thrown (needs data)", async () => {
    expect(await refusal("irsa-nph-error.xml")).toMatchObject({
      code: "service-failed",
      message: expect.stringContaining("Either wrong or missing coordinate/object name."),
    });
  });

  test("a document without a table is refused (needs data)", async () => {
    expect(await refusal("no_resource.xml")).toMatchObject({
      code: "unsupported-file",
      message: expect.stringContaining("no table"),
    });
  });
});
