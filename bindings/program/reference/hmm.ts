/**
 * Definitions of the ops on hidden Markov models, by recursions in logarithms (Rabiner, Proceedings of the IEEE 77 (1989)
 * 257-286). A row's logarithms are shifted so that their sum of exponentials is 1, and the shifts are summed apart.
 */
import { Op } from "../../../assembly/opcodes.js";
import type { Instruction } from "../program.js";
import type { AcrossRows } from "./across_rows.js";
import { logSumExp } from "./log_sum_exp.js";
import { sequencesOf } from "./sequence.js";
import type { State } from "./state.js";
import { compensatedSum } from "./sum.js";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** A sequence's operands; rows are counted from its first. */
class Model {
  readonly states: number[];

  constructor(
    private readonly state: State,
    private readonly instruction: Instruction,
    private readonly sequence: number,
    readonly first: number,
    readonly length: number,
  ) {
    this.states = upTo(instruction.immediate);
  }

  initialId(k: number): number {
    return this.instruction.args[k] as number;
  }

  transitionId(from: number, to: number): number {
    const count = this.states.length;
    return this.instruction.args[count + from * count + to] as number;
  }

  /** What follows the transitions. */
  rowId(k: number): number {
    const count = this.states.length;
    return this.instruction.args[count + count * count + k] as number;
  }

  initial(k: number): number {
    return this.state.read(this.initialId(k), this.sequence);
  }

  /** Of the step into a row. */
  transition(row: number, from: number, to: number): number {
    return this.state.read(this.transitionId(from, to), this.first + row);
  }

  row(row: number, k: number): number {
    return this.state.read(this.rowId(k), this.first + row);
  }
}

function models(state: State, instruction: Instruction, rows: number): Model[] {
  const { firsts, length } = sequencesOf(state, instruction.args[0] as number, rows);
  return firsts.map((first, sequence) => new Model(state, instruction, sequence, first, length));
}

/** Minus infinity stays where there is nothing else. */
function normalised(logs: readonly number[]): { logs: number[]; shift: number } {
  const shift = logSumExp(logs);
  return { logs: logs.map((x) => (shift === -Infinity ? x : x - shift)), shift };
}

/** Log probabilities of the states given the rows so far, and the log likelihood. */
function forwardLogs(model: Model): { alphas: number[][]; logp: number } {
  const alphas: number[][] = [];
  const shifts: number[] = [];
  for (const row of upTo(model.length)) {
    const before = alphas[row - 1];
    const predicted = (k: number): number =>
      before === undefined
        ? Math.log(model.initial(k))
        : logSumExp(model.states.map((i) => (before[i] as number) + Math.log(model.transition(row, i, k))));
    const { logs, shift } = normalised(model.states.map((k) => predicted(k) + model.row(row, k)));
    alphas.push(logs);
    shifts.push(shift);
  }
  return { alphas, logp: shifts.includes(-Infinity) ? -Infinity : compensatedSum(shifts) };
}

/** Up to a constant a row: log probabilities of the rows that follow, and the same with the row itself. */
function backwardLogs(model: Model): { betas: number[][]; withRow: number[][] } {
  const betas: number[][] = [];
  const withRow: number[][] = [];
  for (const row of upTo(model.length).reverse()) {
    const after = withRow[row + 1];
    const beta =
      after === undefined
        ? model.states.map(() => 0)
        : normalised(
            model.states.map((i) =>
              logSumExp(model.states.map((k) => Math.log(model.transition(row + 1, i, k)) + (after[k] as number))),
            ),
          ).logs;
    betas[row] = beta;
    withRow[row] = beta.map((x, k) => x + model.row(row, k));
  }
  return { betas, withRow };
}

function posterior(alpha: readonly number[], beta: readonly number[]): number[] {
  return normalised(alpha.map((x, k) => x + (beta[k] as number))).logs.map(Math.exp);
}

const hmmForward: AcrossRows = {
  forward(state, instruction, rows) {
    models(state, instruction, rows).forEach((model, sequence) => {
      state.write(instruction.out, sequence, forwardLogs(model).logp);
    });
  },
  reverse(state, instruction, rows) {
    models(state, instruction, rows).forEach((model, sequence) => {
      const from = state.adjoint(instruction.out, sequence);
      const { alphas, logp } = forwardLogs(model);
      if (logp === -Infinity) return;
      const { betas, withRow } = backwardLogs(model);
      for (const row of upTo(model.length)) {
        posterior(alphas[row] as number[], betas[row] as number[]).forEach((share, k) => {
          state.propagate(model.rowId(k), model.first + row, share, from);
        });
        const next = withRow[row] as number[];
        const before = alphas[row - 1];
        const sources = before === undefined ? [0] : model.states;
        const step = (i: number, k: number): number =>
          before === undefined ? Math.log(model.initial(k)) : (before[i] as number) + Math.log(model.transition(row, i, k));
        const total = logSumExp(sources.flatMap((i) => model.states.map((k) => step(i, k) + (next[k] as number))));
        for (const k of model.states) {
          for (const i of sources) {
            const partial = Math.exp((before === undefined ? 0 : (before[i] as number)) + (next[k] as number) - total);
            if (before === undefined) state.propagate(model.initialId(k), sequence, partial, from);
            else state.propagate(model.transitionId(i, k), model.first + row, partial, from);
          }
        }
      }
    });
  },
};

const forwardOnly = (forward: AcrossRows["forward"]): AcrossRows => ({ forward, reverse() {} });

const hmmPosterior = forwardOnly((state, instruction, rows) => {
  for (const model of models(state, instruction, rows)) {
    const { alphas, logp } = forwardLogs(model);
    const { betas } = backwardLogs(model);
    for (const row of upTo(model.length)) {
      posterior(alphas[row] as number[], betas[row] as number[]).forEach((share, k) => {
        state.write(instruction.out + k, model.first + row, logp === -Infinity ? NaN : share);
      });
    }
  }
});

/** First place of the largest. */
const best = (logs: readonly number[]): number => logs.indexOf(logs.reduce((most, x) => Math.max(most, x), -Infinity));

/** Viterbi, IEEE Transactions on Information Theory 13 (1967) 260-269. */
const hmmViterbi = forwardOnly((state, instruction, rows) => {
  for (const model of models(state, instruction, rows)) {
    let logs: number[] = [];
    const sources: number[][] = [];
    for (const row of upTo(model.length)) {
      const through = (k: number): number[] => logs.map((x, i) => x + Math.log(model.transition(row, i, k)));
      sources.push(row === 0 ? [] : model.states.map((k) => best(through(k))));
      const from = (k: number): number => (row === 0 ? Math.log(model.initial(k)) : Math.max(...through(k)));
      logs = model.states.map((k) => from(k) + model.row(row, k));
    }
    let place = best(logs);
    for (const row of upTo(model.length).reverse()) {
      state.write(instruction.out, model.first + row, place);
      place = sources[row]?.[place] ?? 0;
    }
  }
});

/** The first state at which the probabilities up to it reach `u` of their sum; NaN where that is 0. */
function drawn(probabilities: readonly number[], u: number): number {
  const total = compensatedSum(probabilities);
  if (!(total > 0)) return NaN;
  const reached = probabilities.findIndex((p, k) => p > 0 && compensatedSum(probabilities.slice(0, k + 1)) >= u * total);
  return reached >= 0 ? reached : probabilities.findLastIndex((p) => p > 0);
}

const hmmPath = forwardOnly((state, instruction, rows) => {
  for (const model of models(state, instruction, rows)) {
    let place = 0;
    for (const row of upTo(model.length)) {
      const probability = (k: number): number => (row === 0 ? model.initial(k) : model.transition(row, place, k));
      if (!Number.isNaN(place)) place = drawn(model.states.map(probability), model.row(row, 0));
      state.write(instruction.out, model.first + row, place);
    }
  }
});

export const hmmDefinitions: readonly (readonly [Op, AcrossRows])[] = [
  [Op.HmmForward, hmmForward],
  [Op.HmmPosterior, hmmPosterior],
  [Op.HmmViterbi, hmmViterbi],
  [Op.HmmPath, hmmPath],
];
