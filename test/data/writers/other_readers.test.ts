import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Column, type ColumnType, readTable, saveTable, type Table, writeFits } from "../../../bindings/data/index.js";
import { python } from "../../oracle/python.js";
import { told } from "../told.js";
import { type Limits, tables } from "./random_table.js";

type Told = Record<
  string,
  Record<
    string,
    { cells: unknown[]; unit?: string | null; description?: string | null; lengths?: number[]; shape?: number[]; type?: string }
  >
>;

const numeric: readonly ColumnType[] = [
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
];
const votable: readonly ColumnType[] = [
  "float64",
  "float32",
  "complex128",
  "complex64",
  "uint8",
  "int16",
  "int32",
  "int64",
  "boolean",
];
/** What is written: for each suffix tables that its format can hold. */
const kinds: Readonly<Record<string, Limits>> = {
  fits: { raggedTexts: false },
  "fits.gz": { raggedTexts: false },
  parquet: {},
  arrow: {},
  arrows: {},
  vot: { types: [...votable, "string"], arrays: false },
  csv: { arrays: false, types: [...numeric, "boolean", "string"] },
  "tsv.gz": { arrays: false, types: [...numeric, "boolean", "string"] },
  json: { types: ["int32", "int64", "uint64", "boolean", "string"] },
};

const timeFiles = ["types_v1.parquet", "types.arrow", "types.arrows"];

/** What is dates and times, by the attribute that the readers give it. */
const chosen = (table: Table): Table => table.select(table.names.filter((name) => table.column(name).attributes?.["arrowType"]));

describe.skipIf(python() === undefined)("what is written is what others read", () => {
  const folder = mkdtempSync(join(tmpdir(), "written-"));
  const written = new Map<string, Table>();
  let read: Told = {};

  beforeAll(async () => {
    for (const [suffix, limits] of Object.entries(kinds)) {
      for (const [place, table] of fc.sample(tables(limits), { seed: 11, numRuns: 10 }).entries()) {
        const name = `${place}.${suffix}`;
        written.set(name, table);
        await saveTable(table, join(folder, name));
        if (suffix === "fits") writeFileSync(join(folder, `${place}.q.fits`), writeFits(table, { descriptors: "Q" }));
        if (suffix === "fits") written.set(`${place}.q.fits`, table);
      }
    }
    for (const name of timeFiles) {
      const path = fileURLToPath(new URL(`../../fixtures/tables/${name}`, import.meta.url));
      copyFileSync(path, join(folder, `original_${name}`));
      await saveTable(chosen(await readTable(path)), join(folder, `again_${name}`));
    }
    const script = fileURLToPath(new URL("../../oracle/read_tables.py", import.meta.url));
    const run = spawnSync(python() as string, [script, folder], { encoding: "utf8", maxBuffer: 1e8 });
    if (run.status !== 0) throw new Error(run.stderr);
    read = JSON.parse(run.stdout) as Told;
  }, 60_000);

  const each = (suffix: string, check: (column: Column, found: Told[string][string]) => void): void => {
    const names = [...written.keys()].filter((name) => name.slice(name.indexOf(".") + 1) === suffix);
    expect(names).toHaveLength(10);
    for (const name of names) {
      const { columns, names: columnNames } = written.get(name)!;
      expect(Object.keys(read[name]!).toSorted()).toEqual([...columnNames].toSorted());
      for (const column of columns) check(column, read[name]![column.name]!);
    }
  };

  /** Real numbers have no null in FITS but NaN; texts end before their spaces. */
  const inFits = (cells: unknown[], { type }: Column): unknown[] =>
    cells.map((cell) => (cell === null && /^(?:float|complex)/.test(type) ? "NaN" : cell));

  test.each(["fits", "fits.gz", "q.fits"])(
    "astropy verifies %s, checksums included, and reads the same values, nulls, units and descriptions (needs Python)",
    (suffix) => {
      each(suffix, (column, found) => {
        expect(found.cells).toEqual(inFits(told(column), column));
        expect([found.unit ?? undefined, found.description ?? undefined]).toEqual([column.unit, column.description]);
        if (column.offsets)
          expect(found.lengths).toEqual(Array.from(column.offsets.subarray(1), (end, row) => end - column.offsets![row]!));
      });
    },
  );

  test.each(["parquet", "arrow", "arrows"])("pyarrow reads %s: values, nulls and types (needs Python)", (suffix) => {
    each(suffix, (column, found) => {
      expect(found.cells).toEqual(told(column));
      const isPlain = column.shape.length === 0 && column.offsets === undefined;
      if (isPlain && !column.type.startsWith("complex")) expect(found.type).toBe(pyarrowTypes[column.type] ?? column.type);
      if (suffix !== "parquet")
        expect([found.unit ?? undefined, found.description ?? undefined]).toEqual([column.unit, column.description]);
    });
  });

  test.each(timeFiles)("dates and times of %s are such again, to their last digit (needs Python)", (name) => {
    const [original, again] = [read[`original_${name}`]!, read[`again_${name}`]!];
    const times = Object.entries(original).filter(([, { type }]) => /^(?:date|timestamp)/.test(type!));
    expect(times.length).toBeGreaterThan(4);
    for (const [column, { type, cells }] of times) expect([column, again[column]]).toMatchObject([column, { type, cells }]);
  });

  test("astropy verifies VOTables, and reads the same values and nulls (needs Python)", () => {
    each("vot", (column, found) => {
      // astropy takes NaN for null, and passes over the nulls of texts.
      const none = column.type === "string" ? "" : null;
      const nanIsNull = (cells: unknown[]): unknown[] => cells.map((cell) => (cell === "NaN" || cell === null ? none : cell));
      expect(nanIsNull(found.cells)).toEqual(nanIsNull(told(column)));
      expect([found.unit ?? undefined, found.description ?? undefined]).toEqual([column.unit, column.description]);
    });
  });

  test.each(["csv", "tsv.gz"])("Python reads %s, its numbers in their shortest form (needs Python)", (suffix) => {
    each(suffix, (column, found) => {
      const cells = told(column).map((cell) => (cell === null ? "" : String(Object.is(cell, -0) ? "-0" : cell)));
      if (column.type !== "float32")
        expect(found.cells.map((cell) => (cell === "NA" ? "" : cell))).toEqual(cells.map((cell) => (cell === "NA" ? "" : cell)));
      else
        expect(found.cells.map((cell) => (cell === "" ? null : Math.fround(Number(cell))))).toEqual(
          cells.map((cell) => (cell === "" ? null : Number(cell))),
        );
    });
  });

  test("Python reads JSON, 64-bit integers exact (needs Python)", () => {
    each("json", (column, found) => expect(found.cells).toEqual(told(column)));
  });
});

const pyarrowTypes: Readonly<Partial<Record<ColumnType, string>>> = { float64: "double", float32: "float", boolean: "bool" };
