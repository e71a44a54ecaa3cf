/** Log predictive densities of observed rows: the mean of their likelihoods over draws, row by row, without holding them all. */
import { Section } from "../../assembly/opcodes.js";
import { rowsOf } from "../engine/variables.js";
import type { FitDraws } from "./draws.js";

/** log of the mean over all draws of the likelihood of each row of an observation (its number among the model's). */
export function logPredictiveDensity(source: FitDraws, observation: number): Float64Array {
  const { observations } = source.bound.compiled;
  const sizes = source.bound.checked.dimSizes;
  const offset = observations.slice(0, observation).reduce((sum, { dims }) => sum + rowsOf(dims, sizes), 0);
  const rows = rowsOf(observations[observation]?.dims ?? [], sizes);
  const largest = new Float64Array(rows).fill(-Infinity);
  const sums = new Float64Array(rows);
  for (let chain = 0; chain < source.chains; chain++) {
    source.stored.forEach(Section.RowLogp, source.compact(chain), (outputs) => {
      for (let row = 0; row < rows; row++) {
        const value = outputs[offset + row]!;
        if (value <= largest[row]!) sums[row]! += value === -Infinity ? 0 : Math.exp(value - largest[row]!);
        else {
          sums[row] = sums[row]! * Math.exp(largest[row]! - value) + 1;
          largest[row] = value;
        }
      }
    });
  }
  const draws = source.chains * source.draws;
  return sums.map((sum, row) => Math.log(sum / draws) + largest[row]!);
}
