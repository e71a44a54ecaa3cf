/** JSON into tables: what JSON.parse makes of the same text, cell by cell. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson, type Table } from "../../bindings/data/index.js";

const cellsOf = (table: Table, name: string): unknown[] => {
  const { values, nulls, type } = table.column(name);
  return Array.from(values as ArrayLike<unknown>, (value, k) => (nulls?.[k] ? null : type === "boolean" ? value === 1 : value));
};

describe("JSON", () => {
  test("of any numbers gives those that JSON.parse gives, to the last bit", () => {
    const double = fc.double({ noDefaultInfinity: true, noNaN: true });
    const written = fc.oneof(
      double.map((value) => JSON.stringify(value)),
      double.map((value) => value.toExponential()),
      fc.tuple(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.integer({ min: 0, max: 30 })).map(([digits, places]) => {
        const all = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
        return `${digits < 0n ? "-" : ""}${all.slice(0, all.length - places)}.${all.slice(all.length - places)}0`;
      }),
    );
    fc.assert(
      fc.property(fc.array(written, { minLength: 1 }), (texts) => {
        const text = `{"x":[${texts.join(" ,\n")},0.5]}`;
        expect(cellsOf(readJson(text), "x")).toEqual((JSON.parse(text) as { x: number[] }).x);
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  test("of any texts gives those that JSON.parse gives, in names too", () => {
    const text = fc.string({ unit: "binary" });
    const escaped = fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "é", "日", "\u2028", "𝒳") });
    fc.assert(
      fc.property(fc.oneof(text, escaped), fc.array(fc.oneof(text, escaped), { minLength: 1 }), (name, texts) => {
        const table = readJson(JSON.stringify({ [name]: texts }));
        expect(table.names).toEqual([name]);
        expect(cellsOf(table, name)).toEqual(texts);
      }),
      { seed: 6, numRuns: 150 },
    );
  });

  test("in rows gives the same table as in columns, whatever the order of the names and whoever lacks one", () => {
    const row = fc.record(
      { a: fc.integer(), b: fc.string(), c: fc.boolean(), d: fc.double({ noNaN: true }) },
      { requiredKeys: [] },
    );
    const shuffled = row.chain((cells) =>
      fc
        .shuffledSubarray(Object.entries(cells), { minLength: Object.keys(cells).length })
        .map((entries) => Object.fromEntries(entries)),
    );
    const finite = (value: unknown): unknown => (typeof value === "number" && !Number.isFinite(value) ? 0 : (value ?? null));
    fc.assert(
      fc.property(fc.array(shuffled), (rows) => {
        const table = readJson(JSON.stringify(rows));
        expect(table.rowCount).toBe(rows.length);
        for (const name of table.names) {
          const expected = rows.map((cells) => finite(JSON.parse(JSON.stringify(cells))[name]));
          expect(cellsOf(table, name)).toEqual(expected);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test("keeps whole numbers of 64 bits exact, and is float64 where one is larger or none is beyond 2^53", () => {
    const typeOf = (cells: string) => readJson(`{"x":[${cells}]}`).column("x");
    expect(typeOf("9007199254740992,null,-9223372036854775808")).toMatchObject({
      type: "int64",
      values: BigInt64Array.of(2n ** 53n, 0n, -(2n ** 63n)),
      nulls: Uint8Array.of(0, 1, 0),
    });
    expect(typeOf("18446744073709551615,0")).toMatchObject({ type: "uint64", values: BigUint64Array.of(2n ** 64n - 1n, 0n) });
    expect(typeOf("18446744073709551615,-1").type).toBe("float64");
    expect(typeOf("18446744073709551616").values).toEqual(Float64Array.of(2 ** 64));
    expect(typeOf("9007199254740993,0.5").type).toBe("float64");
    expect(typeOf("9007199254740991").type).toBe("float64");
  });

  test("of several kinds in a column is text, numbers as they are printed, long ones as they stand", () => {
    expect(cellsOf(readJson('{"x":["a",1.50,true,null,12345678901234567891234]}'), "x")).toEqual([
      "a",
      "1.5",
      "true",
      null,
      "12345678901234567891234",
    ]);
  });

  test("of arrays has their shape, or their lengths where these differ", () => {
    const even = readJson('[{"x":[[1,null],[3,4],[5,6]]},{"x":[[7,8],[9,10],[11,12]]}]').column("x");
    expect([even.shape, Array.from(even.nulls!)]).toEqual([
      [3, 2],
      [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]);
    const ragged = readJson('[{"x":null},{"x":["a","b"]},{},{"x":[]},{"x":["c"]},{}]').column("x");
    expect([ragged.shape, ragged.values, Array.from(ragged.offsets!)]).toEqual([[], ["a", "b", "c"], [0, 0, 2, 2, 2, 3, 3]]);
    expect(readJson('{"x":[[],[]]}').column("x")).toMatchObject({ shape: [0], values: new Float64Array(0) });
  });

  test("of no rows or no columns is a table of none", () => {
    expect(readJson(" [ ] ").rowCount).toBe(0);
    expect(readJson('{"x":[]}').column("x").values).toEqual(new Float64Array(0));
    expect([readJson("[{},{}]").rowCount, readJson("{}").rowCount]).toEqual([2, 0]);
  });
});

describe("JSON that is none", () => {
  const refusal = (text: string): unknown => {
    try {
      return readJson(text);
    } catch (error) {
      return error;
    }
  };

  test.each([
    ["a comma too many", '{"x":[1,]}', 8],
    ["an end too early", '{"x":[1, 2', 10],
    ["a number with a leading zero", '{"x":[01]}', 6],
    ["a number without digits after its point", '{"x":[1.]}', 8],
    ["a number without an exponent", '{"x":[1e+]}', 9],
    ["a word that is none", '{"x":[nul]}', 6],
    ["NaN", '{"x":[NaN]}', 6],
    ["a text without an end", '{"x":["abc]}', 6],
    ["a line break in a text", '{"x":["a\nb"]}', 8],
    ["an escape that is none", '{"x":["é","\\q"]}', 12],
    ["a name without quotes", "{x:[1]}", 1],
    ["a name without a colon", '{"x" [1]}', 5],
    ["something after the end", '{"x":[1]} 2', 10],
    ["columns of other lengths", '{"é":[1],"y":[1,2]}', 14],
    ["a cell that is an object", '[{"x":1},{"x":{}}]', 14],
    ["a row that is a number", "[{},5]", 4],
    ["a number alone", "17", 0],
    ["a name that stands twice in a row", '[{"x":1,"x":2}]', 9],
    ["a column that stands twice", '{"x":[1],"x":[2]}', 10],
    ["a value among arrays", '{"x":[[1],2]}', 10],
    ["arrays of two depths", '{"x":[[1,[2]]]}', 6],
  ])("(%s) names the byte", (_, text, value) => {
    expect(refusal(text)).toMatchObject({
      name: "WasmcmcError",
      code: "damaged-file",
      value,
      message: expect.stringContaining(`at byte ${value}`),
    });
  });
});
