/**
 * Product: a matrix, its rows contiguous, times a vector: out_i = sum over j of m_ij v_j. Each row is read once on either side,
 * two rows at a time forward and four in reverse; those of an odd number of features are not 16-byte aligned, which costs little.
 */
import { pair } from "../../math/pair";
import { addScaled } from "../../vector";
import { Instruction, argument, output } from "../records";

/** The sums of x * v and of y * v over `count` numbers. */
// @ts-ignore: decorator
@inline
function dotTwo(count: usize, x: usize, y: usize, v: usize): v128 {
  const end = v + ((count & ~3) << 3);
  let x0 = pair(0);
  let x1 = pair(0);
  let y0 = pair(0);
  let y1 = pair(0);
  for (; v < end; v += 32, x += 32, y += 32) {
    const v0 = v128.load(v);
    const v1 = v128.load(v, 16);
    x0 = f64x2.add(x0, f64x2.mul(v128.load(x), v0));
    y0 = f64x2.add(y0, f64x2.mul(v128.load(y), v0));
    x1 = f64x2.add(x1, f64x2.mul(v128.load(x, 16), v1));
    y1 = f64x2.add(y1, f64x2.mul(v128.load(y, 16), v1));
  }
  if (count & 2) {
    const v0 = v128.load(v);
    x0 = f64x2.add(x0, f64x2.mul(v128.load(x), v0));
    y0 = f64x2.add(y0, f64x2.mul(v128.load(y), v0));
    v += 16;
    x += 16;
    y += 16;
  }
  const sums = sumPairs(f64x2.add(x0, x1), f64x2.add(y0, y1));
  return count & 1 ? f64x2.add(sums, f64x2.mul(f64x2(load<f64>(x), load<f64>(y)), v128.load64_splat(v))) : sums;
}

/** The sum of a's lanes and the sum of b's. */
// @ts-ignore: decorator
@inline
export function sumPairs(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

export function productForward(instruction: Instruction, rows: usize): void {
  const vector = argument(instruction, 1);
  const features = <usize>vector.value.rows;
  const stride = features << 3;
  let row = argument(instruction, 0).values;
  let to = output(instruction, 0).values;
  for (const end = to + (rows << 3); to < end; to += 16, row += 2 * stride) {
    v128.store(to, dotTwo(features, row, to + 8 < end ? row + stride : row, vector.values));
  }
}

/** The vector's adjoint += M^T g; the matrix's += g v^T. Rows whose g is 0 take no part, whatever they hold. */
export function productReverse(instruction: Instruction, rows: usize): void {
  const matrix = argument(instruction, 0);
  const vector = argument(instruction, 1);
  const features = <usize>vector.value.rows;
  const g = output(instruction, 0).adjoint;
  const end = g + (rows << 3);
  if (vector.mode) addRowsTimes(matrix.values, features, g, end, vector.adjoint);
  if (!matrix.mode) return;
  let to = matrix.adjoint;
  for (let at = g; at < end; at += 8, to += features << 3) addTimes(at, features, vector.values, to);
}

/** to += [g] * from */
// @ts-ignore: decorator
@inline
function addTimes(g: usize, count: usize, from: usize, to: usize): void {
  if (load<f64>(g) != 0) addScaled(<i32>count, load<f64>(g), from, to);
}

function addRowsTimes(row: usize, count: usize, g: usize, end: usize, to: usize): void {
  const stride = count << 3;
  for (; g + 32 <= end; g += 32, row += stride << 2) {
    if (noneZero(g)) {
      addFour(row, stride, g, to);
    } else {
      for (let k: usize = 0; k < 4; ++k) addTimes(g + (k << 3), count, row + k * stride, to);
    }
  }
  for (; g < end; g += 8, row += stride) addTimes(g, count, row, to);
}

/** None of four numbers is 0. */
// @ts-ignore: decorator
@inline
function noneZero(g: usize): bool {
  const zero = pair(0);
  return !v128.any_true(v128.or(f64x2.eq(v128.load(g), zero), f64x2.eq(v128.load(g, 16), zero)));
}

/** to += g_0 row_0 + ... + g_3 row_3 */
function addFour(row: usize, stride: usize, g: usize, to: usize): void {
  const g0 = v128.load64_splat(g);
  const g1 = v128.load64_splat(g, 8);
  const g2 = v128.load64_splat(g, 16);
  const g3 = v128.load64_splat(g, 24);
  const row1 = row + stride - to;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  const row0 = row - to;
  for (const end = to + (stride & ~15); to < end; to += 16) {
    const early = f64x2.add(f64x2.mul(g0, v128.load(row0 + to)), f64x2.mul(g1, v128.load(row1 + to)));
    const late = f64x2.add(f64x2.mul(g2, v128.load(row2 + to)), f64x2.mul(g3, v128.load(row3 + to)));
    v128.store(to, f64x2.add(v128.load(to), f64x2.add(early, late)));
  }
  if (!(stride & 8)) return;
  const early = load<f64>(g) * load<f64>(row0 + to) + load<f64>(g, 8) * load<f64>(row1 + to);
  const late = load<f64>(g, 16) * load<f64>(row2 + to) + load<f64>(g, 24) * load<f64>(row3 + to);
  store<f64>(to, load<f64>(to) + (early + late));
}
