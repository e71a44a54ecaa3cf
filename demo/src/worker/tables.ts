/** Reads a dropped or pasted table; the readers are loaded when the first one comes. */
import { WasmcmcError } from "wasmcmc";
import type { TableColumns } from "../messages.js";
import { asCsv } from "./pasted.js";

export async function readColumns(file: Blob | string, name: string): Promise<TableColumns> {
  const { readTable } = await import("wasmcmc/data");
  const text = typeof file === "string" ? file : /\.(txt|dat)$/i.test(name) ? await file.text() : undefined;
  const source = text === undefined ? new File([file], name) : new File([asCsv(text)], name, { type: "text/csv" });
  const table = await readTable(source);
  const names = table.names.filter((column) => isNumbers(() => table.numbers(column)));
  if (names.length === 0 || table.rowCount === 0) {
    throw new WasmcmcError({
      code: "unsupported-file",
      problem: `No column of numbers was found in "${name}" (${table.rowCount} rows).`,
      remedy: "Give a table with a line of names and a number in each row.",
      value: name,
    });
  }
  return {
    name,
    rows: table.rowCount,
    names,
    columns: names.map((column) => table.numbers(column)),
    units: names.map((column) => table.column(column).unit ?? ""),
  };
}

function isNumbers(read: () => Float64Array): boolean {
  try {
    return read().some(Number.isFinite);
  } catch {
    return false;
  }
}
