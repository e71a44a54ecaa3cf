/** What a random stage may do: one action for each op that the recipes do not cover, and the choice among all of them. */
import { Op, StageMode } from "../../assembly/opcodes.js";
import { type MatrixSpaces, matrixOp } from "./random_matrices.js";
import { hiddenMarkov, linearRecurrence, recursion, type SequenceSpaces } from "./random_sequences.js";
import { type Range, recipes } from "./recipes.js";
import type { Known, StageWriter } from "./stage_writer.js";

/** What a stage can be given to work with, apart from values. */
export interface Surroundings {
  /** Index columns of the program. */
  readonly indexes: readonly { readonly space: number; readonly target: number }[];
  /** Column of each space whose rows are 0.02 or 50: far from any operand, so that no comparison is close. */
  readonly switches: ReadonlyMap<number, number>;
  readonly rows: readonly number[];
  readonly sequences: readonly SequenceSpaces[];
  readonly matrices: MatrixSpaces;
  readonly reverse: boolean;
  /** The section may draw random numbers. */
  readonly random: boolean;
}

type Action = (writer: StageWriter, around: Surroundings) => void;

/** Far below or far above every operand. */
function farAway(writer: StageWriter, { switches }: Surroundings): Known {
  const id = switches.get(writer.space);
  if (id === undefined || writer.choices.chance(0.2)) return writer.constant(writer.choices.pick([50, 0.02]));
  return { id, space: writer.space, low: 0.02, high: 50, error: 0 };
}

const compare =
  (op: Op): Action =>
  (writer, around) => {
    const x = writer.operand([0.2, 3]);
    const args = writer.choices.chance(0.2) ? [x, x] : [x, farAway(writer, around)];
    writer.apply(op, writer.choices.chance(0.5) ? args : args.reverse());
  };

const where: Action = (writer, around) => {
  const condition = writer.apply(writer.choices.pick([Op.Lt, Op.Ge]), [writer.operand([0.2, 3]), farAway(writer, around)]);
  writer.apply(Op.Where, [condition, writer.operand([-2, 2]), writer.operand([-2, 2])]);
};

/** Powers with a constant exponent may have any positive base. */
const constantPower: Action = (writer) => {
  const exponent = writer.constant(writer.choices.pick([0, 1, 2, 3, -1, 0.5, -0.5]));
  writer.apply(Op.Pow, [writer.operand([0.3, 2]), exponent]);
};

const logSumExpTerms: Action = (writer) => {
  const terms = Array.from({ length: 1 + writer.choices.below(5) }, () => writer.operand([0.2, 2]));
  writer.apply(Op.LogSumExpTerms, terms);
};

const gather: Action = (writer, { indexes }) => {
  const fitting = indexes.map((index, i) => ({ ...index, i })).filter(({ space }) => space === writer.space);
  if (fitting.length === 0) return;
  const { target, i } = writer.choices.pick(fitting);
  const sources = writer.before.filter(({ space }) => space === target);
  if (sources.length > 0) writer.gather(writer.choices.pick(sources), i);
};

const sum: Action = (writer, { rows }) => {
  if (writer.lasting.length === 0) return;
  const arg = writer.rowOperand([0.1, 2]);
  const count = rows[writer.space] as number;
  writer.applyAcross(Op.Sum, arg, 0, [count * arg.low, count * arg.high]);
};

const segmentSum: Action = (writer, { indexes, rows }) => {
  const fitting = indexes.map((index, i) => ({ ...index, i })).filter(({ space }) => space === writer.space);
  if (writer.lasting.length === 0 || fitting.length === 0) return;
  const { target, i } = writer.choices.pick(fitting);
  const arg = writer.rowOperand([0.1, 2]);
  writer.applyAcross(Op.SegmentSum, arg, target, [0, (rows[writer.space] as number) * arg.high], i);
};

/** Weights that sum to at most 1, zero among them at times; exponents of a few units; roots around 1. */
function components(writer: StageWriter, withRoots: boolean): { args: Known[]; count: number } {
  const { choices } = writer;
  const count = choices.chance(0.05) ? 64 : 1 + choices.below(6);
  const shared = count > 6 ? 4 : count;
  const column = (make: () => Known): Known[] => {
    const few = Array.from({ length: shared }, make);
    return Array.from({ length: count }, (_, k) => few[k % shared] as Known);
  };
  const weights = column(() => writer.operand([0.1 / count, 0.9 / count]));
  if (count > 1 && choices.chance(0.2)) weights[choices.below(count)] = writer.constant(0);
  const exponents = column(() => writer.operand([-3, -1]));
  const roots = withRoots ? column(() => writer.operand([0.4, 0.95])) : [];
  return { args: [...weights, ...exponents, ...roots], count };
}

const mixture =
  (op: Op.MixtureDensity | Op.MixtureLog, term: boolean): Action =>
  (writer) => {
    const { args, count } = components(writer, op === Op.MixtureDensity);
    if (term)
      writer.section.term(
        op,
        args.map(({ id }) => id),
        count,
      );
    else writer.applyMany(op, args, [[-3.1 + Math.log(0.04 / count), -1]], 8, count);
  };

/** Results are far from accurate relative to themselves at times, so nothing is built on them. */
const unused = 1e9;

const shares =
  (op: Op): Action =>
  (writer) => {
    const { args, count } = components(writer, op === Op.MixtureDensityShares);
    writer.applyMany(
      op,
      args,
      Array.from({ length: count }, () => [0, 1] as const),
      unused,
      count,
    );
  };

const interval: Action = (writer) => {
  const args = [writer.operand([-2, 2]), writer.operand([0.2, 0.5]), writer.operand([1.5, 3])];
  writer.applyMany(
    Op.Interval,
    args,
    [
      [0.2, 3],
      [-2.3, -0.3],
    ],
    8,
  );
};

const simplex: Action = (writer) => {
  const count = 1 + writer.choices.below(5);
  const args = Array.from({ length: count }, () => writer.rowOperand([-1.5, 1.5]));
  const least = -2 * (count + 1) ** 2;
  writer.applyMany(Op.Simplex, args, [...Array.from({ length: count + 1 }, () => [1e-4, 1] as const), [least, -1]], 8);
};

/** Covariances of which the elements on the diagonal are larger than the others together. */
const gaussian =
  (op: Op, size: 2 | 3): Action =>
  (writer) => {
    const difference = Array.from({ length: size }, () => writer.operand([-2, 2]));
    const rows = Array.from({ length: size }, (_, i) => [
      ...Array.from({ length: i }, () => writer.operand([0.1, 0.3])),
      writer.operand([1, 2]),
    ]);
    writer.applyMany(
      op,
      [...difference, ...rows.flat()],
      [
        [-20, 0],
        [0.2, 1.3],
      ],
      8,
    );
  };

const sort: Action = (writer) => {
  const args = Array.from({ length: 1 + writer.choices.below(5) }, () => writer.operand([-2, 2]));
  writer.applyMany(
    Op.Sort,
    args,
    args.map(() => [-2, 2] as const),
    unused,
  );
};

const rowNumber: Action = (writer, { rows }) =>
  void writer.applyMany(Op.RowNumber, [], [[0, Math.max((rows[writer.space] as number) - 1, 0)]], 0);

const simplexInverse: Action = (writer) => {
  const args = Array.from({ length: 2 + writer.choices.below(4) }, () => writer.operand([0.2, 2]));
  writer.applyMany(
    Op.SimplexInverse,
    args,
    args.slice(1).map(() => [-10, 10] as const),
    unused,
  );
};

/** A scalar from before this stage, or none. */
function coefficient(writer: StageWriter): number[] {
  const scalars = writer.before.filter(({ space, low, high, error }) => space === 0 && low >= -3 && high <= 300 && error < 8);
  if (scalars.length === 0 || writer.choices.chance(0.5))
    return writer.choices.chance(0.5) ? [] : [writer.builder.constant(-0.75)];
  return [writer.choices.pick(scalars).id];
}

const accumulate: Action = (writer) =>
  writer.section.term(Op.Accumulate, [writer.rowOperand([-3, 3]).id, ...coefficient(writer)]);

const accumulateLog: Action = (writer) => {
  const value = writer.rowOperand(
    writer.choices.pick([
      [1.5, 4],
      [0.1, 0.6],
    ] as const),
  );
  writer.section.term(Op.AccumulateLog, [value.id, ...coefficient(writer)]);
};

const accumulateLog1p: Action = (writer) => {
  const value = writer.rowOperand(
    writer.choices.pick([
      [0, 3],
      [-0.6, 2],
    ] as const),
  );
  writer.section.term(Op.AccumulateLog1p, [value.id, ...coefficient(writer)]);
};

const accumulateQuadratic: Action = (writer) => {
  const args = [writer.rowOperand([-2, 2]).id, writer.operand([-2, 2]).id, writer.operand([0.2, 2]).id];
  writer.section.term(Op.AccumulateQuadratic, [...args, ...coefficient(writer)]);
};

const guardPositive: Action = (writer) => writer.section.term(Op.GuardPositive, [writer.rowOperand([0.1, 5]).id]);

const rowWise: readonly Action[] = [
  ...[...recipes.keys()]
    .filter((op) => op !== Op.Interval)
    .map(
      (op): Action =>
        (writer) =>
          void writer.elementwise(op),
    ),
  ...[Op.Min, Op.Max, Op.Lt, Op.Le, Op.Gt, Op.Ge, Op.Eq].map(compare),
  where,
  constantPower,
  logSumExpTerms,
  interval,
  simplex,
  gaussian(Op.Gaussian2, 2),
  gaussian(Op.Gaussian3, 3),
  gather,
  gather,
  mixture(Op.MixtureDensity, false),
  mixture(Op.MixtureLog, false),
  sum,
  segmentSum,
];
const terms: readonly Action[] = [
  accumulate,
  accumulate,
  accumulateLog,
  accumulateLog1p,
  accumulateQuadratic,
  guardPositive,
  mixture(Op.MixtureDensity, true),
  mixture(Op.MixtureLog, true),
];
const forwardOnly: readonly Action[] = [
  shares(Op.MixtureDensityShares),
  shares(Op.MixtureLogShares),
  simplexInverse,
  sort,
  rowNumber,
];

/** Nothing is built on variates: those of whole numbers are far apart where operands differ by a rounding. */
function draw(writer: StageWriter, op: Op, args: readonly Known[]): void {
  writer.applyMany(op, args, [[-100, 300]], unused, writer.choices.below(65536));
}

const variate =
  (op: Op, ...ranges: Range[]): Action =>
  (writer) =>
    draw(
      writer,
      op,
      ranges.map((range) => writer.operand(range)),
    );

const count = (writer: StageWriter, most: number): Known => writer.constant(writer.choices.below(most + 1));

const binomial: Action = (writer) => draw(writer, Op.RandomBinomial, [count(writer, 90), writer.operand([0.02, 0.98])]);

const hypergeometric: Action = (writer) => {
  const [good, bad] = [count(writer, 60), count(writer, 60)];
  draw(writer, Op.RandomHypergeometric, [good, bad, count(writer, good.low + bad.low)]);
};

const drawing: readonly Action[] = [
  variate(Op.RandomUniform),
  variate(Op.RandomNormal),
  variate(Op.RandomLogGamma, [0.2, 20]),
  variate(Op.RandomPoisson, [0.1, 60]),
  variate(Op.RandomVonMises, [0.1, 20]),
  binomial,
  hypergeometric,
];

/** One instruction over complete columns, and stages that prepare it. */
function fillWhole(writer: StageWriter, around: Surroundings): void {
  const { choices, space } = writer;
  if (choices.chance(0.4)) return matrixOp(writer, around.matrices, around.rows);
  const sequences = around.sequences.find((each) => each.space === space);
  if (sequences !== undefined && choices.chance(0.6)) {
    if (choices.chance(0.3)) linearRecurrence(writer, sequences);
    else if (choices.chance(0.5)) recursion(writer, sequences);
    else hiddenMarkov(writer, sequences, around.reverse);
    return;
  }
  const sources = writer.before.filter(({ space: own, low, high }) => own === space && low >= 0 && high < 20);
  if (sources.length === 0 || around.rows[space] === 0) return;
  const source = choices.pick(sources);
  writer.applyAcross(Op.LogSumExpRows, source, 0, [
    Math.max(source.low, 0.01),
    source.high + Math.log(around.rows[space] as number),
  ]);
}

/** Fills the current stage with some random actions. */
export function fillStage(writer: StageWriter, around: Surroundings): void {
  const { choices } = writer;
  if (writer.section.current.mode === StageMode.Whole) return fillWhole(writer, around);
  const special = around.reverse ? terms : around.random ? drawing : forwardOnly;
  const count = 1 + choices.below(6);
  for (let i = 0; i < count; i++) choices.pick(choices.chance(0.3) ? special : rowWise)(writer, around);
  if (around.reverse) accumulate(writer, around);
}
