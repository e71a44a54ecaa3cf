/**
 * The term of a mixture of two components with its adjoints, in one sweep over a block's rows. As in mixture_block.ts, with one
 * exponential for both components, e = exp(-|q_1 - q_2|), and one logarithm for four rows of each lane.
 *
 * It needs weights that are scalars, and operands whose adjoints it is the first to write to, so that a block with rows that are
 * not in order can be done again by mixture_block.ts as if nothing had happened.
 */
import { expNonPositive } from "../../math/exp";
import { logPositiveNormal } from "../../math/log";
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { LeastFactor, MostFactor } from "./accumulate";
import { addScalar, sumLanes } from "./adjoint";

/** Where adjoints go that nobody needs. */
const nowhere: usize = memory.data(16, 16);

/** A product of four sums within bounds is below this; any infinite or undefined one is not. */
const MostProduct: f64 = 1e290;

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

/** At load, once adjoints are planned: whether the kernel takes this mixture. */
export function fitsFusedPair(instruction: Instruction): bool {
  if (instruction.components != 2 || instruction.outputCount > 0) return false;
  for (let k: usize = 0; k < 2; ++k) {
    if (argument(instruction, k).step != 0 || argument(instruction, 2 + k).step == 0) return false;
    if (!isFirst(argument(instruction, 2 + k)) || !isFirst(argument(instruction, 4 + k))) return false;
  }
  return true;
}

/** Nothing has been written to the rows of its adjoint, or it has none. */
function isFirst(operand: Operand): bool {
  return operand.mode != Adjoint.Rows || operand.keep == 0;
}

/** False if some row is not in order; then nothing has been added, and assigned adjoints will be assigned again. */
export function addFusedPair(instruction: Instruction, offset: usize, rows: usize): bool {
  const w1 = load<f64>(argument(instruction, 0).values);
  const w2 = load<f64>(argument(instruction, 1).values);
  if (!(w1 >= 0 && w2 >= 0)) return false;
  sweep(instruction, offset, 0, rows >> 1);
  if (!sums.isInOrder) return false;
  let value = sumLanes(sums.values);
  let g1 = sumLanes(sums.first);
  let g2 = sumLanes(sums.second);
  if (rows & 1) {
    const last = (rows - 1) << 3;
    sweep(instruction, offset, last, 1);
    if (!sums.isInOrder) return false;
    value += f64x2.extract_lane(sums.values, 0);
    g1 += f64x2.extract_lane(sums.first, 0);
    g2 += f64x2.extract_lane(sums.second, 0);
    for (let k: usize = 2; k < 6; ++k) store<f64>(rowsTo(argument(instruction, k), offset, last), 0, 8);
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

// @ts-ignore: decorator
@inline
function rowsTo(operand: Operand, offset: usize, place: usize): usize {
  return operand.mode == Adjoint.Rows ? operand.adjointAt(offset) + place : nowhere;
}

// @ts-ignore: decorator
@inline
function rowsStep(operand: Operand): usize {
  return operand.mode == Adjoint.Rows ? 16 : 0;
}

/** Pairs of rows from a place in the block on: their adjoints by rows, and sums. */
function sweep(instruction: Instruction, offset: usize, place: usize, pairs: usize): void {
  const exponent1 = argument(instruction, 2);
  const exponent2 = argument(instruction, 3);
  const root1 = argument(instruction, 4);
  const root2 = argument(instruction, 5);
  const w1 = v128.load(argument(instruction, 0).values);
  const w2 = v128.load(argument(instruction, 1).values);
  let q1 = exponent1.at(offset) + place;
  let q2 = exponent2.at(offset) + place;
  const r1Step = root1.step;
  const r2Step = root2.step;
  let r1 = root1.at(offset) + (r1Step ? place : 0);
  let r2 = root2.at(offset) + (r2Step ? place : 0);
  let toQ1 = rowsTo(exponent1, offset, place);
  let toQ2 = rowsTo(exponent2, offset, place);
  let toR1 = rowsTo(root1, offset, place);
  let toR2 = rowsTo(root2, offset, place);
  const toQ1Step = rowsStep(exponent1);
  const toQ2Step = rowsStep(exponent2);
  const toR1Step = rowsStep(root1);
  const toR2Step = rowsStep(root2);
  let values = pair(0);
  let sum1 = pair(0);
  let sum2 = pair(0);
  let product = pair(1);
  let leastRoot = pair(Infinity);
  let leastTotal = pair(Infinity);
  let isFinite = i64x2.splat(-1);
  for (let left = pairs; left > 0;) {
    const a = v128.load(q1);
    const b = v128.load(q2);
    const scale1 = v128.load(r1);
    const scale2 = v128.load(r2);
    const difference = f64x2.sub(a, b);
    const e = expNonPositive(f64x2.neg(f64x2.abs(difference)));
    const firstLeads = f64x2.ge(difference, pair(0));
    const e1 = f64x2.pmax(e, v128.and(firstLeads, pair(1)));
    const e2 = f64x2.pmax(e, v128.andnot(pair(1), firstLeads));
    const f1 = f64x2.mul(scale1, e1);
    const f2 = f64x2.mul(scale2, e2);
    const total = f64x2.add(f64x2.mul(w1, f1), f64x2.mul(w2, f2));
    const inverse = f64x2.div(pair(1), total);
    const g1 = f64x2.mul(f1, inverse);
    const g2 = f64x2.mul(f2, inverse);
    leastRoot = f64x2.pmin(leastRoot, f64x2.pmin(scale1, scale2));
    leastTotal = f64x2.pmin(leastTotal, total);
    product = f64x2.mul(product, total);
    values = f64x2.add(values, f64x2.pmax(a, b));
    sum1 = f64x2.add(sum1, g1);
    sum2 = f64x2.add(sum2, g2);
    v128.store(toQ1, f64x2.mul(w1, g1));
    v128.store(toQ2, f64x2.mul(w2, g2));
    v128.store(toR1, f64x2.mul(f64x2.mul(w1, inverse), e1));
    v128.store(toR2, f64x2.mul(f64x2.mul(w2, inverse), e2));
    q1 += 16;
    q2 += 16;
    r1 += r1Step;
    r2 += r2Step;
    toQ1 += toQ1Step;
    toQ2 += toQ2Step;
    toR1 += toR1Step;
    toR2 += toR2Step;
    if ((--left & 3) == 0) {
      values = f64x2.add(values, logPositiveNormal(product));
      isFinite = v128.and(isFinite, f64x2.le(product, pair(MostProduct)));
      product = pair(1);
    }
  }
  sums.values = values;
  sums.first = sum1;
  sums.second = sum2;
  const fits = v128.and(f64x2.gt(leastRoot, pair(0)), f64x2.ge(leastTotal, pair(LeastFactor)));
  sums.isInOrder = i64x2.all_true(v128.and(isFinite, fits));
}
