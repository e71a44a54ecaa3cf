/** Random linear recurrences and hidden Markov models: stages that prepare their operands, then one over the whole space. */
import { Op, StageMode, Storage } from "../../assembly/opcodes.js";
import { Preparation } from "./preparation.js";
import { type Range, recipes } from "./recipes.js";
import type { Known, StageWriter } from "./stage_writer.js";

/** Spaces of sequences, each with the space of what there is once a sequence. */
export interface SequenceSpaces {
  readonly space: number;
  readonly sequences: number;
  /** Rows of a sequence. */
  readonly length: number;
}

/** Rows that differ from those of any other factor, so that no two paths are equally probable. */
function uneven(preparation: Preparation, factor: number): Known {
  const writer = preparation.stage(preparation.space);
  return preparation.keep(writer, writer.apply(Op.Mul, [preparation.dataColumn(), writer.constant(factor)], Storage.Local));
}

export function linearRecurrence(writer: StageWriter, spaces: SequenceSpaces): void {
  const preparation = new Preparation(writer, spaces.space);
  const args = [
    preparation.either([0.1, 0.5]),
    preparation.either([0.2, 2]),
    preparation.value(spaces.sequences, [0.2, 2]),
  ] as const;
  // Of positive numbers, each at most 2 + half the one before.
  preparation.finish(Op.LinearRecurrence, args, spaces.space, [[0.2, 4]], 12);
}

/** Initial and transition probabilities, of a few values in all. */
function probabilities(preparation: Preparation, sequences: number, states: number): Known[] {
  const { choices } = preparation.writer;
  const range: Range = [0.1 / states, 0.9 / states];
  const some = (count: number, make: () => Known): Known[] => {
    const few = Array.from({ length: 2 }, make);
    return Array.from({ length: count }, () => choices.pick(few));
  };
  const initial = some(states, () => preparation.value(sequences, range));
  return [...initial, ...some(states * states, () => preparation.either(range))];
}

/** Nothing is built on results that are not accurate relative to themselves. */
const unused = 1e9;

export function hiddenMarkov(writer: StageWriter, spaces: SequenceSpaces, reverse: boolean): void {
  const { choices } = writer;
  const op = reverse ? Op.HmmForward : choices.pick([Op.HmmForward, Op.HmmPosterior, Op.HmmViterbi, Op.HmmPath] as const);
  const preparation = new Preparation(writer, spaces.space);
  const states = 1 + choices.below(6);
  const shared = probabilities(preparation, spaces.sequences, states);
  const numbers = Array.from({ length: states }, (_, k) => k);
  if (op === Op.HmmPath) {
    const path = [...shared, uneven(preparation, 0.37)];
    return preparation.finish(op, path, spaces.space, [[0, states]], unused, states);
  }
  const logps =
    op === Op.HmmViterbi
      ? numbers.map((k) => uneven(preparation, 0.31 + 0.27 * k))
      : numbers.map(() => preparation.value(spaces.space, [-3, -1]));
  const args = [...shared, ...logps];
  if (op === Op.HmmForward) {
    const least = spaces.length * (-3.1 + Math.log(0.09));
    return preparation.finish(op, args, spaces.sequences, [[least, 0]], 12, states);
  }
  const ranges = op === Op.HmmViterbi ? [[0, states] as const] : numbers.map(() => [0, 1] as const);
  preparation.finish(op, args, spaces.space, ranges, unused, states);
}

/** States stay in here: 0.4 of a state and of something between 0.2 and 0.5. */
const stateRange: Range = [0.2, 3];

/** A random step of a few states, that forgets what was before: rounding must not grow from row to row. */
export function recursion(writer: StageWriter, spaces: SequenceSpaces): void {
  const { choices, crossing, lasting } = writer;
  const preparation = new Preparation(writer, spaces.space);
  const inits = Array.from({ length: 1 + choices.below(3) }, () => preparation.value(spaces.sequences, stateRange));
  const columns = Array.from({ length: choices.below(3) }, () => preparation.value(spaces.space, [-2, 2]));
  const step = preparation.stage(spaces.space, StageMode.Scan, []);
  const { section } = step;
  const [low, high] = stateRange;
  const states = inits.map(({ id }, k) => {
    const state = section.emit(Op.StateIn, [id], [Storage.Local], k, 0);
    return step.adopt({ id: state, space: 0, low, high, error: 6 });
  });
  for (const column of columns) {
    step.adopt({ ...column, id: section.emit(Op.RowIn, [column.id], [Storage.Local], 0, 0), space: 0 });
  }
  const next = states.map(() => {
    for (let i = choices.below(3); i > 0; i--)
      step.elementwise(choices.pick([...recipes.keys()].filter((op) => op !== Op.Interval)));
    const some = Array.from({ length: 1 + choices.below(3) }, () => step.operand([0.2, 2]));
    const added = step.into(choices.chance(0.3) ? step.apply(Op.LogSumExpTerms, some) : step.operand([0.2, 0.5]), [0.2, 0.5]);
    return step.apply(Op.MultiplyAdd, [choices.pick(states), step.constant(0.4), added]);
  });
  const results = next.map(({ id }, k) => {
    const out = section.emit(Op.StateOut, [id], [choices.pick(lasting)], k, spaces.space);
    return { id: out, space: spaces.space, low, high, error: 8 };
  });
  crossing.push(...preparation.made, ...results);
}
