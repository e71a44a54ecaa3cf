/** The most probable value of draws. */
import type { NamedArray } from "../array.js";
import { type Chains, overElements } from "../statistics/over_elements.js";
import { isDiscrete } from "./flat_draws.js";

export interface ModeOptions {
  /**
   * The most frequent value, in place of the half-sample mode; default whether all draws are whole numbers (ArviZ goes by the
   * dtype).
   */
  readonly discrete?: boolean;
  /** Leave out draws that are NaN; default false: they make the result NaN (in arviz-stats a number without meaning). */
  readonly skipNaN?: boolean;
}

/**
 * The mode of draws: a number for chains, an array over the other dims for an array [chain, draw, ...dims]. arviz_stats.mode 0.8.
 *
 * Of continuous draws it is the half-sample mode (Robertson & Cryer 1974): the narrowest half, of that the narrowest half, and so
 * on, down to the middle of two draws. Of discrete ones the most frequent value, the smallest of several. NaN where no draw is
 * left.
 *
 *     mode([chain0, chain1])
 *     mode(fit.array("theta"))
 *
 * Throws `ragged-chains`, `too-few-draws` or `bad-shape` as other statistics do.
 */
export function mode(draws: Chains, options?: ModeOptions): number;
export function mode(draws: NamedArray, options?: ModeOptions): NamedArray;
export function mode(draws: Chains | NamedArray, { discrete, skipNaN = false }: ModeOptions = {}): number | NamedArray {
  return overElements(draws, ({ values }) => {
    const kept = skipNaN ? values.filter((value) => !Number.isNaN(value)) : values;
    if (kept.length < 2) return kept[0] ?? NaN;
    const sorted = kept.slice().sort();
    return isDiscrete(kept, discrete) ? mostFrequent(sorted) : halfSampleMode(sorted);
  });
}

/**
 * ArviZ's halves of n draws are (n + 1) >> 1 long, and chosen by the width of one draw more: an odd number of draws, three for
 * one, gives the lower of two equal candidates.
 */
function halfSampleMode(sorted: Float64Array): number {
  let left = sorted;
  while (left.length > 2) {
    const half = (left.length + 1) >> 1;
    let best = 0;
    let bestWidth = Infinity;
    for (let i = 0; i + half < left.length; i++) {
      const width = left[i + half]! - left[i]!;
      if (Number.isNaN(width)) return NaN;
      if (width < bestWidth) {
        bestWidth = width;
        best = i;
      }
    }
    left = left.subarray(best, best + half);
  }
  return (left[0]! + left[1]!) / 2;
}

function mostFrequent(sorted: Float64Array): number {
  let best = NaN;
  let most = 0;
  let run = 0;
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1;
    if (run > most) {
      most = run;
      best = sorted[i]!;
    }
  }
  return best;
}
