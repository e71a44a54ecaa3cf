/** JSON made to do harm: small files of which a careless reader makes large tables, or over which it takes for ever. */
import { describe, expect, test } from "vitest";
import { readTable } from "../../bindings/data/index.js";
import { bytesOf, refused } from "./refused.js";

const many = (count: number, textOf: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => textOf(k)).join(",");

describe("JSON made to do harm", () => {
  test("by rows without anything is a table of no columns", async () => {
    const table = await readTable(bytesOf(`[${many(1_000_000, () => "{}")}]`));
    expect([table.rowCount, table.columns.length]).toEqual([1_000_000, 0]);
  });

  test("by a new name in each row is refused: rows times names would be stored", async () => {
    await expect(readTable(bytesOf(`[${many(20_000, (k) => `{"name ${k}":1}`)}]`))).rejects.toEqual(refused("too-large"));
  });

  test("by a new name in each of very many rows is refused: columns have a cost of their own", async () => {
    await expect(readTable(bytesOf(`[${many(200_000, (k) => `{"${k}":1}`)}]`))).rejects.toEqual(refused("too-large"));
  });

  test("by some names that millions of rows lack is refused", async () => {
    const rows = `${many(200, (k) => `{"name ${k}":1}`)},${many(500_000, () => "{}")}`;
    await expect(readTable(bytesOf(`[${rows}]`))).rejects.toEqual(refused("too-large"));
  });

  test("by columns without cells is refused", async () => {
    await expect(readTable(bytesOf(`{${many(200_000, (k) => `"${k}":[]`)}}`))).rejects.toEqual(refused("too-large"));
  });

  test("by nesting is refused, in rows, in cells and at the top", async () => {
    for (const start of ["", '{"x":', '{"x":[', '[{"x":']) {
      await expect(readTable(bytesOf(start + "[".repeat(300_000)))).rejects.toEqual(refused("damaged-file"));
    }
    await expect(readTable(bytesOf('{"x":[{"x":'.repeat(100_000)))).rejects.toEqual(refused("damaged-file"));
  });

  test("by millions of empty lists is a table of as many, all empty", async () => {
    const { offsets } = (await readTable(bytesOf(`{"x":[${many(500_000, () => "[]")},[1]]}`))).column("x");
    expect([offsets!.length, offsets!.at(-1)]).toEqual([500_002, 1]);
  });

  test("by a number or a text of a million letters is read", async () => {
    expect((await readTable(bytesOf(`{"x":[${"1".repeat(1_000_000)}]}`))).numbers("x")).toEqual(Float64Array.of(Infinity));
    expect((await readTable(bytesOf(`{"x":["${"\\u0041".repeat(200_000)}"]}`))).strings("x")[0]).toHaveLength(200_000);
  });

  test("by a text that never ends is refused", async () => {
    await expect(readTable(bytesOf(`{"x":["${"x".repeat(1_000_000)}`))).rejects.toEqual(refused("damaged-file"));
  });
});
