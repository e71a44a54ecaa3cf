import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { FitsFile, readBytes, readTable, type Table, writeTable } from "../../bindings/data/index.js";
import { python } from "../oracle/python.js";
import { told } from "./told.js";

/** Small files with every feature that the readers know, and their values: test/oracle/table_fixtures.py makes both. */
const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
const folder = `${fixtures}tables/`;

interface KnownColumn {
  readonly type: string;
  readonly shape: readonly number[];
  readonly lengths?: readonly number[];
  readonly cells: readonly unknown[];
  readonly unit?: string;
  readonly description?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
interface Known {
  readonly rows: number;
  readonly columns: Readonly<Record<string, KnownColumn>>;
  readonly name?: string;
  readonly description?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
interface KnownImage {
  readonly hdu: string;
  readonly shape: readonly number[];
  readonly cells: readonly unknown[];
  readonly unit: string;
  readonly sky: readonly (readonly [number, number])[];
}
const known = JSON.parse(readFileSync(`${fixtures}table_fixtures.json`, "utf8")) as {
  zipped: string[];
  images: KnownImage[];
  tables: Record<string, Known | string>;
};
const tables = Object.entries(known.tables).map(
  ([name, of]) => [name, (typeof of === "string" ? known.tables[of] : of) as Known] as const,
);

function columnsOf(table: Table): Record<string, KnownColumn> {
  return Object.fromEntries(
    table.columns.map((column) => {
      const { name, type, shape, offsets, unit, description, attributes } = column;
      const lengths = offsets && Array.from(offsets.subarray(1), (end, row) => end - offsets[row]!);
      const details = { ...(unit && { unit }), ...(description && { description }), ...(attributes && { attributes }) };
      return [name, { type, shape, ...(lengths && { lengths }), cells: told(column), ...details }];
    }),
  );
}

function expectKnown(table: Table, { rows, columns, ...details }: Known): void {
  expect(table.rowCount).toBe(rows);
  expect(columnsOf(table)).toEqual(columns);
  if (table.details.format === "votable" && Object.keys(details).length > 0) expect(table.details).toMatchObject(details);
}

async function read(name: string, zipped = ""): Promise<Table> {
  const [file, hdu] = name.split("#");
  return readTable(`${folder}${file}${zipped}`, hdu === undefined ? {} : { hdu });
}

describe("small files of our own read to the values that they were made of", () => {
  test.each(tables)("%s", async (name, values) => {
    expectKnown(await read(name), values);
  });

  test.each(tables.filter(([name]) => known.zipped.includes(name.split("#")[0]!)))("%s, gzipped", async (name, values) => {
    expectKnown(await read(name, ".gz"), values);
  });

  test("every unit of the FITS file agrees with its checksums", () => {
    const file = new FitsFile(readFileSync(`${folder}features.fits`));
    expect(file.hdus.map(({ name }) => name)).toEqual(["", "NULLS", "ARRAYS", "HEAP", "EMPTY", "ZERO", "WIDE"]);
    for (const { name } of file.hdus.slice(1)) expect(() => file.table({ hdu: name, verify: true })).not.toThrow();
    const changed = Uint8Array.from(readFileSync(`${folder}features.fits`));
    changed[file.hdus[3]!.dataStart] = changed[file.hdus[3]!.dataStart]! ^ 1;
    expect(() => new FitsFile(changed).table({ hdu: "HEAP", verify: true })).toThrow(/DATASUM/);
  });

  test.each(known.images)(
    "the image $hdu is scaled, its blank pixels are NaN, its corners lie where astropy has them",
    async (image) => {
      const { shape, values, unit, wcs } = new FitsFile(await readBytes(`${folder}images.fits.gz`)).image({
        hdu: image.hdu,
        verify: true,
      });
      const cells = Array.from(values, (value) => (Number.isNaN(value) ? "NaN" : value));
      expect({ shape, cells, unit }).toEqual({ shape: image.shape, cells: image.cells, unit: image.unit });
      for (const [place, [longitude, latitude]] of image.sky.entries()) {
        const found = wcs!.toSky(2 * place, place);
        // 1e-12 degrees are some ulps of a hundred.
        expect(Math.abs(found.longitude - longitude)).toBeLessThan(1e-12 * 100);
        expect(Math.abs(found.latitude - latitude)).toBeLessThan(1e-12 * 100);
      }
    },
  );

  test("an error that a service reports under a table's name becomes an error with its text", async () => {
    await expect(readTable(`${folder}error.vot`)).rejects.toMatchObject({
      code: "service-failed",
      message: expect.stringContaining('Column "parallaxe" does not exist & never did.'),
    });
  });

  test("a column of records is refused by name, and the others are read", async () => {
    await expect(readTable(`${folder}record.parquet`)).rejects.toMatchObject({
      code: "unsupported-file",
      message: expect.stringContaining('"record"'),
    });
    expect((await readTable(`${folder}record.parquet`, { columns: ["x"] })).numbers("x")).toEqual(Float64Array.of(1));
  });

  test.each(tables)("%s goes back in the format it came in", async (name) => {
    const table = await read(name);
    // Bytes have no name that would tell TSV from CSV.
    const back = await readTable(await writeTable(table), { format: table.details.format! });
    const nanIsNull = (cells: readonly unknown[]) => cells.map((cell) => (cell === "NaN" ? null : cell));
    const compared = (columns: Record<string, KnownColumn>) =>
      Object.entries(columns).map(([key, column]) => [key, { ...column, cells: nanIsNull(column.cells) }]);
    expect(compared(columnsOf(back))).toEqual(compared(columnsOf(table)));
  });

  test.skipIf(python() === undefined)(
    "and the files are what the script writes (needs Python)",
    () => {
      const made = mkdtempSync(join(tmpdir(), "fixtures-"));
      const script = fileURLToPath(new URL("../oracle/table_fixtures.py", import.meta.url));
      const run = spawnSync(python() as string, [script, made], { encoding: "utf8" });
      expect(run.stderr).toBe("");
      // Compressors differ from one version to the next; what they compress does not.
      const content = (path: string): Buffer => (path.endsWith(".gz") ? gunzipSync(readFileSync(path)) : readFileSync(path));
      expect(readdirSync(join(made, "tables"))).toEqual(readdirSync(folder));
      for (const name of readdirSync(folder))
        expect([name, content(join(made, "tables", name)).equals(content(folder + name))]).toEqual([name, true]);
      expect(readFileSync(join(made, "table_fixtures.json"), "utf8")).toBe(
        readFileSync(`${fixtures}table_fixtures.json`, "utf8"),
      );
    },
    60_000,
  );
});
