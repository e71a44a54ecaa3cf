/** Sort(x_1 ... x_n): each row's operands in ascending order, NaN last. Insertion, by exchanges of whole pairs of rows. */
import { choose } from "../../math/pair";
import { Instruction, argument, output, pairBytes } from "../records";

export function sortForward(instruction: Instruction, offset: usize, rows: usize): void {
  const count = <usize>instruction.argumentCount;
  for (let k: usize = 0; k < count; ++k) {
    const operand = argument(instruction, k);
    let from = operand.at(offset);
    for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16, from += operand.step) {
      let upper = v128.load(from);
      for (let place = k; place > 0; --place) {
        const lower = v128.load(output(instruction, place - 1).at(offset) + i);
        const isAfter = v128.andnot(f64x2.eq(upper, upper), f64x2.le(lower, upper));
        v128.store(output(instruction, place).at(offset) + i, choose(isAfter, lower, upper));
        upper = choose(isAfter, upper, lower);
      }
      v128.store(output(instruction, 0).at(offset) + i, upper);
    }
  }
}
