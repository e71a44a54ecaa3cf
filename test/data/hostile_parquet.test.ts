/** Parquet files made to do harm: a few bytes that stand for very many cells, texts or rows, and counts that disagree. */
import { describe, expect, test } from "vitest";
import { readTable } from "../../bindings/data/index.js";
import { Codec, Encoding, type File, framed, parquetFile, run, schemaElement, steps, Type } from "./parquet_file.js";
import { refused } from "./refused.js";

const double = [0, 0, 0, 0, 0, 0, 4, 64];
const dictionary = { bytes: double, count: 1, encoding: Encoding.PLAIN, isDictionary: true };
const equal = (count: number): File => ({
  type: Type.DOUBLE,
  rows: count,
  pages: [dictionary, { bytes: [1, ...run(count, 0)], count, encoding: Encoding.RLE_DICTIONARY }],
});
const texts = (bytes: readonly number[], count: number, encoding: number): File => ({
  type: Type.BYTE_ARRAY,
  rows: count,
  pages: [{ bytes, count, encoding }],
});
const read = (file: File, options = {}) => readTable(parquetFile(file), options);

describe("a Parquet file of a few bytes", () => {
  test("that stands for a million equal values is read: columns may be so", async () => {
    const values = (await read(equal(1_000_000))).numbers("x");
    expect([values.length, values[0], values.at(-1)]).toEqual([1_000_000, 2.5, 2.5]);
  });

  test("that stands for a million nulls is read, and refused where the limit is lower", async () => {
    const bytes = [...[3, 0, 0, 0].with(0, run(1_000_000, 0).length), ...run(1_000_000, 0)];
    const file: File = {
      type: Type.DOUBLE,
      rows: 1_000_000,
      optional: true,
      pages: [{ bytes, count: 1_000_000, encoding: Encoding.PLAIN }],
    };
    expect((await read(file)).column("x").nulls).toHaveLength(1_000_000);
    await expect(read(file, { maxBytes: 7e6 })).rejects.toEqual(refused("too-large"));
  });

  test("that stands for more cells than the limit is refused before any is decoded", async () => {
    await expect(read(equal(1_000_000_000))).rejects.toEqual(refused("too-large"));
    await expect(read(equal(1_000_000), { maxBytes: 7e6 })).rejects.toEqual(refused("too-large"));
  });

  test("whose texts repeat all of the text before is refused where they come to more than the limit", async () => {
    // Row k starts with the k letters of the row before, and adds one: 2,000 rows have two million letters, 100,000 five billion.
    const growing = (count: number) =>
      texts(
        [...steps(count, 0, 1), ...steps(count, 1, 0), ...new Array<number>(count).fill(97)],
        count,
        Encoding.DELTA_BYTE_ARRAY,
      );
    const strings = (await read(growing(2000))).strings("x");
    expect([strings[0], strings[1999]]).toEqual(["a", "a".repeat(2000)]);
    await expect(read(growing(100_000), { maxBytes: 1e7 })).rejects.toEqual(refused("too-large"));
  });

  test("whose texts repeat more than the text before has is refused", async () => {
    const file = texts([...steps(3, 2, 0), ...steps(3, 1, 0), 97, 98, 99], 3, Encoding.DELTA_BYTE_ARRAY);
    await expect(read(file)).rejects.toEqual(refused("damaged-file"));
  });

  test("whose texts are all empty is read; whose lengths are negative or too large, refused", async () => {
    const counted = (first: number, step: number, count: number) =>
      read(texts(steps(count, first, step), count, Encoding.DELTA_LENGTH_BYTE_ARRAY));
    expect((await counted(0, 0, 300_000)).strings("x")).toHaveLength(300_000);
    await expect(counted(0, -1, 10)).rejects.toEqual(refused("damaged-file"));
    await expect(counted(1, 1_000_000, 10)).rejects.toEqual(refused("damaged-file"));
  });

  test("with blocks of differences of no size, or no end, is refused", async () => {
    for (const bytes of [
      [0, 0, 5, 0],
      [0, 1, 5, 0, 0, 0],
      [128, 1, 0, 5, 0],
      [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
    ]) {
      const pages = [{ bytes, count: 5, encoding: Encoding.DELTA_BINARY_PACKED }];
      await expect(read({ type: Type.INT64, rows: 5, pages })).rejects.toEqual(refused("damaged-file"));
    }
  });
});

describe("a Parquet file whose counts disagree", () => {
  const page = (count: number) => ({
    bytes: Array.from({ length: count }, () => double).flat(),
    count,
    encoding: Encoding.PLAIN,
  });
  const file: File = { type: Type.DOUBLE, rows: 3, pages: [page(2), page(1)] };

  test("is read where they agree after all", async () => {
    expect((await read(file)).numbers("x")).toEqual(Float64Array.of(2.5, 2.5, 2.5));
  });

  test.each<[string, File]>([
    ["a page with more values than the footer has", { ...file, pages: [page(2), page(2)] }],
    ["a page with fewer", { ...file, pages: [page(2)] }],
    ["a page with more values than bytes", { ...file, pages: [{ ...page(2), count: 3 }] }],
    ["a negative count", { ...file, pages: [{ ...page(2), count: -3 }, page(3), page(3)] }],
    ["more rows than values", { ...file, rows: 4, values: 3 }],
    ["fewer rows than values", { ...file, rows: 2, values: 3 }],
    ["negative rows", { ...file, rows: -3, values: 3 }],
    ["no dictionary", { ...equal(5), pages: [equal(5).pages[1]!] }],
    [
      "a place beyond the dictionary",
      { ...equal(5), pages: [dictionary, { bytes: [1, ...run(5, 1)], count: 5, encoding: Encoding.RLE_DICTIONARY }] },
    ],
    ["a dictionary of more values than bits", { ...equal(5), pages: [{ ...dictionary, count: 1_000_000 }, equal(5).pages[1]!] }],
    [
      "a run that ends too early",
      { ...equal(5), pages: [dictionary, { bytes: [1, ...run(4, 0)], count: 5, encoding: Encoding.RLE_DICTIONARY }] },
    ],
    [
      "places of 40 bits",
      { ...equal(5), pages: [dictionary, { bytes: [40, ...run(5, 0)], count: 5, encoding: Encoding.RLE_DICTIONARY }] },
    ],
    ["an encoding that the type has not", texts([0], 1, Encoding.DELTA_BINARY_PACKED)],
    ["a text longer than the page", texts([255, 255, 255, 127, 97], 1, Encoding.PLAIN)],
    ["a page larger than the footer says", { ...file, uncompressed: 1 }],
  ])("(%s) is refused", async (_, given) => {
    await expect(read(given)).rejects.toEqual(refused("damaged-file"));
  });
});

describe("a footer of Parquet", () => {
  test("whose row groups are all the same bytes is refused: they would be gone through again and again", async () => {
    const pages = [{ bytes: new Array<number>(8000).fill(0), count: 1000, encoding: Encoding.PLAIN }];
    expect((await read({ type: Type.DOUBLE, rows: 1000, pages })).rowCount).toBe(1000);
    await expect(read({ type: Type.DOUBLE, rows: 1000, pages, groups: 100 })).rejects.toEqual(refused("damaged-file"));
  });

  test("that lists columns by the ten thousand, which the file cannot have, is refused", async () => {
    const columns = new Array<readonly []>(60_000).fill([]);
    await expect(readTable(framed([], [schemaElement("root", columns.length), ...columns], 0, []))).rejects.toEqual(
      refused("too-large"),
    );
  });

  test("of records within records within records is refused", async () => {
    const records = Array.from({ length: 5000 }, (_, k) => schemaElement(`r${k}`, 1));
    await expect(readTable(framed([], records, 0, []))).rejects.toEqual(refused("damaged-file"));
  });
});

describe("a compressed page of Parquet", () => {
  const page = { bytes: [255, 255, 255, 127, 0, 97], count: 1, encoding: Encoding.PLAIN };
  test.each([
    ["Snappy", Codec.SNAPPY],
    ["gzip", Codec.GZIP],
  ])("(%s) that claims more than its bytes can become is refused", async (_, codec) => {
    const pages = [{ ...page, uncompressed: 2_000_000_000 }];
    await expect(read({ type: Type.DOUBLE, rows: 1, codec, pages })).rejects.toEqual(refused(/damaged-file|too-large/));
  });

  test("that is none is refused", async () => {
    for (const codec of [Codec.SNAPPY, Codec.GZIP, Codec.ZSTD]) {
      const pages = [{ ...page, uncompressed: 8 }];
      await expect(read({ type: Type.DOUBLE, rows: 1, codec, pages })).rejects.toEqual(refused(/damaged-file/));
    }
  });

  test("of a method that nobody has is refused", async () => {
    await expect(read({ type: Type.DOUBLE, rows: 1, codec: 3, pages: [page] })).rejects.toMatchObject({
      code: "unsupported-file",
    });
  });
});
