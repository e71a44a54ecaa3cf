/** Checks a program's tables: sizes, ranges, and that every storage numbers its values without gaps or repeats. */
import { Storage } from "../../assembly/opcodes.js";
import { invalidProgram } from "./invalid.js";
import { storageNames } from "./names.js";
import type { Program, Value } from "./program.js";
import { computed } from "./rules.js";

/** Items in any one table. Far above any model's; keeps every size in 32 bits and a hostile file cheap. */
export const MaxTableLength = 1 << 20;

function isIndex(x: number, length: number): boolean {
  return Number.isInteger(x) && x >= 0 && x < length;
}

function checkSizes(program: Program): void {
  const sizes = {
    dims: program.dimCount,
    spaces: program.spaces.length,
    constants: program.constants.length,
    columns: program.columns.length,
    indexes: program.indexes.length,
    values: program.values.length,
    sections: program.sections.length,
  };
  for (const [table, size] of Object.entries(sizes)) {
    if (!isIndex(size, MaxTableLength + 1)) throw invalidProgram(`it has ${size} ${table}`);
  }
}

function checkSpaces({ dimCount, spaces }: Program): void {
  if (spaces[0] === undefined || spaces[0].length !== 0) throw invalidProgram("its space 0 is not the scalar space");
  const seen = new Set<string>();
  spaces.forEach((dims, space) => {
    if (space > 0 && dims.length === 0) throw invalidProgram(`space ${space} has no dims`);
    for (const dim of dims) if (!isIndex(dim, dimCount)) throw invalidProgram(`space ${space} names dim ${dim} of ${dimCount}`);
    if (new Set(dims).size !== dims.length) throw invalidProgram(`space ${space} has a dim twice`);
    if (seen.has(dims.join())) throw invalidProgram(`space ${space} repeats another`);
    seen.add(dims.join());
  });
}

function checkColumns({ spaces, columns, indexes }: Program): void {
  columns.forEach(({ space }, column) => {
    if (!isIndex(space, spaces.length)) throw invalidProgram(`data column ${column} is over space ${space} of ${spaces.length}`);
  });
  indexes.forEach(({ space, target }, index) => {
    if (!isIndex(space, spaces.length) || !isIndex(target, spaces.length)) {
      throw invalidProgram(`index column ${index} is from space ${space} to space ${target} of ${spaces.length}`);
    }
  });
}

/** A leaf's `index` names an item of its table, and its space is that item's. */
function checkLeaf(program: Program, value: Value, id: number): void {
  const { storage, space, index } = value;
  const [length, expected] =
    storage === Storage.Constant
      ? [program.constants.length, 0]
      : storage === Storage.Column
        ? [program.columns.length, program.columns[index]?.space]
        : [program.spaces.length, 0];
  if (!isIndex(index, length)) throw invalidProgram(`value ${id} is ${storageNames[storage]} ${index} of ${length}`);
  if (space !== expected)
    throw invalidProgram(`value ${id} is over space ${space}, its ${storageNames[storage]} over space ${expected}`);
}

function checkValues(program: Program): void {
  const { values, spaces } = program;
  const taken = new Map<Storage, Set<number>>();
  values.forEach((value, id) => {
    const { storage, space, index } = value;
    if (!isIndex(storage, storageNames.length)) throw invalidProgram(`value ${id} has unknown storage ${storage}`);
    if (!isIndex(space, spaces.length)) throw invalidProgram(`value ${id} is over space ${space} of ${spaces.length}`);
    if (!computed.has(storage)) return checkLeaf(program, value, id);
    const indexes = taken.get(storage) ?? new Set<number>();
    if (!isIndex(index, values.length))
      throw invalidProgram(`value ${id} is ${storageNames[storage]} ${index} of at most ${values.length}`);
    if (indexes.has(index)) throw invalidProgram(`value ${id} is ${storageNames[storage]} ${index}, as another value is`);
    taken.set(storage, indexes.add(index));
  });
  for (const storage of [Storage.Position, Storage.Parameter]) {
    const count = taken.get(storage)?.size ?? 0;
    for (let index = 0; index < count; index++) {
      if (!taken.get(storage)?.has(index)) throw invalidProgram(`there is no ${storageNames[storage]} ${index} among ${count}`);
    }
  }
}

export function verifyTables(program: Program): void {
  checkSizes(program);
  checkSpaces(program);
  checkColumns(program);
  checkValues(program);
}
