import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Column,
  FitsFile,
  readArrow,
  readCsv,
  readJson,
  readParquet,
  readVoTable,
  type Table,
  writeArrow,
  writeCsv,
  writeFits,
  writeJson,
  writeParquet,
  writeVoTable,
} from "../../../bindings/data/index.js";
import { cellsOf, contentOf } from "./cells_of_table.js";
import { tables } from "./random_table.js";

const runs = { numRuns: 60, seed: 7 };

describe("random tables come back from a file as they were", () => {
  test.each(["P", "Q"] as const)("of FITS (%s), with units, descriptions and attributes, its checksums right", (descriptors) => {
    fc.assert(
      fc.property(tables({ raggedTexts: false }), (table) => {
        const read = new FitsFile(writeFits(table, { descriptors })).table({ verify: true });
        expect(contentOf(read, { nanIsNull: true })).toEqual(contentOf(table, { nanIsNull: true }));
        expect(read.details.name).toBe("STARS");
        expect(read.details.attributes).toEqual({ ...table.details.attributes, EXTNAME: "STARS" });
      }),
      runs,
    );
  });

  test("of Parquet, NaN apart from null", async () => {
    await fc.assert(
      fc.asyncProperty(tables(), async (table) => {
        const read = await readParquet(await writeParquet(table));
        expect(contentOf(read)).toEqual(contentOf(table));
        expect(read.details).toEqual(table.details);
      }),
      runs,
    );
  });

  test.each(["file", "stream"] as const)("of Arrow, as a %s", async (layout) => {
    await fc.assert(
      fc.asyncProperty(tables(), async (table) => {
        const read = await readArrow(await writeArrow(table, { layout }));
        expect(contentOf(read)).toEqual(contentOf(table));
        expect(read.details).toEqual(table.details);
      }),
      runs,
    );
  });

  test("of VOTable, whose integers are signed", async () => {
    const types = [
      "float64",
      "float32",
      "complex128",
      "complex64",
      "uint8",
      "int16",
      "int32",
      "int64",
      "boolean",
      "string",
    ] as const;
    await fc.assert(
      fc.asyncProperty(tables({ types, nullTextsInArrays: false }), async (table) => {
        const read = await readVoTable(writeVoTable(table));
        expect(contentOf(read, { nanIsNull: true })).toEqual(contentOf(withoutArraysOfOne(table), { nanIsNull: true }));
      }),
      runs,
    );
  });

  test.each([",", "\t", ";"])("of CSV between %j, scalars", (delimiter) => {
    fc.assert(
      fc.property(tables({ arrays: false, types: scalars }), (table) => {
        const read = readCsv(writeCsv(table, { delimiter }), { delimiter });
        expect([read.rowCount, read.names]).toEqual([table.rowCount, table.names]);
        for (const column of table.columns) expect(asWritten(read.column(column.name), column)).toEqual(cellsOf(column, true));
      }),
      runs,
    );
  });

  test("of JSON, integers exact", () => {
    const types = scalars;
    fc.assert(
      fc.property(tables({ types }), (table) => {
        const finite = withoutInfinities(table);
        const read = readJson(writeJson(finite));
        for (const column of finite.columns) expect(asWritten(read.column(column.name), column)).toEqual(cellsOf(column, true));
      }),
      runs,
    );
  });
});

const scalars = [
  "float64",
  "float32",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "boolean",
] as const;

/** Formats without types give numbers as they find them: the same number in the type that was written. */
function asWritten(read: Column, { type }: Column): unknown[] {
  return cellsOf(read, true).map((value) => {
    if (value === null) return null;
    if (type === "int64" || type === "uint64") return BigInt(value as number);
    if (type === "string") return String(value);
    return type === "float32" ? Math.fround(value as number) : Number(value);
  });
}

/** To VOTable an array of one number is that number. */
function withoutArraysOfOne(table: Table): Table {
  const isOne = ({ shape, type }: Column): boolean => shape.length === 1 && shape[0] === 1 && type !== "string";
  return table.with(...table.columns.map((column) => (isOne(column) ? { ...column, shape: [] } : column)));
}

function withoutInfinities(table: Table): Table {
  return table.with(
    ...table.columns.map((column): Column => {
      if (!(column.values instanceof Float64Array || column.values instanceof Float32Array)) return column;
      return { ...column, values: column.values.map((value) => (Number.isFinite(value) ? value : 0)) };
    }),
  );
}
