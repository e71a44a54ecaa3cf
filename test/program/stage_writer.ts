/**
 * Writes random well-conditioned instructions into a section: every value's interval and an estimate of its relative error are
 * known, and an operand is mapped into the range that an op wants where it does not lie there by itself.
 */
import { Op, StageMode, Storage } from "../../assembly/opcodes.js";
import { definitionOf } from "../../bindings/program/reference/row_wise.js";
import type { ProgramBuilder, SectionBuilder } from "./builder.js";
import type { Choices } from "./choices.js";
import { type Range, recipes } from "./recipes.js";

/** A value: rows within [low, high], and its relative error in rounding units (roughly). */
export interface Known {
  readonly id: number;
  readonly space: number;
  readonly low: number;
  readonly high: number;
  readonly error: number;
}

/** Operands that are less accurate than this are not built upon. */
const largestError = 8;

const inside = ({ low, high }: Known, [least, most]: Range): boolean => low >= least && high <= most;

export class StageWriter {
  /** Values of this stage that can be read row by row. */
  private readonly local: Known[] = [];
  /** Values that later stages can read. */
  readonly crossing: Known[] = [];

  constructor(
    readonly builder: ProgramBuilder,
    readonly section: SectionBuilder,
    readonly choices: Choices,
    /** Values that were there before this stage. */
    readonly before: readonly Known[],
    /** Where results may be put, besides locals. */
    readonly lasting: readonly Storage[],
  ) {}

  /** Of what row-wise ops read and write: in a scan, numbers of one row. */
  get space(): number {
    const { space, mode } = this.section.current;
    return mode === StageMode.Scan ? 0 : space;
  }

  /** Makes a value of this stage readable row by row. */
  adopt(known: Known): Known {
    this.local.push(known);
    return known;
  }

  /** Values that a row-wise op can read here. */
  private candidates(): Known[] {
    const readable = [...this.before, ...this.local];
    return readable.filter(({ space, error }) => (space === this.space || space === 0) && error <= largestError);
  }

  constant(x: number): Known {
    return { id: this.builder.constant(x), space: 0, low: x, high: x, error: 0 };
  }

  /** Storage of a new value: locals mostly. */
  private storage(): Storage {
    if (this.lasting.length === 0) return Storage.Local;
    return this.choices.chance(0.4) ? this.choices.pick(this.lasting) : Storage.Local;
  }

  private keep(known: Known, storage: Storage): Known {
    this.local.push(known);
    if (storage !== Storage.Local) this.crossing.push(known);
    return known;
  }

  /** Emits an op whose result is complete only after this stage. */
  applyAcross(op: Op, arg: Known, space: number, [low, high]: Range, immediate = 0): Known {
    const id = this.section.emit(op, [arg.id], [this.choices.pick(this.lasting)], immediate, space);
    const known = { id, space, low, high, error: arg.error + 2 };
    this.crossing.push(known);
    return known;
  }

  /** Emits a gather. */
  gather(source: Known, index: number): Known {
    const storage = this.storage();
    const id = this.section.emit(Op.Gather, [source.id], [storage], index);
    return this.keep({ ...source, id, space: this.space }, storage);
  }

  /** Emits a row-wise op of one output. */
  apply(op: Op, args: readonly Known[], storage = this.storage()): Known {
    const id = this.section.emit(
      op,
      args.map((arg) => arg.id),
      [storage],
      0,
      this.space,
    );
    const { low, high, error } = propagated(op, args);
    return this.keep({ id, space: this.space, low, high, error }, storage);
  }

  /** Emits a row-wise op of several outputs whose ranges are known. */
  applyMany(op: Op, args: readonly Known[], ranges: readonly Range[], error: number, immediate = 0): Known[] {
    const storages = ranges.map(() => this.storage());
    const out = this.section.emit(
      op,
      args.map((arg) => arg.id),
      storages,
      immediate,
      this.space,
    );
    return ranges.map(([low, high], k) =>
      this.keep({ id: out + k, space: this.space, low, high, error }, storages[k] as Storage),
    );
  }

  /** A random operand in a range. */
  operand(range: Range): Known {
    const candidates = this.candidates();
    if (candidates.length === 0 || this.choices.chance(0.1)) return this.constant(constantIn(range, this.choices));
    const fitting = candidates.filter((known) => inside(known, range));
    if (fitting.length > 0 && this.choices.chance(0.4)) return this.choices.pick(fitting);
    return this.into(this.choices.pick(candidates), range);
  }

  /** A random operand of the stage's own space. */
  rowOperand(range: Range): Known {
    const known = this.operand(range);
    return known.space === this.space ? known : this.apply(Op.Copy, [known], Storage.Local);
  }

  /** Maps a value into a range without cancellation: factors, and sums of numbers of one sign. */
  into(known: Known, range: Range): Known {
    const [least, most] = range;
    if (inside(known, range)) return known;
    if (most < 0) return this.apply(Op.Neg, [this.into(known, [-most, -least])], Storage.Local);
    if (least < 0) return this.scaled(known, Math.min(-least, most));
    if (known.high < 0) return this.into(this.apply(Op.Neg, [known], Storage.Local), range);
    if (known.low < 0) return this.into(this.apply(Op.Logistic, [this.scaled(known, 2)], Storage.Local), range);
    const width = Math.max(known.high - known.low, 1e-3);
    const slope = Math.min((most - least) / width, known.low > 0 ? least / known.low : Number.POSITIVE_INFINITY);
    const factor = Math.fround(slope * 0.99);
    const offset = Math.max(least - factor * known.low, 1e-3 * least);
    return this.apply(Op.MultiplyAdd, [known, this.constant(factor), this.constant(offset)], Storage.Local);
  }

  private scaled(known: Known, most: number): Known {
    const largest = Math.max(Math.abs(known.low), Math.abs(known.high));
    return largest <= most
      ? known
      : this.apply(Op.Mul, [known, this.constant(Math.fround((0.99 * most) / largest))], Storage.Local);
  }

  /** An op from the recipes. */
  elementwise(op: Op): Known {
    const ranges = this.choices.pick(recipes.get(op) as readonly (readonly Range[])[]);
    return this.apply(
      op,
      ranges.map((range) => this.operand(range)),
    );
  }
}

function constantIn([least, most]: Range, choices: Choices): number {
  const x = choices.between(least, most);
  return Math.abs(x) < 0.1 ? 0.5 * most : x;
}

/** Interval and error of a row-wise op's output, from a grid over its operands' intervals. */
function propagated(op: Op, args: readonly Known[]): { low: number; high: number; error: number } {
  const definition = definitionOf(op);
  if (definition === undefined) throw new RangeError(`op ${op} is not row-wise`);
  let [low, high] = [Infinity, -Infinity];
  const conditions = args.map(() => 0);
  for (const point of grid(args)) {
    const outs = definition.forward(point);
    const value = outs[0] as number;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (Math.abs(value) < 1e-6) continue;
    const [partials] = definition.partials(point, outs) as [number[]];
    partials.forEach((partial, i) => {
      conditions[i] = Math.max(conditions[i] as number, Math.abs((partial * (point[i] as number)) / value));
    });
  }
  return { low, high, error: args.reduce((error, arg, i) => error + arg.error * (conditions[i] as number), 1.5) };
}

/** Five points an operand up to three operands; beyond, all operands move together. Zero is among the points of an interval that spans it. */
function grid(args: readonly Known[]): number[][] {
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const points = ({ low, high }: Known): number[] => [
    ...steps.map((t) => low + t * (high - low)),
    ...(low < 0 && high > 0 ? [0] : []),
  ];
  if (args.length > 3) return steps.map((t) => args.map(({ low, high }) => low + t * (high - low)));
  return args.reduce<number[][]>((rows, arg) => rows.flatMap((row) => points(arg).map((x) => [...row, x])), [[]]);
}
