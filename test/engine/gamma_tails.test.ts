/** The incomplete gamma functions and their derivatives, the engine's and the reference's, against mpmath at 50 digits. */

import { describe, expect, it } from "vitest";
import { Op } from "../../assembly/opcodes.js";
import { definitionOf } from "../../bindings/program/reference/row_wise.js";
import { readFixture } from "../program/fixture.js";
import { mathModule } from "./math_module.js";

/** Shape and x; then log P, its derivatives in them, and the same of log Q. */
const rows = readFixture<readonly (readonly number[])[]>("gamma_tails.json");
const column = (place: number): number[] => rows.map((row) => row[place]!);

type Evaluate = (op: Op.LogGammaCdf | Op.LogGammaSurvival) => Promise<readonly (readonly number[])[]>;

/** Value, derivative in the shape, derivative in x: a column each. */
const ofEngine: Evaluate = async (op) => {
  const { evaluate } = await mathModule(rows.length);
  const name = op === Op.LogGammaCdf ? "logGammaCdf" : "logGammaSurvival";
  return ["", "ByShape", "ByX"].map((part) => Array.from(evaluate(name + part, column(0), column(1))));
};

const ofReference: Evaluate = async (op) => {
  const definition = definitionOf(op)!;
  const all = column(0).map((shape, i) => {
    const args = [shape, rows[i]![1]!];
    const outs = definition.forward(args);
    return [outs[0]!, ...definition.partials(args, outs)[0]!];
  });
  return [0, 1, 2].map((part) => all.map((values) => values[part]!));
};

/** The largest error relative to the value itself, and where it is; what is hardly a normal number does not count. */
function largestError(got: readonly number[], wanted: readonly number[]): { error: number; at: string } {
  let worst = { error: 0, at: "" };
  got.forEach((value, i) => {
    const error = Math.abs(value - wanted[i]!) / Math.max(Math.abs(wanted[i]!), 1e-290);
    if (!(error <= worst.error)) worst = { error: Number.isNaN(error) ? Infinity : error, at: rows[i]!.slice(0, 2).join(", ") };
  });
  return worst;
}

/** The errors that the headers state, of values and of derivatives in the shape and in x. */
const cases: [name: string, evaluate: Evaluate, bounds: [value: number, byShape: number, byX: number]][] = [
  ["engine's", ofEngine, [2e-13, 1e-12, 1e-12]],
  ["reference's", ofReference, [1e-12, 1e-10, 1e-12]],
];
const functions: [name: string, op: Op.LogGammaCdf | Op.LogGammaSurvival, first: number][] = [
  ["log P", Op.LogGammaCdf, 2],
  ["log Q", Op.LogGammaSurvival, 5],
];

describe.each(cases)("the %s incomplete gamma functions", (_, evaluate, bounds) => {
  it.each(functions)("%s has its value and derivatives in both tails", async (_, op, first) => {
    const parts = await evaluate(op);
    parts.forEach((got, part) => {
      const { error, at } = largestError(got, column(first + part));
      expect(error, `part ${part} at ${at}`).toBeLessThanOrEqual(bounds[part]!);
    });
  });
});

describe("the incomplete gamma functions of the engine", () => {
  it("are exact at 0 and infinity, and NaN outside their domain or where the sum would not end", async () => {
    const { evaluate } = await mathModule(64);
    const shapes = [2, 0.5, 2, 0.5, 0, -1, 2, Infinity, NaN, 2, 1e300];
    const xs = [0, -0, Infinity, Infinity, 1, 1, -1, 1, 1, NaN, 1e300];
    const nans = Array.from({ length: 7 }, () => NaN);
    expect(Array.from(evaluate("logGammaCdf", shapes, xs))).toEqual([-Infinity, -Infinity, -0, -0, ...nans]);
    expect(Array.from(evaluate("logGammaSurvival", shapes, xs))).toEqual([-0, -0, -Infinity, -Infinity, ...nans]);
  });
});
