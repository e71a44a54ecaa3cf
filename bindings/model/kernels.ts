/**
 * Covariance functions of Gaussian processes, element by element: over all pairs of two points' coordinates, where the second is
 * `rename`d. Sums and products of them are covariance functions again.
 *
 *     const other = rename(x, "point", "other");
 *     squaredExponential(x, other, { scale, length })     // over ["point", "other"]
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), ch. 4. `scale` is the standard deviation.
 */
import { abs, add, exp, mul, sin, square, sub } from "./functions.js";
import type { AnyExpr, Joined, Operand } from "./types.js";

export interface StationaryOptions<S extends Operand, L extends Operand> {
  /** Standard deviation of the process; 1 when absent. */
  readonly scale?: S;
  /** Distance over which it varies, in the units of x. */
  readonly length: L;
}

type Pairs<A extends Operand, B extends Operand> = Joined<A | B>;

function scaled(correlation: AnyExpr, scale: Operand | undefined): AnyExpr {
  return scale === undefined ? correlation : mul(square(scale), correlation);
}

function distance(a: Operand, b: Operand, length: Operand): AnyExpr {
  return abs(sub(a, b as AnyExpr)).div(length as AnyExpr);
}

/** scale^2 exp(-(a - b)^2 / (2 length^2)): very smooth. Stan: gp_exp_quad_cov; PyMC: ExpQuad. */
export function squaredExponential<A extends Operand, B extends Operand, S extends Operand, L extends Operand>(
  a: A,
  b: B,
  { scale, length }: StationaryOptions<S, L>,
): Pairs<A, B> {
  const r = sub(a, b as AnyExpr).div(length as AnyExpr) as AnyExpr;
  return scaled(exp(square(r).mul(-0.5)), scale) as Pairs<A, B>;
}

/** scale^2 (1 + z) exp(-z) with z = sqrt(3) |a - b| / length: once differentiable. Stan: gp_matern32_cov; PyMC: Matern32. */
export function matern32<A extends Operand, B extends Operand, S extends Operand, L extends Operand>(
  a: A,
  b: B,
  { scale, length }: StationaryOptions<S, L>,
): Pairs<A, B> {
  const z = distance(a, b, length).mul(Math.sqrt(3)) as AnyExpr;
  return scaled(mul(add(1, z), exp(z.neg())), scale) as Pairs<A, B>;
}

/** scale^2 (1 + z + z^2 / 3) exp(-z) with z = sqrt(5) |a - b| / length: twice differentiable. Stan: gp_matern52_cov; PyMC: Matern52. */
export function matern52<A extends Operand, B extends Operand, S extends Operand, L extends Operand>(
  a: A,
  b: B,
  { scale, length }: StationaryOptions<S, L>,
): Pairs<A, B> {
  const z = distance(a, b, length).mul(Math.sqrt(5)) as AnyExpr;
  const polynomial = add(1, z).add(square(z).div(3)) as AnyExpr;
  return scaled(mul(polynomial, exp(z.neg())), scale) as Pairs<A, B>;
}

/**
 * scale^2 exp(-2 sin^2(pi |a - b| / period) / length^2): repeats itself; `length` has no unit. Stan: gp_periodic_cov; PyMC: Periodic
 * with ls = length / 2.
 */
export function periodic<A extends Operand, B extends Operand, S extends Operand, L extends Operand>(
  a: A,
  b: B,
  { scale, length, period }: StationaryOptions<S, L> & { readonly period: Operand },
): Pairs<A, B> {
  const turn = mul(sub(a, b as AnyExpr), Math.PI).div(period as AnyExpr) as AnyExpr;
  const chord = sin(turn).div(length as AnyExpr) as AnyExpr;
  return scaled(exp(square(chord).mul(-2)), scale) as Pairs<A, B>;
}
