/**
 * Stages over the scalar space, where an instruction is one pair of lanes and its overhead is its cost: the commonest ops
 * without loops, steps and offsets. The others go through their kernels, as a block of one row.
 */
import { Op } from "../opcodes";
import { forward, reverse } from "./dispatch";
import { addLogDensity } from "./log_density";
import { addRows, addScalar, define } from "./ops/adjoint";
import { Add, Div, Mul, Sub } from "./ops/binary_ops";
import { MultiplyAdd, Quadratic } from "./ops/ternary_ops";
import { rowIn, stateIn, stateOut } from "./ops/scan_row";
import { Copy, Exp, InverseSqrt, Log, Neg, Reciprocal, Square } from "./ops/unary_ops";
import { Instruction, Operand, argument } from "./records";

export function forwardScalar(i: Instruction): void {
  switch (i.op) {
    case Op.Copy: return forward1<Copy>(i);
    case Op.Neg: return forward1<Neg>(i);
    case Op.Square: return forward1<Square>(i);
    case Op.InverseSqrt: return forward1<InverseSqrt>(i);
    case Op.Reciprocal: return forward1<Reciprocal>(i);
    case Op.Exp: return forward1<Exp>(i);
    case Op.Log: return forward1<Log>(i);
    case Op.Add: return forward2<Add>(i);
    case Op.Sub: return forward2<Sub>(i);
    case Op.Mul: return forward2<Mul>(i);
    case Op.Div: return forward2<Div>(i);
    case Op.MultiplyAdd: return forward3<MultiplyAdd>(i);
    case Op.Quadratic: return forward3<Quadratic>(i);
    case Op.Accumulate: return accumulateForward(i);
    case Op.RowIn: return rowIn(i);
    case Op.StateIn: return stateIn(i);
    case Op.StateOut: return stateOut(i);
    default: return forward(i, 0, 1);
  }
}

export function reverseScalar(i: Instruction): void {
  switch (i.op) {
    case Op.Copy: return reverse1<Copy>(i);
    case Op.Neg: return reverse1<Neg>(i);
    case Op.Square: return reverse1<Square>(i);
    case Op.InverseSqrt: return reverse1<InverseSqrt>(i);
    case Op.Reciprocal: return reverse1<Reciprocal>(i);
    case Op.Exp: return reverse1<Exp>(i);
    case Op.Log: return reverse1<Log>(i);
    case Op.Add: return reverse2<Add>(i);
    case Op.Sub: return reverse2<Sub>(i);
    case Op.Mul: return reverse2<Mul>(i);
    case Op.Div: return reverse2<Div>(i);
    case Op.MultiplyAdd: return reverse3<MultiplyAdd>(i);
    case Op.Quadratic: return reverse3<Quadratic>(i);
    case Op.Accumulate: return accumulateReverse(i);
    default: return reverse(i, 0, 1);
  }
}

// @ts-ignore: decorator
@inline
function pairOf(i: Instruction, place: usize): v128 {
  return v128.load(argument(i, place).values);
}

// @ts-ignore: decorator
@inline
function add(operand: Operand, contribution: v128): void {
  addRows(operand.adjoint, i32x4.splat(operand.keep), contribution);
}

// @ts-ignore: decorator
@inline
function forward1<T>(i: Instruction): void {
  v128.store(argument(i, 1).values, define<T>().value(pairOf(i, 0)));
}

// @ts-ignore: decorator
@inline
function reverse1<T>(i: Instruction): void {
  const result = argument(i, 1);
  add(argument(i, 0), define<T>().pull(argument(i, 0).values, result.values, v128.load(result.adjoint)));
}

// @ts-ignore: decorator
@inline
function forward2<T>(i: Instruction): void {
  v128.store(argument(i, 2).values, define<T>().value(pairOf(i, 0), pairOf(i, 1)));
}

// @ts-ignore: decorator
@inline
function reverse2<T>(i: Instruction): void {
  const a = argument(i, 0);
  const b = argument(i, 1);
  const y = argument(i, 2).values;
  const g = v128.load(argument(i, 2).adjoint);
  if (a.mode) add(a, define<T>().first(a.values, b.values, y, g));
  if (b.mode) add(b, define<T>().second(a.values, b.values, y, g));
}

// @ts-ignore: decorator
@inline
function forward3<T>(i: Instruction): void {
  v128.store(argument(i, 3).values, define<T>().value(pairOf(i, 0), pairOf(i, 1), pairOf(i, 2)));
}

// @ts-ignore: decorator
@inline
function reverse3<T>(i: Instruction): void {
  const a = argument(i, 0);
  const b = argument(i, 1);
  const c = argument(i, 2);
  const g = v128.load(argument(i, 3).adjoint);
  if (a.mode) add(a, define<T>().first(a.values, b.values, c.values, g));
  if (b.mode) add(b, define<T>().second(a.values, b.values, c.values, g));
  if (c.mode) add(c, define<T>().third(a.values, b.values, c.values, g));
}

// @ts-ignore: decorator
@inline
function coefficientOf(i: Instruction): f64 {
  return i.argumentCount > 1 ? load<f64>(argument(i, 1).values) : 1;
}

function accumulateForward(i: Instruction): void {
  addLogDensity(load<f64>(argument(i, 0).values) * coefficientOf(i));
}

function accumulateReverse(i: Instruction): void {
  const value = argument(i, 0);
  if (value.mode) add(value, f64x2(coefficientOf(i), 0));
  if (i.argumentCount > 1 && argument(i, 1).mode) addScalar(argument(i, 1), load<f64>(value.values));
}
