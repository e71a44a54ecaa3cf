/**
 * The term of a mixture of two components with its adjoints, in one sweep over a block's rows. As in mixture_block.ts, with one
 * exponential for both components, e = exp(-|q_1 - q_2|), and one logarithm for four rows of each lane.
 *
 * It needs weights that are scalars, and operands whose adjoints it is the first to write to, so that a block with rows that are
 * not in order can be done again by mixture_block.ts as if nothing had happened.
 */
import { expNonPositive } from "../../math/exp";
import { logPositiveNormal } from "../../math/log";
import { choose, pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { LeastFactor, MostFactor } from "./accumulate";
import { addScalar, sumLanes } from "./adjoint";

/** Where adjoints go that nobody needs. */
const nowhere: usize = memory.data(16, 16);

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

// @ts-ignore: decorator
@inline
function rowsTo(operand: Operand, offset: usize): usize {
  return operand.mode == Adjoint.Rows ? operand.adjointAt(offset) : nowhere;
}

// @ts-ignore: decorator
@inline
function rowsStep(operand: Operand): usize {
  return operand.mode == Adjoint.Rows ? 16 : 0;
}

/** False if some row is not in order; then nothing has been added, and assigned adjoints will be assigned again. */
export function addFusedPair(instruction: Instruction, offset: usize, rows: usize): bool {
  const exponent1 = argument(instruction, 2);
  const exponent2 = argument(instruction, 3);
  const root1 = argument(instruction, 4);
  const root2 = argument(instruction, 5);
  const w1 = v128.load(argument(instruction, 0).values);
  const w2 = v128.load(argument(instruction, 1).values);
  let q1 = exponent1.at(offset);
  let q2 = exponent2.at(offset);
  let r1 = root1.at(offset);
  let r2 = root2.at(offset);
  const r1Step = root1.step;
  const r2Step = root2.step;
  let toQ1 = rowsTo(exponent1, offset);
  let toQ2 = rowsTo(exponent2, offset);
  let toR1 = rowsTo(root1, offset);
  let toR2 = rowsTo(root2, offset);
  const toQ1Step = rowsStep(exponent1);
  const toQ2Step = rowsStep(exponent2);
  const toR1Step = rowsStep(root1);
  const toR2Step = rowsStep(root2);

  let fits = v128.and(f64x2.ge(w1, pair(0)), f64x2.ge(w2, pair(0)));
  let values = pair(0);
  let sum1 = pair(0);
  let sum2 = pair(0);
  let product = pair(1);
  let live = i64x2.splat(-1);
  for (let left = rows; left > 0;) {
    if (left == 1) live = i64x2(-1, 0);
    const a = v128.load(q1);
    const b = v128.load(q2);
    const scale1 = v128.load(r1);
    const scale2 = v128.load(r2);
    const difference = f64x2.sub(a, b);
    const e = expNonPositive(f64x2.neg(f64x2.abs(difference)));
    const firstLeads = f64x2.ge(difference, pair(0));
    const e1 = choose(firstLeads, pair(1), e);
    const e2 = choose(firstLeads, e, pair(1));
    const f1 = f64x2.mul(scale1, e1);
    const f2 = f64x2.mul(scale2, e2);
    const p1 = f64x2.mul(w1, f1);
    const p2 = f64x2.mul(w2, f2);
    const total = f64x2.add(p1, p2);
    const inverse = v128.and(f64x2.div(pair(1), total), live);
    fits = v128.and(fits, f64x2.gt(f64x2.pmin(scale1, scale2), pair(0)));
    fits = v128.and(fits, v128.and(f64x2.ge(total, pair(LeastFactor)), f64x2.le(total, pair(MostFactor))));
    values = f64x2.add(values, v128.and(f64x2.pmax(a, b), live));
    sum1 = f64x2.add(sum1, f64x2.mul(f1, inverse));
    sum2 = f64x2.add(sum2, f64x2.mul(f2, inverse));
    v128.store(toQ1, f64x2.mul(p1, inverse));
    v128.store(toQ2, f64x2.mul(p2, inverse));
    v128.store(toR1, f64x2.mul(f64x2.mul(w1, e1), inverse));
    v128.store(toR2, f64x2.mul(f64x2.mul(w2, e2), inverse));
    product = f64x2.mul(product, choose(live, total, pair(1)));
    q1 += 16;
    q2 += 16;
    r1 += r1Step;
    r2 += r2Step;
    toQ1 += toQ1Step;
    toQ2 += toQ2Step;
    toR1 += toR1Step;
    toR2 += toR2Step;
    left -= min<usize>(left, 2);
    if ((left & 6) == 0) {
      values = f64x2.add(values, logPositiveNormal(product));
      product = pair(1);
    }
  }
  if (!i64x2.all_true(fits)) return false;
  addLogDensity(sumLanes(values));
  addPairScalars(instruction, sum1, sum2, w1, w2);
  return true;
}

/** The adjoints of scalar weights and roots: with f_k = r_k e_k, that of a scalar r_k is w_k / r_k times that of w_k. */
function addPairScalars(instruction: Instruction, sum1: v128, sum2: v128, w1: v128, w2: v128): void {
  const g1 = sumLanes(sum1);
  const g2 = sumLanes(sum2);
  if (argument(instruction, 0).mode) addScalar(argument(instruction, 0), g1);
  if (argument(instruction, 1).mode) addScalar(argument(instruction, 1), g2);
  const root1 = argument(instruction, 4);
  const root2 = argument(instruction, 5);
  if (root1.mode == Adjoint.Scalar) addScalar(root1, f64x2.extract_lane(w1, 0) * g1 / load<f64>(root1.values));
  if (root2.mode == Adjoint.Scalar) addScalar(root2, f64x2.extract_lane(w2, 0) * g2 / load<f64>(root2.values));
}
