/**
 * The sum of the logarithms of many positive normal numbers, with one logarithm: significands (in [1, 2)) are multiplied and
 * exponents added, two lanes side by side. A block's significands, at most 2^128 a lane and 2^256 in all, do not overflow.
 */
import { LN2_HIGH, LN2_LOW } from "../../math/exp";
import { logScalar } from "../../math/log";

/** The product's lanes, in a record so that a loop can keep them in registers and leave them here. */
@unmanaged
export class LogProduct {
  significands: v128;
  /** Sums of biased exponents, as i64. */
  exponents: v128;
}

export const logProduct = changetype<LogProduct>(memory.data(32, 16));

/** Bits of a number other than NaN and the infinities, or of something whose result is thrown away. */
// @ts-ignore: decorator
@inline
export function significandOf(x: v128): v128 {
  return v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
}

// @ts-ignore: decorator
@inline
export function exponentOf(x: v128): v128 {
  return i64x2.shr_u(x, 52);
}

/** Sum of the logarithms of `pairs` pairs. */
export function logOfPairs(product: LogProduct, pairs: usize): f64 {
  const exponents = i64x2.extract_lane(product.exponents, 0) + i64x2.extract_lane(product.exponents, 1);
  const significand = f64x2.extract_lane(product.significands, 0) * f64x2.extract_lane(product.significands, 1);
  return scaledLog(significand, exponents - 2046 * <i64>pairs);
}

/** The logarithm of the first lane of a single pair. */
export function logOfFirst(product: LogProduct): f64 {
  return scaledLog(f64x2.extract_lane(product.significands, 0), i64x2.extract_lane(product.exponents, 0) - 1023);
}

/** exponent * ln 2 + log(significand); the product with the first part of ln 2 is exact. */
function scaledLog(significand: f64, exponent: i64): f64 {
  const e = <f64>exponent;
  return e * LN2_HIGH + (logScalar(significand) + e * LN2_LOW);
}
