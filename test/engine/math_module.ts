/** The engine's special functions over arrays, from a module that holds nothing else. */

import { compileEntry } from "./compile.js";

/** Elementwise values of the function `name` at one column of operands, or two. */
export type Evaluate = (name: string, ...operands: readonly ArrayLike<number>[]) => Float64Array;

/** `capacity`: the longest column that will be given. */
export async function mathModule(capacity: number): Promise<{ evaluate: Evaluate; memory: WebAssembly.Memory; input: number }> {
  const exports = (await compileEntry("assembly/__tests__/math_entry.ts")) as Record<string, (...values: number[]) => number> & {
    memory: WebAssembly.Memory;
  };
  const even = capacity + (capacity & 1);
  const columns = [0, 1, 2].map(() => exports["allocate"]!(even));
  const evaluate: Evaluate = (name, ...operands) => {
    const length = operands[0]!.length;
    const count = length + (length & 1);
    operands.forEach((operand, i) => new Float64Array(exports.memory.buffer, columns[i], length).set(operand));
    exports[`run_${name}`]!(...columns.slice(0, operands.length), columns[2]!, count);
    return new Float64Array(exports.memory.buffer, columns[2], length).slice();
  };
  return { evaluate, memory: exports.memory, input: columns[0]! };
}
