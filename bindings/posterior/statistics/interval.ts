/** Quantiles and equal-tailed intervals of draws. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import type { Interval } from "./hdi.js";
import { type Chains, overElements, scalarOf } from "./over_elements.js";
import { quantileOfSorted } from "./quantile.js";
import { hasNaN } from "./scalar_draws.js";

/**
 * A quantile of the draws of all chains, by linear interpolation (numpy's "linear", type 7 of Hyndman and Fan 1996); NaN where a
 * draw is.
 *
 *     quantile([chain0, chain1], 0.5)
 *     quantile(fit.array("theta"), 0.975)
 */
export function quantile(draws: Chains, probability: number): number;
export function quantile(draws: NamedArray, probability: number): NamedArray;
export function quantile(draws: Chains | NamedArray, probability: number): number | NamedArray {
  if (!(probability >= 0 && probability <= 1)) throw noShare(probability, "probability", "0.975");
  return overElements(draws, ({ values }) => quantileOfValues(values, probability));
}

function quantileOfValues(values: Float64Array, probability: number): number {
  return values.length === 0 || hasNaN(values) ? NaN : quantileOfSorted(values.slice().sort(), probability);
}

/**
 * The equal-tailed interval that holds a share of the draws: arviz_stats.eti; ArviZ 1.x's default interval, with a share of 0.89.
 *
 *     eti([chain0, chain1], 0.9)   // { lower, upper }: the 5 % and 95 % quantiles
 */
export function eti(draws: Chains | Float64Array, share = 0.89): Interval {
  if (!(share > 0 && share < 1)) throw noShare(share, "share", "0.89");
  const values = draws instanceof Float64Array ? draws : scalarOf(draws).values;
  const tail = (1 - share) / 2;
  return { lower: quantileOfValues(values, tail), upper: quantileOfValues(values, 1 - tail) };
}

function noShare(value: number, variable: string, example: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `${value} is no ${variable} of draws.`,
    remedy: `Pass a number between 0 and 1, such as ${example}.`,
    variable,
    value,
  });
}
