/** Files made to do harm: each ends in a typed error that says where, before memory is taken for what it claims. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readFits, readFitsImage, readTable } from "../../bindings/data/index.js";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Header cards of a FITS unit, padded to its blocks. */
function cards(...lines: readonly string[]): string {
  const all = [...lines, "END"].map((line) => line.padEnd(80)).join("");
  return all.padEnd(Math.ceil(all.length / 2880) * 2880);
}

const primary = cards("SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    0");

const tableHeader = (
  width: string,
  rows: string,
  more: readonly string[] = ["TFIELDS =                    1", "TFORM1  = '1J      '"],
) =>
  cards(
    "XTENSION= 'BINTABLE'",
    "BITPIX  =                    8",
    "NAXIS   =                    2",
    `NAXIS1  = ${width.padStart(20)}`,
    `NAXIS2  = ${rows.padStart(20)}`,
    "PCOUNT  =                    0",
    "GCOUNT  =                    1",
    ...more,
  );

const refused = (code: string | RegExp) =>
  expect.objectContaining({ name: "WasmcmcError", code: typeof code === "string" ? code : expect.stringMatching(code) });

describe("a FITS file that claims too much", () => {
  test("of rows is refused with the byte at which it ends", async () => {
    const bytes = text(primary + tableHeader("4", "2147483647"));
    await expect(readTable(bytes)).rejects.toEqual(refused("damaged-file"));
    await expect(readTable(bytes)).rejects.toThrow(/byte \d+/);
  });

  test("of bits in an image is refused", async () => {
    const bytes = text(
      cards(
        "SIMPLE  =                    T",
        "BITPIX  =                  -64",
        "NAXIS   =                    2",
        "NAXIS1  =               999999",
        "NAXIS2  =               999999",
      ),
    );
    await expect(readFitsImage(bytes)).rejects.toEqual(refused("damaged-file"));
  });

  test("of bytes in no rows is read: the size is their product", async () => {
    const bytes = text(primary + tableHeader("777777701", "0", ["TFIELDS =                    1", "TFORM1  = '777777701B'"]));
    expect((await readFits(bytes)).rowCount).toBe(0);
  });

  test("of columns is refused", async () => {
    const bytes = text(primary + tableHeader("4", "1", ["TFIELDS =            999999999", "TFORM1  = '1J      '"]));
    await expect(readTable(bytes)).rejects.toEqual(refused(/damaged-file|unsupported-file/));
  });
});

describe("XML made to do harm", () => {
  const votable = (body: string) => text(`<?xml version="1.0"?>\n<VOTABLE version="1.4"><RESOURCE>${body}</RESOURCE></VOTABLE>`);

  test("by nesting is refused", async () => {
    await expect(readTable(votable("<GROUP>".repeat(100_000)))).rejects.toEqual(refused("damaged-file"));
  });

  test("by entities within entities is refused, or they stay as they are", async () => {
    const entities = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
    const bytes = text(
      `<?xml version="1.0"?><!DOCTYPE VOTABLE [<!ENTITY e0 "aaaaaaaaaa">${entities}]><VOTABLE><RESOURCE><DESCRIPTION>&e20;</DESCRIPTION></RESOURCE></VOTABLE>`,
    );
    await expect(readTable(bytes)).rejects.toEqual(refused(/damaged-file|unsupported-file/));
  });

  test("by a count of cells that are not there is refused", async () => {
    const bytes = votable(
      '<TABLE nrows="2000000000"><FIELD name="a" datatype="double" arraysize="999999999"/><DATA><BINARY><STREAM encoding="base64">AAAA</STREAM></BINARY></DATA></TABLE>',
    );
    await expect(readTable(bytes)).rejects.toEqual(refused("damaged-file"));
  });
});

describe("compressed files", () => {
  test("that unpack to more than the limit are stopped there", async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 26));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readTable(bomb, { maxBytes: 1e6 })).rejects.toEqual(refused("too-large"));
  });

  test("that are cut off are refused", async () => {
    const whole = gzipSync(text("a,b\n1,2\n".repeat(1000)));
    await expect(readTable(whole.subarray(0, whole.length - 20))).rejects.toEqual(refused("damaged-file"));
  });
});

describe("text that is no table", () => {
  test("names line and column of the cell too many", async () => {
    await expect(readTable(text("a,b\n1,2\n1,2,3\n"))).rejects.toThrow(/Line 3, column 3/);
  });

  test("of JSON nested without end is refused", async () => {
    await expect(readTable(text("[".repeat(200_000)))).rejects.toEqual(refused(/damaged/));
  });
});

describe("Parquet and Arrow", () => {
  test("that are nothing but their magic number are refused", async () => {
    for (const magic of ["PAR1", "PAR1PAR1", "ARROW1", "ARROW1\0\0ARROW1"]) {
      await expect(readTable(text(magic))).rejects.toEqual(refused("damaged-file"));
    }
  });
});
