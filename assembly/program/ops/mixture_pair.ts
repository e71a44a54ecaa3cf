/**
 * The term of a mixture of two components with its adjoints, in one sweep over a block's rows. As in mixture_block.ts, with one
 * exponential for both components, e = exp(-|q_1 - q_2|), and one logarithm for the whole block.
 *
 * Its adjoints by rows are assigned (see `isDirect`), so that a block with rows that are not in order can be done again by
 * mixture_block.ts as if nothing had happened.
 */
import { expNonPositive } from "../../math/exp";
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { LeastFactor, MostFactor } from "./accumulate";
import { addScalar, sumLanes } from "./adjoint";
import { exponentOf, logOfFirst, logOfPairs, logProduct, significandOf } from "./log_product";

/** What a sweep leaves, lane by lane. */
@unmanaged
class Sums {
  values: v128;
  /** Of f_k / S. */
  first: v128;
  second: v128;
  isInOrder: bool;
}

const sums = changetype<Sums>(memory.data(64, 16));

/** False if some row is not in order; then nothing has been added, and assigned adjoints will be assigned again. */
export function addFusedPair(instruction: Instruction, offset: usize, rows: usize): bool {
  const w1 = load<f64>(argument(instruction, 0).values);
  const w2 = load<f64>(argument(instruction, 1).values);
  if (!(w1 >= 0 && w2 >= 0)) return false;
  sweep(instruction, offset, 0, rows >> 1);
  if (!sums.isInOrder) return false;
  let value = sumLanes(sums.values) + logOfPairs(logProduct, rows >> 1);
  let g1 = sumLanes(sums.first);
  let g2 = sumLanes(sums.second);
  if (rows & 1) {
    const last = (rows - 1) << 3;
    sweep(instruction, offset, last, 1);
    if (!sums.isInOrder) return false;
    value += f64x2.extract_lane(sums.values, 0) + logOfFirst(logProduct);
    g1 += f64x2.extract_lane(sums.first, 0);
    g2 += f64x2.extract_lane(sums.second, 0);
    for (let k: usize = 2; k < 6; ++k) clearPadding(argument(instruction, k), offset, last);
  }
  addLogDensity(value);
  if (argument(instruction, 0).mode) addScalar(argument(instruction, 0), g1);
  if (argument(instruction, 1).mode) addScalar(argument(instruction, 1), g2);
  // With f_k = r_k e_k, the adjoint of a scalar r_k is w_k / r_k times that of w_k.
  const root1 = argument(instruction, 4);
  const root2 = argument(instruction, 5);
  if (root1.mode == Adjoint.Scalar) addScalar(root1, w1 * g1 / load<f64>(root1.values));
  if (root2.mode == Adjoint.Scalar) addScalar(root2, w2 * g2 / load<f64>(root2.values));
  return true;
}

function clearPadding(operand: Operand, offset: usize, last: usize): void {
  if (operand.mode == Adjoint.Rows) store<f64>(operand.adjointAt(offset) + last, 0, 8);
}

/** Pairs of rows from a place in the block on: their adjoints by rows, and sums. Which roots have adjoints by rows is compiled in. */
function sweep(instruction: Instruction, offset: usize, place: usize, pairs: usize): void {
  placeExponentials(instruction, offset, place, pairs);
  const first = argument(instruction, 4).mode == Adjoint.Rows;
  const second = argument(instruction, 5).mode == Adjoint.Rows;
  if (first) {
    if (second) sweepShares(instruction, offset, place, pairs, true, true);
    else sweepShares(instruction, offset, place, pairs, true, false);
  } else {
    if (second) sweepShares(instruction, offset, place, pairs, false, true);
    else sweepShares(instruction, offset, place, pairs, false, false);
  }
}

/** e into the workspace. A loop of its own: with the rest in it the processor has no room to overlap the exponentials of rows. */
function placeExponentials(instruction: Instruction, offset: usize, place: usize, pairs: usize): void {
  let q1 = argument(instruction, 2).at(offset) + place;
  let q2 = argument(instruction, 3).at(offset) + place;
  let to = instruction.workspace;
  for (const end = to + (pairs << 4); to < end; to += 16, q1 += 16, q2 += 16) {
    v128.store(to, expNonPositive(f64x2.neg(f64x2.abs(f64x2.sub(v128.load(q1), v128.load(q2))))));
  }
}

// @ts-ignore: decorator
@inline
function sweepShares(instruction: Instruction, offset: usize, place: usize, pairs: usize, firstRows: bool, secondRows: bool): void {
  const root1 = argument(instruction, 4);
  const root2 = argument(instruction, 5);
  const w1 = v128.load(argument(instruction, 0).values);
  const w2 = v128.load(argument(instruction, 1).values);
  const step1 = root1.step;
  const step2 = root2.step;
  let q1 = argument(instruction, 2).at(offset) + place;
  let q2 = argument(instruction, 3).at(offset) + place;
  let r1 = root1.at(offset) + (step1 ? place : 0);
  let r2 = root2.at(offset) + (step2 ? place : 0);
  let toQ1 = argument(instruction, 2).adjointAt(offset) + place;
  let toQ2 = argument(instruction, 3).adjointAt(offset) + place;
  let toR1 = root1.adjointAt(offset) + place;
  let toR2 = root2.adjointAt(offset) + place;
  let kept = instruction.workspace;
  let values = pair(0);
  let sum1 = pair(0);
  let sum2 = pair(0);
  let significands = pair(1);
  let exponents = i64x2.splat(0);
  let leastRoot = pair(Infinity);
  let fits = i64x2.splat(-1);
  for (const end = kept + (pairs << 4); kept < end; kept += 16) {
    const a = v128.load(q1);
    const b = v128.load(q2);
    const scale1 = v128.load(r1);
    const scale2 = v128.load(r2);
    const e = v128.load(kept);
    const firstLeads = f64x2.ge(a, b);
    const e1 = f64x2.pmax(e, v128.and(firstLeads, pair(1)));
    const e2 = f64x2.pmax(e, v128.andnot(pair(1), firstLeads));
    const f1 = f64x2.mul(scale1, e1);
    const f2 = f64x2.mul(scale2, e2);
    const total = f64x2.add(f64x2.mul(w1, f1), f64x2.mul(w2, f2));
    const inverse = f64x2.div(pair(1), total);
    const g1 = f64x2.mul(f1, inverse);
    const g2 = f64x2.mul(f2, inverse);
    leastRoot = f64x2.pmin(leastRoot, f64x2.pmin(scale1, scale2));
    fits = v128.and(fits, v128.and(f64x2.ge(total, pair(LeastFactor)), f64x2.le(total, pair(MostFactor))));
    significands = f64x2.mul(significands, significandOf(total));
    exponents = i64x2.add(exponents, exponentOf(total));
    values = f64x2.add(values, f64x2.pmax(a, b));
    sum1 = f64x2.add(sum1, g1);
    sum2 = f64x2.add(sum2, g2);
    v128.store(toQ1, f64x2.mul(w1, g1));
    v128.store(toQ2, f64x2.mul(w2, g2));
    if (firstRows) {
      v128.store(toR1, f64x2.mul(f64x2.mul(w1, inverse), e1));
      toR1 += 16;
    }
    if (secondRows) {
      v128.store(toR2, f64x2.mul(f64x2.mul(w2, inverse), e2));
      toR2 += 16;
    }
    q1 += 16;
    q2 += 16;
    r1 += step1;
    r2 += step2;
    toQ1 += 16;
    toQ2 += 16;
  }
  sums.values = values;
  sums.first = sum1;
  sums.second = sum2;
  logProduct.significands = significands;
  logProduct.exponents = exponents;
  sums.isInOrder = i64x2.all_true(v128.and(fits, f64x2.gt(leastRoot, pair(0))));
}
