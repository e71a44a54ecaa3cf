/**
 * Loops over vectors of f64 of any length, two lanes at a time with a scalar tail.
 *
 * Sums keep two lane accumulators and add the tail last: the order of additions depends on the length alone, so results are the
 * same everywhere. Pointers need 8-byte alignment; 16 is faster. In-place use (an output that is also an input) is fine.
 */
import { allocate } from "./memory";

/** A zeroed vector on the heap, 16-byte aligned and padded to an even length. Only called while things are being set up. */
export function allocateVector(length: i32): usize {
  return allocateBytes((<usize>length * 8 + 15) & ~15);
}

/** Zeroed bytes on the heap, 16-byte aligned. Traps where there is no room: whoever needs much asks for it first (makeRoom). */
export function allocateBytes(byteLength: usize): usize {
  const pointer = allocate(byteLength);
  if (pointer == 0) unreachable();
  memory.fill(pointer, 0, byteLength);
  return pointer;
}

/** The length to which HMC's vectors are padded. The padding lane holds zeros, so loops over pairs need no tail. */
export function paddedLength(length: i32): i32 {
  return (length + 1) & ~1;
}

// @ts-ignore: decorator
@inline
function pairsEnd(pointer: usize, length: i32): usize {
  return pointer + ((<usize>length & ~1) << 3);
}

export function copyVector(length: i32, from: usize, to: usize): void {
  memory.copy(to, from, <usize>length << 3);
}

/** x . y */
export function dot(length: i32, x: usize, y: usize): f64 {
  const end = pairsEnd(x, length);
  let sum = f64x2.splat(0);
  for (; x < end; x += 16, y += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(x), v128.load(y)));
  const pairs = sumLanes(sum);
  return length & 1 ? pairs + load<f64>(x) * load<f64>(y) : pairs;
}

/** y += factor * x */
export function addScaled(length: i32, factor: f64, x: usize, y: usize): void {
  const end = pairsEnd(x, length);
  const pair = f64x2.splat(factor);
  for (; x < end; x += 16, y += 16) v128.store(y, f64x2.add(v128.load(y), f64x2.mul(pair, v128.load(x))));
  if (length & 1) store<f64>(y, load<f64>(y) + factor * load<f64>(x));
}

/** to = x * y, element by element */
export function multiplyVectors(length: i32, x: usize, y: usize, to: usize): void {
  const end = pairsEnd(x, length);
  for (; x < end; x += 16, y += 16, to += 16) v128.store(to, f64x2.mul(v128.load(x), v128.load(y)));
  if (length & 1) store<f64>(to, load<f64>(x) * load<f64>(y));
}

/** Whether no element is NaN or infinite: x * 0 is 0 exactly for finite x, so the sum of those is 0 or NaN. */
export function allFinite(length: i32, x: usize): bool {
  const end = pairsEnd(x, length);
  const zero = f64x2.splat(0);
  let sum = zero;
  for (; x < end; x += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(x), zero));
  const pairs = sumLanes(sum);
  return (length & 1 ? pairs + load<f64>(x) * 0 : pairs) == 0;
}

// @ts-ignore: decorator
@inline
export function sumLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
