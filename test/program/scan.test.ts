/** Scans against plain loops, across blocks and sequences, in both evaluators; and what a scan may not do. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { Program } from "../../bindings/program/program.js";
import { verify } from "../../bindings/program/verify.js";
import { mistake } from "../model/mistake.js";
import { ProgramBuilder, type SectionBuilder } from "./builder.js";
import { uniforms } from "./choices.js";
import { evaluators } from "./evaluators.js";

const random = uniforms(160);
const numbers = (count: number): number[] => Array.from({ length: count }, () => 2 * random() - 1);

/** s = tanh(p s + x), and a sum of what s was: c = 0.9 c + s of the row before. */
interface Values {
  readonly p: number;
  readonly x: readonly number[];
  readonly s: readonly number[];
  readonly c: readonly number[];
}

interface Sizes {
  readonly sequences: number;
  readonly length: number;
}

/** Weighted sum of both states over all rows. */
function loop({ sequences, length }: Sizes, { p, x, s, c }: Values, weights: readonly number[]): number {
  let total = 0;
  for (let sequence = 0; sequence < sequences; sequence++) {
    let [a, b] = [s[sequence] as number, c[sequence] as number];
    for (let row = sequence * length; row < (sequence + 1) * length; row++) {
      [a, b] = [Math.tanh(p * a + (x[row] as number)), 0.9 * b + a];
      total += (weights[row] as number) * (a + 0.5 * b);
    }
  }
  return total;
}

/** A scan whose operands are given, and the ids of its two states. */
function emitScan(
  builder: ProgramBuilder,
  section: SectionBuilder,
  rows: number,
  ids: number[],
  storage: Storage,
): [number, number] {
  const [p, x, s, c] = ids as [number, number, number, number];
  section.stage(rows, StageMode.Scan);
  const local = (op: Op, args: number[], immediate = 0): number => section.emit(op, args, [Storage.Local], immediate, 0);
  const [a, b] = [local(Op.StateIn, [s], 0), local(Op.StateIn, [c], 1)];
  const own = local(Op.RowIn, [x]);
  const next = local(Op.Tanh, [local(Op.MultiplyAdd, [p, a, own])]);
  const sum = local(Op.Add, [local(Op.Mul, [b, builder.constant(0.9)]), a]);
  return [section.emit(Op.StateOut, [next], [storage], 0), section.emit(Op.StateOut, [sum], [storage], 1)];
}

function scanProgram(): { program: Program; builder: ProgramBuilder } {
  const builder = new ProgramBuilder(2);
  const [sequences, rows] = [builder.space(0), builder.space(0, 1)];
  const weights = builder.column(rows);
  const transform = builder.section(Section.Transform);
  const ids = [0, rows, sequences, sequences].map((space) =>
    transform.stage(space).emit(Op.Copy, [builder.value(Storage.Position, space)], [Storage.Parameter]),
  );
  const logp = builder.section(Section.Logp);
  const [first, second] = emitScan(builder, logp, rows, ids, Storage.Crossing);
  logp.stage(rows, StageMode.Block);
  const both = logp.emit(Op.MultiplyAdd, [second, builder.constant(0.5), first], [Storage.Local]);
  logp.term(Op.Accumulate, [logp.emit(Op.Mul, [both, weights], [Storage.Local])]);
  const track = builder.section(Section.Track);
  for (const id of emitScan(builder, track, rows, ids, Storage.Output)) track.output(id);
  return { program: builder.program(), builder };
}

describe.each(evaluators)("a scan in %s", (_name, make) => {
  test.each([
    [1, 1],
    [1, 2],
    [1, 257],
    [1, 700],
    [3, 1],
    [4, 3],
    [3, 171],
    [300, 2],
  ])("is what a loop gives, of %i sequences of %i rows", (sequences, length) => {
    const count = sequences * length;
    const values = { p: 0.8, x: numbers(count), s: numbers(sequences), c: numbers(sequences) };
    const weights = numbers(count);
    const data = { dimSizes: [sequences, length], columns: [Float64Array.from(weights)], indexes: [] };
    const evaluator = make(scanProgram().program, data);
    const position = Float64Array.from([values.p, ...values.x, ...values.s, ...values.c]);
    const { logp, gradient } = evaluator.logpAndGradient(position);
    expect(Math.abs(logp - loop({ sequences, length }, values, weights))).toBeLessThanOrEqual(1e-13 * count);
    expect(evaluator.logp(position)).toBe(logp);
    const at = (change: Float64Array): number => {
      const [p = 0, ...rest] = change;
      const parts = [rest.slice(0, count), rest.slice(count, count + sequences), rest.slice(count + sequences)] as const;
      return loop({ sequences, length }, { p, x: parts[0], s: parts[1], c: parts[2] }, weights);
    };
    for (const place of new Set([0, 1, 2, count >> 1, count, count + 1, count + sequences, count + 2 * sequences])) {
      const [up, down] = [position.slice(), position.slice()];
      up[place] = (up[place] as number) + 1e-5;
      down[place] = (down[place] as number) - 1e-5;
      // Central differences: the square of the step, and rounding over it.
      expect(Math.abs((at(up) - at(down)) / 2e-5 - (gradient[place] as number))).toBeLessThanOrEqual(
        1e-8 * Math.sqrt(count) + 1e-8,
      );
    }
    const states = evaluator.section(Section.Track, position);
    const total = weights.reduce((sum, w, row) => sum + w * ((states[row] as number) + 0.5 * (states[count + row] as number)), 0);
    expect(Math.abs(total - logp)).toBeLessThanOrEqual(1e-13 * count);
  });

  test("has no rows where there are no sequences, or none in them", () => {
    for (const dimSizes of [
      [0, 5],
      [2, 0],
    ] as const) {
      const evaluator = make(scanProgram().program, { dimSizes, columns: [new Float64Array()], indexes: [] });
      const { logp, gradient } = evaluator.logpAndGradient(new Float64Array(evaluator.dimension).fill(0.5));
      expect(logp).toBe(0);
      expect(Array.from(gradient)).toEqual(Array.from(gradient, () => 0));
    }
  });

  test("a state without use, one from data alone and one read twice leave the others right", () => {
    // s = p s (used); d = 2 d, from data; both t and u become s of the row before; v is never read by anything.
    const builder = new ProgramBuilder(1);
    const rows = builder.space(0);
    const transform = builder.section(Section.Transform).stage(0);
    const p = transform.emit(Op.Copy, [builder.value(Storage.Position, 0)], [Storage.Parameter]);
    const logp = builder.section(Section.Logp).stage(rows, StageMode.Scan);
    const one = builder.constant(1);
    const local = (op: Op, args: number[], immediate = 0): number => logp.emit(op, args, [Storage.Local], immediate, 0);
    const states = [0, 1, 2, 3, 4].map((k) => local(Op.StateIn, [one], k)) as [number, number, number, number, number];
    const s = local(Op.Mul, [p, states[0]]);
    const d = local(Op.Add, [states[1], states[1]]);
    const before = local(Op.Copy, [states[0]]);
    const v = local(Op.Add, [states[2], states[4]]);
    const outs = [s, d, before, before, v].map((id, k) => logp.emit(Op.StateOut, [id], [Storage.Crossing], k)) as number[];
    logp.stage(rows);
    const both = logp.emit(Op.Mul, [outs[2] as number, outs[3] as number], [Storage.Local]);
    logp.term(Op.Accumulate, [logp.emit(Op.Mul, [both, outs[1] as number], [Storage.Local])]);
    const evaluator = make(builder.program(), { dimSizes: [4], columns: [], indexes: [] });
    // sum over t = 1..4 of 2^t (p^(t-1))^2 at p = 3: 2 + 4 9 + 8 81 + 16 729, and its derivative.
    const got = evaluator.logpAndGradient(Float64Array.of(3));
    expect(got.logp).toBe(2 + 36 + 648 + 11664);
    expect(Array.from(got.gradient)).toEqual([4 * 2 * 3 + 8 * 4 * 27 + 16 * 6 * 243]);
  });

  test("an infinite partial on a branch that is not taken adds exactly zero", () => {
    // s = where(x > 0, s + x, sqrt(s - s)): the derivative of the root is infinite.
    const builder = new ProgramBuilder(1);
    const rows = builder.space(0);
    const transform = builder.section(Section.Transform).stage(rows);
    const x = transform.emit(Op.Copy, [builder.value(Storage.Position, rows)], [Storage.Parameter]);
    const logp = builder.section(Section.Logp).stage(rows, StageMode.Scan);
    const local = (op: Op, args: number[], immediate = 0): number => logp.emit(op, args, [Storage.Local], immediate, 0);
    const s = local(Op.StateIn, [builder.constant(0)], 0);
    const own = local(Op.RowIn, [x]);
    const root = local(Op.Sqrt, [local(Op.Sub, [s, s])]);
    const up = local(Op.Gt, [own, builder.constant(0)]);
    const next = local(Op.Where, [up, local(Op.Add, [s, own]), root]);
    const out = logp.emit(Op.StateOut, [next], [Storage.Crossing], 0);
    logp.stage(rows).term(Op.Accumulate, [out]);
    const evaluator = make(builder.program(), { dimSizes: [3], columns: [], indexes: [] });
    const { logp: value, gradient } = evaluator.logpAndGradient(Float64Array.of(1, 2, 3));
    expect(value).toBe(1 + 3 + 6);
    expect(Array.from(gradient)).toEqual([3, 2, 1]);
  });

  test("is there for what follows when data is bound", () => {
    const builder = new ProgramBuilder(1);
    const rows = builder.space(0);
    const x = builder.column(rows);
    const bind = builder.section(Section.Bind).stage(rows, StageMode.Scan);
    const local = (op: Op, args: number[], immediate = 0): number => bind.emit(op, args, [Storage.Local], immediate, 0);
    const s = local(Op.StateIn, [builder.constant(-1)], 0);
    const next = local(Op.Max, [s, local(Op.RowIn, [x])]);
    const out = bind.emit(Op.StateOut, [next], [Storage.Bound], 0);
    const evaluator = make(builder.program(), { dimSizes: [5], columns: [Float64Array.of(-2, 3, 1, 4, 0)], indexes: [] });
    expect(Array.from(evaluator.value(out))).toEqual([-1, 3, 3, 4, 4]);
  });
});

describe("a program is refused", () => {
  /** A scan of one state over rows, changed before it is verified. */
  function refusal(change: (builder: ProgramBuilder, scan: SectionBuilder, ids: Record<string, number>) => void): string {
    const builder = new ProgramBuilder(1);
    const rows = builder.space(0);
    const x = builder.column(rows);
    const bind = builder.section(Section.Bind);
    const column = bind.stage(rows).emit(Op.Neg, [x], [Storage.Bound]);
    bind.stage(rows, StageMode.Scan);
    const s = bind.emit(Op.StateIn, [builder.constant(0)], [Storage.Local], 0, 0);
    const own = bind.emit(Op.RowIn, [column], [Storage.Local], 0, 0);
    const next = bind.emit(Op.Add, [s, own], [Storage.Local], 0, 0);
    const out = bind.emit(Op.StateOut, [next], [Storage.Bound], 0);
    verify(builder.program());
    change(builder, bind, { rows, x, s, own, next, out, column });
    return mistake(() => verify(builder.program())).message;
  }

  test.each<[string, RegExp, Parameters<typeof refusal>[0]]>([
    [
      "whose state is written twice",
      /states \[0\] and \[0,0\]/,
      (_, scan, { next }) => scan.emit(Op.StateOut, [next as number], [Storage.Bound], 0),
    ],
    [
      "whose state is not read",
      /states \[0\] and \[0,1\]/,
      (_, scan, { next }) => scan.emit(Op.StateOut, [next as number], [Storage.Bound], 1),
    ],
    [
      "that reads a column without rowIn",
      /over space 1, where space 0/,
      (_, scan, { x }) => scan.emit(Op.Neg, [x as number], [Storage.Local], 0, 0),
    ],
    [
      "that reads its own state's column",
      /across the rows/,
      (_, scan, { out }) => scan.emit(Op.RowIn, [out as number], [Storage.Local], 0, 0),
    ],
    [
      "that starts from a number of its rows",
      /which is local/,
      (_, scan, { own }) => scan.emit(Op.StateIn, [own as number], [Storage.Local], 1, 0),
    ],
    [
      "that writes numbers that last",
      /only states last/,
      (_, scan, { own }) => scan.emit(Op.Neg, [own as number], [Storage.Bound], 0, 0),
    ],
    [
      "that sums over its rows",
      /does not run in a scan stage/,
      (_, scan, { own }) => scan.emit(Op.Sum, [own as number], [Storage.Bound], 0, 0),
    ],
    [
      "with rowIn over a scalar",
      /do not go together/,
      (builder, scan) => scan.emit(Op.RowIn, [builder.constant(1)], [Storage.Local], 0, 0),
    ],
    [
      "with a state of another space",
      /do not go together/,
      (_, scan, { x }) => scan.emit(Op.StateIn, [x as number], [Storage.Local], 1, 0),
    ],
    [
      "with a scan's op in another stage",
      /does not run in a full stage/,
      (_, scan, { x, rows }) => scan.stage(rows as number).emit(Op.RowIn, [x as number], [Storage.Local], 0, 0),
    ],
  ])("%s", (_title, problem, change) => {
    expect(refusal(change)).toMatch(problem);
  });
});
