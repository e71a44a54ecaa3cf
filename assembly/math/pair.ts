/**
 * The vocabulary of the special functions: a `v128` here is a pair of f64 lanes, computed side by side.
 *
 * Integer operations only ever act on bits that are known to belong to a number, or whose result is thrown away by a
 * floating-point operation with NaN: the sign and payload of a NaN differ between processors and must not leak.
 */

/** 1.5 * 2^52: adding it rounds a number of magnitude below 2^51 to the nearest integer (ties to even), held in the low bits. */
export const ROUND: f64 = 6755399441055744.0;

export const SMALLEST_NORMAL: f64 = 2.2250738585072014e-308;

// @ts-ignore: decorator
@inline
export function pair(value: f64): v128 {
  return f64x2.splat(value);
}

/** a * b + c in two roundings: WebAssembly's deterministic SIMD has no fused form. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(a, b), f64x2.splat(c));
}

/** c0 + c1 x. */
// @ts-ignore: decorator
@inline
export function linear(x: v128, c0: f64, c1: f64): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(c1)), f64x2.splat(c0));
}

/** Lane by lane: mask ? a : b, where a mask's lane is all ones or all zeros. */
// @ts-ignore: decorator
@inline
export function choose(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}

/** A result of magnitude `value` (or already of x's sign) with the sign of x: for odd functions, and to keep -0. */
// @ts-ignore: decorator
@inline
export function withSignOf(x: v128, value: v128): v128 {
  return v128.or(value, v128.and(x, i64x2.splat(i64.MIN_VALUE)));
}

/** The first lane: how a scalar form reads the result of a splatted argument. */
// @ts-ignore: decorator
@inline
export function first(x: v128): f64 {
  return f64x2.extract_lane(x, 0);
}

/**
 * c[0] + c[1] x + ... + c[terms - 1] x^(terms - 1), `terms` even: two Horner chains in x^2, which run side by side.
 * `table` points at the coefficients in static memory.
 */
// @ts-ignore: decorator
@inline
export function polynomial(table: usize, terms: usize, x: v128): v128 {
  const square = f64x2.mul(x, x);
  let at = table + ((terms - 2) << 3);
  let even = v128.load64_splat(at);
  let odd = v128.load64_splat(at, 8);
  while (at > table) {
    at -= 16;
    even = f64x2.add(f64x2.mul(even, square), v128.load64_splat(at));
    odd = f64x2.add(f64x2.mul(odd, square), v128.load64_splat(at, 8));
  }
  return f64x2.add(even, f64x2.mul(odd, x));
}
