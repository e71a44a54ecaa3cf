/** Elementwise ops at zeros, infinities, NaN and the ends of the range: engine and reference give the same values and partials. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { opTable } from "../../bindings/program/ops.js";
import type { Program } from "../../bindings/program/program.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { ProgramBuilder } from "./builder.js";
import { engine } from "./evaluators.js";

const specials = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  1e-9,
  -1e-9,
  5e-324,
  -5e-324,
  2.3e-308,
  30,
  -30,
  300,
  -300,
  709,
  -709,
  746,
  -746,
  1e19,
  -1e19,
  1.7e308,
  -1.7e308,
  Infinity,
  -Infinity,
  NaN,
];
const few = [0, -0, 1, -1, 2.5, -0.5, 1e-300, 1e300, Infinity, -Infinity, NaN];

/** All combinations of the points, one column an operand. */
function combinations(points: readonly number[], operands: number): number[][] {
  const rows = Array.from({ length: points.length ** operands }, (_, row) => row);
  return Array.from({ length: operands }, (_, k) =>
    rows.map((row) => points[Math.floor(row / points.length ** k) % points.length] as number),
  );
}

/** op(a, b ...) over rows that are all positions: the gradient is the partials. */
function opProgram(op: Op, operands: number): Program {
  const builder = new ProgramBuilder(1);
  const rows = builder.space(0);
  const transform = builder.section(Section.Transform).stage(rows);
  const args = Array.from({ length: operands }, () =>
    transform.emit(Op.Copy, [builder.value(Storage.Position, rows)], [Storage.Parameter]),
  );
  const logp = builder.section(Section.Logp).stage(rows, StageMode.Block);
  logp.term(Op.Accumulate, [logp.emit(op, args, [Storage.Local])]);
  const track = builder.section(Section.Track).stage(rows, StageMode.Block);
  track.output(track.emit(op, args, [Storage.Output]));
  return builder.program();
}

/** The same number, or near; beyond the range of normal numbers the last bits are not held. */
function same(x: number, expected: number, ulps: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(x);
  if (!Number.isFinite(expected)) return x === expected;
  return Math.abs(x - expected) <= ulps * 2 ** -53 * Math.abs(expected) + 2 ** -1021;
}

/** sin and cos are held for |x| < 1e5 only. */
const largestArgument: ReadonlyMap<Op, number> = new Map([
  [Op.Sin, 1e5],
  [Op.Cos, 1e5],
]);

/** Rounding units of a partial; that of log P by the shape comes from log Q where that is nearer to 0, here down to -700. */
const partialUlps: ReadonlyMap<Op, number> = new Map([[Op.LogGammaCdf, 700]]);

const cases = opTable
  .filter(({ kind, op }) => kind === "elementwise" && op < Op.Gaussian2)
  .map((row) => ({ ...row, count: row.operands(1)[0] === row.operands(1)[1] ? row.operands(1)[0] : 2 }));

describe("engine and reference agree at the edges of", () => {
  test.each(cases)("$name", ({ op, count }) => {
    const points = count === 1 ? specials : few;
    const usable = points.filter((x) => !(Math.abs(x) >= (largestArgument.get(op) ?? Infinity)) || Number.isNaN(x));
    const columns = combinations(count === 1 ? usable : few, count);
    const length = columns[0]?.length as number;
    const program = opProgram(op, count);
    const data = { dimSizes: [length], columns: [], indexes: [] };
    const [fast, slow] = [engine(program, data), reference(program, data)];
    const position = Float64Array.from(columns.flat());
    const [values, expected] = [fast.section(Section.Track, position), slow.section(Section.Track, position)];
    const [partials, expectedPartials] = [fast.logpAndGradient(position).gradient, slow.logpAndGradient(position).gradient];
    const differences: string[] = [];
    for (let row = 0; row < length; row++) {
      const at = columns.map((column) => column[row]).join(", ");
      if (!same(values[row] as number, expected[row] as number, 24))
        differences.push(`(${at}): ${values[row]} for ${expected[row]}`);
      if (Number.isNaN(expected[row])) continue;
      for (let k = 0; k < count; k++) {
        const [got, want] = [partials[k * length + row] as number, expectedPartials[k * length + row] as number];
        if (!same(got, want, partialUlps.get(op) ?? 64)) differences.push(`partial ${k} at (${at}): ${got} for ${want}`);
      }
    }
    expect(differences).toEqual([]);
  });
});
