/** Quadratic form and root of normals whose covariance differs by rows, where random programs do not go. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { ProgramBuilder } from "./builder.js";
import { evaluators } from "./evaluators.js";

type Gaussian = Op.Gaussian2 | Op.Gaussian3;

/** Operands are parameters, one row a case; logp is the sum of the given factors times the outputs. */
function program(op: Gaussian, factors: readonly [quadratic: number, root: number]) {
  const count = op === Op.Gaussian2 ? 5 : 9;
  const builder = new ProgramBuilder(1);
  const rows = builder.space(0);
  const transform = builder.section(Section.Transform).stage(rows);
  const args = Array.from({ length: count }, () =>
    transform.emit(Op.Copy, [builder.value(Storage.Position, rows)], [Storage.Parameter]),
  );
  const logp = builder.section(Section.Logp).stage(rows, StageMode.Block);
  const out = logp.emit(op, args, [Storage.Local, Storage.Local]);
  factors.forEach((factor, k) => {
    logp.term(Op.Accumulate, [out + k, builder.constant(factor)]);
  });
  const track = builder.section(Section.Track).stage(rows, StageMode.Block);
  const shown = track.emit(op, args, [Storage.Output, Storage.Output]);
  track.output(shown);
  track.output(shown + 1);
  return builder.program();
}

/** Cases by rows to one column an operand. */
const columnsOf = (cases: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from((cases[0] as number[]).flatMap((_, k) => cases.map((row) => row[k] as number)));
const data = (rows: number) => ({ dimSizes: [rows], columns: [], indexes: [] });

const indefinite2 = [
  [0.5, 0.25, 1, 2, 1],
  [0.5, 0.25, 1, 1, 1],
  [0.5, 0.25, 0, 0, 1],
  [0.5, 0.25, -1, 0, -1],
  [0.5, 0.25, 1, 0, 0],
  [0.5, 0.25, NaN, 0, 1],
  [0.5, 0.25, 1, NaN, 1],
];
const indefinite3 = [
  [0.5, 0.25, 1, 1, 2, 1, 0, 0, 1],
  [0.5, 0.25, 1, 1, 0, 1, 2, 0, 1],
  [0.5, 0.25, 1, 1, 0, 1, 0, 1, 1],
  [0.5, 0.25, 1, -1, 0, -1, 0, 0, 1],
  [0.5, 0.25, 1, 1, 0, 1, 0, 0, NaN],
];

describe.each(evaluators)("covariances a row in %s", (_, make) => {
  test.each([
    [Op.Gaussian2, indefinite2],
    [Op.Gaussian3, indefinite3],
  ] as const)("op %d has no root where the matrix is not positive definite", (op, cases) => {
    const values = make(program(op, [1, 1]), data(cases.length)).section(Section.Track, columnsOf(cases));
    expect(Array.from(values.subarray(cases.length))).toEqual(cases.map(() => NaN));
  });

  test("a nearly singular covariance loses nothing that its elements have", () => {
    // b / a = 1/2, c - b^2 / a = 2^-40, dy - dx / 2 = 2^-20: all exact, so the results are.
    const narrow = [1, 0.5 + 2 ** -20, 4, 2, 1 + 2 ** -40];
    const values = make(program(Op.Gaussian2, [1, 1]), data(1)).section(Section.Track, Float64Array.from(narrow));
    expect(Array.from(values)).toEqual([-0.625, 2 ** 19]);
  });

  test("an output that does not count leaves no trace in the gradient, infinite partials or not", () => {
    const cases = [
      [1, 1, 1, 1, 1],
      [1, 2, 1, 0, 1],
    ];
    const position = columnsOf(cases);
    const byQuadratic = make(program(Op.Gaussian2, [1, 0]), data(2)).logpAndGradient(position).gradient;
    const second = Array.from({ length: 5 }, (_, k) => byQuadratic[2 * k + 1]);
    expect(second).toEqual([-1, -2, 0.5, 2, 2]);
    const nothing = make(program(Op.Gaussian2, [0, 0]), data(2)).logpAndGradient(position).gradient;
    expect(Array.from(nothing, Math.abs)).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test("a value that stands in several places has the sum of their derivatives", () => {
    const builder = new ProgramBuilder(1);
    const rows = builder.space(0);
    const transform = builder.section(Section.Transform).stage(rows);
    const [d, v] = [0, 1].map(() => transform.emit(Op.Copy, [builder.value(Storage.Position, rows)], [Storage.Parameter]));
    const logp = builder.section(Section.Logp).stage(rows, StageMode.Block);
    const [d1, v1] = [d, v].map((id) => logp.emit(Op.Copy, [id as number], [Storage.Local]));
    const zero = builder.constant(0);
    const out = logp.emit(Op.Gaussian2, [d1, d1, v1, zero, v1] as number[], [Storage.Local, Storage.Local]);
    logp.term(Op.Accumulate, [out]);
    // -d^2 / v: -2 d / v and (d / v)^2.
    const { gradient } = make(builder.program(), data(3)).logpAndGradient(Float64Array.of(1, 2, 3, 2, 4, 8));
    expect(Array.from(gradient)).toEqual([-1, -1, -0.75, 0.25, 0.25, 0.140625]);
  });
});
