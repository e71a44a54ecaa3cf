/** FITS files made to do harm: cells of no size, columns that overlap, headers without end. */
import { describe, expect, test } from "vitest";
import { readFitsImage, readTable } from "../../bindings/data/index.js";
import { cards, padded, primary, table } from "./fits_cards.js";
import { refused } from "./refused.js";

const read = (text: string, options = {}) => readTable(Buffer.from(text, "latin1"), options);

describe("a size that the file has not", () => {
  test("of rows is refused with the byte at which the file ends", async () => {
    const unit = primary + table("BINTABLE", 4, 2_147_483_647, { TFIELDS: 1, TFORM1: "'1J'" });
    await expect(read(unit)).rejects.toEqual(refused("damaged-file"));
  });

  test("of an image is refused", async () => {
    const axes = ["NAXIS1  =               999999", "NAXIS2  =               999999"];
    const image = cards(
      "SIMPLE  =                    T",
      "BITPIX  =                  -64",
      "NAXIS   =                    2",
      ...axes,
    );
    await expect(readFitsImage(Buffer.from(image, "latin1"))).rejects.toEqual(refused("damaged-file"));
  });

  test("of bytes in no rows is read: the size is their product", async () => {
    const unit = primary + table("BINTABLE", 777_777_701, 0, { TFIELDS: 1, TFORM1: "'777777701B'" });
    expect((await read(unit)).rowCount).toBe(0);
  });
});

describe("cells of no size", () => {
  test("in very many rows are refused: they would take memory that the file has not", async () => {
    const empty = table("BINTABLE", 0, 2_000_000_000, { TFIELDS: 1, TFORM1: "'0J'" });
    await expect(read(primary + empty)).rejects.toEqual(refused("too-large"));
    const ascii = table("TABLE", 0, 2_000_000_000, { TFIELDS: 1, TFORM1: "'A0'", TBCOL1: 1 });
    await expect(read(primary + ascii)).rejects.toEqual(refused("too-large"));
  });

  test("by a TDIM with a zero are texts of no letters, as many as there is room for", async () => {
    const unit = (rows: number, count: number) =>
      primary +
      table("BINTABLE", 1, rows, { TFIELDS: 2, TFORM1: "'1A'", TFORM2: "'0A'", TDIM2: `'(0,${count})'` }) +
      padded("a".repeat(rows));
    const { columns } = await read(unit(2, 3));
    expect(columns.map(({ shape, values }) => [shape, values])).toEqual([
      [[], ["a", "a"]],
      [[3], ["", "", "", "", "", ""]],
    ]);
    await expect(read(unit(1000, 2_000_000))).rejects.toEqual(refused("too-large"));
  });

  test("of a TDIM with more axes than anyone has, or that is no number, count as one axis", async () => {
    for (const dims of ["(1,".repeat(20), `(${"1,".repeat(30)}1)`, "(99999999999999999999)", "(-1)", "()"]) {
      const unit = table("BINTABLE", 8, 1, { TFIELDS: 1, TFORM1: "'1D'", TDIM1: `'${dims.slice(0, 60)}'` });
      const { rowCount } = await read(primary + unit + padded("\0".repeat(8)));
      expect(rowCount).toBe(1);
    }
  });
});

describe("columns that overlap", () => {
  test("are read in ASCII tables where they are few, and refused where they would multiply the file", async () => {
    const overlapping = (count: number, width: number, rows: number) =>
      primary +
      table("TABLE", width, rows, {
        TFIELDS: count,
        ...Object.fromEntries(Array.from({ length: count }, (_, k) => [`TFORM${k + 1}`, `'A${width}'`])),
        ...Object.fromEntries(Array.from({ length: count }, (_, k) => [`TBCOL${k + 1}`, 1])),
      }) +
      padded("x".repeat(width * rows));
    expect((await read(overlapping(2, 3, 2))).columns.map(({ values }) => values)).toEqual([
      ["xxx", "xxx"],
      ["xxx", "xxx"],
    ]);
    await expect(read(overlapping(999, 100, 2000))).rejects.toEqual(refused("too-large"));
  });

  test("in the heap are refused where they would multiply the file", async () => {
    const rows = 5000;
    const heap = 40_000;
    const descriptor = String.fromCharCode(0, 0, (heap >> 8) & 255, heap & 255, 0, 0, 0, 0);
    const unit = table("BINTABLE", 8, rows, { PCOUNT: heap, TFIELDS: 1, TFORM1: `'1PB(${heap})'` });
    await expect(read(primary + unit + padded(descriptor.repeat(rows) + "\0".repeat(heap)))).rejects.toEqual(
      refused("too-large"),
    );
  });

  test("beyond the heap are refused", async () => {
    const unit = table("BINTABLE", 8, 1, { PCOUNT: 4, TFIELDS: 1, TFORM1: "'1PB(9)'" });
    const data = padded(`${String.fromCharCode(0, 0, 0, 9, 0, 0, 0, 0)}abcd`);
    await expect(read(primary + unit + data)).rejects.toEqual(refused("damaged-file"));
  });
});

describe("a header", () => {
  test("whose string goes on over thousands of cards is read once", async () => {
    const chain = cards(
      "SIMPLE  =                    T",
      "LONG    = 'a&'",
      ...new Array<string>(20_000).fill("CONTINUE  'bcdefghij&'"),
    );
    await expect(read(chain.replace("END", "\0ND"))).rejects.toEqual(refused("damaged-file"));
    await expect(read(chain)).rejects.toMatchObject({ name: "WasmcmcError" });
  });

  test("of thousands of cards without an end is refused", async () => {
    await expect(read(`${"SIMPLE  =                    T".padEnd(80)}${" ".repeat(800_000)}`)).rejects.toEqual(
      refused("damaged-file"),
    );
  });

  test("with more fields than the standard has is refused, in binary and ASCII tables", async () => {
    for (const kind of ["BINTABLE", "TABLE"] as const) {
      for (const count of [1000, 999_999_999]) {
        const unit = table(kind, 1, 1, { TFIELDS: count, TFORM1: "'A1'", TBCOL1: 1 });
        await expect(read(primary + unit + padded("a"))).rejects.toEqual(refused("damaged-file"));
      }
    }
  });

  test("with an array or a number wider than its row is refused", async () => {
    for (const form of ["'999999999D'", "'99999999999999999999A'", "'1Q'", "'J1'", "''"]) {
      await expect(read(primary + table("BINTABLE", 8, 1, { TFIELDS: 1, TFORM1: form }) + padded("12345678"))).rejects.toEqual(
        refused("damaged-file"),
      );
    }
    for (const [form, at] of [
      ["'A9'", 1],
      ["'A1'", 9],
      ["'A1'", 0],
      ["'F99999'", 1],
    ] as const) {
      const unit = table("TABLE", 8, 1, { TFIELDS: 1, TFORM1: form, TBCOL1: at });
      await expect(read(primary + unit + padded("12345678"))).rejects.toEqual(refused("damaged-file"));
    }
  });

  test("of an image whose axes multiply to no number is refused", async () => {
    const axes = Array.from({ length: 20 }, (_, k) => `NAXIS${k + 1}`.padEnd(8) + "=           2147483647");
    const image = cards(
      "SIMPLE  =                    T",
      "BITPIX  =                  -64",
      "NAXIS   =                   20",
      ...axes,
    );
    await expect(readFitsImage(Buffer.from(image, "latin1"))).rejects.toEqual(refused("damaged-file"));
  });
});
