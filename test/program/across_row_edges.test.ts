/** Ties, branches not taken, empty columns and infinities in the ops that sum, gather, guard and accumulate: in both evaluators. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { BoundData } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { ProgramBuilder, type SectionBuilder } from "./builder.js";
import { evaluators } from "./evaluators.js";

interface Case {
  readonly program: Program;
  readonly data: BoundData;
}

/** Positions copied to parameters over rows; `logp` fills the stage of the log density with them. */
function overRows(
  count: number,
  rowCount: number,
  mode: StageMode,
  logp: (section: SectionBuilder, args: number[], builder: ProgramBuilder) => void,
): Case {
  const builder = new ProgramBuilder(1);
  const rows = builder.space(0);
  const transform = builder.section(Section.Transform).stage(rows);
  const args = Array.from({ length: count }, () =>
    transform.emit(Op.Copy, [builder.value(Storage.Position, rows)], [Storage.Parameter]),
  );
  logp(builder.section(Section.Logp).stage(rows, mode), args, builder);
  return { program: builder.program(), data: { dimSizes: [rowCount], columns: [], indexes: [] } };
}

const accumulated = (op: Op, count: number, rowCount: number): Case =>
  overRows(count, rowCount, StageMode.Block, (logp, args) => logp.term(Op.Accumulate, [logp.emit(op, args, [Storage.Local])]));

const logSumExpRows = (rowCount: number): Case =>
  overRows(1, rowCount, StageMode.Whole, (logp, args) => {
    const sum = logp.emit(Op.LogSumExpRows, args, [Storage.Crossing], 0, 0);
    logp.stage(0).term(Op.Accumulate, [sum]);
  });

const term = (op: Op, rowCount: number): Case => overRows(1, rowCount, StageMode.Block, (logp, args) => logp.term(op, args));

describe.each(evaluators)("in %s", (_name, make) => {
  const run = ({ program, data }: Case, ...position: number[]) => {
    const { logp, gradient } = make(program, data).logpAndGradient(Float64Array.from(position));
    return { logp, gradient: Array.from(gradient) };
  };

  test("a tie of min and max gives the derivative to the first operand", () => {
    expect(run(accumulated(Op.Min, 2, 1), 1.5, 1.5)).toEqual({ logp: 1.5, gradient: [1, 0] });
    expect(run(accumulated(Op.Max, 2, 1), 1.5, 1.5)).toEqual({ logp: 1.5, gradient: [1, 0] });
  });

  test("a branch that is not taken gives exactly zero, though its partial is infinite", () => {
    const where = overRows(2, 3, StageMode.Block, (logp, [condition, x]) => {
      const root = logp.emit(Op.Sqrt, [x as number], [Storage.Local]);
      const log = logp.emit(Op.Log, [x as number], [Storage.Local]);
      const both = logp.emit(Op.Add, [root, log], [Storage.Local]);
      logp.term(Op.Accumulate, [logp.emit(Op.Where, [condition as number, both, condition as number], [Storage.Local])]);
    });
    expect(run(where, 0, 0, 1, 0, -1, 4)).toEqual({ logp: 2 + Math.log(4), gradient: [1, 1, 0, 0, 0, 0.5] });
  });

  test("a coefficient of zero gives a gradient of zero to what it multiplies", () => {
    const scaled = overRows(1, 3, StageMode.Block, (logp, args, builder) =>
      logp.term(Op.AccumulateLog, [args[0] as number, builder.constant(0)]),
    );
    expect(run(scaled, 2, 3, 4)).toEqual({ logp: 0, gradient: [0, 0, 0] });
    expect(run(scaled, 2, 0, 4).gradient).toEqual([0, 0, 0]);
  });

  test("log-sum-exp over rows is exact at the infinities", () => {
    const { gradient } = run(logSumExpRows(3), -Infinity, 1, -Infinity);
    expect(gradient).toEqual([0, 1, 0]);
    expect(run(logSumExpRows(3), -Infinity, -Infinity, -Infinity)).toEqual({ logp: -Infinity, gradient: [0, 0, 0] });
    expect(run(logSumExpRows(3), 1, Infinity, 2).logp).toBe(Infinity);
    expect(run(logSumExpRows(3), 1, NaN, 2).logp).toBe(NaN);
    expect(run(logSumExpRows(0))).toEqual({ logp: -Infinity, gradient: [] });
  });

  test.each([[0], [-1], [NaN], [Infinity], [-Infinity]])("a guard refuses %d in any row, and only there", (bad) => {
    for (const place of [0, 1, 2]) {
      const rows = [1, 2, 3];
      rows[place] = bad;
      expect(run(term(Op.GuardPositive, 3), ...rows)).toEqual({ logp: -Infinity, gradient: [0, 0, 0] });
    }
    expect(run(term(Op.GuardPositive, 3), 1, 1e-300, 1e300)).toEqual({ logp: 0, gradient: [0, 0, 0] });
    expect(run(term(Op.GuardPositive, 0))).toEqual({ logp: 0, gradient: [] });
  });

  test("a sum of logs is right over the whole range of its values", () => {
    const values = [1e-300, 1e300, 5e-324, 1e-70, 1e70, 1e-71, 1e71, 2, 1.7e308];
    const { logp, gradient } = run(term(Op.AccumulateLog, values.length), ...values);
    const expected = values.reduce((sum, x) => sum + Math.log(x), 0);
    const size = values.reduce((sum, x) => sum + Math.abs(Math.log(x)), 0);
    // One rounding a row and one a logarithm, and some to spare.
    expect(Math.abs(logp - expected)).toBeLessThanOrEqual(16 * 2 ** -53 * size);
    gradient.forEach((slope, i) => {
      const exact = 1 / (values[i] as number);
      if (Number.isFinite(exact)) expect(Math.abs(slope * (values[i] as number) - 1)).toBeLessThanOrEqual(2 ** -51);
    });
  });

  test.each([[1], [4], [5], [257]])(
    "a sum of logs over %i rows is -inf with a zero in it and NaN with a negative number",
    (count) => {
      for (const place of new Set([0, count - 1])) {
        const rows = Array.from({ length: count }, () => 2);
        rows[place] = 0;
        expect(run(term(Op.AccumulateLog, count), ...rows).logp).toBe(-Infinity);
        rows[place] = -1;
        expect(run(term(Op.AccumulateLog, count), ...rows).logp).toBe(NaN);
        rows[place] = NaN;
        expect(run(term(Op.AccumulateLog, count), ...rows).logp).toBe(NaN);
        rows[place] = Infinity;
        expect(run(term(Op.AccumulateLog, count), ...rows).logp).toBe(Infinity);
      }
      const negatives = Array.from({ length: count }, () => -2);
      expect(run(term(Op.AccumulateLog, count), ...negatives).logp).toBe(NaN);
    },
  );

  test("scatter-add by an index column keeps groups apart and leaves empty ones zero", () => {
    const builder = new ProgramBuilder(2);
    const [rows, groups] = [builder.space(0), builder.space(1)];
    const index = builder.index(rows, groups);
    const transform = builder.section(Section.Transform).stage(groups);
    const x = transform.emit(Op.Copy, [builder.value(Storage.Position, groups)], [Storage.Parameter]);
    const logp = builder.section(Section.Logp).stage(rows);
    const gathered = logp.emit(Op.Gather, [x], [Storage.Local], index);
    const squares = logp.emit(Op.Square, [gathered], [Storage.Local]);
    const sums = logp.emit(Op.SegmentSum, [squares], [Storage.Crossing], index, groups);
    logp.stage(groups).term(Op.Accumulate, [logp.emit(Op.Square, [sums], [Storage.Local])]);
    const data = { dimSizes: [5, 3], columns: [], indexes: [Int32Array.of(2, 0, 2, 2, 0)] };
    // Groups have 2, 0 and 3 rows: the sum is (2 x^2)^2 + 0 + (3 z^2)^2.
    expect(run({ program: builder.program(), data }, 2, 5, -1)).toEqual({ logp: 64 + 9, gradient: [128, 0, -36] });
  });

  test("an interval's value stays within its ends, however far the coordinate", () => {
    const builder = new ProgramBuilder(0);
    const transform = builder.section(Section.Transform).stage(0);
    const ends = [builder.constant(0.1), builder.constant(0.3)];
    const x = transform.emit(Op.Interval, [builder.value(Storage.Position, 0), ...ends], [Storage.Parameter, Storage.Local]);
    transform.term(Op.Accumulate, [x + 1]);
    const evaluator = make(builder.program(), { dimSizes: [], columns: [], indexes: [] });
    for (const u of [-1000, -40, -1, 0, 1, 36, 40, 1000]) {
      const [value] = evaluator.constrain(Float64Array.of(u)) as unknown as [number];
      expect(value).toBeGreaterThanOrEqual(0.1);
      expect(value).toBeLessThanOrEqual(0.3);
      const { logp, gradient } = evaluator.logpAndGradient(Float64Array.of(u));
      expect(Math.abs(logp - (Math.log(0.3 - 0.1) - Math.abs(u) - 2 * Math.log1p(Math.exp(-Math.abs(u)))))).toBeLessThanOrEqual(
        64 * 2 ** -53 * Math.max(1, Math.abs(u)),
      );
      expect(Math.abs((gradient[0] as number) + Math.tanh(u / 2))).toBeLessThanOrEqual(64 * 2 ** -53);
    }
  });
});
