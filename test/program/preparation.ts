/** Operands of an instruction over complete columns, made in stages of their own before it. */
import { Op, StageMode, Storage } from "../../assembly/opcodes.js";
import type { Range } from "./recipes.js";
import { type Known, StageWriter } from "./stage_writer.js";

/** Writes into stages of its own, in place of the current one. */
export class Preparation {
  readonly made: Known[] = [];

  constructor(
    readonly writer: StageWriter,
    /** The space of the stage to be prepared. */
    readonly space: number,
  ) {}

  /** A writer of a new stage, which reads what has been made so far. */
  stage(space: number, mode = StageMode.Full, lasting = this.writer.lasting): StageWriter {
    const { builder, section, choices, before } = this.writer;
    section.stage(space, mode);
    return new StageWriter(builder, section, choices, [...before, ...this.made], lasting);
  }

  /** A random value over a space that lasts, in a range. */
  value(space: number, range: Range): Known {
    const writer = this.stage(space);
    return this.keep(writer, writer.rowOperand(range));
  }

  /** The same, as rows or as a scalar. */
  either(range: Range): Known {
    return this.value(this.writer.choices.chance(0.5) ? 0 : this.space, range);
  }

  /** Lets a stage's value last. */
  keep(writer: StageWriter, known: Known): Known {
    const kept = writer.apply(Op.Copy, [known], this.writer.choices.pick(this.writer.lasting));
    this.made.push(kept);
    return kept;
  }

  /** Rows of data, all positive and no two alike. */
  dataColumn(): Known {
    const { builder, before } = this.writer;
    const column = before.find(({ id, low, high }) => {
      const value = builder.values[id];
      return value?.storage === Storage.Column && value.space === this.space && low > 0 && high > low;
    });
    return column as Known;
  }

  /** The op itself; its outputs are over a space. */
  finish(op: Op, args: readonly Known[], space: number, ranges: readonly Range[], error: number, immediate = 0): void {
    const { section } = this.stage(this.space, StageMode.Whole);
    const storages = ranges.map(() => this.writer.choices.pick(this.writer.lasting));
    const ids = args.map(({ id }) => id);
    const out = section.emit(op, ids, storages, immediate, space);
    const results = ranges.map(([low, high], k) => ({ id: out + k, space, low, high, error }));
    this.writer.crossing.push(...this.made, ...results);
  }
}
