/** Draws from the priors, and of observations that the model expects before it has seen any. */
import type { Bound } from "../engine/bound.js";
import { drawnSeed } from "../engine/options.js";
import { outputPlaces, type Place, readVariable } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import type { AnyModel, DataOf, VariableNames } from "../model/model.js";
import { type NamedArray, namedArray } from "../posterior/array.js";
import type { Model } from "./model.js";
import type { Prediction } from "./predict.js";
import { checkCount } from "./simulation_options.js";
import { Simulator } from "./simulator.js";
import { Target } from "./target.js";

export interface PriorOptions {
  /** Number of draws: 1000. */
  readonly draws?: number;
  /** Integer from 0 to 2^53 - 1; drawn and recorded when absent. */
  readonly seed?: number;
  /** Also gives the mixture component that each simulated row is of. */
  readonly components?: boolean;
  /** Draws although the model has potentials, which no prior draw takes account of. */
  readonly ignorePotentials?: boolean;
}

export interface PriorSample<M = unknown> {
  readonly seed: number;
  /** Parameters and tracked expressions: [1, draw, ...dims, ...event]. */
  readonly parameters: { readonly [Name in VariableNames<M>]: NamedArray };
  readonly observations: Prediction<M>;
}

/** Data for a simulation: columns that are only observed may be left out, for they are what is drawn. */
export type SimulationData<M> = unknown extends M ? Readonly<Record<string, unknown>> : Partial<DataOf<M>>;

/**
 * Draws parameters from their priors and observations from those. What constraints cut away of a prior is left out exactly as the
 * posterior leaves it out; improper priors are a typed error.
 *
 *     const prior = samplePrior(line, { x, yErr }, { draws: 500, seed: 1 });
 *     prior.parameters.m.values; prior.observations.y.value.values;
 */
export function samplePrior<M extends AnyModel>(model: M, data: SimulationData<M>, options?: PriorOptions): PriorSample<M>;
export function samplePrior<M>(target: Target<M>, options?: PriorOptions): PriorSample<M>;
export function samplePrior(
  subject: AnyModel | Target<unknown>,
  dataOrOptions: unknown = {},
  modelOptions: PriorOptions = {},
): PriorSample {
  if (subject instanceof Target) return drawPrior(subject.bound, dataOrOptions as PriorOptions);
  const { bindForSimulation } = subject as unknown as Model<never, unknown>;
  return drawPrior(bindForSimulation.call(subject as never, dataOrOptions as Readonly<Record<string, unknown>>), modelOptions);
}

function drawPrior(bound: Bound, options: PriorOptions): PriorSample {
  const { draws = 1000, seed = drawnSeed(), components = false } = options;
  checkCount("draws", draws);
  refusePotentials(bound, options);
  const simulator = new Simulator(bound);
  const collector = simulator.collect(1, draws, components);
  const parameters = new Arrays(bound, bound.parameters, draws);
  const tracked = new Arrays(bound, outputPlaces(bound.compiled.tracked, bound.checked.dimSizes), draws);
  for (let draw = 0; draw < draws; draw++) {
    const values = simulator.prior(seed, draw, draws);
    parameters.take(values, draw);
    tracked.take(simulator.tracked(values), draw);
    collector.take(simulator.observe(values, seed, 0, draw), 0, draw);
  }
  const byName = { ...parameters.result(), ...tracked.result() };
  const shown = bound.compiled.results.filter((name) => byName[name] !== undefined);
  return {
    seed,
    parameters: Object.fromEntries(shown.map((name) => [name, byName[name] as NamedArray])),
    observations: collector.result(),
  };
}

function refusePotentials({ compiled }: Bound, { ignorePotentials = false }: PriorOptions): void {
  const potential = compiled.priors[compiled.parameters.length];
  if (potential === undefined || ignorePotentials) return;
  throw new WasmcmcError({
    code: "cannot-simulate",
    problem: `The potential "${potential.name}" is part of the model, and no draw from the priors takes account of it.`,
    remedy: "Pass ignorePotentials: true to draw from the priors alone.",
    variable: potential.name,
  });
}

/** Arrays of variables that fill up draw by draw. */
class Arrays {
  private readonly arrays: readonly Float64Array[];

  constructor(
    private readonly bound: Bound,
    private readonly places: readonly Place[],
    private readonly draws: number,
  ) {
    this.arrays = places.map(({ rows, width }) => new Float64Array(draws * rows * width));
  }

  take(compact: Float64Array, draw: number): void {
    this.places.forEach((place, k) => {
      readVariable(place, compact, 0, this.arrays[k] as Float64Array, draw * place.rows * place.width);
    });
  }

  result(): Record<string, NamedArray> {
    return Object.fromEntries(
      this.places.map(({ name, dims, event }, k) => {
        const sizes = dims.map((dim) => this.bound.checked.dimSizes.get(dim) ?? 1);
        const axes = ["chain", "draw", ...dims, ...event.map((_, axis) => `${name}_dim_${axis}`)];
        const coords = Object.fromEntries(dims.map((dim) => [dim, this.bound.coordinates(dim)]));
        return [name, namedArray(this.arrays[k] as Float64Array, [1, this.draws, ...sizes, ...event], axes, coords)];
      }),
    );
  }
}
