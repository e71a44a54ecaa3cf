/** The fraction of missing information in the energies of Hamiltonian Monte Carlo. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { variance } from "./moments.js";
import { type Chains, scalarOf } from "./over_elements.js";

/**
 * E-BFMI of each chain: how far the energy moves between draws, against how far it ranges. Below 0.3 momenta reach too little of the
 * energies there are: heavy tails, or a funnel. Betancourt (2016), arXiv:1604.00695; az.bfmi.
 *
 *     bfmi(fit.sampleStats.energy, fit.chains.length)
 *     bfmi([energiesOfChain0, energiesOfChain1])
 */
export function bfmi(energy: Chains): number[];
export function bfmi(energy: NamedArray): number[];
export function bfmi(energy: Float64Array, chains: number): number[];
export function bfmi(energy: Chains | NamedArray | Float64Array, chains?: number): number[] {
  const { values, count } = sequencesOf(energy, chains);
  const draws = values.length / count;
  return Array.from({ length: count }, (_, chain) => {
    let squares = 0;
    for (let draw = 1; draw < draws; draw++) squares += (values[chain * draws + draw]! - values[chain * draws + draw - 1]!) ** 2;
    return squares / (draws - 1) / variance(values, chain * draws, draws);
  });
}

function sequencesOf(
  energy: Chains | NamedArray | Float64Array,
  chains: number | undefined,
): { values: Float64Array; count: number } {
  if (energy instanceof Float64Array) {
    const count = chains ?? 1;
    if (Number.isInteger(count) && count > 0 && energy.length % count === 0) return { values: energy, count };
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `${energy.length} energies are not those of ${count} chains of equal length.`,
      remedy: "Pass the energies chain by chain, and the number of chains.",
      value: count,
    });
  }
  if ("shape" in energy) return { values: energy.values, count: energy.shape[0]! };
  const scalar = scalarOf(energy as Chains);
  return { values: scalar.values, count: scalar.chains };
}
