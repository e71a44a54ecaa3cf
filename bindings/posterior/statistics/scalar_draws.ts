/** Draws of one scalar, and the sequences (chains, or halves of chains) into which statistics cut them. */
import { WasmcmcError } from "../../errors.js";

/** `values[chain * draws + draw]`. */
export interface ScalarDraws {
  readonly values: Float64Array;
  readonly chains: number;
  readonly draws: number;
}

/** Stretches of equal length inside one array of numbers; nothing is copied. */
export interface Sequences {
  readonly starts: readonly number[];
  readonly length: number;
}

/** Below this many draws a chain, ArviZ's diagnostics are NaN, and so are ours. */
export const FewestDraws = 4;

/** Each chain as it is. */
export function wholeChains(chains: number, draws: number): Sequences {
  return { starts: Array.from({ length: chains }, (_, chain) => chain * draws), length: draws };
}

/**
 * The halves of each chain; of an odd number of draws the middle one is left out. All first halves come before the second
 * ones, as in ArviZ, so that sums over sequences have the same order.
 */
export function splitChains(chains: number, draws: number): Sequences {
  const half = draws >> 1;
  const first = wholeChains(chains, draws).starts;
  return { starts: [...first, ...first.map((start) => start + draws - half)], length: half };
}

/** Throws unless the counts are positive integers that agree with the number of values. */
export function checkScalarDraws({ values, chains, draws }: ScalarDraws): void {
  const whole = Number.isInteger(chains) && Number.isInteger(draws) && chains > 0 && draws > 0;
  if (whole && values.length === chains * draws) return;
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `${values.length} values are not ${chains} chains of ${draws} draws.`,
    remedy: "Pass the draws chain by chain in one array, values[chain * draws + draw].",
    value: values.length,
  });
}

export function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}
