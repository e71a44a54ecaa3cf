import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { formatOf, readBytes, readCsv, readJson, readTable, readVoTable, Table } from "../../bindings/data/index.js";

const stars = readCsv(
  "source_id,g,plx,name\n5340492357404649216,12.5,0.4,a\n5340478991464299648,,-0.1,b\n5340488985847143552,15,NA,\n",
);

describe("a table from CSV", () => {
  test("keeps 64-bit ids exact, and knows nulls", () => {
    expect(stars.column("source_id").values).toEqual(
      BigInt64Array.of(5340492357404649216n, 5340478991464299648n, 5340488985847143552n),
    );
    expect(Array.from(stars.isNull("g"))).toEqual([0, 1, 0]);
    expect(stars.numbers("plx")).toEqual(Float64Array.of(0.4, -0.1, NaN));
    expect(() => stars.numbers("source_id")).toThrow(/5340492357404649216 in row 0 of "source_id" has more digits/);
    expect(() => stars.numbers("name")).toThrow(/holds string/);
  });

  test("passes over comments, sees tabs, and takes other signs for nulls", () => {
    const table = readCsv("# made by hand\nx\ty\n1\t-99\n2\t3\n", { missing: ["-99"] });
    expect(table.numbers("y")).toEqual(Float64Array.of(NaN, 3));
    expect(readCsv("x,ok\n1,true\n2,false\n").column("ok")).toMatchObject({ type: "boolean", values: Uint8Array.of(1, 0) });
    expect(readCsv('note,x\n"a\n# no comment",1\n').strings("note")).toEqual(["a\n# no comment"]);
  });
});

describe("operations on tables", () => {
  test("filter, select, rename and take rows", () => {
    const g = stars.numbers("g");
    const bright = stars
      .filter((row) => g[row]! < 14)
      .select(["name", "g"])
      .rename({ g: "magnitude" });
    expect([bright.rowCount, bright.names]).toEqual([1, ["name", "magnitude"]]);
    expect(stars.rows([2, 0]).strings("name")).toEqual(["", "a"]);
    expect(() => stars.filter([1, 0])).toThrow(/A mask of 2 values/);
    expect(() => stars.rows([3])).toThrow(/no row 3/);
    expect(() => stars.column("ra")).toThrow(/It has "source_id", "g", "plx", "name"/);
  });

  test("join by exact ids, with nulls where a row has no partner", () => {
    const radial = readCsv("source_id,rv\n5340488985847143552,2.5\n5340492357404649216,3.5\n1,4\n");
    expect(stars.join(radial, { on: "source_id" }).numbers("rv")).toEqual(Float64Array.of(3.5, 2.5));
    const left = stars.join(radial, { on: "source_id", how: "left" });
    expect([left.rowCount, Array.from(left.isNull("rv"))]).toEqual([3, [0, 1, 0]]);
    expect(stars.join(stars, { on: "source_id" }).names).toContain("g_2");
  });

  test("drop nulls on request, and count them", () => {
    const result = stars.dropNulls(["g", "plx"]);
    expect([result.table.rowCount, result.dropped, result.byColumn]).toEqual([1, 2, { g: 1, plx: 1 }]);
    expect(String(result)).toBe("2 of 3 rows dropped for nulls: g 1, plx 1");
  });

  test("give columns to a model, and name the row that is null", () => {
    expect(stars.dropNulls(["g"]).table.toData({ magnitude: "g" })).toEqual({ magnitude: Float64Array.of(12.5, 15) });
    expect(() => stars.toData({ g: "g" })).toThrow(/Row 1 of the column "g" is null/);
  });

  test("describe counts, nulls and ranges", () => {
    const { columns } = stars.describe();
    expect(columns.find(({ name }) => name === "g")).toEqual({
      name: "g",
      type: "float64",
      unit: "",
      count: 2,
      nulls: 1,
      min: 12.5,
      mean: 13.75,
      max: 15,
    });
    expect(String(stars)).toContain("3 rows");
  });

  test("refuse columns of other lengths, and names that stand twice", () => {
    expect(() => Table.from({ x: [1, 2], y: [1] })).toThrow(/"y" has 1 values/);
    const x = { name: "x", type: "float64", shape: [], values: Float64Array.of(1) } as const;
    expect(() => new Table([x, x], 1)).toThrow(/Two columns are called "x"/);
  });
});

test("JSON may be columns or rows", () => {
  expect(readJson('{"x":[1,null],"s":["a","b"]}').numbers("x")).toEqual(Float64Array.of(1, NaN));
  expect(readJson('[{"x":1},{"x":2,"y":"b"}]').strings("y")).toEqual(["", "b"]);
  expect(() => readJson('{"x":[1],"y":[1,2]}')).toThrow(/"y" is no array of 1 values/);
  expect(() => readJson("{")).toThrow(/not JSON/);
});

describe("a source", () => {
  const text = "x,y\n1,2\n";
  const folder = mkdtempSync(join(tmpdir(), "table-"));
  const path = join(folder, "points.csv.gz");
  writeFileSync(path, gzipSync(text));

  test("may be a path, bytes, a Blob or a stream, gzipped or not", async () => {
    for (const source of [
      path,
      gzipSync(text),
      new TextEncoder().encode(text).buffer,
      new Blob([text]),
      new Blob([gzipSync(text)]).stream(),
    ]) {
      expect((await readTable(source as never)).numbers("y")).toEqual(Float64Array.of(2));
    }
  });

  test("may be a URL, whose failure is told", async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === "/points.csv" ? 200 : 404;
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await readTable(`${base}/points.csv`)).rowCount).toBe(1);
    await expect(readTable(`${base}/none.csv`)).rejects.toMatchObject({ code: "service-failed", value: 404 });
    await new Promise((resolve) => server.close(resolve));
  });

  test("that is too large is refused while it is read, a gzip bomb included", async () => {
    const bomb = gzipSync(new Uint8Array(20_000_000));
    await expect(readBytes(bomb, { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "too-large" });
    await expect(readBytes(new Uint8Array(11), { maxBytes: 10 })).rejects.toMatchObject({ code: "too-large" });
  });

  test("that is damaged or missing is named", async () => {
    await expect(readBytes(gzipSync(text).subarray(0, 15))).rejects.toMatchObject({ code: "damaged-file" });
    await expect(readBytes(join(folder, "nothing.csv"))).rejects.toMatchObject({ code: "unsupported-file" });
    await expect(readTable(new Uint8Array(0))).rejects.toMatchObject({ code: "unsupported-file" });
    await expect(readTable(new TextEncoder().encode("PAR1 and nothing more"))).rejects.toMatchObject({ code: "damaged-file" });
    await expect(readTable(new TextEncoder().encode("ARROW1 and nothing more"))).rejects.toMatchObject({ code: "damaged-file" });
  });

  test("shows its format", () => {
    expect(formatOf(new TextEncoder().encode("a\tb\n"), "x.tsv")).toBe("tsv");
    expect(formatOf(new TextEncoder().encode('<?xml version="1.0"?><VOTABLE>'))).toBe("votable");
  });
});

describe("a hostile VOTable", () => {
  test("with entities of its own is refused before they grow", async () => {
    const bomb = '<!DOCTYPE v [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><VOTABLE><RESOURCE/></VOTABLE>';
    await expect(readVoTable(bomb)).rejects.toMatchObject({ code: "damaged-file", message: expect.stringContaining("entities") });
  });

  test("that is nested deeply is refused", async () => {
    await expect(readVoTable(`<VOTABLE>${"<RESOURCE>".repeat(5000)}`)).rejects.toMatchObject({ code: "damaged-file" });
  });

  test("whose binary data end early says where", async () => {
    const short =
      '<VOTABLE><RESOURCE><TABLE><FIELD name="x" datatype="double"/><DATA><BINARY><STREAM encoding="base64">AAAA</STREAM></BINARY></DATA></TABLE></RESOURCE></VOTABLE>';
    await expect(readVoTable(short)).rejects.toMatchObject({
      code: "damaged-file",
      message: expect.stringContaining('in row 0 of "x"'),
    });
  });
});
