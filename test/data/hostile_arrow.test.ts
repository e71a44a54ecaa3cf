/** Arrow files made to do harm: buffers that overlap, messages of no size, footers that lead to messages of another kind. */

import { readFileSync } from "node:fs";
import { Dictionary, Int32, makeData, Table, tableFromArrays, tableToIPC, Utf8, Vector, vectorFromArray } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { readTable } from "../../bindings/data/index.js";
import { refused } from "./refused.js";

const rows = 1000;
const columns = { x: Float64Array.from({ length: rows }, (_, k) => k), y: new Float64Array(rows).fill(2) };
const file = (): Uint8Array => tableToIPC(tableFromArrays(columns), "file").slice();
const stream = (): Uint8Array => tableToIPC(tableFromArrays(columns), "stream").slice();

/** Where two 64-bit numbers stand side by side. */
function placeOf(bytes: Uint8Array, first: number, second: number): number {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 16 <= bytes.length; at += 4) {
    if (view.getBigInt64(at, true) === BigInt(first) && view.getBigInt64(at + 8, true) === BigInt(second)) return at;
  }
  throw new Error(`${first} and ${second} are not there`);
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  new DataView(bytes.buffer).setBigInt64(at, BigInt(value), true);
  return bytes;
}

describe("an Arrow file", () => {
  test("is read before it is changed", async () => {
    expect((await readTable(file())).numbers("x").at(-1)).toBe(rows - 1);
    expect((await readTable(stream())).numbers("y").at(-1)).toBe(2);
  });

  test("whose columns share their bytes is refused", async () => {
    for (const bytes of [file(), stream()]) {
      await expect(readTable(changed(bytes, placeOf(bytes, 8 * rows, 8 * rows), 0))).rejects.toEqual(refused("damaged-file"));
    }
  });

  test("whose columns lie outside of their message is refused", async () => {
    for (const [by, value] of [
      [0, 1e9],
      [0, -8],
      [8, 1e9],
      [8, -1],
    ] as const) {
      const bytes = file();
      await expect(readTable(changed(bytes, placeOf(bytes, 8 * rows, 8 * rows) + by, value))).rejects.toEqual(
        refused("damaged-file"),
      );
    }
  });

  test("that declares rows beyond its bytes, or more nulls than rows, is refused", async () => {
    const node = placeOf(file(), rows, 0);
    for (const [at, value] of [
      [node, 2 ** 40],
      [node, -1],
      [node + 8, rows + 1],
    ] as const) {
      await expect(readTable(changed(file(), at, value))).rejects.toEqual(refused("damaged-file"));
    }
  });

  test("whose footer leads to its schema where a batch should be is refused", async () => {
    const bytes = Uint8Array.from(readFileSync(new URL("../fixtures/tables/types.arrow", import.meta.url)));
    const view = new DataView(bytes.buffer);
    // A block of the footer is the place and the size of a message, which starts with a mark.
    const leadsToMessage = (at: number): boolean => {
      const offset = Number(view.getBigInt64(at, true));
      return (
        offset > 8 && offset < bytes.length - 8 && view.getUint32(offset, true) === 0xffffffff && view.getInt32(at + 8, true) > 8
      );
    };
    let block = bytes.length - 10 - view.getInt32(bytes.length - 10, true);
    while (!leadsToMessage(block)) block++;
    view.setInt32(block + 8, 8 + view.getInt32(12, true), true);
    await expect(readTable(changed(bytes, block, 8))).rejects.toEqual(refused("damaged-file"));
  });

  test("of a dictionary's one long text in every row has that text once", async () => {
    const type = new Dictionary(new Utf8(), new Int32());
    const dictionary = vectorFromArray(["x".repeat(1_000_000)], new Utf8());
    const data = makeData({ type, data: new Int32Array(100_000), length: 100_000, nullCount: 0, dictionary });
    const { values } = (await readTable(tableToIPC(new Table({ x: new Vector([data]) }), "file"))).column("x");
    expect([values.length, values[0], values[0] === values.at(-1)]).toEqual([100_000, "x".repeat(1_000_000), true]);
  });
});

describe("an Arrow stream", () => {
  const mark = [255, 255, 255, 255];

  test("of messages of no size, or less, is refused", async () => {
    for (const length of [
      [255, 255, 255, 255],
      [248, 255, 255, 255],
      [0, 0, 0, 128],
      [8, 0, 0, 0],
      [4, 0, 0, 0],
    ]) {
      await expect(readTable(Uint8Array.from([...mark, ...length, ...new Array<number>(64).fill(0)]))).rejects.toEqual(
        refused("damaged-file"),
      );
    }
  });

  test("that begins again and again is refused", async () => {
    const bytes = stream();
    const schema = bytes.subarray(0, 8 + new DataView(bytes.buffer).getInt32(4, true));
    const again = Buffer.concat([...new Array<Uint8Array>(2000).fill(schema), bytes.subarray(schema.length)]);
    await expect(readTable(again)).rejects.toEqual(refused("damaged-file"));
  });

  test("that is cut off anywhere is refused, or has fewer rows", async () => {
    const bytes = stream();
    for (let length = 8; length < bytes.length; length += 997) {
      const outcome = await readTable(bytes.slice(0, length)).catch((error: unknown) => error);
      expect(outcome).toSatisfy(
        (found: { rowCount?: number; name?: string }) => found.rowCount === 0 || found.name === "WasmcmcError",
      );
    }
  });
});
