/** Matrices that are factored or solved with must be square: only when data is bound do their dims have lengths. */
import { Op } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import type { CompiledModel } from "../program/compiled.js";
import type { DimSizes } from "./variables.js";

const ofSquares: ReadonlySet<Op> = new Set([Op.Cholesky, Op.SolveLower, Op.SolveLowerTransposed]);

export function checkSquares({ program, dims }: CompiledModel, sizes: DimSizes): void {
  const instructions = program.sections.flatMap(({ stages }) => stages.flatMap((stage) => stage.instructions));
  for (const { op, args } of instructions) {
    if (!ofSquares.has(op)) continue;
    const matrix = program.values[args[0] as number]?.space as number;
    const [row, column] = (program.spaces[matrix] ?? []).map((dim) => dims[dim] as string) as [string, string];
    const [rows, columns] = [sizes.get(row), sizes.get(column)];
    if (rows === columns) continue;
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `A matrix over "${row}" and "${column}" must be square, but it is ${rows} x ${columns}.`,
      remedy: "Give both dims the same length.",
      variable: column,
      value: columns,
    });
  }
}
