import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Column } from "../../../bindings/data/column.js";
import { FitsFile, type FitsTableOptions, readFits, readFitsImage } from "../../../bindings/data/fits/read.js";
import type { Table } from "../../../bindings/data/table.js";
import { WasmcmcError } from "../../../bindings/errors.js";
import { dataFolder } from "../../data_folder.js";
import { python } from "../../oracle/python.js";
import { columnDigest, type Kind, kindOf, numbersDigest } from "./digest.js";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const tableOf = (bytes: Uint8Array, options: FitsTableOptions = {}): Table => new FitsFile(bytes).table(options);

interface ColumnFacts {
  readonly kind: Kind;
  readonly shape?: readonly number[];
  readonly lengths?: readonly number[];
  readonly digest: string;
  readonly unit: string | null;
  readonly nulls: number;
}
interface FileFacts {
  readonly tables: readonly { hdu: number; rows: number; columns: Readonly<Record<string, ColumnFacts>> }[];
  readonly images: readonly {
    hdu: number;
    shape: number[];
    digest: string;
    wcs?: { pixel: [number, number]; sky: [number, number] }[];
  }[];
}
const facts = JSON.parse(readFileSync(`${fixtures}fits_tables.json`, "utf8")) as {
  own: Record<string, FileFacts>;
  data: Record<string, FileFacts>;
};

function factsOf(column: Column, kind: Kind, rowCount: number): Omit<ColumnFacts, "kind"> {
  const { nulls, offsets, shape, unit } = column;
  const size = { lengths: [...(offsets ?? [])].slice(1).map((end, row) => end - (offsets as Uint32Array)[row]!) };
  return {
    ...(offsets === undefined ? { shape } : rowCount === 0 ? {} : size),
    digest: columnDigest(column, kind),
    unit: unit ?? null,
    // To astropy NaN is null as well.
    nulls: (nulls?.reduce((sum, isNull) => sum + isNull, 0) ?? 0) + (kind === "number" ? countNaN(column) : 0),
  };
}

function countNaN({ values, nulls, offsets }: Column): number {
  if (offsets !== undefined) return 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]) && nulls?.[i] !== 1) count++;
  return count;
}

function expectFacts(bytes: Uint8Array, { tables, images }: FileFacts): void {
  const file = new FitsFile(bytes);
  expect(file.hdus.filter(({ kind }) => kind.endsWith("table")).map(({ number }) => number)).toEqual(
    tables.map(({ hdu }) => hdu),
  );
  for (const { hdu, rows, columns } of tables) {
    const table = file.table({ hdu });
    expect(table.rowCount).toBe(rows);
    expect(table.names).toEqual(Object.keys(columns));
    for (const [name, { kind, ...known }] of Object.entries(columns)) {
      const column = table.column(name);
      // astropy widens short integers where it has nulls or text; the values are what counts.
      const comparable = kind === "number" || kind === "big" ? kind : kindOf(column);
      expect({ name, ...factsOf(column, comparable, rows) }).toEqual({ name, ...known });
    }
  }
  for (const { hdu, shape, digest, wcs } of images) {
    const image = file.image({ hdu });
    expect({ hdu, shape: image.shape, digest: numbersDigest(image.values) }).toEqual({ hdu, shape, digest });
    for (const { pixel, sky } of wcs ?? []) {
      const found = image.wcs!.toSky(...pixel);
      // Degrees: 1e-10 of them is 0.4 microarcseconds.
      expect(Math.abs(found.longitude - sky[0])).toBeLessThan(1e-10 / Math.cos((sky[1] * Math.PI) / 180));
      expect(Math.abs(found.latitude - sky[1])).toBeLessThan(1e-10);
      const back = image.wcs!.toPixel(...sky);
      expect(Math.abs(back.column - pixel[0])).toBeLessThan(1e-7);
      expect(Math.abs(back.row - pixel[1])).toBeLessThan(1e-7);
    }
  }
}

describe("FITS files have the values, shapes, units and nulls that astropy reads", () => {
  test.each(Object.entries(facts.own))("in %s, written for this", (name, known) => {
    expectFacts(readFileSync(`${fixtures}fits/${name}`), known);
  });

  describe.skipIf(dataFolder === undefined)("of the test data", () => {
    test.each(Object.entries(facts.data))("in %s (needs data)", (name, known) => {
      expectFacts(readFileSync(join(dataFolder as string, name)), known);
    });
  });

  test.skipIf(python() === undefined)("and the files are what the script writes (needs Python)", () => {
    const before = hashes();
    const made = spawnSync(python() as string, [fileURLToPath(new URL("../../oracle/fits_tables.py", import.meta.url))], {
      encoding: "utf8",
    });
    expect(made.stderr.includes("Error")).toBe(false);
    expect(hashes()).toEqual(before);
  });
});

function hashes(): Record<string, string> {
  const own = readdirSync(`${fixtures}fits`).map((name) => `fits/${name}`);
  return Object.fromEntries(
    [...own, "fits_tables.json"].map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(fixtures + name))
        .digest("hex"),
    ]),
  );
}

const every = readFileSync(`${fixtures}fits/every_column.fits`);

function mistake(action: () => unknown): WasmcmcError {
  try {
    action();
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a FITS file", () => {
  test("comes from a path, an address, a file, bytes or a stream, gzipped or not", async () => {
    const path = `${fixtures}tables/features.fits`;
    const bytes = readFileSync(path);
    const address = `data:application/fits;base64,${bytes.toString("base64")}`;
    const sources = [
      path,
      `${path}.gz`,
      new URL(address),
      new Blob([bytes]),
      new Uint8Array(bytes).buffer,
      new Blob([bytes]).stream(),
    ];
    for (const source of sources)
      expect((await readFits(source, { hdu: "NULLS" })).names).toEqual(tableOf(bytes, { hdu: "NULLS" }).names);
    expect((await FitsFile.open(`${path}.gz`)).hdus.map(({ name }) => name)).toContain("HEAP");
    expect((await readFitsImage(`${fixtures}tables/images.fits.gz`)).shape.length).toBeGreaterThan(0);
    await expect(readFits(path, { maxBytes: 100 })).rejects.toMatchObject({ code: "too-large" });
    await expect(readFitsImage(`${fixtures}no_such.fits`)).rejects.toMatchObject({ code: "unsupported-file" });
  });

  test("has units by number and by name, and columns by choice", () => {
    expect(tableOf(every, { hdu: "text" }).names).toEqual(["id", "flux", "energy", "label"]);
    expect(tableOf(every, { columns: ["double", "byte"] }).names).toEqual(["double", "byte"]);
    expect(mistake(() => tableOf(every, { hdu: "NONE" })).message).toContain('1 "STARS" (binary table)');
    expect(mistake(() => tableOf(every, { hdu: 0 })).message).toContain("Unit 0 is no table");
    expect(mistake(() => tableOf(every, { columns: ["parallax"] })).code).toBe("missing-column");
  });

  test("keeps long strings and odd keywords of its header", () => {
    const { attributes } = tableOf(every).details;
    expect(attributes?.["OBSERVER"]).toBe("O'Neill & a name that is too long for one card of eighty characters, so it continues");
    expect(attributes?.["wasm key"]).toBe(3.5);
  });

  test("agrees with its checksums, and a changed byte does not", () => {
    expect(() => tableOf(every, { verify: true })).not.toThrow();
    const changed = Uint8Array.from(every);
    const { dataStart } = new FitsFile(every).hdus[1]!;
    changed[dataStart + 5]! ^= 1;
    expect(mistake(() => tableOf(changed, { verify: true })).message).toContain("DATASUM");
    expect(() => tableOf(changed)).not.toThrow();
  });

  test("that ends early says where", () => {
    const { dataStart, dataBytes } = new FitsFile(every).hdus[1]!;
    expect(mistake(() => tableOf(every.subarray(0, dataStart + dataBytes - 1))).message).toContain(
      `at byte ${dataStart + dataBytes - 1}`,
    );
    expect(mistake(() => tableOf(every.subarray(0, 100))).code).toBe("damaged-file");
    expect(mistake(() => tableOf(new Uint8Array(0))).code).toBe("damaged-file");
    expect(mistake(() => tableOf(new TextEncoder().encode("ra,dec\n1,2\n".repeat(20)))).message).toContain("starts with SIMPLE");
  });

  test("may declare any number of rows of no bytes, but they are not made", () => {
    const text = Buffer.from(every).toString("latin1");
    const shrunk = text.replace(/(XTENSION= 'BINTABLE'[\s\S]*?NAXIS1 {2}= ) +\d+/, (_, head) => `${head}${"0".padStart(20)}`);
    expect(shrunk.length).toBe(text.length);
    const file = mistake(() => tableOf(Buffer.from(shrunk, "latin1")));
    expect(file.code).toBe("damaged-file");
  });
});

describe.skipIf(dataFolder === undefined)("what is no table or no plain image is refused", () => {
  const read = (name: string): Uint8Array => readFileSync(join(dataFolder as string, "formats/fits", name));

  test("compressed and plain images as tables (needs data)", () => {
    expect(mistake(() => tableOf(read("comp.fits"))).message).toContain("has no table");
    expect(mistake(() => tableOf(read("comp.fits"), { hdu: 1 })).message).toContain("compressed image");
    expect(mistake(() => new FitsFile(read("comp.fits")).image({ hdu: 1 })).code).toBe("unsupported-file");
    expect(mistake(() => tableOf(read("scale.fits"))).message).toContain("has no table");
  });

  test("LZW compression, random groups, and a file without any table (needs data)", () => {
    expect(mistake(() => tableOf(read("lzw.fits.Z"))).message).toContain("LZW");
    expect(mistake(() => tableOf(read("random_groups.fits"))).message).toContain("random groups");
    expect(new FitsFile(read("verify.fits")).hdus.map(({ kind }) => kind)).toEqual(["image"]);
    expect(mistake(() => tableOf(read("verify.fits"))).code).toBe("unsupported-file");
  });

  test("rows of zero width are as many as declared, unless they outnumber the file's bytes (needs data)", () => {
    const file = new FitsFile(read("zerowidth.fits"));
    expect(file.table({ hdu: 2 }).column("ORBPARM").shape).toEqual([0]);
  });
});
