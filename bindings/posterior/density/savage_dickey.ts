/** The Bayes factor of a parameter's point value, from its densities before and after the data. */
import type { ArvizStyle } from "../statistics/arviz_style.js";
import { badOption } from "./bad_option.js";
import { interpolate, rangeOf } from "./binning.js";
import { finiteDraws, isDiscrete, type PlainDraws } from "./flat_draws.js";
import { kde } from "./kde.js";
import type { KdeOptions } from "./kde_options.js";

/** Options of the densities' estimates are those of `kde`. */
export interface SavageDickeyOptions extends Omit<KdeOptions, "cumulative" | "circular"> {
  /** The value that the parameter is fixed to under H0; default 0. */
  readonly at?: number;
  /** Draws of the parameter from the posterior under H1. */
  readonly posterior: PlainDraws;
  /**
   * Draws from the prior, or its density at `at` (of a discrete parameter its probability), or that as a function: exact, where a
   * closed form is known.
   */
  readonly prior: PlainDraws | number | ((value: number) => number);
  /**
   * Shares of the draws in place of densities; default whether all posterior draws are whole numbers. With "1.x" default false,
   * as there.
   */
  readonly discrete?: boolean;
  /** Default "0.x". Beyond the grid of an estimate "0.x" takes the density at its end, "1.x" 2^-52. */
  readonly style?: ArvizStyle;
}

export interface SavageDickey {
  /** H1 (the parameter is free) against H0 (it has the value). */
  readonly bf10: number;
  readonly bf01: number;
  /** Densities at the value. */
  readonly prior: number;
  readonly posterior: number;
  /** The value lies outside the draws of the posterior (or of the prior): the densities there, and the factor, are guesses. */
  readonly outside: boolean;
}

/**
 * Savage-Dickey density ratio: prior density over posterior density at a value, the Bayes factor of the model with the parameter
 * free against the nested one with the parameter fixed there. az.bayes_factor of ArviZ 0.23, or with `style: "1.x"`
 * arviz_stats.bayes_factor of 0.8, but that a known prior density may be given in place of prior draws. It holds where the other
 * parameters' prior under H0 is that under H1 given the value (Dickey 1971; Heck 2019, doi:10.1111/bmsp.12150).
 *
 *     savageDickey({ posterior: fit.chains.map((chain) => chain.slope), prior: Math.exp(logp), at: 0 }).bf10
 *     savageDickey({ posterior, prior: priorDraws })
 *
 * A posterior density of 0 gives bf10 = Infinity (arviz-stats throws). Throws `bad-option` for a value or a prior density that is
 * not a finite number, and as `kde` does; densities of draws that are all the same are NaN.
 */
export function savageDickey(options: SavageDickeyOptions): SavageDickey {
  const { at = 0, prior, style = "0.x", discrete, ...density } = options;
  if (!Number.isFinite(at)) throw badOption("at", `The value is ${at}.`, "Pass a finite number.", at);
  const draws = finiteDraws(options.posterior);
  const whole = discrete ?? (style === "0.x" && isDiscrete(draws));
  const estimate = (values: Float64Array): number => (whole ? shareAt(values, at) : densityAt(values, at, { ...density, style }));
  const posteriorDensity = estimate(draws);
  const known = typeof prior === "function" ? prior(at) : prior;
  const priorDraws = typeof known === "number" ? undefined : finiteDraws(known);
  const priorDensity = priorDraws === undefined ? checkedDensity(known as number) : estimate(priorDraws);
  const bf10 = priorDensity / posteriorDensity;
  const outside = !within(draws, at) || (priorDraws !== undefined && !within(priorDraws, at));
  return { bf10, bf01: 1 / bf10, prior: priorDensity, posterior: posteriorDensity, outside };
}

function densityAt(values: Float64Array, at: number, options: KdeOptions): number {
  const { x, density } = kde(values, options);
  const beyond = at < x[0]! || at > x[x.length - 1]!;
  return options.style === "1.x" && beyond ? Number.EPSILON : interpolate(at, x, density);
}

function shareAt(values: Float64Array, at: number): number {
  return values.reduce((count, value) => count + (value === at ? 1 : 0), 0) / values.length;
}

function within(values: Float64Array, at: number): boolean {
  const [lower, upper] = rangeOf(values);
  return at >= lower && at <= upper;
}

function checkedDensity(density: number): number {
  if (density >= 0 && density < Infinity) return density;
  throw badOption(
    "prior",
    `The prior's density is ${density}.`,
    "Pass a number from 0 on: a density, not its logarithm.",
    density,
  );
}
