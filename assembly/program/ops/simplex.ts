/**
 * Simplex(u_1 ... u_{K-1}): x = softmax(z), z the isometric zero-sum map of u, and log |J| = sum_k log x_k + 1/2 log K, as Stan
 * 2.37 has it. With s_n = 1 / sqrt(n (n + 1)) and places counted from 0,
 *
 *     z_k = sum over j >= k of s_{j+1} u_j  -  k s_k u_{k-1}
 *
 * The workspace holds s_1 ... s_{K-1} and, last, 1/2 log K, as pairs.
 */
import { exp } from "../../math/exp";
import { log, logScalar } from "../../math/log";
import { pair } from "../../math/pair";
import { Instruction, Operand, argument, output, pairBytes } from "../records";
import { allocate } from "../../memory";
import { times } from "./adjoint";
import { addPair } from "./rows";

/** Fills the workspace, at load, of Simplex and of SimplexInverse. */
export function prepareSimplex(instruction: Instruction): bool {
  const steps = <usize>min(instruction.argumentCount, instruction.outputCount);
  instruction.workspace = allocate((steps + 1) << 4);
  if (instruction.workspace == 0) return false;
  for (let n: usize = 1; n <= steps; ++n) {
    v128.store(instruction.workspace + ((n - 1) << 4), pair(1 / sqrt<f64>(<f64>n * <f64>(n + 1))));
  }
  v128.store(instruction.workspace + (steps << 4), pair(0.5 * logScalar(<f64>(steps + 1))));
  return true;
}

/** s_n. */
// @ts-ignore: decorator
@inline
function scaleOf(instruction: Instruction, n: usize): v128 {
  return v128.load(instruction.workspace + ((n - 1) << 4));
}

/** An operand's pair at a place of the block. */
// @ts-ignore: decorator
@inline
function pairOf(operand: Operand, offset: usize, place: usize): v128 {
  return v128.load(operand.at(offset) + (operand.step ? place : 0));
}

// @ts-ignore: decorator
@inline
function adjointOf(operand: Operand, offset: usize, place: usize): v128 {
  return v128.load(operand.adjointAt(offset) + (operand.adjointStep ? place : 0));
}

export function simplexForward(instruction: Instruction, offset: usize, rows: usize): void {
  for (let place: usize = 0, bytes = pairBytes(rows); place < bytes; place += 16) {
    const largest = placeZeroSum(instruction, offset, place);
    placeSoftmax(instruction, offset, place, largest);
  }
}

/** Puts z in place of x; the largest. */
function placeZeroSum(instruction: Instruction, offset: usize, place: usize): v128 {
  let later = pair(0);
  let largest = pair(-Infinity);
  for (let k = <usize>instruction.argumentCount; k > 0; --k) {
    const term = f64x2.mul(pairOf(argument(instruction, k - 1), offset, place), scaleOf(instruction, k));
    const z = f64x2.sub(later, f64x2.mul(pair(<f64>k), term));
    v128.store(output(instruction, k).at(offset) + place, z);
    largest = f64x2.pmax(largest, z);
    later = f64x2.add(later, term);
  }
  v128.store(output(instruction, 0).at(offset) + place, later);
  return f64x2.pmax(largest, later);
}

function placeSoftmax(instruction: Instruction, offset: usize, place: usize, largest: v128): void {
  const count = <usize>instruction.argumentCount + 1;
  let total = pair(0);
  for (let k: usize = 0; k < count; ++k) {
    const at = output(instruction, k).at(offset) + place;
    const power = exp(f64x2.sub(v128.load(at), largest));
    v128.store(at, power);
    total = f64x2.add(total, power);
  }
  for (let k: usize = 0; k < count; ++k) {
    const at = output(instruction, k).at(offset) + place;
    v128.store(at, f64x2.div(v128.load(at), total));
  }
  // The z sum to zero, so the logarithms of x sum to -K (largest + log total).
  const logs = f64x2.mul(pair(-<f64>count), f64x2.add(largest, log(total)));
  const halfLogCount = v128.load(instruction.workspace + ((count - 1) << 4));
  v128.store(output(instruction, count).at(offset) + place, f64x2.add(logs, halfLogCount));
}

/** With c_k = g_k x_k: the adjoint of z_k is c_k - x_k sum(c) + h (1 - K x_k), h the adjoint of log |J|; then the map transposed. */
export function simplexReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const steps = <usize>instruction.argumentCount;
  const count = steps + 1;
  for (let place: usize = 0, bytes = pairBytes(rows); place < bytes; place += 16) {
    const h = adjointOf(output(instruction, count), offset, place);
    let sum = pair(0);
    for (let k: usize = 0; k < count; ++k) {
      const result = output(instruction, k);
      sum = f64x2.add(sum, times(adjointOf(result, offset, place), v128.load(result.at(offset) + place)));
    }
    let earlier = zAdjoint(output(instruction, 0), offset, place, sum, h, count);
    for (let n: usize = 1; n <= steps; ++n) {
      const next = zAdjoint(output(instruction, n), offset, place, sum, h, count);
      const difference = f64x2.sub(earlier, f64x2.mul(pair(<f64>n), next));
      addPair(argument(instruction, n - 1), offset, place, f64x2.mul(scaleOf(instruction, n), difference));
      earlier = f64x2.add(earlier, next);
    }
  }
}

function zAdjoint(result: Operand, offset: usize, place: usize, sum: v128, h: v128, count: usize): v128 {
  const x = v128.load(result.at(offset) + place);
  const own = f64x2.sub(times(adjointOf(result, offset, place), x), times(sum, x));
  return f64x2.add(own, times(h, f64x2.sub(pair(1), f64x2.mul(pair(<f64>count), x))));
}

/** u_j = s_{j+1} (log x_0 + ... + log x_j - (j + 1) log x_{j+1}). */
export function simplexInverseForward(instruction: Instruction, offset: usize, rows: usize): void {
  const steps = <usize>instruction.outputCount;
  for (let place: usize = 0, bytes = pairBytes(rows); place < bytes; place += 16) {
    let earlier = log(pairOf(argument(instruction, 0), offset, place));
    for (let n: usize = 1; n <= steps; ++n) {
      const next = log(pairOf(argument(instruction, n), offset, place));
      const difference = f64x2.sub(earlier, f64x2.mul(pair(<f64>n), next));
      v128.store(output(instruction, n - 1).at(offset) + place, f64x2.mul(scaleOf(instruction, n), difference));
      earlier = f64x2.add(earlier, next);
    }
  }
}
