/**
 * Mixtures: MixtureDensity and MixtureLog (whose roots are ones), as terms of the log density or with row values, and their
 * responsibilities.
 */
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, output, pairBytes } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { isSetAside, settleSum, settleValues } from "./mixture_block";
import { addFusedPair } from "./mixture_pair";
import { columnOf, exponentOf, rootOf, spareColumn, sumColumn, weightOf } from "./mixture_parts";
import { addRowGradients, placeRowShares } from "./mixture_row";
import { fullPairBytes } from "./rows";

/** At load, once adjoints are planned: weights are scalars, and adjoints by rows can be assigned. */
export function isDirect(instruction: Instruction): bool {
  if (instruction.outputCount > 0) return false;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const exponent = exponentOf(instruction, k);
    const root = rootOf(instruction, k);
    if (weightOf(instruction, k).step != 0 || exponent.mode != Adjoint.Rows || exponent.keep != 0) return false;
    if (root.mode == Adjoint.Rows && root.keep != 0) return false;
  }
  return true;
}

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
  if (instruction.isDirect && instruction.components == 2 && addFusedPair(instruction, offset, rows)) return;
  addLogDensity(settleSum(instruction, offset, rows));
  if (instruction.isDirect) addTermGradients(instruction, offset, rows);
  else addGradients(instruction, offset, rows, unitAdjoints(instruction, rows));
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
  addSetAside(instruction, offset, rows, g, 8);
}

/** Rows that density space cannot hold, one by one. */
function addSetAside(instruction: Instruction, offset: usize, rows: usize, g: usize, gStep: usize): void {
  if (!instruction.outOfOrder) return;
  for (let row: usize = 0; row < rows; ++row, g += gStep) {
    if (isSetAside(instruction, row)) addRowGradients(instruction, offset, row, load<f64>(g));
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

const one: usize = memory.data<f64>([1]);

/** Of a term that is direct: each component in one sweep. */
function addTermGradients(instruction: Instruction, offset: usize, rows: usize): void {
  invertSums(instruction, rows);
  for (let k: usize = 0; k < instruction.components; ++k) {
    if (rootOf(instruction, k).mode == Adjoint.Rows) sweepComponent(instruction, k, offset, rows, true);
    else sweepComponent(instruction, k, offset, rows, false);
  }
  addSetAside(instruction, offset, rows, one, 0);
}

/** 1 / S into the spare column; 0 for rows that are set aside and in the padding row. */
function invertSums(instruction: Instruction, rows: usize): void {
  let to = spareColumn(instruction);
  let sum = sumColumn(instruction);
  for (const end = to + fullPairBytes(rows); to < end; to += 16, sum += 16) v128.store(to, f64x2.div(pair(1), v128.load(sum)));
  if (rows & 1) v128.store(to, f64x2(1 / load<f64>(sum), 0));
}

/** Assigns the adjoints of q_k, and of r_k where it has rows; a scalar r_k's is w_k / r_k times that of w_k. */
// @ts-ignore: decorator
@inline
function sweepComponent(instruction: Instruction, k: usize, offset: usize, rows: usize, rootRows: bool): void {
  const weight = weightOf(instruction, k);
  const root = rootOf(instruction, k);
  const w = v128.load(weight.values);
  let f = columnOf(instruction, k);
  let inverse = spareColumn(instruction);
  let toExponent = exponentOf(instruction, k).adjointAt(offset);
  let r: usize = 0;
  let toRoot: usize = 0;
  if (rootRows) {
    r = root.at(offset);
    toRoot = root.adjointAt(offset);
  }
  let sum = pair(0);
  for (const end = f + pairBytes(rows); f < end; f += 16, inverse += 16, toExponent += 16) {
    const perWeight = f64x2.mul(v128.load(f), v128.load(inverse));
    const share = f64x2.mul(w, perWeight);
    sum = f64x2.add(sum, perWeight);
    v128.store(toExponent, share);
    if (rootRows) {
      v128.store(toRoot, v128.and(f64x2.div(share, v128.load(r)), f64x2.ne(share, pair(0))));
      r += 16;
      toRoot += 16;
    }
  }
  const total = sumLanes(sum);
  if (weight.mode) addScalar(weight, total);
  // Nothing to add where every row has been set aside, which a root that is not positive leads to.
  if (root.mode == Adjoint.Scalar && total != 0) addScalar(root, load<f64>(weight.values) * total / load<f64>(root.values));
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
