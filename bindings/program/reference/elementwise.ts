/** The definitions of the elementwise ops: values and partial derivatives, a line an op. */
import { Op } from "../../../assembly/opcodes.js";
import * as bessel from "./bessel.js";
import { binary, forwardOnly, type RowDefinition, ternary, unary } from "./definition.js";
import { gammaTail } from "./gamma_tails.js";
import { gaussian } from "./gaussian.js";
import { logSumExp, logSumExpPartials } from "./log_sum_exp.js";
import * as normal from "./normal_tails.js";
import * as special from "./special.js";

const comparison = (holds: (a: number, b: number) => boolean): RowDefinition =>
  binary(
    (a, b) => (holds(a, b) ? 1 : 0),
    () => [0, 0],
  );

const logSumExpDefinition: RowDefinition = {
  forward: (args) => [logSumExp(args)],
  partials: (args) => [logSumExpPartials(args)],
};

/** d/da a^b; 0 for b = 0 whatever a. */
const powerBaseSlope = (a: number, b: number): number => (b === 0 ? 0 : b * special.pow(a, b - 1));
/** d/db a^b; 0 at a = 0 with b > 0. */
const powerExponentSlope = (a: number, b: number, y: number): number => (a === 0 && b > 0 ? 0 : y * Math.log(a));

/** x / (x^2 + y^2); 0 at the origin and at infinity. */
function overSquaredRadius(x: number, y: number): number {
  const radius = Math.hypot(x, y);
  return radius > 0 && radius < Infinity ? x / radius / radius : 0;
}

/** NaN last. */
const ascending = (x: readonly number[]): number[] => [
  ...x.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b),
  ...x.filter(Number.isNaN),
];

// biome-ignore format: a line an op
export const elementwiseDefinitions: readonly (readonly [Op, RowDefinition])[] = [
  [Op.Copy, unary((x) => x, () => 1)],
  [Op.Neg, unary((x) => -x, () => -1)],
  [Op.Square, unary((x) => x * x, (x) => 2 * x)],
  [Op.Sqrt, unary(Math.sqrt, (_x, y) => 0.5 / y)],
  [Op.InverseSqrt, unary((x) => 1 / Math.sqrt(x), (x, y) => (-0.5 * y) / x)],
  [Op.Reciprocal, unary((x) => 1 / x, (_x, y) => -y * y)],
  [Op.Abs, unary(Math.abs, (x) => Math.sign(x))],
  [Op.Floor, unary(Math.floor, () => 0)],
  [Op.Exp, unary(Math.exp, (_x, y) => y)],
  [Op.Log, unary(Math.log, (x) => 1 / x)],
  [Op.Log1p, unary(Math.log1p, (x) => 1 / (1 + x))],
  [Op.Expm1, unary(Math.expm1, (x) => Math.exp(x))],
  [Op.Log1mExp, unary(special.log1mexp, (x) => -1 / Math.expm1(-x))],
  [Op.Softplus, unary(special.softplus, special.logistic)],
  [Op.Sin, unary(Math.sin, (x) => Math.cos(x))],
  [Op.Cos, unary(Math.cos, (x) => -Math.sin(x))],
  [Op.Tanh, unary(Math.tanh, special.tanhSlope)],
  [Op.Logistic, unary(special.logistic, special.logisticSlope)],
  [Op.Logit, unary(special.logit, (x) => 1 / (x * (1 - x)))],
  [Op.Erf, unary(special.erf, special.erfSlope)],
  [Op.LogGamma, unary(special.lgamma, special.digamma)],
  [Op.LogNormalCdf, unary(normal.logNormalCdf, normal.logNormalCdfSlope)],
  [Op.NormalQuantile, unary(normal.normalQuantile, normal.normalQuantileSlope)],
  [Op.LogBesselI0, unary(bessel.logBesselI0, bessel.logBesselI0Slope)],

  [Op.Add, binary((a, b) => a + b, () => [1, 1])],
  [Op.Sub, binary((a, b) => a - b, () => [1, -1])],
  [Op.Mul, binary((a, b) => a * b, (a, b) => [b, a])],
  [Op.Div, binary((a, b) => a / b, (_a, b, y) => [1 / b, -y / b])],
  [Op.Pow, binary(special.pow, (a, b, y) => [powerBaseSlope(a, b), powerExponentSlope(a, b, y)])],
  [Op.LogAddExp, logSumExpDefinition],
  [Op.Min, binary(Math.min, (a, b) => (a <= b ? [1, 0] : [0, 1]))],
  [Op.Max, binary(Math.max, (a, b) => (a >= b ? [1, 0] : [0, 1]))],
  [Op.Lt, comparison((a, b) => a < b)],
  [Op.Le, comparison((a, b) => a <= b)],
  [Op.Gt, comparison((a, b) => a > b)],
  [Op.Ge, comparison((a, b) => a >= b)],
  [Op.Eq, comparison((a, b) => a === b)],
  [Op.Atan2, binary(Math.atan2, (y, x) => [overSquaredRadius(x, y), -overSquaredRadius(y, x)])],
  [Op.LogGammaCdf, gammaTail("cdf")],
  [Op.LogGammaSurvival, gammaTail("survival")],

  [Op.Where, ternary((condition, a, b) => (condition !== 0 ? a : b), (condition) => (condition !== 0 ? [0, 1, 0] : [0, 0, 1]))],
  [Op.MultiplyAdd, ternary((a, b, c) => a * b + c, (a, b) => [b, a, 1])],
  [Op.Quadratic, ternary(
    (value, mean, inverseRoot) => -0.5 * ((value - mean) * inverseRoot) ** 2,
    (value, mean, inverseRoot) => {
      const difference = value - mean;
      const slope = difference * inverseRoot * inverseRoot;
      return [-slope, slope, -difference * difference * inverseRoot];
    },
  )],
  [Op.LogSumExpTerms, logSumExpDefinition],
  [Op.Gaussian2, gaussian(2)],
  [Op.Gaussian3, gaussian(3)],
  [Op.Sort, forwardOnly(ascending)],
];
