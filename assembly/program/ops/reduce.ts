/** From the rows of a stage to a scalar. */
import { exp } from "../../math/exp";
import { logScalar } from "../../math/log";
import { choose, pair } from "../../math/pair";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { fullPairBytes, spread, sumRows } from "./rows";

export function sumForward(instruction: Instruction, offset: usize, rows: usize): void {
  const to = argument(instruction, 1).values;
  const sum = sumRows(argument(instruction, 0), offset, rows);
  v128.store(to, f64x2.splat(offset == 0 ? sum : load<f64>(to) + sum));
}

export function sumReverse(instruction: Instruction, offset: usize, rows: usize): void {
  spread(argument(instruction, 0), offset, rows, load<f64>(argument(instruction, 1).adjoint));
}

function largestRow(operand: Operand, rows: usize): f64 {
  const step = operand.step;
  let x = operand.values;
  let largest = pair(-Infinity);
  for (let left = rows >> 1; left > 0; --left, x += step) largest = f64x2.max(largest, v128.load(x));
  if (rows & 1) largest = f64x2.max(largest, v128.load64_splat(x));
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
}

/** exp(x - largest): 1 for the largest, infinities included. */
// @ts-ignore: decorator
@inline
export function relativeExp(x: v128, largest: v128): v128 {
  return choose(f64x2.eq(x, largest), pair(1), exp(f64x2.sub(x, largest)));
}

/** Over the whole column. The workspace keeps the largest row and the sum relative to it. */
export function logSumExpRowsForward(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const step = operand.step;
  const largest = pair(largestRow(operand, rows));
  let x = operand.values;
  let sum = pair(0);
  for (let left = rows >> 1; left > 0; --left, x += step) sum = f64x2.add(sum, relativeExp(v128.load(x), largest));
  if (rows & 1) sum = f64x2.add(sum, f64x2.replace_lane(relativeExp(v128.load64_splat(x), largest), 1, 0));
  const total = sumLanes(sum);
  v128.store(instruction.workspace, largest);
  v128.store(instruction.workspace, pair(total), 16);
  v128.store(argument(instruction, 1).values, pair(f64x2.extract_lane(largest, 0) + logScalar(total)));
}

/** exp(x - result), 0 where all rows are -inf. */
export function logSumExpRowsReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const largest = v128.load(instruction.workspace);
  const adjoint = load<f64>(argument(instruction, 1).adjoint);
  const none = f64x2.eq(largest, pair(-Infinity));
  const scale = v128.andnot(f64x2.div(pair(1), v128.load(instruction.workspace, 16)), none);
  let x = operand.values;
  if (operand.mode == Adjoint.Scalar) {
    const slope = times(pair(adjoint), f64x2.mul(relativeExp(v128.load(x), largest), scale));
    return addScalar(operand, f64x2.extract_lane(slope, 0) * <f64>rows);
  }
  let to = operand.adjointAt(offset);
  const keep = i32x4.splat(operand.keep);
  for (const end = to + fullPairBytes(rows); to < end; to += 16, x += 16) {
    addRows(to, keep, times(pair(adjoint), f64x2.mul(relativeExp(v128.load(x), largest), scale)));
  }
  if (rows & 1) addRows(to, keep, times(f64x2(adjoint, 0), f64x2.mul(relativeExp(v128.load(x), largest), scale)));
}
