/** Programs of one Simulate section with one random variate, and runs of them. */
import { type Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { BoundData, Evaluator } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { ProgramBuilder } from "./builder.js";

/** An operand: a number for all rows, or one for each. */
export type Operand = number | Float64Array;

export interface Simulation {
  readonly program: Program;
  readonly data: BoundData;
}

export interface Setting {
  readonly ordinal?: number;
  readonly mode?: StageMode;
  readonly section?: Section;
}

/** out = op(operands) over `rows` rows; over the scalar space where that is undefined. */
export function simulation(op: Op, operands: readonly Operand[], rows?: number, setting: Setting = {}): Simulation {
  const { ordinal = 0, mode = StageMode.Block, section = Section.Simulate } = setting;
  const builder = new ProgramBuilder(1);
  const space = builder.space(0);
  const columns: Float64Array[] = [];
  const args = operands.map((operand) => {
    if (typeof operand === "number") return builder.constant(operand);
    columns.push(operand);
    return builder.column(space);
  });
  const simulate = builder.section(section).stage(rows === undefined ? 0 : space, mode);
  simulate.output(simulate.emit(op, args, [Storage.Output], ordinal));
  return { program: builder.program(), data: { dimSizes: [rows ?? 1], columns, indexes: [] } };
}

/** The variates of one iteration. */
export function variates(evaluator: Evaluator, seed: number, chain = 0, iteration = 0, section = Section.Simulate): Float64Array {
  evaluator.stream(seed, chain, iteration);
  return evaluator.section(section, new Float64Array(evaluator.parameterLength));
}
