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

/**
 * Log-likelihoods that are computed or read when asked for, so that they need not be in memory all at once: `logLikelihoodSource` makes
 * one of a fit, and a file or a database may be one.
 */
export interface LogLikelihoodSource {
  /** [chains, draws, ...observations]. */
  readonly shape: readonly number[];
  /** "chain", "draw" and names of the others. */
  readonly dims: readonly string[];
  readonly coords: NamedArray["coords"];
  /**
   * Columns of the observations numbered (flat) from `first` up to `first + count`: the draws of one observation, chain by chain, then
   * those of the next. May be a view that the next call overwrites.
   */
  columns(first: number, count: number): Float64Array;
  /** Columns of chosen observations, in the order given, where that takes less than reading all; `looSubsample` asks for them. */
  chosen?(observations: ArrayLike<number>): Float64Array;
  /** The log-likelihood of each observation at the posterior means of the parameters, for the "plpd" of `looSubsample`. */
  atMeans?(): Float64Array;
  /** How many columns are best asked for at a time; 64 when absent. */
  readonly columnsAtOnce?: number;
  /** The draws' relative effective sample size, as `loo` would compute it of a fit; 1 when absent. */
  readonly relativeEss?: number;
}

/** All that log-likelihoods are read from. */
export type LogLikelihoods = NamedArray | LogLikelihoodSource | FittedModel;

export type Scale = "log" | "deviance" | "negative_log";

/** What the elpd is multiplied by. */
export const scaleFactors: Readonly<Record<Scale, number>> = { log: 1, deviance: -2, negative_log: -1 };

export interface LogLikelihoodOptions {
  /** Which observation of a fit; needed where it has several. */
  readonly observation?: string;
  readonly scale?: Scale;
}

/** Columns that are copied out of an array at a time: 8 cache lines of each draw. */
const ColumnsAtOnce = 64;

/** The source of a fit's observation, of an array [chain, draw, ...], or the one given. */
export function sourceOf(subject: LogLikelihoods, observation?: string): LogLikelihoodSource {
  if ("columns" in subject) return checked(subject, observation);
  if ("values" in subject) return arraySource(subject, observation);
  return arraySource(subject.logLikelihood(observation ?? onlyOne(subject)), observation);
}

function arraySource(array: NamedArray, observation: string | undefined): LogLikelihoodSource {
  const { shape, dims, coords, values } = array;
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `${values.length} log-likelihoods do not fill the shape [${shape.join(", ")}].`,
      remedy: "Cut all chains to the same number of draws, and make the array by namedArray().",
      variable: observation,
    });
  }
  const draws = shape[0]! * shape[1]!;
  const buffer = new Float64Array(draws * Math.min(ColumnsAtOnce, size / draws || 0));
  return checked(
    {
      shape,
      dims,
      coords,
      columns(first, count) {
        const out = buffer.length >= draws * count ? buffer : new Float64Array(draws * count);
        transpose(values, draws, size / draws, first, count, out);
        return out.subarray(0, draws * count);
      },
    },
    observation,
  );
}

/** Rows that are copied together: what they write of a column is one cache line. */
const RowsAtOnce = 8;

/** Copies columns `first` up to `first + count` of a matrix [rows, width] to [count, rows]. */
export function transpose(
  values: Float64Array,
  rows: number,
  width: number,
  first: number,
  count: number,
  out: Float64Array,
): void {
  for (let row = 0; row < rows; row += RowsAtOnce) {
    const end = Math.min(rows, row + RowsAtOnce);
    for (let k = 0; k < count; k++) {
      for (let i = row; i < end; i++) out[k * rows + i] = values[i * width + first + k]!;
    }
  }
}

function checked(source: LogLikelihoodSource, observation: string | undefined): LogLikelihoodSource {
  checkDrawArray(source, observation);
  const { shape } = source;
  if (shape[0]! * shape[1]! >= 4 && observationCount(source) > 0) return source;
  throw new WasmcmcError({
    code: "too-few-draws",
    problem: `A log-likelihood of the shape [${shape.join(", ")}] has too few draws or no observations.`,
    remedy: "Pass at least 4 draws of at least one observation.",
    variable: observation,
    value: shape,
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

export function drawCount({ shape }: Pick<LogLikelihoodSource, "shape">): number {
  return shape[0]! * shape[1]!;
}

export function observationCount({ shape }: Pick<LogLikelihoodSource, "shape">): number {
  return shape.slice(2).reduce((product, length) => product * length, 1);
}

/** An array over the observations' dims. */
export function overObservations({ shape, dims, coords }: LogLikelihoodSource, values: Float64Array): NamedArray {
  return namedArray(values, shape.slice(2), dims.slice(2), coords);
}

/**
 * Mean over all numbers of the posterior of their mean's relative effective sample size; 1 for a single chain, as in ArviZ. A number
 * that has none (a draw of it is NaN) is left out, where ArviZ fails. Of an array alone nothing is known: 1.
 */
export function relativeEss(subject: LogLikelihoods): number {
  if ("columns" in subject) return subject.relativeEss ?? 1;
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
      const relative = essOf({ values: column, chains, draws }, { method: "mean" }) / column.length;
      if (!Number.isFinite(relative)) continue;
      sum += relative;
      count++;
    }
  }
  return count === 0 ? 1 : sum / count;
}
