/** Parquet files of one column, put together by hand: with pages and counts as no writer would write them. */

/** A field of a Thrift structure, its number first: an integer, bytes or text, a structure, or a list. */
type Field =
  | readonly [number, "i32" | "i64", number]
  | readonly [number, "text", string]
  | readonly [number, "struct", Fields]
  | readonly [number, "list", Element, readonly unknown[]];
type Fields = readonly Field[];
type Element = "i32" | "text" | "struct";

const types = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);

function written(type: string, value: unknown): number[] {
  if (type === "struct") return struct(value as Fields);
  if (type !== "text") return zigzag(value as number);
  const bytes = new TextEncoder().encode(value as string);
  return [...varint(bytes.length), ...bytes];
}

/** Thrift's compact protocol. */
function struct(fields: Fields): number[] {
  const bytes = fields.flatMap((field) => {
    const [slot, type] = field;
    const head = [types[type], ...zigzag(slot)];
    if (field[1] !== "list") return [...head, ...written(type, field[2])];
    const elements = (field[3] as readonly unknown[]).flatMap((element) => written(field[2] as string, element));
    return [...head, 0xf0 + types[field[2]], ...varint((field[3] as readonly unknown[]).length), ...elements];
  });
  return [...bytes, 0];
}

export const Type = { INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6 } as const;
export const Encoding = {
  PLAIN: 0,
  RLE: 3,
  DELTA_BINARY_PACKED: 5,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  DELTA_BYTE_ARRAY: 7,
  RLE_DICTIONARY: 8,
} as const;
export const Codec = { UNCOMPRESSED: 0, SNAPPY: 1, GZIP: 2, ZSTD: 6 } as const;

export interface Page {
  readonly bytes: readonly number[];
  readonly count: number;
  readonly encoding: number;
  readonly isDictionary?: boolean;
  /** What the header says of the size once decompressed. */
  readonly uncompressed?: number;
}

export interface File {
  readonly type: number;
  readonly pages: readonly Page[];
  /** Rows and values as the footer has them. */
  readonly rows: number;
  readonly values?: number;
  readonly optional?: boolean;
  readonly codec?: number;
  readonly uncompressed?: number;
  /** Row groups, which all have the same pages. */
  readonly groups?: number;
}

export function parquetFile({
  type,
  pages,
  rows,
  values = rows,
  optional = false,
  codec = 0,
  uncompressed,
  groups = 1,
}: File): Uint8Array {
  const data = pages.flatMap((page) => {
    const kind = page.isDictionary ? 2 : 0;
    const counts: Fields = [
      [1, "i32", page.count],
      [2, "i32", page.encoding],
      ...(kind === 2
        ? []
        : ([
            [3, "i32", 3],
            [4, "i32", 3],
          ] as const)),
    ];
    const header = struct([
      [1, "i32", kind],
      [2, "i32", page.uncompressed ?? page.bytes.length],
      [3, "i32", page.bytes.length],
      [kind === 2 ? 7 : 5, "struct", counts],
    ]);
    return [...header, ...page.bytes];
  });
  const chunk: Fields = [
    [1, "i32", type],
    [2, "list", "i32", [0]],
    [3, "list", "text", ["x"]],
    [4, "i32", codec],
    [5, "i64", values],
    [6, "i64", uncompressed ?? Math.max(data.length, ...pages.map((page) => page.uncompressed ?? 0))],
    [7, "i64", data.length],
    [9, "i64", 4],
  ];
  const schema: Fields[] = [
    schemaElement("root", 1),
    [
      [1, "i32", type],
      [3, "i32", optional ? 1 : 0],
      [4, "text", "x"],
    ],
  ];
  const group: Fields = [
    [
      1,
      "list",
      "struct",
      [
        [
          [2, "i64", 4],
          [3, "struct", chunk],
        ],
      ],
    ],
    [2, "i64", data.length],
    [3, "i64", rows],
  ];
  return framed(data, schema, rows * groups, new Array<Fields>(groups).fill(group));
}

/** An element of a schema that has others in it. */
export function schemaElement(name: string, children: number): Fields {
  return [
    [4, "text", name],
    [5, "i32", children],
  ];
}

/** A file of some data and a footer. */
export function framed(data: readonly number[], schema: readonly Fields[], rows: number, groups: readonly Fields[]): Uint8Array {
  const footer = struct([
    [1, "i32", 1],
    [2, "list", "struct", schema],
    [3, "i64", rows],
    [4, "list", "struct", groups],
  ]);
  const magic = [80, 65, 82, 49];
  const length = [0, 8, 16, 24].map((shift) => (footer.length >> shift) & 255);
  return Uint8Array.from([magic, data, footer, length, magic].flat());
}

/** A run of `count` equal numbers of up to 8 bits. */
export const run = (count: number, value: number): number[] => [...varint(2 * count), value];

/** Numbers whose differences are all the same, in one block: a few bytes for any number of them. */
export const steps = (count: number, first: number, step: number): number[] => [
  ...varint(128 * Math.ceil(count / 128)),
  ...varint(1),
  ...varint(count),
  ...zigzag(first),
  ...zigzag(step),
  0,
];
