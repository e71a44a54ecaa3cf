/** The Bayesian fraction of missing information: how well the sampler's momenta let it cross levels of energy. */
import type { NamedArray } from "../array.js";
import { mean, variance } from "./moments.js";
import { type Chains, wholeScalar } from "./over_elements.js";

/**
 * The estimated Bayesian fraction of missing information of each chain: the mean square of the steps of its energy over the
 * variance of its energy (divisor: draws - 1). Below 0.3, momenta change too little from draw to draw for the tails to be explored.
 *
 * `energy` are the Hamiltonian energies draw by draw, an array a chain, or a NamedArray with the dims chain and draw; the result
 * is one number a chain, NaN for a chain of constant energy, of one draw, or with NaN. az.bfmi of ArviZ 0.23 and arviz-stats 0.8,
 * which agree. Throws `ragged-chains` where chains differ in length, `bad-shape` where an array has other dims or no draws.
 * Source: Betancourt (2016), arXiv:1604.00695.
 *
 *     const { energy } = fit.sampleStats;
 *     bfmi(namedArray(energy, [fit.chains.length, fit.drawCount], ["chain", "draw"]));
 */
export function bfmi(energy: Chains | NamedArray): Float64Array {
  const { values, chains, draws } = wholeScalar(energy);
  return Float64Array.from({ length: chains }, (_, chain) => bfmiOfChain(values.subarray(chain * draws, (chain + 1) * draws)));
}

function bfmiOfChain(energies: Float64Array): number {
  const squaredSteps = new Float64Array(energies.length - 1);
  for (let i = 0; i < squaredSteps.length; i++) squaredSteps[i] = (energies[i + 1]! - energies[i]!) ** 2;
  return mean(squaredSteps) / variance(energies);
}
