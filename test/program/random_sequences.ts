/** Random linear recurrences and hidden Markov models: stages that prepare their operands, then one over the whole space. */
import { Op, StageMode, Storage } from "../../assembly/opcodes.js";
import type { Range } from "./recipes.js";
import { type Known, StageWriter } from "./stage_writer.js";

/** Spaces of sequences, each with the space of what there is once a sequence. */
export interface SequenceSpaces {
  readonly space: number;
  readonly sequences: number;
  /** Rows of a sequence. */
  readonly length: number;
}

/** Writes into stages of its own, in place of the current one. */
class Preparation {
  readonly made: Known[] = [];

  constructor(
    readonly writer: StageWriter,
    readonly spaces: SequenceSpaces,
  ) {}

  /** A writer of a new stage, which reads what has been made so far. */
  stage(space: number, mode = StageMode.Full): StageWriter {
    const { builder, section, choices, before, lasting } = this.writer;
    section.stage(space, mode);
    return new StageWriter(builder, section, choices, [...before, ...this.made], lasting);
  }

  /** A random value over a space that lasts, in a range. */
  value(space: number, range: Range): Known {
    const writer = this.stage(space);
    return this.keep(writer, writer.rowOperand(range));
  }

  /** Rows, or a scalar. */
  either(range: Range): Known {
    return this.value(this.writer.choices.chance(0.5) ? 0 : this.spaces.space, range);
  }

  /** Rows that differ from those of any other factor, so that no two paths are equally probable. */
  uneven(factor: number): Known {
    const { space } = this.spaces;
    const { builder, before } = this.writer;
    const column = before.find(({ id, low, high }) => {
      const value = builder.values[id];
      return value?.storage === Storage.Column && value.space === space && low > 0 && high > low;
    });
    const writer = this.stage(space);
    return this.keep(writer, writer.apply(Op.Mul, [column as Known, writer.constant(factor)], Storage.Local));
  }

  private keep(writer: StageWriter, known: Known): Known {
    const kept = writer.apply(Op.Copy, [known], this.writer.choices.pick(this.writer.lasting));
    this.made.push(kept);
    return kept;
  }

  /** The op itself; its outputs are over a space. */
  finish(op: Op, args: readonly Known[], space: number, ranges: readonly Range[], error: number, immediate = 0): void {
    const { section } = this.stage(this.spaces.space, StageMode.Whole);
    const storages = ranges.map(() => this.writer.choices.pick(this.writer.lasting));
    const ids = args.map(({ id }) => id);
    const out = section.emit(op, ids, storages, immediate, space);
    const results = ranges.map(([low, high], k) => ({ id: out + k, space, low, high, error }));
    this.writer.crossing.push(...this.made, ...results);
  }
}

export function linearRecurrence(writer: StageWriter, spaces: SequenceSpaces): void {
  const preparation = new Preparation(writer, spaces);
  const args = [
    preparation.either([0.1, 0.5]),
    preparation.either([0.2, 2]),
    preparation.value(spaces.sequences, [0.2, 2]),
  ] as const;
  // Of positive numbers, each at most 2 + half the one before.
  preparation.finish(Op.LinearRecurrence, args, spaces.space, [[0.2, 4]], 12);
}

/** Initial and transition probabilities, of a few values in all. */
function probabilities(preparation: Preparation, states: number): Known[] {
  const { choices } = preparation.writer;
  const range: Range = [0.1 / states, 0.9 / states];
  const some = (count: number, make: () => Known): Known[] => {
    const few = Array.from({ length: 2 }, make);
    return Array.from({ length: count }, () => choices.pick(few));
  };
  const initial = some(states, () => preparation.value(preparation.spaces.sequences, range));
  return [...initial, ...some(states * states, () => preparation.either(range))];
}

/** Nothing is built on results that are not accurate relative to themselves. */
const unused = 1e9;

export function hiddenMarkov(writer: StageWriter, spaces: SequenceSpaces, reverse: boolean): void {
  const { choices } = writer;
  const op = reverse ? Op.HmmForward : choices.pick([Op.HmmForward, Op.HmmPosterior, Op.HmmViterbi, Op.HmmPath] as const);
  const preparation = new Preparation(writer, spaces);
  const states = 1 + choices.below(6);
  const shared = probabilities(preparation, states);
  const numbers = Array.from({ length: states }, (_, k) => k);
  if (op === Op.HmmPath) {
    const path = [...shared, preparation.uneven(0.37)];
    return preparation.finish(op, path, spaces.space, [[0, states]], unused, states);
  }
  const logps =
    op === Op.HmmViterbi
      ? numbers.map((k) => preparation.uneven(0.31 + 0.27 * k))
      : numbers.map(() => preparation.value(spaces.space, [-3, -1]));
  const args = [...shared, ...logps];
  if (op === Op.HmmForward) {
    const least = spaces.length * (-3.1 + Math.log(0.09));
    return preparation.finish(op, args, spaces.sequences, [[least, 0]], 12, states);
  }
  const ranges = op === Op.HmmViterbi ? [[0, states] as const] : numbers.map(() => [0, 1] as const);
  preparation.finish(op, args, spaces.space, ranges, unused, states);
}
