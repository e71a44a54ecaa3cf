/** R-squared of regressions, a number a draw: Gelman, Goodrich, Gabry & Vehtari (2019), The American Statistician 73, 307-309. */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";
import { mean, sumOfSquares, variance } from "./moments.js";
import { type Chains, checkDrawArray, wholeScalar } from "./over_elements.js";

export interface RSquared {
  /** A number a draw, [chain, draw]. */
  readonly samples: NamedArray;
  readonly mean: number;
  /** With the divisor n, as ArviZ 0.23's r2_std. */
  readonly sd: number;
}

export interface BayesianR2Options {
  /** Whether `scale` is a standard deviation or a variance; default "sd". */
  readonly scale?: "sd" | "var";
  /** Predictions are angles in radians: R2 is 1 - the circular variance, which is to be given as a variance. */
  readonly circular?: boolean;
}

/**
 * The share of the predictions' variance in it and the modelled residual variance, all from the model: arviz_stats.bayesian_r2
 * 0.8.
 *
 * `mu` are predicted means, [chain, draw, ...dims of observations]; `residual` is the residual scale, a number a draw. Without it
 * predictions are probabilities of outcomes 0 and 1, with the residual variance mean(mu (1 - mu)) (Tjur 2009).
 *
 *     const r2 = bayesianR2(fit.array("mu"), fit.array("sigma"));
 *     hdi(r2.samples, 0.94);
 *
 * Draws with NaN give NaN. Throws `bad-shape` unless there are at least two observations, `length-mismatch` for scales of other
 * draws, `bad-option` for negative scales and for angles without a circular variance.
 */
export function bayesianR2(mu: NamedArray, residual?: Chains | NamedArray, options: BayesianR2Options = {}): RSquared {
  const { scale = "sd", circular = false } = options;
  const { draws, size } = checkedPredictions(mu);
  if (circular && (residual === undefined || scale !== "var"))
    throw badScale("scale", "Angles need their circular variance.", scale);
  const scales = residual === undefined ? undefined : checkedScales(residual, draws);
  return summarized(mu, (row, draw) => {
    const given = scales?.[draw];
    const residualVariance = given === undefined ? mean(row.map((p) => p * (1 - p))) : scale === "sd" ? given * given : given;
    if (circular) return 1 - residualVariance;
    const explained = variance(row, 0, size);
    return explained / (explained + residualVariance);
  });
}

/**
 * The share of the predictions' variance in it and that of their residuals from the data: az.r2_score of ArviZ 0.23 (which takes
 * predictions of new data, or means) and arviz_stats.residual_r2 of 0.8; with `circular` 1 - the circular variance of the
 * residuals.
 *
 * `mu` is [chain, draw, ...dims], `observed` has a number for each place of the other dims, in row-major order.
 *
 *     const { mean, sd } = residualR2(data.y, fit.array("mu"));
 *
 * Throws `bad-shape` unless there are at least two observations, `length-mismatch` where there are others than predictions.
 */
export function residualR2(
  observed: ArrayLike<number>,
  mu: NamedArray,
  { circular = false }: { readonly circular?: boolean } = {},
): RSquared {
  const { size } = checkedPredictions(mu);
  if (observed.length !== size)
    throw mismatch("observed", `${observed.length} observations`, `${size} predictions a draw`, observed.length);
  const residuals = new Float64Array(size);
  return summarized(mu, (row) => {
    for (let i = 0; i < size; i++) residuals[i] = observed[i]! - row[i]!;
    if (circular) return resultantLength(residuals);
    const explained = variance(row, 0, size);
    return explained / (explained + variance(residuals, 0, size));
  });
}

/** 1 - the circular variance: the length of the mean of the angles' unit vectors. */
function resultantLength(angles: Float64Array): number {
  return Math.hypot(mean(angles.map(Math.cos)), mean(angles.map(Math.sin)));
}

function summarized(mu: NamedArray, ofDraw: (row: Float64Array, draw: number) => number): RSquared {
  const { draws, size } = checkedPredictions(mu);
  const values = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) values[draw] = ofDraw(mu.values.subarray(draw * size, (draw + 1) * size), draw);
  const center = mean(values);
  const samples = namedArray(values, mu.shape.slice(0, 2), mu.dims.slice(0, 2), mu.coords);
  return { samples, mean: center, sd: Math.sqrt(sumOfSquares(values, center) / draws) };
}

function checkedPredictions(mu: NamedArray): { draws: number; size: number } {
  checkDrawArray(mu, "mu");
  const draws = mu.shape[0]! * mu.shape[1]!;
  const size = mu.values.length / draws;
  if (size >= 2) return { draws, size };
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `There ${size === 1 ? "is 1 prediction" : "are no predictions"} a draw.`,
    remedy: "Variances over observations need two at least.",
    variable: "mu",
    value: mu.shape,
  });
}

function checkedScales(residual: Chains | NamedArray, draws: number): Float64Array {
  const { values } = wholeScalar(residual);
  if (values.length !== draws)
    throw mismatch("residual", `${values.length} residual scales`, `${draws} draws of predictions`, values.length);
  const negative = values.findIndex((value) => value < 0);
  if (negative >= 0)
    throw badScale("residual", `The residual scale of draw ${negative} is ${values[negative]}.`, values[negative]);
  return values;
}

function mismatch(variable: string, found: string, wanted: string, value: number): WasmcmcError {
  return new WasmcmcError({
    code: "length-mismatch",
    problem: `There are ${found} and ${wanted}.`,
    remedy: "Pass as many of one as of the other.",
    variable,
    value,
  });
}

function badScale(variable: string, problem: string, value: unknown): WasmcmcError {
  const remedy = 'Pass standard deviations from 0 on, or variances with { scale: "var" }.';
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}
