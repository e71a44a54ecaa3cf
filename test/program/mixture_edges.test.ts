/** Mixtures at their edges against mpmath at 50 digits, in both evaluators, over a scalar, an odd number of rows and more than a block. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { BoundData } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { ProgramBuilder } from "./builder.js";
import { evaluators } from "./evaluators.js";
import { type JsonNumber, readFixture, toNumber } from "./fixture.js";

interface Row {
  readonly name: string;
  /** f_k / S is outside the range of a double, though the derivatives made from it are not. */
  readonly extreme: boolean;
  readonly weights: readonly JsonNumber[];
  readonly exponents: readonly JsonNumber[];
  readonly roots: readonly JsonNumber[];
  readonly logp: JsonNumber;
  readonly derivatives: readonly JsonNumber[];
}

const rows = readFixture<readonly Row[]>("mixture_edges.json");
const noData: BoundData = { dimSizes: [], columns: [], indexes: [] };

type Mixture = Op.MixtureDensity | Op.MixtureLog;

/** The operands as parameters without constraint. */
function operands(row: Row, op: Mixture): number[] {
  const parts = op === Op.MixtureDensity ? [row.weights, row.exponents, row.roots] : [row.weights, row.exponents];
  return parts.flat().map(toNumber);
}

/** A mixture over `rowCount` equal rows (0: a scalar stage), its value put into the log density directly or as a value. */
function mixtureProgram(
  op: Mixture,
  operandCount: number,
  rowCount: number,
  asValue: boolean,
): { program: Program; data: BoundData } {
  const builder = new ProgramBuilder(rowCount > 0 ? 1 : 0);
  const space = rowCount > 0 ? builder.space(0) : 0;
  const transform = builder.section(Section.Transform).stage(0);
  const args = Array.from({ length: operandCount }, () =>
    transform.emit(Op.Copy, [builder.value(Storage.Position, 0)], [Storage.Parameter]),
  );
  const components = operandCount / (op === Op.MixtureDensity ? 3 : 2);
  const logp = builder.section(Section.Logp).stage(space, asValue ? StageMode.Full : StageMode.Block);
  if (asValue) logp.term(Op.Accumulate, [logp.emit(op, args, [Storage.Local], components)]);
  else logp.term(op, args, components);
  return { program: builder.program(), data: rowCount > 0 ? { ...noData, dimSizes: [rowCount] } : noData };
}

/** Relative. In log space an exponent is added to logarithms, and its rounding counts with its size. */
function bound(row: Row, expected: number): number {
  const sizes = row.exponents.map((x) => Math.abs(toNumber(x))).filter(Number.isFinite);
  return 64 * 2 ** -53 * Math.abs(expected) * Math.max(1, Math.min(3000, Math.max(0, ...sizes)));
}

/** Where a derivative by a weight is beyond a double, it ends at 1e300, so that a weight that a mask of zeros made still has one of 0. */
const derivativesOf = ({ derivatives }: Row): number[] => derivatives.map((given) => Math.min(toNumber(given), 1e300));

function expectClose(row: Row, got: number, expected: number, what: string): void {
  if (!Number.isFinite(expected)) return expect(got, what).toBe(expected);
  expect(Math.abs(got - expected), `${what}: ${got} for ${expected}`).toBeLessThanOrEqual(
    Math.max(bound(row, expected), 2 ** -1060),
  );
}

/** The engine keeps f_k / S alone, so that the reference alone goes to the extremes. */
const rowsFor = (name: string, all: readonly Row[]): readonly Row[] =>
  all.filter(({ extreme }) => !extreme || name === "the reference");

describe.each(evaluators)("mixtureDensity in %s", (name, make) => {
  describe.each([0, 1, 3, 257])("over %i rows", (rowCount) => {
    test.each(rowsFor(name, rows))("$name", (row) => {
      for (const asValue of [false, true]) {
        const position = Float64Array.from(operands(row, Op.MixtureDensity));
        const { program, data } = mixtureProgram(Op.MixtureDensity, position.length, rowCount, asValue);
        const { logp, gradient } = make(program, data).logpAndGradient(position);
        const copies = Math.max(1, rowCount);
        expectClose(row, logp, copies * toNumber(row.logp), "logp");
        if (Number.isNaN(logp)) return;
        derivativesOf(row).forEach((derivative, k) => {
          expectClose(row, gradient[k] as number, copies * derivative, `derivative ${k}`);
        });
      }
    });
  });
});

/** Where the roots are 1 a density-space row is a log-space row. */
const logRows = rows.filter((row) => row.roots.every((root) => root === 1));

describe.each(evaluators)("mixtureLog in %s", (name, make) => {
  describe.each([0, 1, 3, 257])("over %i rows", (rowCount) => {
    test.each(rowsFor(name, logRows))("$name", (row) => {
      const position = Float64Array.from(operands(row, Op.MixtureLog));
      const { program, data } = mixtureProgram(Op.MixtureLog, position.length, rowCount, false);
      const { logp, gradient } = make(program, data).logpAndGradient(position);
      const copies = Math.max(1, rowCount);
      expectClose(row, logp, copies * toNumber(row.logp), "logp");
      if (Number.isNaN(logp)) return;
      const expected = derivativesOf(row);
      gradient.forEach((derivative, k) => {
        expectClose(row, derivative, copies * (expected[k] as number), `derivative ${k}`);
      });
    });
  });
});

/** Two components with every operand a row's own. */
function rowOperandProgram(op: Mixture, rowCount: number): { program: Program; data: BoundData } {
  const builder = new ProgramBuilder(1);
  const space = builder.space(0);
  const transform = builder.section(Section.Transform).stage(space);
  const count = op === Op.MixtureDensity ? 6 : 4;
  const args = Array.from({ length: count }, () =>
    transform.emit(Op.Copy, [builder.value(Storage.Position, space)], [Storage.Parameter]),
  );
  builder.section(Section.Logp).stage(space, StageMode.Block).term(op, args, 2);
  return { program: builder.program(), data: { ...noData, dimSizes: [rowCount] } };
}

describe.each(evaluators)("rows of every kind in one block in %s", (_name, make) => {
  const pairs = rows.filter(({ weights, extreme }) => weights.length === 2 && !extreme);
  const finite = pairs.filter(({ logp }) => typeof logp === "number");
  const tiled = Array.from({ length: 301 }, (_, i) => finite[i % finite.length] as Row);
  const position = (all: readonly Row[]): Float64Array =>
    Float64Array.from([0, 1, 2, 3, 4, 5].flatMap((k) => all.map((row) => operands(row, Op.MixtureDensity)[k] as number)));

  test("each row has its own value and derivatives", () => {
    const { program, data } = rowOperandProgram(Op.MixtureDensity, tiled.length);
    const { logp, gradient } = make(program, data).logpAndGradient(position(tiled));
    const values = tiled.map((row) => toNumber(row.logp));
    const size = values.reduce((sum, x) => sum + Math.abs(x), 0);
    expect(Math.abs(logp - values.reduce((sum, x) => sum + x, 0))).toBeLessThanOrEqual(64 * 2 ** -53 * size);
    tiled.forEach((row, i) => {
      derivativesOf(row).forEach((derivative, k) => {
        expectClose(row, gradient[k * tiled.length + i] as number, derivative, `derivative ${k} of row ${i}, ${row.name}`);
      });
    });
  });

  test.each(pairs.filter(({ logp }) => typeof logp !== "number"))("one row of $name decides the log density", (bad) => {
    for (const place of [0, 100, 300]) {
      const all = [...tiled];
      all[place] = bad;
      const { program, data } = rowOperandProgram(Op.MixtureDensity, all.length);
      expect(make(program, data).logp(position(all))).toBe(toNumber(bad.logp));
    }
  });
});

describe.each(evaluators)("responsibilities in %s", (_name, make) => {
  test.each(rows.filter(({ extreme }) => !extreme))("of $name", (row) => {
    const builder = new ProgramBuilder(0);
    const transform = builder.section(Section.Transform).stage(0);
    const given = operands(row, Op.MixtureDensity);
    const args = given.map(() => transform.emit(Op.Copy, [builder.value(Storage.Position, 0)], [Storage.Parameter]));
    const count = row.weights.length;
    const section = builder.section(Section.Responsibilities).stage(0);
    const first = section.emit(
      Op.MixtureDensityShares,
      args,
      Array.from({ length: count }, () => Storage.Output),
      count,
    );
    for (let k = 0; k < count; k++) section.output(first + k);
    const shares = make(builder.program(), noData).section(Section.Responsibilities, Float64Array.from(given));
    // p_k / S is the derivative by the exponent; where all are impossible there is no share.
    const impossible = typeof row.logp !== "number";
    shares.forEach((share, k) => {
      expectClose(row, share, impossible ? NaN : toNumber(row.derivatives[count + k] as JsonNumber), `share ${k}`);
    });
  });
});
