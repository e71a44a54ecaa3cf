/**
 * Importance weights of a posterior in which the prior or the likelihood is raised to a power: Kallioinen, Paananen, Bürkner & Vehtari
 * (2024), Stat. Comput. 34, 57, with the largest weights smoothed by a generalised Pareto tail as arviz-stats 0.8 does it.
 */
import { WasmcmcError } from "../../errors.js";
import { fitParetoTail, paretoQuantile } from "../comparison/generalized_pareto.js";
import { logSumExp } from "../comparison/psis.js";
import { essOf, TailProbabilities } from "../statistics/ess.js";
import { type Chains, scalarOf } from "../statistics/over_elements.js";
import { Sorter } from "../statistics/sort.js";

const FewestInTail = 5;
const FewestPowerScaled = 6;

/**
 * Weights, which sum up to 1, of draws of a posterior p(theta) exp((alpha - 1) l(theta)), chain by chain: `logDensity` holds l, the log
 * prior or the log likelihood of each draw. At least 6 draws, all finite.
 *
 *     powerScaleWeights([chain0, chain1], 0.8)
 *
 * arviz_stats' power_scale_lw. Where no tail can be fitted, weights are not smoothed (with flat priors all are equal); ArviZ
 * raises there, or gives NaN.
 */
export function powerScaleWeights(logDensity: Chains, alpha: number): Float64Array {
  checkAlpha(alpha);
  const { values } = scalarOf(logDensity);
  checkValues(values);
  const ratios = values.map((value) => (alpha - 1) * value);
  const largest = ratios.reduce((most, value) => Math.max(most, value), -Infinity);
  for (let i = 0; i < ratios.length; i++) ratios[i]! -= largest;
  smoothTail(ratios, tailLength(values));
  const total = logSumExp(ratios);
  return ratios.map((value) => Math.exp(value - total));
}

/** By the effective sample size of the tails, of all draws as one chain; half of the draws at most. */
function tailLength(values: Float64Array): number {
  const draws = values.length;
  const used = draws - (draws % 2);
  const sizes = TailProbabilities["0.x"].map((probability) => {
    const size = essOf({ values, chains: 1, draws }, { method: "quantile", probability });
    // Only where so many draws are equal that the quantile divides none is it all of them, which ArviZ leaves as it is.
    return size === used ? size : size / used;
  });
  const relative = Math.min(...sizes);
  const wanted = draws * relative > 225 ? 3 * Math.sqrt(draws / relative) : draws / 5;
  return Math.max(FewestInTail, Math.min(Math.floor(wanted), Math.floor(draws / 2)));
}

/** Log weights whose largest is 0; the tail's become logarithms of quantiles. A tail that cannot be fitted stays as it is. */
function smoothTail(ratios: Float64Array, length: number): void {
  const sorter = new Sorter(ratios.length);
  sorter.sort(ratios);
  const { sorted, order } = sorter;
  const first = ratios.length - length;
  if (!(sorted[sorted.length - 1]! - sorted[first]! > 0)) return;
  const base = Math.exp(sorted[first - 1]!);
  const fit = fitParetoTail(Float64Array.from(sorted.subarray(first), (value) => Math.exp(value) - base));
  if (!Number.isFinite(fit.k)) return;
  const smoothed = Float64Array.from({ length }, (_, i) => Math.log(paretoQuantile((i + 0.5) / length, fit) + base));
  if (smoothed.some(Number.isNaN)) return;
  for (let i = 0; i < length; i++) ratios[order[first + i]!] = Math.min(0, smoothed[i]!);
}

function checkAlpha(alpha: number): void {
  if (alpha > 0 && alpha < Infinity) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `A power alpha is ${alpha}.`,
    remedy: "Give a positive number, such as 0.8 or 1.25.",
    variable: "alpha",
    value: alpha,
  });
}

function checkValues(values: Float64Array): void {
  if (values.length < FewestPowerScaled) {
    throw new WasmcmcError({
      code: "too-few-draws",
      problem: `There are ${values.length} draws, too few to weigh.`,
      remedy: `Give ${FewestPowerScaled} draws or more.`,
      value: values.length,
    });
  }
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  throw new WasmcmcError({
    code: "bad-log-likelihood",
    problem: `The log density of draw ${row} (of all chains) is ${values[row]}.`,
    remedy: "Leave the draw out, or observe its row with a distribution that can produce it.",
    row,
    value: values[row],
  });
}
