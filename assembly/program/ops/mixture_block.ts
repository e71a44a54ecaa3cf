/**
 * A block of a mixture of any number of components, in density space:
 *
 *     row value = M + log S,  S = sum_k w_k f_k,  f_k = r_k exp(q_k - M),  M = max_k q_k
 *
 * component by component over the block, so that every loop runs over columns. The workspace is K columns of f_k, then M, S and
 * one more column. A row is in order if every r_k > 0, every w_k >= 0 and S lies in [1e-70, 1e70] (which r_k = inf and NaN
 * anywhere prevent). The others are left to mixture_row.ts; here they end with f_k = 0 and S = inf, and the instruction is marked.
 * The reverse side of a row in order needs nothing but f_k and S.
 */
import { expNonPositive } from "../../math/exp";
import { log } from "../../math/log";
import { pair } from "../../math/pair";
import { Instruction, Operand, pairBytes } from "../records";
import { LeastFactor, MostFactor } from "./accumulate";
import { sumLanes } from "./adjoint";
import { exponentOf as binaryExponentOf, logOfPairs, logProduct, significandOf } from "./log_product";
import { columnOf, exponentOf, rootOf, spareColumn, sumColumn, weightOf } from "./mixture_parts";
import { examineRow } from "./mixture_row";

/** Fills f_k, M and S. */
function fill(instruction: Instruction, offset: usize, rows: usize): void {
  const count = <usize>instruction.components;
  const bytes = pairBytes(rows);
  const largest = columnOf(instruction, count);
  for (let k: usize = 0; k < count; ++k) fillLargest(exponentOf(instruction, k), offset, largest, bytes, k == 0);
  for (let k: usize = 0; k < count; ++k) fillComponent(instruction, k, offset, bytes);
}

function fillLargest(exponent: Operand, offset: usize, largest: usize, bytes: usize, isFirst: bool): void {
  const step = exponent.step;
  let q = exponent.at(offset);
  const end = largest + bytes;
  if (isFirst) for (; largest < end; largest += 16, q += step) v128.store(largest, v128.load(q));
  else for (; largest < end; largest += 16, q += step) v128.store(largest, f64x2.pmax(v128.load(largest), v128.load(q)));
}

function fillComponent(instruction: Instruction, k: usize, offset: usize, bytes: usize): void {
  const weight = weightOf(instruction, k);
  const exponent = exponentOf(instruction, k);
  const root = rootOf(instruction, k);
  const weightStep = weight.step;
  const exponentStep = exponent.step;
  const rootStep = root.step;
  let w = weight.at(offset);
  let q = exponent.at(offset);
  let r = root.at(offset);
  let largest = columnOf(instruction, instruction.components);
  let sum = sumColumn(instruction);
  let f = columnOf(instruction, k);
  const keep = i32x4.splat(k == 0 ? 0 : -1);
  for (const end = f + bytes; f < end; f += 16, largest += 16, sum += 16, w += weightStep, q += exponentStep, r += rootStep) {
    const scale = v128.load(r);
    const share = v128.load(w);
    const density = f64x2.mul(scale, expNonPositive(f64x2.sub(v128.load(q), v128.load(largest))));
    const inOrder = v128.and(f64x2.gt(scale, pair(0)), f64x2.ge(share, pair(0)));
    const term = v128.or(f64x2.mul(share, density), v128.not(inOrder));
    v128.store(f, density);
    v128.store(sum, f64x2.add(v128.and(v128.load(sum), keep), term));
  }
}

// @ts-ignore: decorator
@inline
function isInOrder(sum: v128): v128 {
  return v128.and(f64x2.ge(sum, pair(LeastFactor)), f64x2.le(sum, pair(MostFactor)));
}

/** Row values into a column, and f_k and S into the workspace. */
export function settleValues(instruction: Instruction, offset: usize, rows: usize, to: usize): void {
  fill(instruction, offset, rows);
  finishValues(instruction, offset, rows, to);
}

function finishValues(instruction: Instruction, offset: usize, rows: usize, to: usize): void {
  const largest = columnOf(instruction, instruction.components);
  const sum = sumColumn(instruction);
  let fits = i64x2.splat(-1);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const total = v128.load(sum + i);
    fits = v128.and(fits, isInOrder(total));
    v128.store(to + i, f64x2.add(v128.load(largest + i), log(total)));
  }
  instruction.outOfOrder = !i64x2.all_true(fits);
  if (!instruction.outOfOrder) return;
  for (let row: usize = 0, end = (rows + 1) & ~1; row < end; ++row) {
    const total = load<f64>(sum + (row << 3));
    if (total >= LeastFactor && total <= MostFactor) continue;
    setAside(instruction, row);
    if (row < rows) store<f64>(to + (row << 3), examineRow(instruction, offset, row));
  }
}

/** The row takes no part in what is done to the whole block. */
function setAside(instruction: Instruction, row: usize): void {
  for (let k: usize = 0; k < instruction.components; ++k) store<f64>(columnOf(instruction, k) + (row << 3), 0);
  store<f64>(sumColumn(instruction) + (row << 3), Infinity);
}

/** Of a block that has been settled: whether mixture_row.ts has this row. */
export function isSetAside(instruction: Instruction, row: usize): bool {
  return load<f64>(sumColumn(instruction) + (row << 3)) == Infinity;
}

/** Sum of the row values; f_k and S into the workspace. */
export function settleSum(instruction: Instruction, offset: usize, rows: usize): f64 {
  fill(instruction, offset, rows);
  let largest = columnOf(instruction, instruction.components);
  let sum = sumColumn(instruction);
  let fits = i64x2.splat(-1);
  let values = pair(0);
  let significands = pair(1);
  let exponents = i64x2.splat(0);
  for (let left = rows >> 1; left > 0; --left, largest += 16, sum += 16) {
    const total = v128.load(sum);
    fits = v128.and(fits, isInOrder(total));
    significands = f64x2.mul(significands, significandOf(total));
    exponents = i64x2.add(exponents, binaryExponentOf(total));
    values = f64x2.add(values, v128.load(largest));
  }
  logProduct.significands = significands;
  logProduct.exponents = exponents;
  let value = sumLanes(values) + logOfPairs(logProduct, rows >> 1);
  if (rows & 1) {
    const total = v128.load64_splat(sum);
    fits = v128.and(fits, isInOrder(total));
    value += load<f64>(largest) + f64x2.extract_lane(log(total), 0);
  }
  instruction.outOfOrder = !i64x2.all_true(fits);
  return instruction.outOfOrder ? settleSingly(instruction, offset, rows) : value;
}

/** The sum again, row by row, for a block with rows that are not in order. */
function settleSingly(instruction: Instruction, offset: usize, rows: usize): f64 {
  const values = spareColumn(instruction);
  finishValues(instruction, offset, rows, values);
  let sum: f64 = 0;
  for (let row: usize = 0; row < rows; ++row) sum += load<f64>(values + (row << 3));
  return sum;
}
