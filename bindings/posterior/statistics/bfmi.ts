/** The fraction of missing information in the energies of Hamiltonian Monte Carlo. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { variance } from "./moments.js";
import { type Chains, wholeScalar } from "./over_elements.js";
import type { ScalarDraws } from "./scalar_draws.js";

/**
 * E-BFMI of each chain: the mean square of the steps of its energy over the variance of its energy (divisor: draws - 1). Below 0.3
 * momenta reach too little of the energies there are: heavy tails, or a funnel.
 *
 *     bfmi(fit.sampleStats.energy, fit.chains.length)
 *     bfmi([energiesOfChain0, energiesOfChain1])
 *
 * A NamedArray has the dims chain and draw. NaN for a chain of one draw, of constant energy or with NaN. az.bfmi of ArviZ 0.23 and
 * arviz_stats.bfmi of 1.x, which agree; Betancourt (2016), arXiv:1604.00695. Throws `ragged-chains`, `too-few-draws` (no draws at
 * all) and `bad-shape`.
 */
export function bfmi(energy: Chains): number[];
export function bfmi(energy: NamedArray): number[];
export function bfmi(energy: Float64Array, chains: number): number[];
export function bfmi(energy: Chains | NamedArray | Float64Array, chains?: number): number[] {
  const { values, chains: count, draws } = energy instanceof Float64Array ? flatChains(energy, chains) : wholeScalar(energy);
  return Array.from({ length: count }, (_, chain) => {
    let squares = 0;
    for (let draw = 1; draw < draws; draw++) squares += (values[chain * draws + draw]! - values[chain * draws + draw - 1]!) ** 2;
    return squares / (draws - 1) / variance(values, chain * draws, draws);
  });
}

function flatChains(values: Float64Array, chains = 1): ScalarDraws {
  const draws = values.length / chains;
  if (Number.isInteger(chains) && chains > 0 && Number.isInteger(draws) && draws > 0) return { values, chains, draws };
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `${values.length} energies are not those of ${chains} chains of equal length.`,
    remedy: "Pass the energies chain by chain, and the number of chains.",
    value: chains,
  });
}
