/**
 * Where each elementwise op is well-conditioned: operand ranges in which neither its value nor its partials lose relative
 * accuracy, so that engine and reference may be compared to a few rounding units. Edges have tests of their own.
 */
import { Op } from "../../assembly/opcodes.js";

/** Ends of an interval. One that spans zero takes values that are accurate relative to themselves, however small. */
export type Range = readonly [low: number, high: number];

/** Alternatives; each has a range an operand. */
// biome-ignore format: a line an op
export const recipes: ReadonlyMap<Op, readonly (readonly Range[])[]> = new Map<Op, readonly (readonly Range[])[]>([
  [Op.Copy, [[[-3, 3]]]],
  [Op.Neg, [[[-3, 3]]]],
  [Op.Square, [[[-2, 2]]]],
  [Op.Sqrt, [[[0.2, 4]]]],
  [Op.InverseSqrt, [[[0.3, 3]]]],
  [Op.Reciprocal, [[[0.4, 3]], [[-3, -0.4]]]],
  [Op.Abs, [[[-2, 2]]]],
  [Op.Floor, [[[2.1, 2.9]], [[-1.8, -1.2]]]],
  [Op.Exp, [[[-1.5, 1.5]]]],
  [Op.Log, [[[1.4, 4]], [[0.1, 0.7]]]],
  [Op.Log1p, [[[-0.5, 0.5]], [[0.1, 3]]]],
  [Op.Expm1, [[[-1, 1]]]],
  [Op.Log1mExp, [[[-2, -0.3]]]],
  [Op.Softplus, [[[-2, 2]]]],
  [Op.Sin, [[[-1.2, 1.2]]]],
  [Op.Cos, [[[-1.2, 1.2]]]],
  [Op.Tanh, [[[-1.2, 1.2]]]],
  [Op.Logistic, [[[-2, 2]]]],
  [Op.Logit, [[[0.6, 0.9]], [[0.1, 0.4]]]],
  [Op.Erf, [[[-1.2, 1.2]]]],
  [Op.LogGamma, [[[2.5, 6]], [[0.15, 0.8]]]],
  [Op.LogNormalCdf, [[[-2, 1]]]],
  [Op.NormalQuantile, [[[0.6, 0.9]], [[0.1, 0.4]]]],
  [Op.LogBesselI0, [[[0.3, 3]], [[-2, 2]]]],
  [Op.Add, [[[0.2, 3], [0.2, 3]], [[-3, -0.2], [-3, -0.2]]]],
  [Op.Sub, [[[3, 5], [0.2, 1.5]]]],
  [Op.Mul, [[[-2, 2], [-2, 2]]]],
  [Op.Div, [[[-2, 2], [0.5, 3]], [[-2, 2], [-3, -0.5]]]],
  [Op.Pow, [[[1.4, 3], [-2, 2]], [[0.2, 0.7], [-2, 2]]]],
  [Op.LogAddExp, [[[0.2, 2], [0.2, 2]]]],
  [Op.Atan2, [[[0.2, 2], [0.2, 2]], [[-2, -0.2], [-2, -0.2]], [[0.2, 2], [-2, -0.2]]]],
  [Op.LogGammaCdf, [[[0.3, 0.9], [0.2, 2.5]], [[1.2, 3], [0.3, 1]], [[2, 4], [6, 9]]]],
  [Op.LogGammaSurvival, [[[0.3, 0.9], [0.2, 2.5]], [[1.2, 3], [0.8, 2]], [[1.5, 3], [6, 9]]]],
  [Op.MultiplyAdd, [[[0.2, 2], [0.2, 2], [0.2, 2]]]],
  [Op.Quadratic, [[[3, 5], [0.2, 1.5], [0.3, 0.8]], [[0.2, 1.5], [3, 5], [-0.8, -0.3]]]],
  [Op.Interval, [[[-2, 2], [0.2, 0.5], [1.5, 3]]]],
]);
