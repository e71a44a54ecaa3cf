/** Random tables of every type, shape and pattern of nulls, for fast-check. */
import fc from "fast-check";
import { type Column, type ColumnType, Table } from "../../../bindings/data/index.js";

const single = fc.double().map(Math.fround);
const whole = (least: number, most: number) => fc.oneof(fc.integer({ min: least, max: most }), fc.constantFrom(least, most));
const big = (least: bigint, most: bigint) => fc.oneof(fc.bigInt({ min: least, max: most }), fc.constantFrom(least, most, 0n));

/** Texts of any characters but NUL, not ending in a space, which FITS does not keep. */
const text = fc
  .oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("", "NA", "null", "a,b", 'x"y', "two\nlines", "# no comment", "'"),
  )
  .map((given) => given.replaceAll("\0", "").trimEnd());

interface Elements {
  readonly of: fc.Arbitrary<number | bigint | string>;
  readonly array: (values: never[]) => Column["values"];
}

const elements: Readonly<Record<ColumnType, Elements>> = {
  float64: { of: fc.double(), array: (values) => Float64Array.from(values) },
  float32: { of: single, array: (values) => Float32Array.from(values) },
  complex128: { of: fc.double(), array: (values) => Float64Array.from(values) },
  complex64: { of: single, array: (values) => Float32Array.from(values) },
  int8: { of: whole(-128, 127), array: (values) => Int8Array.from(values) },
  uint8: { of: whole(0, 255), array: (values) => Uint8Array.from(values) },
  int16: { of: whole(-32768, 32767), array: (values) => Int16Array.from(values) },
  uint16: { of: whole(0, 65535), array: (values) => Uint16Array.from(values) },
  int32: { of: whole(-(2 ** 31), 2 ** 31 - 1), array: (values) => Int32Array.from(values) },
  uint32: { of: whole(0, 2 ** 32 - 1), array: (values) => Uint32Array.from(values) },
  int64: { of: big(-(2n ** 63n), 2n ** 63n - 1n), array: (values) => BigInt64Array.from(values) },
  uint64: { of: big(0n, 2n ** 64n - 1n), array: (values) => BigUint64Array.from(values) },
  boolean: { of: fc.integer({ min: 0, max: 1 }), array: (values) => Uint8Array.from(values) },
  string: { of: text, array: (values) => values },
};

export interface Limits {
  readonly types?: readonly ColumnType[];
  readonly arrays?: boolean;
  readonly raggedTexts?: boolean;
  /** Whether single texts of an array may be null. */
  readonly nullTextsInArrays?: boolean;
}

const allTypes = Object.keys(elements) as ColumnType[];

function columnArbitrary(name: string, rows: number, limits: Limits): fc.Arbitrary<Column> {
  const shapes = limits.arrays === false ? [[]] : [[], [], [1], [3], [2, 3], "ragged" as const];
  return fc
    .record({
      type: fc.constantFrom(...(limits.types ?? allTypes)),
      shape: fc.constantFrom(...shapes),
      lengths: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: rows, maxLength: rows }),
      hasNulls: fc.boolean(),
      unit: fc.option(fc.constantFrom("mas", "km/s", "deg**-2")),
      description: fc.option(fc.constantFrom("a star's parallax", "long text & more ".repeat(9).trim())),
    })
    .chain(({ type, shape, lengths, hasNulls, unit, description }) => {
      const isRagged = shape === "ragged" && (type !== "string" || limits.raggedTexts !== false);
      const own = shape === "ragged" ? [] : shape;
      const offsets = Uint32Array.from([0, ...lengths.map((_, row) => lengths.slice(0, row + 1).reduce((sum, n) => sum + n, 0))]);
      const cells = isRagged ? offsets[rows]! : own.reduce((product, length) => product * length, rows);
      const count = cells * (type.startsWith("complex") ? 2 : 1);
      const mayBeNull = hasNulls && (type !== "string" || limits.nullTextsInArrays !== false || (own.length === 0 && !isRagged));
      return fc
        .tuple(
          fc.array(elements[type].of, { minLength: count, maxLength: count }),
          fc.array(fc.constantFrom(0, 0, 1), { minLength: count, maxLength: count }),
        )
        .map(([values, mask]): Column => {
          // Both parts of a complex number are null, or none.
          const nulls = Uint8Array.from(mask, (value, k) => (type.startsWith("complex") ? mask[k & ~1]! : value));
          return {
            name,
            type,
            shape: own,
            values: elements[type].array(values as never[]),
            ...(mayBeNull && nulls.includes(1) && { nulls }),
            ...(isRagged && { offsets }),
            ...(unit !== null && { unit }),
            ...(description !== null && { description }),
          };
        });
    });
}

/** Tables of up to nine rows and five columns, with names that need care. */
export function tables(limits: Limits = {}): fc.Arbitrary<Table> {
  const names = ["source_id", "pm ra", "a name of 68 characters, the most that a card of a FITS header holds", "it's", "x=y"];
  return fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 5 })).chain(([rows, width]) =>
    fc.tuple(...names.slice(0, width).map((name) => columnArbitrary(name, rows, limits))).map((columns) => {
      const attributes = {
        OBSERVER: "O'Neill & Sons ".repeat(7).trim(),
        EQUINOX: 2000.5,
        COUNT: -3,
        DONE: true,
        "wasm key": 1e-7,
      };
      return new Table(columns, rows, { name: "STARS", attributes });
    }),
  );
}
