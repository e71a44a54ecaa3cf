/** CSV made to do harm: long cells, very many columns, quotes without end. Errors name line and column. */
import { describe, expect, test } from "vitest";
import { readTable } from "../../bindings/data/index.js";
import { bytesOf, refused } from "./refused.js";

const read = (text: string) => readTable(bytesOf(text));

describe("CSV made to do harm", () => {
  test.each([
    ["spaces", " ", null],
    ["digits", "7", Infinity],
    ["zeros", "0", 0],
    ["signs", "-", "text"],
    ["points", ".", "text"],
    ["letters", "N", "text"],
  ])("by a cell of 300,000 %s is read in one look", async (_, letter, expected) => {
    const column = (await read(`a,b\n1,${letter.repeat(300_000)}\n2,3\n`)).column("b");
    if (expected === "text") expect(column.type).toBe("string");
    else expect(column.nulls?.[0] ? null : column.values[0]).toBe(expected);
  });

  test("by a cell of many quotes is read in one look", async () => {
    const { values } = (await read(`a\n"${'""'.repeat(200_000)}"\n`)).column("a");
    expect(values[0]).toHaveLength(200_000);
  });

  test("by a row of many cells too few or too many is refused with its line and column", async () => {
    await expect(read(`a,b\n1,2\n${"1,".repeat(200_000)}\n`)).rejects.toMatchObject({ code: "damaged-csv", line: 3, column: 3 });
    await expect(read(`a,b\n1,2\n3\n`)).rejects.toMatchObject({ code: "damaged-csv", line: 3, column: 2 });
  });

  test("by a quote that is never closed is refused with the line where it opens", async () => {
    await expect(read(`a,b\n1,2\n3,"${"x\n".repeat(200_000)}`)).rejects.toMatchObject({
      code: "damaged-csv",
      line: 3,
      column: 2,
    });
  });

  test("by 100,000 columns without rows is refused: each has a cost of its own", async () => {
    const names = Array.from({ length: 100_000 }, (_, k) => `c${k}`).join(",");
    await expect(read(`${names}\n`)).rejects.toEqual(refused("too-large"));
    const few = Array.from({ length: 10_000 }, (_, k) => `c${k}`).join(",");
    expect((await read(`${few}\n${"1,".repeat(9999)}1\n`)).columns).toHaveLength(10_000);
  });

  test("by millions of empty lines or comments is a table of the rows there are", async () => {
    expect((await read(`a\n${"\n".repeat(1_000_000)}1\n`)).rowCount).toBe(1);
    expect((await read(`a\n${"#\n".repeat(500_000)}1\n`)).rowCount).toBe(1);
  });
});
