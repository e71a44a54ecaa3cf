/**
 * Mixtures: MixtureDensity and MixtureLog (whose roots are ones), as terms of the log density or with row values, and their
 * responsibilities.
 */
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument, output, pairBytes } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { columnOf, exponentOf, isSetAside, rootOf, settleSum, settleValues, spareColumn, sumColumn, weightOf } from "./mixture_block";
import { addFusedPair } from "./mixture_pair";
import { addRowGradients, placeRowShares } from "./mixture_row";
import { fullPairBytes } from "./rows";

export function mixtureForward(instruction: Instruction, offset: usize, rows: usize): void {
  if (instruction.outputCount > 0) settleValues(instruction, offset, rows, output(instruction, 0).at(offset));
  else addLogDensity(settleSum(instruction, offset, rows));
}

/** A mixture that is a term does both its sides here: nothing waits for its value. */
export function mixtureReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (instruction.outputCount > 0) {
    if (instruction.refill) settleValues(instruction, offset, rows, spareColumn(instruction));
    return addGradients(instruction, offset, rows, output(instruction, 0).adjointAt(offset));
  }
  if (instruction.fused && addFusedPair(instruction, offset, rows)) return;
  addLogDensity(settleSum(instruction, offset, rows));
  addGradients(instruction, offset, rows, unitAdjoints(instruction, rows));
}

/** A column of ones, with 0 in the padding row. */
function unitAdjoints(instruction: Instruction, rows: usize): usize {
  const column = spareColumn(instruction);
  let to = column;
  for (const end = to + fullPairBytes(rows); to < end; to += 16) v128.store(to, pair(1));
  if (rows & 1) v128.store(to, f64x2(1, 0));
  return column;
}

/** Of the kinds of operands. */
const enum Kind {
  Weight,
  Exponent,
  Root,
}

/** From f_k and S, in the order of the operands. */
function addGradients(instruction: Instruction, offset: usize, rows: usize, g: usize): void {
  const count = <usize>instruction.components;
  for (let k: usize = 0; k < count; ++k) if (weightOf(instruction, k).mode) addGradient(instruction, k, offset, rows, g, Kind.Weight);
  for (let k: usize = 0; k < count; ++k) if (exponentOf(instruction, k).mode) addGradient(instruction, k, offset, rows, g, Kind.Exponent);
  for (let k: usize = 0; k < count; ++k) if (rootOf(instruction, k).mode) addGradient(instruction, k, offset, rows, g, Kind.Root);
  if (!instruction.outOfOrder) return;
  for (let row: usize = 0; row < rows; ++row) {
    if (isSetAside(instruction, row)) addRowGradients(instruction, offset, row, load<f64>(g + (row << 3)));
  }
}

/** The derivative of a row's value: by w_k it is f_k / S; by q_k the responsibility p_k = w_k f_k / S; by r_k it is p_k / r_k. */
// @ts-ignore: decorator
@inline
function derivative(kind: Kind, f: usize, sum: usize, w: usize, r: usize): v128 {
  const perWeight = f64x2.div(v128.load(f), v128.load(sum));
  if (kind == Kind.Weight) return perWeight;
  const share = v128.and(f64x2.mul(v128.load(w), perWeight), f64x2.ne(perWeight, pair(0)));
  if (kind == Kind.Exponent) return share;
  return v128.and(f64x2.div(share, v128.load(r)), f64x2.ne(share, pair(0)));
}

// @ts-ignore: decorator
@inline
function addGradient(instruction: Instruction, k: usize, offset: usize, rows: usize, g: usize, kind: Kind): void {
  const operand = kind == Kind.Weight ? weightOf(instruction, k) : kind == Kind.Exponent ? exponentOf(instruction, k) : rootOf(instruction, k);
  const wStep = weightOf(instruction, k).step;
  const rStep = rootOf(instruction, k).step;
  let w = weightOf(instruction, k).at(offset);
  let r = rootOf(instruction, k).at(offset);
  let f = columnOf(instruction, k);
  let sum = sumColumn(instruction);
  const end = g + pairBytes(rows);
  if (operand.mode == Adjoint.Rows) {
    const keep = i32x4.splat(operand.keep);
    for (let to = operand.adjointAt(offset); g < end; g += 16, f += 16, sum += 16, w += wStep, r += rStep, to += 16) {
      addRows(to, keep, times(v128.load(g), derivative(kind, f, sum, w, r)));
    }
  } else {
    let total = pair(0);
    for (; g < end; g += 16, f += 16, sum += 16, w += wStep, r += rStep) {
      total = f64x2.add(total, times(v128.load(g), derivative(kind, f, sum, w, r)));
    }
    addScalar(operand, sumLanes(total));
  }
}

/** Responsibilities w_k f_k / S. */
export function mixtureShares(instruction: Instruction, offset: usize, rows: usize): void {
  settleValues(instruction, offset, rows, spareColumn(instruction));
  for (let k: usize = 0; k < instruction.components; ++k) {
    const step = weightOf(instruction, k).step;
    const to = output(instruction, k).at(offset);
    let w = weightOf(instruction, k).at(offset);
    for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16, w += step) {
      v128.store(to + i, derivative(Kind.Exponent, columnOf(instruction, k) + i, sumColumn(instruction) + i, w, 0));
    }
  }
  if (!instruction.outOfOrder) return;
  for (let row: usize = 0; row < rows; ++row) if (isSetAside(instruction, row)) placeRowShares(instruction, offset, row);
}
