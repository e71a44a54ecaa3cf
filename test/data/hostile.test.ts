/** Files made to do harm, whatever their format: each ends in a typed error that says where, before memory is taken for what it claims. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readTable } from "../../bindings/data/index.js";
import { bytesOf, refused } from "./refused.js";

describe("compressed files", () => {
  test("that unpack to more than the limit are stopped there", async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 26));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readTable(bomb, { maxBytes: 1e6 })).rejects.toEqual(refused("too-large"));
  });

  test("that are cut off are refused", async () => {
    const whole = gzipSync(bytesOf("a,b\n1,2\n".repeat(1000)));
    await expect(readTable(whole.subarray(0, whole.length - 20))).rejects.toEqual(refused("damaged-file"));
  });
});

describe("text that is no table", () => {
  test("names line and column of the cell too many", async () => {
    await expect(readTable(bytesOf("a,b\n1,2\n1,2,3\n"))).rejects.toThrow(/Line 3, column 3/);
  });
});

describe("Parquet and Arrow", () => {
  test("that are nothing but their magic number are refused", async () => {
    for (const magic of ["PAR1", "PAR1PAR1", "ARROW1", "ARROW1\0\0ARROW1"]) {
      await expect(readTable(bytesOf(magic))).rejects.toEqual(refused("damaged-file"));
    }
  });
});
