/** Observations drawn from the posterior: as the data was, or for new data. */
import type { Bound } from "../engine/bound.js";
import { WasmcmcError } from "../errors.js";
import type { ObservationNames } from "../model/model.js";
import type { FitDraws } from "./draws.js";
import { type SimulatedObservation, SimulatedObservations } from "./simulated.js";
import { checkOptions } from "./simulation_options.js";
import { Simulator } from "./simulator.js";

export interface PredictOptions {
  /** The fit's own seed when absent. */
  readonly seed?: number;
  /** Also gives the mixture component that each simulated row is of. */
  readonly components?: boolean;
  /** Uses this many draws of each chain, evenly spaced; all when absent. What is drawn for each is the same. */
  readonly draws?: number;
}

/** Simulated observations by name. */
export type Prediction<M = unknown> = { readonly [Name in ObservationNames<M>]: SimulatedObservation };

/**
 * Observations drawn anew for each posterior draw, of the data's own rows; `fit.predict(newData)` does so for other rows.
 *
 *     samplePosteriorPredictive(fit, { components: true }).y.component
 */
export function samplePosteriorPredictive<M>(fit: Predicting<M>, options?: PredictOptions): Prediction<M> {
  return fit.predict(undefined, options);
}

interface Predicting<M> {
  predict(data: undefined, options?: PredictOptions): Prediction<M>;
}

/** One simulated set of observations for each draw. */
export function predict(source: FitDraws, bound: Bound, fitSeed: number, options: PredictOptions = {}): Prediction {
  const { seed = fitSeed, components = false, draws = source.draws } = options;
  checkOptions(options, { draws, seed }, ["draws", "seed", "components"]);
  const kept = Math.min(draws, source.draws);
  const simulator = new Simulator(bound);
  const observations = new SimulatedObservations(bound, simulator.observationPlaces(), source.chains, kept, components);
  for (let chain = 0; chain < source.chains; chain++) {
    const take = (outputs: Float64Array, k: number) => observations.take(outputs, chain, k);
    if (kept === source.draws) {
      simulator.observe(source.compact(chain), { seed, chain }, take);
      continue;
    }
    for (let k = 0; k < kept; k++) {
      const first = Math.floor((k * source.draws) / kept);
      simulator.observe(source.compact(chain, first, first + 1), { seed, chain, first }, (outputs) => take(outputs, k));
    }
  }
  return observations.result();
}

/** New data must have the members of every dim that a parameter is over. */
export function checkSameParameters(old: Bound, fresh: Bound): void {
  for (const [k, { name, rows, dims }] of old.parameters.entries()) {
    const now = fresh.parameters[k]?.rows;
    if (now === rows) continue;
    throw new WasmcmcError({
      code: "length-mismatch",
      problem: `The parameter ${name} has ${rows} values along ${dims.join(", ")}, but the new data would need ${now}.`,
      remedy: "Give new rows of the members that the fit knows.",
      variable: name,
      value: now,
    });
  }
}
