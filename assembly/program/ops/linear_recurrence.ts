/**
 * LinearRecurrence(a, b, init): s_t = a_t s_{t-1} + b_t with s_{-1} = init, each sequence for itself.
 *
 * Reverse, with G_t the adjoint of s_t by all that follows: G_t = g_t + a_{t+1} G_{t+1}; then b_t gets G_t, a_t gets
 * G_t s_{t-1}, and init a_0 G_0. One number is carried, in the first lane of pairs whose second is 0.
 */
import { padColumn } from "../columns";
import { Instruction, Operand, argument } from "../records";
import { sumLanes, times } from "./adjoint";
import { addAt, lengthOf, rowOf, rowStep } from "./sequence";

/** Rows can go in pairs, which halves the chain of operations: s_{t+1} = (b_{t+1} + a b_t) + a^2 s_{t-1}. */
// @ts-ignore: decorator
@inline
function goesInPairs(a: Operand, b: Operand): bool {
  return a.step == 0 && b.step != 0 && abs(load<f64>(a.values)) <= 1;
}

export function linearRecurrenceForward(instruction: Instruction, rows: usize): void {
  const a = argument(instruction, 0);
  const b = argument(instruction, 1);
  const init = argument(instruction, 2);
  const length = lengthOf(rows, init.value.rows);
  if (length == 0) return;
  const aStep = rowStep(a);
  const bStep = rowStep(b);
  const pairs = goesInPairs(a, b) ? length >> 1 : 0;
  let to = argument(instruction, 3).values;
  let atA = a.values;
  let atB = b.values;
  for (let sequence: usize = 0; sequence * length < rows; ++sequence) {
    let s = load<f64>(rowOf(init, sequence));
    const end = to + (length << 3);
    if (pairs) {
      s = forwardPairs(load<f64>(atA), atB, to, pairs, s);
      to += pairs << 4;
      atB += pairs << 4;
    }
    for (; to < end; to += 8, atA += aStep, atB += bStep) {
      s = load<f64>(atA) * s + load<f64>(atB);
      store<f64>(to, s);
    }
  }
  padColumn(argument(instruction, 3).values, rows);
}

function forwardPairs(a: f64, b: usize, to: usize, pairs: usize, before: f64): f64 {
  const slopes = f64x2(a, a * a);
  const shifted = f64x2(0, a);
  let s = f64x2.splat(before);
  for (const end = to + (pairs << 4); to < end; to += 16, b += 16) {
    const own = v128.load(b);
    const both = f64x2.add(own, f64x2.mul(shifted, v128.shuffle<f64>(own, own, 0, 0)));
    s = f64x2.add(both, f64x2.mul(slopes, v128.shuffle<f64>(s, s, 1, 1)));
    v128.store(to, s);
  }
  return f64x2.extract_lane(s, 1);
}

/** Rows whose contributions to a scalar are summed before they are added, so that long sums lose little. */
const ChunkRows: usize = 64;
/** Such sums, for a and b; and what nobody wants. */
const cells: usize = memory.data(16, 16);

// @ts-ignore: decorator
@inline
function stepOf(operand: Operand): usize {
  return operand.mode ? rowStep(operand) : 0;
}

/** Where contributions of a row go. */
// @ts-ignore: decorator
@inline
function addressOf(operand: Operand, row: usize, cell: usize): usize {
  return stepOf(operand) ? operand.adjoint + (row << 3) : cell;
}

// @ts-ignore: decorator
@inline
function addFirst(to: usize, contribution: v128): void {
  store<f64>(to, load<f64>(to) + f64x2.extract_lane(contribution, 0));
}

export function linearRecurrenceReverse(instruction: Instruction, rows: usize): void {
  const init = argument(instruction, 2);
  const length = lengthOf(rows, init.value.rows);
  if (length == 0 || argument(instruction, 3).adjointStep == 0) return;
  const inPairs = goesInPairs(argument(instruction, 0), argument(instruction, 1));
  for (let first: usize = 0; first < rows; first += length) {
    const sequence = first / length;
    let carried: f64 = 0;
    for (let end = first + length; end > first;) {
      const start = end - first > ChunkRows ? end - ChunkRows : first;
      const paired = inPairs ? (end - max(start, first + 1)) & ~1 : 0;
      if (paired) carried = reversePairs(instruction, end - paired, end, carried);
      end -= paired;
      if (start < end) carried = reverseChunk(instruction, start, end, carried, start == first ? rowOf(init, sequence) : 0);
      end = start;
    }
    if (init.mode) addAt(init, sequence, carried);
  }
}

/** Rows from `start` to before `end`, given and giving a G; `before` is where s before the first is, if not in the row before. */
function reverseChunk(instruction: Instruction, start: usize, end: usize, carriedIn: f64, before: usize): f64 {
  const a = argument(instruction, 0);
  const b = argument(instruction, 1);
  const result = argument(instruction, 3);
  const aStep = rowStep(a);
  const toAStep = stepOf(a);
  const toBStep = stepOf(b);
  let atA = rowOf(a, end - 1);
  let toA = addressOf(a, end - 1, cells);
  let toB = addressOf(b, end - 1, cells + 8);
  let s = result.values + (end << 3) - 16;
  let carried = f64x2(carriedIn, 0);
  v128.store(cells, f64x2.splat(0));
  const first = result.adjoint + (start << 3);
  for (let g = result.adjoint + (end << 3); g > first; s -= 8, atA -= aStep, toA -= toAStep, toB -= toBStep) {
    g -= 8;
    if (g == first && before) s = before;
    carried = f64x2.add(carried, v128.load64_zero(g));
    addFirst(toB, carried);
    addFirst(toA, times(carried, v128.load64_zero(s)));
    carried = times(carried, v128.load64_zero(atA));
  }
  if (a.mode && !toAStep) addAt(a, 0, load<f64>(cells));
  if (b.mode && !toBStep) addAt(b, 0, load<f64>(cells, 8));
  return f64x2.extract_lane(carried, 0);
}

/** An even number of rows that do not begin a sequence: G_t = (g_t + a g_{t+1}) + a^2 G_{t+2}. */
function reversePairs(instruction: Instruction, start: usize, end: usize, carriedIn: f64): f64 {
  const a = argument(instruction, 0);
  const b = argument(instruction, 1);
  const result = argument(instruction, 3);
  const slope = load<f64>(a.values);
  const slopes = f64x2(slope, 1);
  const shifted = f64x2(slope, 0);
  let sum = f64x2.splat(0);
  // a G of the row behind, in both lanes.
  let carried = f64x2.splat(carriedIn);
  let s = result.values + (end << 3) - 8;
  let toB = b.adjoint + (end << 3);
  const first = result.adjoint + (start << 3);
  for (let g = result.adjoint + (end << 3); g > first;) {
    g -= 16;
    s -= 16;
    toB -= 16;
    const own = v128.load(g);
    const both = f64x2.add(own, f64x2.mul(shifted, v128.shuffle<f64>(own, own, 1, 1)));
    const G = f64x2.add(both, f64x2.mul(slopes, carried));
    if (b.mode) v128.store(toB, f64x2.add(v128.load(toB), G));
    sum = f64x2.add(sum, times(G, v128.load(s)));
    carried = f64x2.mul(f64x2.splat(slope), v128.shuffle<f64>(G, G, 0, 0));
  }
  if (a.mode) addAt(a, 0, sumLanes(sum));
  return f64x2.extract_lane(carried, 0);
}
