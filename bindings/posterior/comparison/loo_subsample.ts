/** Leave-one-out cross-validation of a sample of the observations, for data too large to do all. */
import { WasmcmcError } from "../../errors.js";
import { mean, sum } from "../statistics/moments.js";
import { RandomNumbers } from "../statistics/random_numbers.js";
import { forEachChosen, forEachObservation } from "./columns.js";
import { differenceEstimate } from "./difference_estimator.js";
import { Elpd } from "./elpd.js";
import {
  drawCount,
  type LogLikelihoodSource,
  type LogLikelihoods,
  observationCount,
  overObservations,
  sourceOf,
} from "./log_likelihood.js";
import { leaveOut, smootherFor } from "./loo.js";
import { goodK, logSumExp } from "./psis.js";

/** Log-likelihoods of observations that are computed when asked for, and never of all. */
export interface ChosenLogLikelihoods {
  readonly chains: number;
  readonly draws: number;
  /** How many observations there are. */
  readonly observations: number;
  /** The draws of each chosen observation, chain by chain, one observation after the other. */
  readonly logLikelihood: (observations: Int32Array) => Float64Array;
}

export interface LooSubsampleOptions {
  /** How many observations to sample, or which (numbers from 0, flat). */
  readonly observations: number | ArrayLike<number>;
  /**
   * What approximates each observation's leave-one-out density: "lpd" its log predictive density (from all log-likelihoods, read once),
   * "plpd" its log density at the parameters' posterior means (of a source that has `atMeans`), or a number for each observation.
   */
  readonly approximation?: "lpd" | "plpd" | ArrayLike<number>;
  /** Of the sample; 0 when absent. */
  readonly seed?: number;
  readonly relativeEss?: number;
  /** Which observation of a fit; needed where it has several. */
  readonly observation?: string;
}

/**
 * `loo` of a few hundred observations, corrected by an approximation that is known for all: as good as `loo` of them all where the
 * approximation follows it. Its `subsample.se` says what was lost.
 *
 *     looSubsample(logLikelihoodSource(fit, "y"), { observations: 400, approximation: "plpd", seed: 1 });
 *     looSubsample({ chains: 4, draws: 1000, observations: 1e6, logLikelihood }, { observations: 400, approximation });
 *
 * Log scale. `pointwise` and `paretoK` are NaN for observations that were not sampled. Throws what `loo` throws, and "bad-option" for
 * observations that do not exist. The estimator of arviz-stats 0.8's loo_subsample, with weights smoothed as by `loo` here.
 */
export function looSubsample(subject: LogLikelihoods | ChosenLogLikelihoods, options: LooSubsampleOptions): Elpd {
  const likelihoods = "logLikelihood" in subject && "draws" in subject ? chosenSource(subject) : (subject as LogLikelihoods);
  const source = sourceOf(likelihoods, options.observation);
  const size = observationCount(source);
  const observations = chosenObservations(options, size);
  const all = approximationOf(source, options.approximation ?? "lpd", size);
  const smoother = smootherFor(likelihoods, drawCount(source), options.relativeEss);
  const parts = new Float64Array(size).fill(NaN);
  const shapes = new Float64Array(size).fill(NaN);
  const known = new Float64Array(observations.length);
  forEachChosen(source, observations, (column, place, range) => {
    known[place] = leaveOut(column, range, smoother).elpd;
    parts[observations[place]!] = known[place]!;
    shapes[observations[place]!] = smoother.k;
  });
  const approximate = Float64Array.from(observations, (at) => all[at]!);
  const { estimate, subsamplingSe, se } = differenceEstimate(known, approximate, all);
  const limit = goodK(smoother.draws);
  return new Elpd({
    kind: "loo",
    elpd: estimate,
    se,
    p: size * mean(approximate.map((value, i) => value - known[i]!)),
    sampleCount: smoother.draws,
    observationCount: size,
    warning: shapes.some((k) => k > limit),
    scale: "log",
    pointwise: overObservations(source, parts),
    paretoK: overObservations(source, shapes),
    goodK: limit,
    subsample: { observations, se: subsamplingSe, approximation: overObservations(source, all) },
  });
}

function chosenSource({ chains, draws, observations, logLikelihood }: ChosenLogLikelihoods): LogLikelihoodSource {
  const length = chains * draws;
  const chosen = (which: ArrayLike<number>): Float64Array => {
    const values = logLikelihood(Int32Array.from(which));
    if (values.length === length * which.length) return values;
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `${values.length} log-likelihoods were given for ${which.length} observations and ${length} draws.`,
      remedy: "Return the draws of each observation, one observation after the other.",
      value: values.length,
    });
  };
  const columns = (first: number, count: number) => chosen(Int32Array.from({ length: count }, (_, k) => first + k));
  return { shape: [chains, draws, observations], dims: ["chain", "draw", "observation"], coords: {}, columns, chosen };
}

/** Ascending, none twice. */
function chosenObservations({ observations, seed = 0 }: LooSubsampleOptions, size: number): Int32Array {
  if (typeof observations !== "number") {
    const chosen = [...new Set(Array.from(observations))].sort((a, b) => a - b);
    const bad = chosen.find((at) => !(Number.isInteger(at) && at >= 0 && at < size));
    if (chosen.length === 0 || bad !== undefined) throw badObservations(bad ?? 0, size);
    return Int32Array.from(chosen);
  }
  if (!(Number.isInteger(observations) && observations >= 1 && observations <= size)) throw badObservations(observations, size);
  return withoutReplacement(observations, size, new RandomNumbers(seed)).sort();
}

function badObservations(value: number, size: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `There are ${size} observations; ${value} was asked for.`,
    remedy: `Pass how many to sample, 1 to ${size}, or numbers of observations from 0 to ${size - 1}.`,
    variable: "observations",
    value,
  });
}

/** Floyd's sampling (Bentley & Floyd 1987): memory of the sample, not of all. */
function withoutReplacement(count: number, size: number, random: RandomNumbers): Int32Array {
  const chosen = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const at = random.integer(last + 1);
    chosen.add(chosen.has(at) ? last : at);
  }
  return Int32Array.from(chosen);
}

function approximationOf(
  source: LogLikelihoodSource,
  approximation: NonNullable<LooSubsampleOptions["approximation"]>,
  size: number,
): Float64Array {
  if (approximation === "lpd") return logPredictiveDensities(source);
  const values = approximation === "plpd" ? source.atMeans?.() : Float64Array.from(approximation);
  if (values !== undefined && values.length === size && Number.isFinite(sum(values))) return values;
  throw new WasmcmcError({
    code: "bad-option",
    problem:
      values === undefined
        ? 'Log-likelihoods alone do not give a "plpd".'
        : `The approximation has ${values.length} numbers for ${size} observations, or one is not finite.`,
    remedy: "Pass a finite number for each observation, or a source that logLikelihoodSource() made of a fit.",
    variable: "approximation",
  });
}

/** Of each observation, by averaging its likelihood over the draws. */
function logPredictiveDensities(source: LogLikelihoodSource): Float64Array {
  const out = new Float64Array(observationCount(source));
  const draws = drawCount(source);
  forEachObservation(source, (column, observation) => {
    out[observation] = logSumExp(column) - Math.log(draws);
  });
  return out;
}
