/** Arrow IPC, files and streams, into tables, by apache-arrow. */
import { WasmcmcError } from "../errors.js";
import { loadArrow } from "../peers.js";
import { type Cell, columnOfCells, typeOf } from "./cells.js";
import type { ColumnType } from "./column.js";
import { Table } from "./table.js";

const types: Readonly<Record<string, ColumnType>> = {
  Int8: "int8",
  Int16: "int16",
  Int32: "int32",
  Int64: "int64",
  Uint8: "uint8",
  Uint16: "uint16",
  Uint32: "uint32",
  Uint64: "uint64",
  Float32: "float32",
  Float64: "float64",
  Bool: "boolean",
  Utf8: "string",
  LargeUtf8: "string",
};

/** A table from the bytes of an Arrow IPC file or stream. Dictionaries become text; dates ISO text; lists are refused by name. */
export async function readArrow(bytes: Uint8Array): Promise<Table> {
  const { tableFromIPC } = await loadArrow();
  let table: ReturnType<typeof tableFromIPC>;
  try {
    table = tableFromIPC(bytes);
  } catch (cause) {
    throw new WasmcmcError({
      code: "damaged-file",
      problem: `The bytes are no Arrow IPC: ${(cause as Error).message}.`,
      remedy: "Check the file.",
      cause,
    });
  }
  const columns = table.schema.fields.map(({ name, type }) => {
    const vector = table.getChild(name);
    const cells: Cell[] = Array.from({ length: table.numRows }, (_, row) => vector?.get(row) as Cell);
    const odd = cells.find((cell) => typeof cell === "object" && cell !== null && !(cell instanceof Date));
    if (odd !== undefined) {
      throw new WasmcmcError({
        code: "unsupported-file",
        problem: `The column "${name}" holds ${String(type)}.`,
        remedy: "Write scalars: numbers, booleans, text.",
        variable: name,
      });
    }
    return columnOfCells(name, cells, types[String(type)] ?? typeOf(cells));
  });
  return new Table(columns, table.numRows);
}
