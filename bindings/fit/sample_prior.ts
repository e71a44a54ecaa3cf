/** Draws from the priors, and of observations that the model expects before it has seen any. */
import type { Bound } from "../engine/bound.js";
import { drawnSeed } from "../engine/options.js";
import { outputPlaces } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import type { AnyModel, DataOf, VariableNames } from "../model/model.js";
import type { NamedArray } from "../posterior/array.js";
import { Model } from "./model.js";
import type { Prediction } from "./predict.js";
import { SimulatedArrays, SimulatedObservations } from "./simulated.js";
import { checkOptions } from "./simulation_options.js";
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
 * Draws parameters from their priors and observations from those, as the model expects them before it has seen any. What constraints
 * cut away of a prior is left out exactly as the posterior leaves it out, and so are parameters at which the model has no density, such
 * as those that make a standard deviation negative.
 *
 *     const prior = samplePrior(line, { x, yErr }, { draws: 500, seed: 1 });
 *     prior.parameters.m.values;            // parameters and tracked expressions: [1, draw, ...dims, ...event]
 *     prior.observations.y.value.values;    // [1, draw, point]
 *
 * Deterministic: draw k is the same, to the last bit, however many draws are asked for. Errors of code "cannot-simulate" name the
 * parameter whose prior is improper or has no known way to draw from it, constraints that leave too little of the priors, observations
 * that cannot be drawn, and potentials, which no prior draw takes account of.
 */
export function samplePrior<M extends AnyModel>(model: M, data: SimulationData<M>, options?: PriorOptions): PriorSample<M>;
export function samplePrior<M>(target: Target<M>, options?: PriorOptions): PriorSample<M>;
export function samplePrior(
  subject: AnyModel | Target<unknown>,
  dataOrOptions: unknown = {},
  modelOptions: PriorOptions = {},
): PriorSample {
  if (subject instanceof Target) return drawPrior(subject.bound, dataOrOptions as PriorOptions);
  if (subject instanceof Model)
    return drawPrior(subject.bindForSimulation(dataOrOptions as Readonly<Record<string, unknown>>), modelOptions);
  throw new WasmcmcError({
    code: "cannot-simulate",
    problem: "samplePrior got neither a model nor a bound one.",
    remedy: "Give what model(...) made, with data, or what its bind(data) made; a model that was read from bytes is bound first.",
    value: subject,
  });
}

function drawPrior(bound: Bound, options: PriorOptions): PriorSample {
  const { draws = 1000, seed = drawnSeed(), components = false } = options;
  checkOptions(options, { draws, seed }, ["draws", "seed", "components", "ignorePotentials"]);
  refusePotentials(bound, options);
  const simulator = new Simulator(bound);
  const observations = new SimulatedObservations(bound, simulator.observationPlaces(), 1, draws, components);
  const parameters = new SimulatedArrays(bound, bound.parameters, 1, draws);
  const tracked = new SimulatedArrays(bound, outputPlaces(bound.compiled.tracked, bound.checked.dimSizes), 1, draws);
  const values = simulator.priors(seed, draws);
  const length = values.length / draws;
  for (let draw = 0; draw < draws; draw++) parameters.take(values.subarray(draw * length, (draw + 1) * length), 0, draw);
  simulator.tracked(values, (outputs, draw) => tracked.take(outputs, 0, draw));
  simulator.observe(values, Simulator.prior(seed), (outputs, draw) => observations.take(outputs, 0, draw));
  const byName = { ...parameters.result(), ...tracked.result() };
  const shown = bound.compiled.results.filter((name) => byName[name] !== undefined);
  return {
    seed,
    parameters: Object.fromEntries(shown.map((name) => [name, byName[name] as NamedArray])),
    observations: observations.result(),
  };
}

/** The parameters alone, by name: no observation is drawn. */
export function drawParameters(bound: Bound, seed: number, draws: number): Readonly<Record<string, NamedArray>> {
  const parameters = new SimulatedArrays(bound, bound.parameters, 1, draws);
  const values = new Simulator(bound).priors(seed, draws);
  const length = values.length / draws;
  for (let draw = 0; draw < draws; draw++) parameters.take(values.subarray(draw * length, (draw + 1) * length), 0, draw);
  return parameters.result();
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
