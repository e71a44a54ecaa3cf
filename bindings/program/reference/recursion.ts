/** Stages that go row by row: a row's numbers are recomputed from its states before it is gone through in reverse. */
import { Op } from "../../../assembly/opcodes.js";
import type { Instruction, Stage } from "../program.js";
import { sequencesOf } from "./sequence.js";
import { type Adjoint, none, type State } from "./state.js";

/** Runs a row-wise op in the scalar space. */
export type RunOne = (direction: "forward" | "reverse", instruction: Instruction) => void;

interface Place {
  readonly row: number;
  readonly sequence: number;
  readonly isFirst: boolean;
}

const operand = ({ args }: Instruction): number => args[0] as number;

export class Recursion {
  private readonly written: readonly Instruction[];

  constructor(
    private readonly state: State,
    private readonly stage: Stage,
    private readonly runOne: RunOne,
  ) {
    const outs = stage.instructions.filter(({ op }) => op === Op.StateOut);
    this.written = [...outs].sort((a, b) => a.immediate - b.immediate);
  }

  forward(): void {
    for (const places of this.sequences()) for (const place of places) this.forwardRow(place);
  }

  reverse(): void {
    for (const places of this.sequences()) {
      const carried = this.written.map(() => none);
      for (const place of [...places].reverse()) this.reverseRow(place, carried);
    }
  }

  private sequences(): Place[][] {
    const start = this.stage.instructions.find(({ op }) => op === Op.StateIn) as Instruction;
    const { firsts, length } = sequencesOf(this.state, operand(start), this.state.rows[this.stage.space] as number);
    return firsts.map((first, sequence) => Array.from({ length }, (_, t) => ({ row: first + t, sequence, isFirst: t === 0 })));
  }

  private forwardRow({ row, sequence, isFirst }: Place): void {
    const { state } = this;
    for (const instruction of this.stage.instructions) {
      const { op, out, immediate } = instruction;
      if (op === Op.RowIn) state.write(out, 0, state.read(operand(instruction), row));
      else if (op === Op.StateOut) state.write(out, row, state.read(operand(instruction), 0));
      else if (op !== Op.StateIn) this.runOne("forward", instruction);
      else if (isFirst) state.write(out, 0, state.read(operand(instruction), sequence));
      else state.write(out, 0, state.read((this.written[immediate] as Instruction).out, row - 1));
    }
  }

  /** `carried` is what the row behind adds to the states' adjoints; it becomes what this row adds to those before. */
  private reverseRow(place: Place, carried: Adjoint[]): void {
    const { state } = this;
    const { row, sequence, isFirst } = place;
    this.forwardRow(place);
    for (const { op, out, outCount } of this.stage.instructions) {
      for (let k = 0; k < outCount && op !== Op.StateOut; k++) state.forgetAdjoint(out + k);
    }
    for (const instruction of [...this.stage.instructions].reverse()) {
      const { op, out, immediate } = instruction;
      if (op === Op.StateOut) {
        state.propagate(operand(instruction), 0, 1, state.adjoint(out, row));
        state.propagate(operand(instruction), 0, 1, carried[immediate] as Adjoint);
      } else if (op === Op.RowIn) state.propagate(operand(instruction), row, 1, state.adjoint(out, 0));
      else if (op !== Op.StateIn) this.runOne("reverse", instruction);
      else if (isFirst) state.propagate(operand(instruction), sequence, 1, state.adjoint(out, 0));
    }
    for (const { op, out, immediate } of this.stage.instructions)
      if (op === Op.StateIn) carried[immediate] = state.adjoint(out, 0);
  }
}
