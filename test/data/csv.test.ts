import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CsvError, parseCsv } from "../../bindings/data/csv.js";
import { parseNumber } from "../../bindings/data/number.js";
import { WasmcmcError } from "../../bindings/errors.js";
import { dataFolder } from "../data_folder.js";

const columnsOf = (text: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parseCsv(text).columns).map(([name, column]) => [name, Array.from<unknown>(column)]));

describe("a CSV file", () => {
  test("becomes columns of numbers and of strings", () => {
    const table = parseCsv("x,y,school\n1,-2.5,Choate\n3e2,.5,Deerfield\n");
    expect(table.names).toEqual(["x", "y", "school"]);
    expect(table.rowCount).toBe(2);
    expect(table.columns).toEqual({ x: Float64Array.of(1, 300), y: Float64Array.of(-2.5, 0.5), school: ["Choate", "Deerfield"] });
    expect([table.numbers("x"), table.strings("x")]).toEqual([Float64Array.of(1, 300), ["1", "3e2"]]);
  });

  test("may come as bytes, with a byte order mark, and end its lines in any way", () => {
    const expected = { a: [1, 3], b: [2, 4] };
    for (const text of ["a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\uFEFFa,b\n\n1,2\n\n3,4\n\n"]) {
      expect(columnsOf(text)).toEqual(expected);
      expect(Array.from(parseCsv(new TextEncoder().encode(text)).numbers("b"))).toEqual([2, 4]);
    }
  });

  test("may quote cells that hold delimiters, quotes and line ends", () => {
    expect(columnsOf('name,"value"\n"Doe, ""J""",1\n"two\nlines","2"\n"",""\n')).toEqual({
      name: ['Doe, "J"', "two\nlines", ""],
      value: [1, 2, NaN],
    });
  });

  test("may leave numbers out", () => {
    expect(columnsOf("x,y\n1,\nNA,NaN\n 3 ,nan\n")).toEqual({ x: [1, NaN, 3], y: [NaN, NaN, NaN] });
  });

  test("keeps a column of strings as it stands, missing cells included", () => {
    expect(columnsOf("s\nNA\n x\n007\n")).toEqual({ s: ["NA", " x", "007"] });
  });

  test("may have no rows, another delimiter, and names that objects have too", () => {
    expect(columnsOf("x,y\n")).toEqual({ x: [], y: [] });
    expect(Array.from(parseCsv("a;b\n1;2,5\n", { delimiter: ";" }).strings("b"))).toEqual(["2,5"]);
    expect(Array.from(parseCsv("__proto__,toString\n1,2\n").numbers("__proto__"))).toEqual([1]);
  });

  test.runIf(dataFolder)("from R keeps every row (needs data)", () => {
    const faithful = parseCsv(readFileSync(join(dataFolder!, "classic", "faithful.csv")));
    expect([faithful.rowCount, faithful.numbers("waiting")[0], faithful.numbers("eruptions")[271]]).toEqual([272, 79, 4.467]);
  });
});

describe("numbers", () => {
  test.each([
    "0",
    "-0",
    "+1",
    "1.",
    ".5",
    "-.5e-3",
    "123456789012345",
    "1234567890123456789",
    "0.1",
    "0.30000000000000004",
    "-12.529014343066905",
    "5e-324",
    "1.7976931348623157e308",
    "9007199254740993",
    "00012.50",
    "0.000000000000000000001",
    "123456.7890123456",
  ])("are rounded correctly: %s", (text) => {
    expect(parseNumber(text, 0, text.length)).toBe(Number(text));
    expect(parseNumber(`x,${text},y`, 2, 2 + text.length)).toBe(Number(text));
  });

  test("may be infinite", () => {
    expect(["inf", "-Infinity", "+INF"].map((text) => parseNumber(text, 0, text.length))).toEqual([
      Infinity,
      -Infinity,
      Infinity,
    ]);
  });

  test.each(["", "-", ".", "e5", "1e", "1.2.3", "0x10", "1_000", "1,5", "12a", "--1", "Infinit"])("are not %j", (text) => {
    expect(parseNumber(text, 0, text.length)).toBeNaN();
  });
});

describe("a damaged CSV file", () => {
  const errorOf = (run: () => unknown): CsvError => {
    try {
      run();
    } catch (error) {
      if (error instanceof CsvError && error instanceof WasmcmcError) return error;
      throw error;
    }
    throw new Error("nothing was thrown");
  };

  test.each([
    ["x,y\n1,2\n3\n", 3, 2, "y", 1, "The row has 1 cells but the header has 2."],
    ["x,y\n1,2,3\n", 2, 3, undefined, 0, "The row has 3 cells but the header has 2."],
    ['x,y\n1,"two\n\n3,4\n', 2, 2, "y", 0, "A quoted cell is not closed."],
    ['x,y\n\n1,"2"3\n', 3, 2, "y", 0, "Text follows a closing quote."],
    ['x,"y\n', 1, 2, undefined, undefined, "A quoted cell is not closed."],
    ["x,y,x\n1,2,3\n", 1, 3, "x", undefined, 'The column name "x" occurs twice.'],
    ["", 1, 1, undefined, undefined, "There is no header line."],
    ["\n\r\n", 1, 1, undefined, undefined, "There is no header line."],
  ])("%j is refused with line, column, name and row", (text, line, column, variable, row, problem) => {
    const error = errorOf(() => parseCsv(text));
    expect(error).toMatchObject({ code: "damaged-csv", line, column });
    expect([error.variable, error.row]).toEqual([variable, row]);
    expect(error.message).toBe(`Line ${line}, column ${column}: ${problem} ${error.remedy}`);
  });

  test("names the cell that is no number when numbers are asked for", () => {
    const table = parseCsv('x,note\n1,"a\nb"\n1.2.3,c\n4,d\n');
    expect(errorOf(() => table.numbers("x"))).toMatchObject({ line: 4, column: 1, variable: "x", row: 1, value: "1.2.3" });
    expect(() => table.numbers("z")).toThrow(
      expect.objectContaining({ code: "missing-column", variable: "z", remedy: 'It has "x", "note".' }),
    );
  });

  test("is refused when it is not UTF-8, and with a delimiter that cannot be", () => {
    expect(() => parseCsv(Uint8Array.of(120, 10, 0xe9, 10))).toThrow(expect.objectContaining({ code: "damaged-csv" }));
    expect(() => parseCsv("x\n1\n", { delimiter: "" })).toThrow(
      expect.objectContaining({ code: "bad-option", variable: "delimiter" }),
    );
  });
});
