/** Random products, Cholesky factors and triangular systems: stages that prepare their operands, then one over complete columns. */
import { Op, Storage } from "../../assembly/opcodes.js";
import { Preparation } from "./preparation.js";
import type { Range } from "./recipes.js";
import type { Known, StageWriter } from "./stage_writer.js";

/** Spaces of matrices and of what they are multiplied with; sides of square ones are 1 to 3 rows long. */
export interface MatrixSpaces {
  readonly square: number;
  /** The square's first dim; the first and a longer one; the longer one. */
  readonly side: number;
  readonly wide: number;
  readonly long: number;
  /** A column over the square that is 1 on the diagonal, else 0. */
  readonly diagonal: number;
}

/** Numbers below zero beside a larger diagonal: of a factor, of its inverse and of their partials no part cancels another. */
function squareMatrix(preparation: Preparation, { square, diagonal }: MatrixSpaces, [least, most]: Range): Known {
  const writer = preparation.stage(square);
  const isDiagonal = { id: diagonal, space: square, low: 0, high: 1, error: 0 };
  const args = [isDiagonal, writer.operand([least, most]), writer.operand([-0.3, -0.1])];
  return preparation.keep(writer, writer.apply(Op.Where, args, Storage.Local));
}

function product(writer: StageWriter, { side, wide, long }: MatrixSpaces, rows: readonly number[]): void {
  const [stage, matrix] = writer.choices.chance(0.5) ? [side, wide] : [0, long];
  const preparation = new Preparation(writer, stage);
  const args = [preparation.value(matrix, [0.2, 2]), preparation.value(long, [0.2, 2])];
  const count = rows[long] as number;
  preparation.finish(Op.Product, args, stage, [[0.04 * count, 4 * count]], 12);
}

function cholesky(writer: StageWriter, spaces: MatrixSpaces): void {
  const preparation = new Preparation(writer, spaces.square);
  preparation.finish(Op.Cholesky, [squareMatrix(preparation, spaces, [1.5, 3])], spaces.square, [[-0.4, 1.8]], 12);
}

function solve(writer: StageWriter, spaces: MatrixSpaces): void {
  const right = writer.choices.pick([spaces.side, spaces.wide]);
  const preparation = new Preparation(writer, right);
  const args = [squareMatrix(preparation, spaces, [1, 2]), preparation.value(right, [0.2, 2])];
  const op = writer.choices.pick([Op.SolveLower, Op.SolveLowerTransposed]);
  // With three rows at most 2, 2 + 0.3 * 2 and 2 + 0.3 * (2 + 2.6).
  preparation.finish(op, args, right, [[0.1, 3.4]], 12);
}

export function matrixOp(writer: StageWriter, spaces: MatrixSpaces, rows: readonly number[]): void {
  const choice = writer.choices.below(4);
  if (choice === 0) product(writer, spaces, rows);
  else if (choice === 1) cholesky(writer, spaces);
  else solve(writer, spaces);
}
