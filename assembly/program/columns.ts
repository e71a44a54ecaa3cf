/** Between compact vectors (values one after the other) and columns, and the padding row that repeats a column's last. */
import { Program, Value, dataColumn, indexColumn, rowsOf } from "./records";

/** Repeats the last row of an odd number of them: of a scalar, both lanes are its number. */
export function padColumn(column: usize, rows: usize): void {
  if (rows & 1) store<f64>(column + (rows << 3), load<f64>(column + ((rows - 1) << 3)));
}

/** Listed values' columns from a compact vector. */
export function unpack(list: usize, count: u32, compact: usize): void {
  for (const end = list + (<usize>count << 2); list < end; list += 4) {
    const value = load<Value>(list);
    const rows = <usize>value.rows;
    if (rows == 1) {
      v128.store(value.values, v128.load64_splat(compact));
    } else {
      memory.copy(value.values, compact, rows << 3);
      padColumn(value.values, rows);
    }
    compact += rows << 3;
  }
}

/** A compact vector from listed values' columns. */
export function pack(list: usize, count: u32, compact: usize): void {
  for (const end = list + (<usize>count << 2); list < end; list += 4) {
    const value = load<Value>(list);
    compact = packColumn(value.values, value.rows, compact);
  }
}

/** A compact vector from listed values' adjoints. */
export function packAdjoints(list: usize, count: u32, compact: usize): void {
  for (const end = list + (<usize>count << 2); list < end; list += 4) {
    const value = load<Value>(list);
    compact = packColumn(value.adjoint, value.rows, compact);
  }
}

// @ts-ignore: decorator
@inline
function packColumn(column: usize, rows: usize, compact: usize): usize {
  if (rows == 1) store<f64>(compact, load<f64>(column));
  else memory.copy(compact, column, rows << 3);
  return compact + (rows << 3);
}

export function padData(program: Program): void {
  for (let i: usize = 0; i < program.columnCount; ++i) {
    const column = dataColumn(program, i);
    padColumn(column.data, rowsOf(program, column.space));
  }
  for (let i: usize = 0; i < program.indexCount; ++i) {
    const column = indexColumn(program, i);
    confineIndexes(column.data, rowsOf(program, column.space), rowsOf(program, column.target));
  }
}

/** Row numbers within the target, so that a wrong one cannot reach other memory; and the padding. */
function confineIndexes(data: usize, rows: usize, targetRows: u32): void {
  for (let row: usize = 0; row < rows; ++row) {
    const at = data + (row << 2);
    if (load<u32>(at) >= targetRows) store<u32>(at, 0);
  }
  if (rows & 1) store<u32>(data + (rows << 2), load<u32>(data + ((rows - 1) << 2)));
}
