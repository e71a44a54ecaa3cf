/** Between index spaces: reading rows through an index column, and summing rows into those it leads to; each is the other's reverse. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, addScalar, sumLanes } from "./adjoint";

// @ts-ignore: decorator
@inline
function rowAddress(column: usize, index: usize): usize {
  return column + (<usize>load<u32>(index) << 3);
}

/** The two rows that a pair of indexes leads to. */
// @ts-ignore: decorator
@inline
function loadPair(column: usize, index: usize): v128 {
  return v128.load_lane<f64>(rowAddress(column, index + 4), v128.load64_zero(rowAddress(column, index)), 1);
}

// @ts-ignore: decorator
@inline
function addRow(to: usize, from: usize): void {
  store<f64>(to, load<f64>(to) + load<f64>(from));
}

/** column[index[i]] += rows[i], in the order of i. */
function scatterAdd(column: usize, index: usize, from: usize, step: usize, rows: usize): void {
  for (let left = rows >> 1; left > 0; --left, index += 8) {
    addRow(rowAddress(column, index), from);
    from += step;
    addRow(rowAddress(column, index + 4), from);
    from += step;
  }
  if (rows & 1) addRow(rowAddress(column, index), from);
}

/** rows += column[index], for an operand's adjoint. */
function gatherAdd(operand: Operand, offset: usize, column: usize, index: usize, rows: usize): void {
  const last = f64x2(load<f64>(rowAddress(column, index + ((rows - 1) << 2))), 0);
  if (operand.mode == Adjoint.Scalar) {
    let sum = rows & 1 ? last : pair(0);
    for (let left = rows >> 1; left > 0; --left, index += 8) sum = f64x2.add(sum, loadPair(column, index));
    return addScalar(operand, sumLanes(sum));
  }
  let to = operand.adjointAt(offset);
  const keep = i32x4.splat(operand.keep);
  for (let left = rows >> 1; left > 0; --left, index += 8, to += 16) addRows(to, keep, loadPair(column, index));
  if (rows & 1) addRows(to, keep, last);
}

export function gatherForward(instruction: Instruction, offset: usize, rows: usize): void {
  const source = argument(instruction, 0).values;
  let index = instruction.indexes + (offset >> 1);
  let to = argument(instruction, 1).at(offset);
  for (let left = (rows + 1) >> 1; left > 0; --left, index += 8, to += 16) v128.store(to, loadPair(source, index));
}

export function gatherReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const from = argument(instruction, 1).adjointAt(offset);
  scatterAdd(argument(instruction, 0).adjoint, instruction.indexes + (offset >> 1), from, 8, rows);
}

export function segmentSumForward(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const target = argument(instruction, 1);
  const bytes = <usize>target.value.rows << 3;
  if (offset == 0) memory.fill(target.values, 0, bytes);
  scatterAdd(target.values, instruction.indexes + (offset >> 1), operand.at(offset), operand.step >> 1, rows);
  if (target.value.rows & 1) store<f64>(target.values + bytes, load<f64>(target.values + bytes - 8));
}

export function segmentSumReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (rows == 0) return;
  const column = argument(instruction, 1).adjoint;
  gatherAdd(argument(instruction, 0), offset, column, instruction.indexes + (offset >> 1), rows);
}
