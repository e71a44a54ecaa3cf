/**
 * SolveLower and SolveLowerTransposed: x with L x = b, or L^T x = b, for one right side or several, contiguous along their dim.
 * Of the adjoint g of x, h solves the other system; it is added to b's adjoint, and L's loses h x^T (x h^T) below its diagonal.
 * h takes the place of x's adjoint, which nobody reads afterwards.
 */
import { Op } from "../../opcodes";
import { addScaled, dot } from "../../vector";
import { padColumn } from "../columns";
import { Instruction, argument, output } from "../records";
import { sideOf } from "./cholesky";

export function solveForward(instruction: Instruction, rows: usize): void {
  const x = output(instruction, 0).values;
  memory.copy(x, argument(instruction, 1).values, rows << 3);
  solveInPlace(instruction, x, rows, instruction.op != Op.SolveLower);
  padColumn(x, rows);
}

export function solveReverse(instruction: Instruction, rows: usize): void {
  const right = argument(instruction, 1);
  const h = output(instruction, 0).adjoint;
  const x = output(instruction, 0).values;
  const transposed = instruction.op != Op.SolveLower;
  if (isZero(rows, h)) return;
  solveInPlace(instruction, h, rows, !transposed);
  if (right.mode) addScaled(<i32>rows, 1, h, right.adjoint);
  if (argument(instruction, 0).mode) subtractOuter(instruction, rows, transposed ? x : h, transposed ? h : x);
}

function isZero(count: usize, at: usize): bool {
  for (const end = at + (count << 3); at < end; at += 8) if (load<f64>(at) != 0) return false;
  return true;
}

/** Right sides of a system of n rows. */
// @ts-ignore: decorator
@inline
function widthOf(rows: usize, n: usize): usize {
  return n == 0 ? 0 : rows / n;
}

function solveInPlace(instruction: Instruction, x: usize, rows: usize, transposed: bool): void {
  const n = sideOf(argument(instruction, 0).value.rows);
  const width = widthOf(rows, n);
  for (let step: usize = 0; step < n; ++step) {
    const i = transposed ? n - 1 - step : step;
    const row = argument(instruction, 0).values + i * (n << 3);
    const own = x + i * (width << 3);
    if (!transposed) subtractEarlier(row, i, width, x, own);
    const pivot = load<f64>(row + (i << 3));
    for (let at = own, end = own + (width << 3); at < end; at += 8) store<f64>(at, load<f64>(at) / pivot);
    if (transposed) subtractFromEarlier(row, i, width, x, own);
  }
}

/** own -= the sum over j < i of row_j x_j */
function subtractEarlier(row: usize, i: usize, width: usize, x: usize, own: usize): void {
  if (width == 1) return store<f64>(own, load<f64>(own) - dot(<i32>i, row, x));
  for (; x < own; x += width << 3, row += 8) addScaled(<i32>width, -load<f64>(row), x, own);
}

/** x_j -= row_j own, for j < i */
function subtractFromEarlier(row: usize, i: usize, width: usize, x: usize, own: usize): void {
  if (width == 1) return addScaled(<i32>i, -load<f64>(own), row, x);
  for (; x < own; x += width << 3, row += 8) addScaled(<i32>width, -load<f64>(row), own, x);
}

/** The adjoint of l_ij, j <= i, loses the product of rows a_i and b_j. */
function subtractOuter(instruction: Instruction, rows: usize, a: usize, b: usize): void {
  const factor = argument(instruction, 0);
  const n = sideOf(factor.value.rows);
  const width = widthOf(rows, n);
  let to = factor.adjoint;
  for (let i: usize = 0; i < n; ++i, to += n << 3, a += width << 3) {
    if (width == 1) {
      addScaled(<i32>i + 1, -load<f64>(a), b, to);
      continue;
    }
    for (let j: usize = 0; j <= i; ++j) {
      const at = to + (j << 3);
      store<f64>(at, load<f64>(at) - dot(<i32>width, a, b + j * (width << 3)));
    }
  }
}
