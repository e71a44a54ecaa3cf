/** Goes through the columns of log-likelihoods, one observation after the other, and refuses what no estimate can be made of. */
import { WasmcmcError } from "../../errors.js";
import { drawCount, type LogLikelihoodSource, observationCount } from "./log_likelihood.js";

/** The ends of a column's range. */
export interface Range {
  readonly smallest: number;
  readonly largest: number;
}

/** Takes the draws of an observation, a view that is used again, and their range. */
export type TakeColumn = (column: Float64Array, observation: number, range: Range) => void;

const ColumnsAtOnce = 64;

/**
 * Calls `take` for each observation. Throws "bad-log-likelihood" for the first number that is NaN, or infinite: an impossible observation
 * has no leave-one-out density. (ArviZ returns NaN.)
 */
export function forEachObservation(source: LogLikelihoodSource, take: TakeColumn): void {
  const draws = drawCount(source);
  const size = observationCount(source);
  const atOnce = Math.max(1, source.columnsAtOnce ?? ColumnsAtOnce);
  for (let first = 0; first < size; first += atOnce) {
    const count = Math.min(atOnce, size - first);
    const columns = source.columns(first, count);
    for (let k = 0; k < count; k++) {
      const column = columns.subarray(k * draws, (k + 1) * draws);
      take(column, first + k, rangeOf(column, first + k));
    }
  }
}

/** The same for chosen observations; `take` has their places among those. */
export function forEachChosen(source: LogLikelihoodSource, observations: ArrayLike<number>, take: TakeColumn): void {
  const draws = drawCount(source);
  const all = source.chosen?.(observations);
  for (let k = 0; k < observations.length; k++) {
    const column = all === undefined ? source.columns(observations[k]!, 1) : all.subarray(k * draws, (k + 1) * draws);
    take(column, k, rangeOf(column, observations[k]!));
  }
}

function rangeOf(column: Float64Array, observation: number): Range {
  let smallest = Infinity;
  let largest = -Infinity;
  let sum = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    sum += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  // A sum that is not finite may be an overflow of numbers that are.
  if (!Number.isFinite(sum)) refuse(column, observation);
  return { smallest, largest };
}

function refuse(column: Float64Array, observation: number): void {
  const draw = column.findIndex((value) => !Number.isFinite(value));
  if (draw < 0) return;
  throw new WasmcmcError({
    code: "bad-log-likelihood",
    problem: `The log-likelihood of observation ${observation} is ${column[draw]} in draw ${draw} (of all chains).`,
    remedy: "Leave the row out, or observe it with a distribution that can produce it.",
    row: observation,
    value: column[draw]!,
  });
}
