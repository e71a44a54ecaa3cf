/** Uniform variates on the open interval (0, 1) with 53 random bits. */
import { Stream, nextBits, randomBits } from "./stream";

/** The k of 0 .. 2^53 - 1, over 2^53; k = 0 becomes 1/2, so that neither 0 nor 1 is ever returned. */
// @ts-ignore: decorator
@inline
export function uniformFromBits(bits: u64): f64 {
  return max(<f64>(bits >> 11), 0.5) * (1.0 / 9007199254740992.0);
}

/** Draw `index` of the selected iteration and purpose. */
export function uniform(stream: Stream, index: u64): f64 {
  return uniformFromBits(randomBits(stream, index));
}

/** The draw at the stream's `next`. */
export function nextUniform(stream: Stream): f64 {
  return uniformFromBits(nextBits(stream));
}
