/** One op over sequences, with every operand a parameter, so that its value and all its adjoints can be seen. */
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { BoundData, Evaluator } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { ProgramBuilder } from "./builder.js";

/** Over what an operand or a result is. */
export type Over = "scalar" | "sequences" | "rows";

export interface SequenceCase {
  readonly op: Op;
  readonly immediate?: number;
  readonly sequences: number;
  readonly length: number;
  readonly operands: readonly { readonly over: Over; readonly values: readonly number[] }[];
  readonly result: Over;
  readonly outputs?: number;
  /** What each row of the result is multiplied by in the log density. */
  readonly weights: readonly number[];
}

export interface Outcome {
  readonly logp: number;
  /** By operand. */
  readonly gradients: number[][];
}

type Make = (program: Program, data: BoundData) => Evaluator;

function prepare({ sequences, length, operands }: SequenceCase) {
  const builder = new ProgramBuilder(2);
  const spaces: Record<Over, number> = { scalar: 0, sequences: builder.space(0), rows: builder.space(0, 1) };
  const transform = builder.section(Section.Transform);
  const args = operands.map(({ over }) => {
    const position = builder.value(Storage.Position, spaces[over]);
    return transform.stage(spaces[over]).emit(Op.Copy, [position], [Storage.Parameter]);
  });
  const data = { dimSizes: [sequences, length], columns: [] as Float64Array[], indexes: [] };
  const position = Float64Array.from(operands.flatMap(({ values }) => values));
  return { builder, spaces, args, data, position };
}

/** Weighted sum of the result, and its gradient. */
export function differentiate(make: Make, each: SequenceCase): Outcome {
  const { builder, spaces, args, data, position } = prepare(each);
  const space = spaces[each.result];
  const logp = builder.section(Section.Logp).stage(spaces.rows, StageMode.Whole);
  const out = logp.emit(each.op, args, [Storage.Crossing], each.immediate ?? 0, space);
  logp.stage(space).term(Op.Accumulate, [logp.emit(Op.Mul, [out, builder.column(space)], [Storage.Local])]);
  data.columns.push(Float64Array.from(each.weights));
  const { logp: value, gradient } = make(builder.program(), data).logpAndGradient(position);
  let place = 0;
  const gradients = each.operands.map(({ values }) => {
    const own = Array.from(gradient.subarray(place, place + values.length));
    place += values.length;
    return own;
  });
  return { logp: value, gradients };
}

/** The op's outputs in a section that runs forward only. */
export function evaluate(make: Make, each: SequenceCase): number[][] {
  const { builder, spaces, args, data, position } = prepare(each);
  const space = spaces[each.result];
  const count = each.outputs ?? 1;
  const track = builder.section(Section.Track).stage(spaces.rows, StageMode.Whole);
  const storages = Array.from({ length: count }, () => Storage.Output);
  const out = track.emit(each.op, args, storages, each.immediate ?? 0, space);
  for (let k = 0; k < count; k++) track.output(out + k);
  const all = Array.from(make(builder.program(), data).section(Section.Track, position));
  return storages.map((_, k) => all.slice((k * all.length) / count, ((k + 1) * all.length) / count));
}
