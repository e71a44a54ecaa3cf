/** Definitions of the ops that are more than a function of a row: they read others, or know its number, or are terms of the log density. */
import { Op } from "../../../assembly/opcodes.js";
import type { Instruction } from "../program.js";
import { hmmDefinitions } from "./hmm.js";
import { linearAlgebraDefinitions } from "./linear_algebra.js";
import { logSumExp, logSumExpPartials } from "./log_sum_exp.js";
import { randomDefinitions } from "./random.js";
import { sequenceDefinitions } from "./sequence.js";
import { type Adjoint, enteringWith, type State } from "./state.js";
import { compensatedSum, SumColumn } from "./sum.js";

/** `rows` is the number of rows of the instruction's stage. */
export interface AcrossRows {
  forward(state: State, instruction: Instruction, rows: number): void;
  reverse(state: State, instruction: Instruction, rows: number): void;
}

const rowNumbers = (rows: number): number[] => Array.from({ length: rows }, (_, row) => row);
const first = ({ args }: Instruction): number => args[0] as number;
const readRows = (state: State, id: number, rows: number): number[] => rowNumbers(rows).map((row) => state.read(id, row));

const gather: AcrossRows = {
  forward(state, instruction, rows) {
    const index = state.index(instruction.immediate);
    for (let row = 0; row < rows; row++) state.write(instruction.out, row, state.read(first(instruction), index[row] as number));
  },
  reverse(state, instruction, rows) {
    const index = state.index(instruction.immediate);
    for (let row = 0; row < rows; row++)
      state.propagate(first(instruction), index[row] as number, 1, state.adjoint(instruction.out, row));
  },
};

const sum: AcrossRows = {
  forward(state, instruction, rows) {
    state.write(instruction.out, 0, compensatedSum(readRows(state, first(instruction), rows)));
  },
  reverse(state, instruction, rows) {
    const from = state.adjoint(instruction.out, 0);
    for (let row = 0; row < rows; row++) state.propagate(first(instruction), row, 1, from);
  },
};

const segmentSum: AcrossRows = {
  forward(state, instruction, rows) {
    const index = state.index(instruction.immediate);
    const segments = state.column(instruction.out).length;
    const sums = new SumColumn(segments);
    for (let row = 0; row < rows; row++) sums.add(index[row] as number, state.read(first(instruction), row));
    for (let segment = 0; segment < segments; segment++) state.write(instruction.out, segment, sums.at(segment));
  },
  reverse(state, instruction, rows) {
    const index = state.index(instruction.immediate);
    for (let row = 0; row < rows; row++)
      state.propagate(first(instruction), row, 1, state.adjoint(instruction.out, index[row] as number));
  },
};

const logSumExpRows: AcrossRows = {
  forward(state, instruction, rows) {
    state.write(instruction.out, 0, logSumExp(readRows(state, first(instruction), rows)));
  },
  reverse(state, instruction, rows) {
    const from = state.adjoint(instruction.out, 0);
    logSumExpPartials(readRows(state, first(instruction), rows)).forEach((partial, row) => {
      state.propagate(first(instruction), row, partial, from);
    });
  },
};

/** A row's part of a sum, and its partials by the operands. */
interface RowTerm {
  readonly operands: number;
  value(args: readonly number[]): number;
  partials(args: readonly number[]): readonly number[];
}

const ofOne = (f: (x: number) => number, slope: (x: number) => number): RowTerm => ({
  operands: 1,
  value: ([x]) => f(x as number),
  partials: ([x]) => [slope(x as number)],
});

const quadraticTerm: RowTerm = {
  operands: 3,
  value: (args) => {
    const [value, mean, root] = args as [number, number, number];
    return -0.5 * ((value - mean) * root) ** 2;
  },
  partials: (args) => {
    const [value, mean, root] = args as [number, number, number];
    const pull = (value - mean) * root * root;
    return [-pull, pull, -((value - mean) * (value - mean) * root)];
  },
};

/** lp += coefficient * sum of the rows' terms; the coefficient is the operand after those that the term has. */
function accumulating({ operands, value, partials }: RowTerm): AcrossRows {
  const coefficientOf = (state: State, { args }: Instruction): number =>
    args[operands] === undefined ? 1 : state.read(args[operands], 0);
  const argumentsOf = (state: State, { args }: Instruction, rows: number) =>
    rowNumbers(rows).map((row) => args.slice(0, operands).map((id) => state.read(id, row)));
  return {
    forward(state, instruction, rows) {
      const terms = argumentsOf(state, instruction, rows).map(value);
      const coefficient = coefficientOf(state, instruction);
      state.addTerm(coefficient * compensatedSum(terms), Math.abs(coefficient) * compensatedSum(terms.map(Math.abs)));
    },
    reverse(state, instruction, rows) {
      const rowArguments = argumentsOf(state, instruction, rows);
      const from: Adjoint = enteringWith(coefficientOf(state, instruction));
      rowArguments.forEach((args, row) => {
        partials(args).forEach((partial, place) => {
          state.propagate(instruction.args[place] as number, row, partial, from);
        });
      });
      const coefficient = instruction.args[operands];
      if (coefficient === undefined) return;
      const terms = rowArguments.map(value);
      state.propagate(coefficient, 0, compensatedSum(terms), enteringWith(1), compensatedSum(terms.map(Math.abs)));
    },
  };
}

const rowNumber: AcrossRows = {
  forward(state, instruction, rows) {
    for (let row = 0; row < rows; row++) state.write(instruction.out, row, row);
  },
  reverse() {},
};

const guardPositive: AcrossRows = {
  forward(state, instruction, rows) {
    const holds = readRows(state, first(instruction), rows).every((x) => x > 0 && Number.isFinite(x));
    if (!holds) state.addTerm(-Infinity);
  },
  reverse() {},
};

const definitions: ReadonlyMap<Op, AcrossRows> = new Map([
  [Op.RowNumber, rowNumber],
  [Op.Gather, gather],
  [Op.Sum, sum],
  [Op.SegmentSum, segmentSum],
  [Op.LogSumExpRows, logSumExpRows],
  [
    Op.Accumulate,
    accumulating(
      ofOne(
        (x) => x,
        () => 1,
      ),
    ),
  ],
  [Op.AccumulateLog, accumulating(ofOne(Math.log, (x) => 1 / x))],
  [Op.AccumulateLog1p, accumulating(ofOne(Math.log1p, (x) => 1 / (1 + x)))],
  [Op.AccumulateQuadratic, accumulating(quadraticTerm)],
  [Op.GuardPositive, guardPositive],
  ...linearAlgebraDefinitions,
  ...sequenceDefinitions,
  ...hmmDefinitions,
  ...randomDefinitions,
]);

export function acrossRows(op: Op): AcrossRows | undefined {
  return definitions.get(op);
}
