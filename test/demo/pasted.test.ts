/** What the live page makes of rows that people paste. */
import { expect, test } from "vitest";
import { asCsv } from "../../demo/src/worker/pasted.js";

test.each([
  ["columns that blanks set apart", "1 2  0.1\n 2 4\t0.1\n", "x,y,error\n1,2,0.1\n2,4,0.1"],
  ["one column", "9.4\n10.1\n-1e3\n", "value\n9.4\n10.1\n-1e3"],
  ["more columns than have a name", "1 2 3 4", "x,y,error,column 4\n1,2,3,4"],
  ["names after a remark's sign", "# made by hand\n# time flux\n0 1.5\n1 1.6", "time,flux\n0,1.5\n1,1.6"],
  ["a remark that names nothing", "# three remarkable words\n0 1.5\n1 1.6", "x,y\n0,1.5\n1,1.6"],
  ["tabs, names and an empty cell", "a\tb\n1\t\n3\t4", "a\tb\n1\t\n3\t4"],
  ["commas without names", "1,2\r\n3,4\r\n", "x,y\n1,2\n3,4"],
  ["quoted names", '"a, b",c\n1,2', '"a, b",c\n1,2'],
])("%s become CSV with names", (_, pasted, csv) => {
  expect(asCsv(pasted)).toBe(csv);
});

test("a text that is no table stays what it is, for the reader to refuse", () => {
  expect(asCsv("")).toBe("");
  expect(asCsv("hello, world")).toBe("hello, world");
});
