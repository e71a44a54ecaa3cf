/** Definition of the linear recurrence along a space's last dim. */
import { Op } from "../../../assembly/opcodes.js";
import type { Instruction } from "../program.js";
import type { AcrossRows } from "./across_rows.js";
import type { Adjoint, State } from "./state.js";
import { compensatedSum } from "./sum.js";

/** First row of each sequence, of as many as `id` has rows, and their common length. */
export function sequencesOf(state: State, id: number, rows: number): { firsts: number[]; length: number } {
  const count = state.column(id).length;
  const length = count === 0 ? 0 : rows / count;
  return { firsts: Array.from({ length: count }, (_, sequence) => sequence * length), length };
}

type Operands = readonly [a: number, b: number, init: number];
const operandsOf = ({ args }: Instruction): Operands => args as unknown as Operands;

const linearRecurrence: AcrossRows = {
  forward(state, instruction, rows) {
    const [a, b, init] = operandsOf(instruction);
    const { firsts, length } = sequencesOf(state, init, rows);
    firsts.forEach((first, sequence) => {
      let s = state.read(init, sequence);
      for (let row = first; row < first + length; row++) {
        s = state.read(a, row) * s + state.read(b, row);
        state.write(instruction.out, row, s);
      }
    });
  },
  reverse(state, instruction, rows) {
    const [a, b, init] = operandsOf(instruction);
    const { firsts, length } = sequencesOf(state, init, rows);
    firsts.forEach((first, sequence) => {
      let carried: Adjoint = { adjoint: 0, scale: 0 };
      for (let row = first + length - 1; row >= first; row--) {
        const own = state.adjoint(instruction.out, row);
        const total = { adjoint: compensatedSum([carried.adjoint, own.adjoint]), scale: carried.scale + own.scale };
        const before = row === first ? state.read(init, sequence) : state.read(instruction.out, row - 1);
        const slope = state.read(a, row);
        state.propagate(a, row, before, total);
        state.propagate(b, row, 1, total);
        if (row === first) state.propagate(init, sequence, slope, total);
        carried = {
          adjoint: total.adjoint === 0 ? 0 : slope * total.adjoint,
          scale: total.scale === 0 ? 0 : Math.abs(slope) * total.scale,
        };
      }
    });
  },
};

export const sequenceDefinitions: readonly (readonly [Op, AcrossRows])[] = [[Op.LinearRecurrence, linearRecurrence]];
