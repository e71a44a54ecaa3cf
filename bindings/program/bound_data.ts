/** Sizes that a program takes on with its data, and the checks that make row and index arithmetic safe. */
import type { Storage } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import type { BoundData } from "./evaluator.js";
import type { Program } from "./program.js";

/** Rows of each index space: the product of its dims' sizes. */
export function rowCounts(program: Program, dimSizes: readonly number[]): number[] {
  return program.spaces.map((dims) => dims.reduce((rows, dim) => rows * (dimSizes[dim] ?? 0), 1));
}

function mismatch(problem: string): WasmcmcError {
  return new WasmcmcError({
    code: "length-mismatch",
    problem,
    remedy: "Bind the program to data of the shape it was built for.",
  });
}

/** Throws unless every column has its space's rows and every index lies in its target space. */
export function checkBoundData(program: Program, { dimSizes, columns, indexes }: BoundData): void {
  if (dimSizes.length !== program.dimCount || !dimSizes.every((size) => Number.isInteger(size) && size >= 0 && size < 2 ** 31)) {
    throw mismatch(`The program has ${program.dimCount} dims; the sizes given are [${dimSizes.join(", ")}].`);
  }
  const rows = rowCounts(program, dimSizes);
  const tooLarge = rows.find((count) => count >= 2 ** 31);
  if (tooLarge !== undefined) throw mismatch(`An index space has ${tooLarge} rows, more than the engine can number.`);
  if (columns.length !== program.columns.length || indexes.length !== program.indexes.length) {
    const wanted = `${program.columns.length} data and ${program.indexes.length} index columns`;
    throw mismatch(`The program takes ${wanted}; ${columns.length} and ${indexes.length} are given.`);
  }
  program.columns.forEach(({ space }, i) => {
    const { length } = columns[i] as Float64Array;
    if (length !== rows[space]) throw mismatch(`Data column ${i} has ${length} rows, its index space ${rows[space]}.`);
  });
  program.indexes.forEach(({ space, target }, i) =>
    checkIndex(i, indexes[i] as Int32Array, rows[space] as number, rows[target] as number),
  );
}

function checkIndex(i: number, index: Int32Array, rows: number, targetRows: number): void {
  if (index.length !== rows) throw mismatch(`Index column ${i} has ${index.length} rows, its index space ${rows}.`);
  const row = index.findIndex((target) => target < 0 || target >= targetRows);
  if (row < 0) return;
  throw new WasmcmcError({
    code: "label-out-of-range",
    problem: `Row ${row} of index column ${i} is ${index[row]}, which is none of the ${targetRows} rows it can name.`,
    remedy: "Number the labels from 0.",
    row,
    value: index[row],
  });
}

/** Ids of the values of one storage, in the order of their `index`. */
export function valuesOf(program: Program, storage: Storage): number[] {
  return program.values
    .map((value, id) => ({ value, id }))
    .filter(({ value }) => value.storage === storage)
    .sort((a, b) => a.value.index - b.value.index)
    .map(({ id }) => id);
}

/** Total rows of some values: the length of their compact layout. */
export function compactLength(program: Program, ids: readonly number[], rows: readonly number[]): number {
  return ids.reduce((length, id) => length + (rows[program.values[id]?.space ?? 0] ?? 0), 0);
}
