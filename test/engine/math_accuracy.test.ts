/** The largest error of every special function against mpmath, 10^5 points a function and regime. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fixtures } from "../oracle/fixtures.js";
import { python } from "../oracle/python.js";
import { type Evaluate, mathModule } from "./math_module.js";

/** At most; of functions that mpmath takes long over there are fewer. */
const POINTS = 100_000;
const ofTwo = new Set(["logAddExp", "atan2", "pow"]);

/** What an error in ulp is relative to, where that is more than the value itself: the terms that cancel in it. */
type Scale = (evaluate: Evaluate, name: string, x: Float64Array, y: Float64Array) => (row: number) => number;

/** Reflection subtracts the value at 1 - x; for digamma the argument's own rounding counts as well, hence 1. */
const reflected =
  (least: number): Scale =>
  (evaluate, name, x) => {
    const values = evaluate(
      name,
      x.map((number) => 1 - number),
    );
    return (row) => Math.max(least, Math.abs(values[row]!));
  };
const larger: Scale = (_, __, x, y) => (row) => Math.max(Math.abs(x[row]!), Math.abs(y[row]!));

/** Fixture (the function's name, then the regime's) and the bound that the function's header states, in ulp. */
const bounds: [fixture: string, ulp: number, scale?: Scale][] = [
  ["exp", 1.5],
  ["expNonPositive", 1.5],
  ["log", 1],
  ["log1p", 2],
  ["expm1", 2],
  ["tanh", 2],
  ["sin", 1],
  ["cos", 1],
  ["sin.large", 1],
  ["cos.large", 1],
  ["erf", 3],
  ["lgamma", 6],
  ["lgamma.negative", 8, reflected(0)],
  ["digamma", 8],
  ["digamma.negative", 8, reflected(1)],
  ["logistic", 3],
  ["softplus", 2],
  ["log1mexp", 3],
  ["logit", 3],
  ["logAddExp", 2, larger],
  ["logNormalCdf", 6],
  ["logNormalCdfSlope", 7],
  ["normalQuantile", 8],
  ["normalQuantileSlope", 12],
  ["logBesselI0", 6],
  ["logBesselI0Slope", 14],
  ["atan2", 3],
  ["pow", 5],
  ["pow.moderate", 2],
];

const view = new DataView(new ArrayBuffer(8));

/** The distance of neighbouring doubles at |x|; of the smallest subnormals near 0. */
function ulp(x: number): number {
  view.setFloat64(0, Math.abs(x));
  const exponent = (view.getUint32(0) >>> 20) & 0x7ff;
  return 2 ** (Math.max(exponent, 1) - 1075);
}

function readColumns(path: string, operands: number): Float64Array[] {
  const bytes = readFileSync(path);
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const columns = operands + 2;
  const points = numbers.length / columns;
  return Array.from({ length: columns }, (_, i) => numbers.subarray(i * points, (i + 1) * points));
}

/** The largest error and where it is. An infinity or NaN that should not be, or is missing, counts as an infinite error. */
function largestError(actual: Float64Array, nearest: Float64Array, missed: Float64Array, scale: (row: number) => number) {
  let worst = { ulp: 0, row: 0 };
  for (let row = 0; row < actual.length; row++) {
    const value = actual[row]!;
    const expected = nearest[row]!;
    if (value === expected && !Number.isFinite(expected)) continue;
    const error = Math.abs(value - expected - missed[row]!) / ulp(Math.max(Math.abs(expected), scale(row)));
    if (!(error <= worst.ulp)) worst = { ulp: Number.isNaN(error) ? Infinity : error, row };
  }
  return worst;
}

const haveOracle = python() !== undefined;

describe.skipIf(!haveOracle)("special functions against mpmath (needs Python)", () => {
  let evaluate: Evaluate;
  let folder: string;

  beforeAll(async () => {
    folder = fixtures("mpmath_functions.py")!;
    evaluate = (await mathModule(POINTS)).evaluate;
  }, 600_000);

  it.each(bounds)("%s errs by at most %d ulp", (fixture, bound, scale) => {
    const name = fixture.split(".")[0]!;
    const columns = readColumns(join(folder, `${fixture}.bin`), ofTwo.has(name) ? 2 : 1);
    const [nearest, missed] = columns.slice(-2) as [Float64Array, Float64Array];
    const operands = columns.slice(0, -2);
    const actual = evaluate(name, ...operands);
    const scaled = scale?.(evaluate, name, operands[0]!, operands[1] ?? operands[0]!) ?? (() => 0);
    const worst = largestError(actual, nearest, missed, scaled);
    const at = operands.map((operand) => operand[worst.row]).join(", ");
    if (process.env.WASMCMC_REPORT) console.info(`${fixture}: ${worst.ulp.toFixed(3)} ulp at ${at}`);
    expect(worst.ulp, `${fixture} at ${at}`).toBeLessThanOrEqual(bound);
  });
});
