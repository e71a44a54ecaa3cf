/** RowNumber(): each row's number, from 0. */
import { pair } from "../../math/pair";
import { Instruction, output, pairBytes } from "../records";

export function rowNumberForward(instruction: Instruction, offset: usize, rows: usize): void {
  let y = output(instruction, 0).at(offset);
  const last = (offset >> 3) + rows - 1;
  for (let row = offset >> 3, end = y + pairBytes(rows); y < end; y += 16, row += 2) {
    v128.store(y, f64x2.add(pair(<f64>row), f64x2(0, row < last ? 1 : 0)));
  }
}
