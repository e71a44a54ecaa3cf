import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Column,
  FitsFile,
  readCsv,
  readJson,
  readTable,
  saveTable,
  Table,
  type TableFormat,
  writeCsv,
  writeFits,
  writeJson,
  writeTable,
  writeVoTable,
} from "../../../bindings/data/index.js";
import { cellsOf } from "./cells_of_table.js";

const one = (column: Partial<Column> & Pick<Column, "type" | "values">, rows = column.values.length): Table =>
  new Table([{ name: "x", shape: [], ...column }], rows);

describe("what a format cannot hold is refused, naming the column", () => {
  const ragged = one({ type: "string", values: ["a", "b", "c"], offsets: Uint32Array.of(0, 1, 3) }, 2);
  const complex = one({ type: "complex128", values: Float64Array.of(1, 2) }, 1);
  const pair = one({ type: "float64", shape: [2], values: Float64Array.of(1, 2) }, 1);
  const large = one({ type: "uint64", values: BigUint64Array.of(2n ** 64n - 1n) });
  const nul = one({ type: "string", values: ["a\0b"] });

  test.each<[string, TableFormat, Table]>([
    ["arrays of texts of varying length in FITS", "fits", ragged],
    ["NUL within a text in FITS", "fits", nul],
    ["a name that is not ASCII in FITS", "fits", one({ name: "é", type: "float64", values: Float64Array.of(1) })],
    ["a unit that is not ASCII in FITS", "fits", one({ unit: "µas", type: "float64", values: Float64Array.of(1) })],
    ["an empty name in FITS", "fits", one({ name: "", type: "float64", values: Float64Array.of(1) })],
    ["arrays in CSV", "csv", pair],
    ["complex numbers in CSV", "csv", complex],
    ["complex numbers in JSON", "json", complex],
    ["infinity in JSON", "json", one({ type: "float64", values: Float64Array.of(Infinity) })],
    ["an unsigned integer from 2^63 on in VOTable", "votable", large],
    ["NUL within a text in VOTable", "votable", nul],
    [
      "a null within an array of texts in VOTable",
      "votable",
      one({ type: "string", shape: [2], values: ["a", ""], nulls: Uint8Array.of(0, 1) }, 1),
    ],
    ["a control character in a name in VOTable", "votable", one({ name: "\u0001", type: "float64", values: Float64Array.of(1) })],
  ])("%s", async (_, format, table) => {
    await expect(writeTable(table, format)).rejects.toMatchObject({ code: "cannot-write", variable: table.names[0] });
  });

  test("a table of no columns in CSV, of over 999 in FITS, and one whose format is not known", async () => {
    expect(() => writeCsv(new Table([], 3))).toThrow(expect.objectContaining({ code: "cannot-write" }));
    const many = Array.from(
      { length: 1000 },
      (_, k): Column => ({ name: `c${k}`, type: "uint8", shape: [], values: Uint8Array.of(1) }),
    );
    expect(() => writeFits(new Table(many, 1))).toThrow(/999 at most/);
    await expect(writeTable(Table.from({ x: [1] }))).rejects.toMatchObject({ code: "bad-option", variable: "format" });
  });
});

describe("nulls of integers in FITS", () => {
  const written = (column: Pick<Column, "type" | "values" | "nulls">) => {
    const bytes = writeFits(one(column as never));
    const header = new FitsFile(bytes).hdus[1]!.header;
    return { column: new FitsFile(bytes).table().column("x"), form: header.text("TFORM1"), mark: header.value("TNULL1") };
  };

  test("are marked by the end of the range, or the next value that the column does not have", () => {
    const nulls = Uint8Array.of(0, 1, 0);
    expect(written({ type: "int16", values: Int16Array.of(5, 5, 7), nulls })).toMatchObject({ form: "1I", mark: -32768 });
    expect(written({ type: "int16", values: Int16Array.of(-32768, 0, -32767), nulls })).toMatchObject({
      form: "1I",
      mark: -32766,
    });
    expect(written({ type: "uint8", values: Uint8Array.of(255, 0, 253), nulls })).toMatchObject({ form: "1B", mark: 254 });
    // Stored values are those of the unsigned integers less 2^15.
    expect(written({ type: "uint16", values: Uint16Array.of(0, 0, 1), nulls })).toMatchObject({ form: "1I", mark: 32767 });
    const least = -(2n ** 63n);
    expect(written({ type: "int64", values: BigInt64Array.of(least, 0n, least + 1n), nulls })).toMatchObject({
      form: "1K",
      mark: least + 2n,
    });
  });

  test("widen a column that has every value of its type", () => {
    const values = Uint8Array.from({ length: 257 }, (_, k) => k);
    const nulls = Uint8Array.from(values, (_, k) => (k === 256 ? 1 : 0));
    const { column, form, mark } = written({ type: "uint8", values, nulls });
    expect([form, mark, column.type]).toEqual(["1I", -32768, "int16"]);
    expect(cellsOf(column)).toEqual([...Array.from({ length: 256 }, (_, k) => k), null]);
  });
});

describe("texts", () => {
  test("of which one is very long lie in the heap of a FITS file", () => {
    const values = ["x".repeat(5000), "", "null is apart", ...Array.from({ length: 97 }, () => "short")];
    const nulls = Uint8Array.from(values, (_, row) => (row === 3 ? 1 : 0));
    const bytes = writeFits(one({ type: "string", values, nulls }));
    expect(new FitsFile(bytes).hdus[1]!.header.text("TFORM1")).toBe("1PA(5000)");
    expect(bytes.length).toBeLessThan(15_000);
    expect(cellsOf(new FitsFile(bytes).table({ verify: true }).column("x"))).toEqual(cellsOf({ values, nulls } as never));
  });

  test("that look like nulls in CSV are told from them by quotes", () => {
    const values = ["", "NA", "nan", " padded ", "#", "a\nb", "5", "x"];
    const table = one({ type: "string", values: ["", ...values], nulls: Uint8Array.of(1, ...values.map(() => 0)) }).withColumn(
      "n",
      new Float64Array(9),
    );
    const text = writeCsv(table);
    expect(text).toBe('x,n\n,0\n"",0\n"NA",0\n"nan",0\n" padded ",0\n"#",0\n"a\nb",0\n5,0\nx,0\n');
    expect(cellsOf(readCsv(text).column("x"))).toEqual([null, ...values]);
  });

  test("have a sign for nulls on request, which no text may be", () => {
    const table = one({ type: "string", values: ["a", ""], nulls: Uint8Array.of(0, 1) });
    expect(writeCsv(table, { missing: "-" })).toBe("x\na\n-\n");
    expect(cellsOf(readCsv("x\na\n-\n", { missing: ["-"] }).column("x"))).toEqual(["a", null]);
    expect(() => writeCsv(one({ type: "string", values: ["-"] }), { missing: "-" })).toThrow(
      /Row 0 of the column "x" is the text "-"/,
    );
    expect(() => writeCsv(table, { missing: "," })).toThrow(expect.objectContaining({ code: "bad-option", variable: "missing" }));
    expect(() => writeCsv(table, { delimiter: "ab" })).toThrow(
      expect.objectContaining({ code: "bad-option", variable: "delimiter" }),
    );
  });

  test("that are null in a file of one column leave no line empty", () => {
    const texts = one({ type: "string", values: ["a", "", "b"], nulls: Uint8Array.of(0, 1, 0) });
    const numbers = one({ type: "float64", values: Float64Array.of(1, 2, 3), nulls: Uint8Array.of(0, 1, 0) });
    for (const table of [texts, numbers]) expect(Array.from(readCsv(writeCsv(table)).isNull("x"))).toEqual([0, 1, 0]);
  });
});

test("numbers are written in the shortest form that gives them back in their type", () => {
  const table = new Table(
    [
      { name: "single", type: "float32", shape: [], values: Float32Array.of(0.1, 16777216, 1e-45, -0) },
      { name: "double", type: "float64", shape: [], values: Float64Array.of(0.1, 0.1 + 0.2, 5e-324, -0) },
      { name: "id", type: "uint64", shape: [], values: BigUint64Array.of(2n ** 64n - 1n, 1n, 2n, 3n) },
    ],
    4,
  );
  expect(writeCsv(table)).toBe(
    "single,double,id\n0.1,0.1,18446744073709551615\n16777216,0.30000000000000004,1\n1e-45,5e-324,2\n-0,-0,3\n",
  );
  expect(writeJson(table)).toBe(
    '{"single":[0.1,16777216,1e-45,-0],\n"double":[0.1,0.30000000000000004,5e-324,-0],\n"id":[18446744073709551615,1,2,3]}\n',
  );
});

test("JSON keeps integers within arrays and beyond 2^53 exact, and refuses what has no shape", () => {
  expect(readJson('{"id":[[9223372036854775807,1],[2,3]]}').column("id")).toMatchObject({
    type: "int64",
    shape: [2],
    values: BigInt64Array.of(2n ** 63n - 1n, 1n, 2n, 3n),
  });
  expect(readJson('{"s":["12345678901234567890"]}').column("s").values).toEqual(["12345678901234567890"]);
  expect(() => readJson('{"x":[[[1]],[[1,2]]]}')).toThrow(/Row 1 of the column "x"/);
  expect(() => readJson('{"x":[1,{"a":2}]}')).toThrow(/Row 1 of the column "x" is an object/);
  expect(() => readJson(`{"x":[${"[".repeat(5000)}${"]".repeat(5000)}]}`)).toThrow(/nested too deeply/);
});

test("a column is added at the end, or in its own place, with all rows and what the file said of the others", () => {
  const stars = new Table(
    [
      { name: "id", type: "int64", shape: [], values: BigInt64Array.of(1n, 2n), unit: "none" },
      { name: "g", type: "float32", shape: [], values: Float32Array.of(12, 13), unit: "mag" },
    ],
    2,
    { name: "STARS", format: "fits" },
  );
  const larger = stars
    .withColumn("member", [true, null], { description: "p > 0.5" })
    .withColumn("g", Int16Array.of(1, 2), { unit: "count" });
  expect([larger.names, larger.details]).toEqual([["id", "g", "member"], stars.details]);
  expect(larger.column("member")).toEqual({
    name: "member",
    type: "boolean",
    shape: [],
    values: Uint8Array.of(1, 0),
    nulls: Uint8Array.of(0, 1),
    description: "p > 0.5",
  });
  expect(larger.column("g")).toMatchObject({ type: "int16", unit: "count" });
  expect(larger.withColumn("p", new Float64Array(2), { nulls: [false, true] }).isNull("p")).toEqual(Uint8Array.of(0, 1));
  expect(() => stars.withColumn("p", [1])).toThrow(expect.objectContaining({ code: "length-mismatch", variable: "p" }));
  expect(() => stars.withColumn("pair", [1, 2, 3, 4], { shape: [2] })).not.toThrow();
});

describe("a table is saved", () => {
  const folder = mkdtempSync(join(tmpdir(), "saved-"));
  const table = Table.from({ x: [1, 2], name: ["a", "b"] });

  test("in the format of the file's name, compressed where it ends with .gz", async () => {
    const names = ["t.fits", "t.fit.gz", "t.vot", "t.xml", "t.parquet", "t.arrow", "t.arrows", "t.csv", "t.tsv.gz", "t.json"];
    for (const name of names) {
      await saveTable(table, join(folder, name));
      expect((await readTable(join(folder, name))).numbers("x")).toEqual(Float64Array.of(1, 2));
    }
    expect((await readTable(join(folder, "t.fit.gz"))).details.format).toBe("fits");
    expect((await readTable(join(folder, "t.tsv.gz"))).details.format).toBe("tsv");
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
  });

  test("in the place of another file only on request", async () => {
    const path = join(folder, "t.csv");
    await expect(saveTable(table, path)).rejects.toMatchObject({ code: "file-exists", value: path });
    await saveTable(table.rows([1]), path, { overwrite: true });
    expect((await readTable(path)).rowCount).toBe(1);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("to a stream, in the format it was read in", async () => {
    const read = await readTable(join(folder, "t.fits"));
    const pieces: Uint8Array[] = [];
    const stream = new WritableStream<Uint8Array>({ write: (piece) => void pieces.push(piece) });
    await saveTable(read, stream, { gzip: true });
    expect((await readTable(Buffer.concat(pieces))).strings("name")).toEqual(["a", "b"]);
    await expect(saveTable(table, join(folder, "t.txt"))).rejects.toMatchObject({ code: "bad-option", variable: "format" });
  });
});

test("what a service said of a cut table stays in a VOTable that is written", () => {
  const text = writeVoTable(new Table([], 0, { attributes: { QUERY_STATUS: "OVERFLOW", SOURCE: "a < b" } }));
  expect(text).toContain('<INFO name="QUERY_STATUS" value="OVERFLOW"/>');
  expect(text).toContain('<INFO name="SOURCE" value="a &lt; b"/>');
});
