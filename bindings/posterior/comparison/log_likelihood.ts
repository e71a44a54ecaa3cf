/** Log-likelihoods of observations for each draw, read column by column: what comparisons of models are made from. */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";
import { essOf } from "../statistics/ess.js";
import { checkDrawArray } from "../statistics/over_elements.js";

/** What of a fit these functions read: a `Fit` is one. */
export interface FittedModel {
  readonly names: readonly string[];
  /** Names of the observed quantities. */
  readonly observations: readonly string[];
  array(name: string): NamedArray;
  logLikelihood(observation: string): NamedArray;
}

export type Scale = "log" | "deviance" | "negative_log";

/** What the elpd is multiplied by. */
export const scaleFactors: Readonly<Record<Scale, number>> = { log: 1, deviance: -2, negative_log: -1 };

export interface LogLikelihoodOptions {
  /** Which observation of a fit; needed where it has several. */
  readonly observation?: string;
  readonly scale?: Scale;
}

/** The array [chain, draw, ...] of a fit's observation, or the one given. */
export function logLikelihoodOf(subject: NamedArray | FittedModel, observation: string | undefined): NamedArray {
  const array = "values" in subject ? subject : subject.logLikelihood(observation ?? onlyOne(subject));
  checkDrawArray(array, observation);
  if (array.values.length > 0 && array.shape[0]! * array.shape[1]! >= 4) return array;
  throw new WasmcmcError({
    code: "too-few-draws",
    problem: `A log-likelihood of the shape [${array.shape.join(", ")}] has too few draws or no observations.`,
    remedy: "Pass at least 4 draws of at least one observation.",
    value: array.shape,
  });
}

function onlyOne({ observations }: FittedModel): string {
  const [only] = observations;
  if (observations.length === 1 && only !== undefined) return only;
  throw new WasmcmcError({
    code: "unknown-variable",
    problem: `The fit has ${observations.length} observed quantities.`,
    remedy: `Say which by { observation }: ${observations.join(", ")}.`,
    value: observations,
  });
}

/** Columns that are copied out of the array at a time: two cache lines of each draw. */
const ColumnsAtOnce = 16;

/**
 * Calls `take` with the draws of each observation: a buffer that is used again. Throws a typed error for the first that is NaN, or
 * infinite: an impossible observation has no leave-one-out density.
 */
export function forEachObservation(array: NamedArray, take: (column: Float64Array, observation: number) => void): void {
  const draws = array.shape[0]! * array.shape[1]!;
  const size = array.values.length / draws;
  const columns = Array.from({ length: Math.min(size, ColumnsAtOnce) }, () => new Float64Array(draws));
  for (let first = 0; first < size; first += ColumnsAtOnce) {
    const count = Math.min(ColumnsAtOnce, size - first);
    for (let draw = 0; draw < draws; draw++) {
      const at = draw * size + first;
      for (let k = 0; k < count; k++) columns[k]![draw] = array.values[at + k]!;
    }
    for (let k = 0; k < count; k++) {
      checkColumn(columns[k]!, first + k);
      take(columns[k]!, first + k);
    }
  }
}

function checkColumn(column: Float64Array, observation: number): void {
  for (let draw = 0; draw < column.length; draw++) {
    const value = column[draw]!;
    if (value - value === 0) continue;
    throw new WasmcmcError({
      code: "bad-log-likelihood",
      problem: `The log-likelihood of observation ${observation} is ${value} in draw ${draw} (of all chains).`,
      remedy: "Leave the row out, or observe it with a distribution that can produce it.",
      row: observation,
      value,
    });
  }
}

/** An array over the observations' dims. */
export function overObservations({ shape, dims, coords }: NamedArray, values: Float64Array): NamedArray {
  return namedArray(values, shape.slice(2), dims.slice(2), coords);
}

/** Mean over all numbers of the posterior of their mean's relative effective sample size; 1 for a single chain, as in ArviZ. */
export function relativeEss(subject: NamedArray | FittedModel): number {
  if ("values" in subject) return 1;
  let sum = 0;
  let count = 0;
  for (const name of subject.names) {
    const { values, shape } = subject.array(name);
    const [chains, draws] = shape as [number, number];
    if (chains === 1) return 1;
    const size = values.length / (chains * draws);
    const column = new Float64Array(chains * draws);
    for (let element = 0; element < size; element++) {
      for (let draw = 0; draw < column.length; draw++) column[draw] = values[draw * size + element]!;
      sum += essOf({ values: column, chains, draws }, { method: "mean" }) / column.length;
      count++;
    }
  }
  return count === 0 ? 1 : sum / count;
}
