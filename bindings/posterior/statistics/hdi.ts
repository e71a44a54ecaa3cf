/** The narrowest interval that holds a given share of the draws. */
import { WasmcmcError } from "../../errors.js";
import { type Chains, scalarOf } from "./over_elements.js";

/** ArviZ's default share. */
export const DefaultHdiProbability = 0.94;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export function checkHdiProbability(probability: number): void {
  if (probability > 0 && probability < 1) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `An interval cannot hold a share of ${probability} of the draws.`,
    remedy: "Pass a number between 0 and 1, such as 0.94.",
    variable: "hdiProbability",
    value: probability,
  });
}

/** Place of the lower end among ascending values; the upper end is floor(probability * count) places further. NaN sorts last. */
export function narrowest(sorted: Float64Array, probability: number): Interval {
  const reach = Math.floor(probability * sorted.length);
  let best = 0;
  let bestWidth = Infinity;
  for (let i = 0; i + reach < sorted.length; i++) {
    const width = sorted[i + reach]! - sorted[i]!;
    if (width < bestWidth) {
      bestWidth = width;
      best = i;
    } else if (Number.isNaN(width)) {
      best = i;
      break;
    }
  }
  return { lower: sorted[best]!, upper: sorted[best + reach]! };
}

/**
 * The narrowest interval that holds a share of the draws: the highest density interval of a distribution with one mode. az.hdi.
 *
 *     hdi([chain0, chain1], 0.9)   // { lower, upper }
 *
 * Draws with NaN give a NaN bound, as in ArviZ.
 */
export function hdi(draws: Chains | Float64Array, share = DefaultHdiProbability): Interval {
  checkHdiProbability(share);
  const values = draws instanceof Float64Array ? draws : scalarOf(draws).values;
  if (values.length === 0) return { lower: NaN, upper: NaN };
  return narrowest(values.slice().sort(), share);
}
