/** Reads a dropped or pasted table; the readers are loaded when the first one comes. */
import { WasmcmcError } from "wasmcmc";
import type { TableColumns } from "../messages.js";

export async function readColumns(file: Blob | string, name: string): Promise<TableColumns> {
  const { readTable } = await import("wasmcmc/data");
  const source = typeof file === "string" ? new File([file], name, { type: "text/csv" }) : new File([file], name);
  const table = await readTable(source);
  const names = table.names.filter((column) => isNumbers(() => table.numbers(column)));
  if (names.length === 0 || table.rowCount === 0) {
    throw new WasmcmcError({
      code: "unsupported-file",
      problem: `The table "${name}" has ${table.rowCount} rows and no column of numbers.`,
      remedy: "Give one with a line of names and a number in each row.",
      value: name,
    });
  }
  return { name, rows: table.rowCount, names, columns: names.map((column) => table.numbers(column)) };
}

function isNumbers(read: () => Float64Array): boolean {
  try {
    return read().some(Number.isFinite);
  } catch {
    return false;
  }
}
