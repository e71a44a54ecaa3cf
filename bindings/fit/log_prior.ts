/** Log densities of stored draws, prior by prior and potential by potential. */
import { Section } from "../../assembly/opcodes.js";
import { type NamedArray, namedArray } from "../posterior/array.js";
import type { Fit } from "./fit.js";

/** One number a draw under each name: [chain, draw]. */
export type LogDensities = Readonly<Record<string, NamedArray>>;

/**
 * The log density of each parameter's prior for each draw, summed over its elements, in the constrained space: without the
 * log-Jacobian of its constraint. ArviZ's group `log_prior`.
 *
 *     logPrior(fit).tau   // [chain, draw]
 */
export function logPrior<M>(fit: Fit<M>): LogDensities {
  return densities(fit).priors;
}

/** What each `potential` adds to the log density of each draw, summed over its rows: [chain, draw]. */
export function logPotential<M>(fit: Fit<M>): LogDensities {
  return densities(fit).potentials;
}

/** Both, computed by the engine in one pass over the draws. */
export function densities<M>(fit: Fit<M>): { readonly priors: LogDensities; readonly potentials: LogDensities } {
  const { source, bound: sampled } = fit;
  const bound = sampled.forSimulation();
  const { chains, draws } = source;
  const names = bound.compiled.priors.map(({ name }) => name);
  const columns = names.map(() => new Float64Array(chains * draws));
  for (let chain = 0; chain < chains; chain++) {
    bound.stored.forEach(Section.PriorLogp, source.compact(chain), (outputs, draw) => {
      for (let k = 0; k < columns.length; k++) columns[k]![chain * draws + draw] = outputs[k]!;
    });
  }
  const named = names.map((name, k): [string, NamedArray] => [name, namedArray(columns[k]!, [chains, draws], ["chain", "draw"])]);
  const count = bound.compiled.parameters.length;
  return { priors: Object.fromEntries(named.slice(0, count)), potentials: Object.fromEntries(named.slice(count)) };
}
