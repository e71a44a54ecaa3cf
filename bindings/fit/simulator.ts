/** Draws parameters from priors and observations from parameters, in the engine; what is drawn depends on the seed alone. */
import { Section } from "../../assembly/opcodes.js";
import type { Bound } from "../engine/bound.js";
import type { DrawStream, Draws } from "../engine/stored_draws.js";
import { outputPlaces, type Place, rowsOf } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import type { SimulationLayout } from "../program/compiled.js";

/** How often a draw from the priors is made again where it does not stand; fewer times where a draw is of very many numbers. */
const MostAttempts = 10_000;
const MostNumbers = 2e7;

/** The first chain number that no sampler has: what priors draw has nothing in common with a posterior's predictions of one seed. */
const PriorChain = 2048;

/** Calls with the compact outputs of each draw in turn: a view that the next call overwrites. */
type Take = (outputs: Float64Array, draw: number) => void;

/** Where an observation's values are among the outputs of a draw, and those of its components where it is a mixture. */
export interface ObservationPlaces {
  readonly value: Place;
  readonly component?: Place;
}

export class Simulator {
  readonly bound: Bound;
  private readonly layouts: readonly SimulationLayout[];

  constructor(bound: Bound) {
    this.bound = bound.forSimulation();
    this.layouts = this.bound.compiled.simulation?.observations ?? [];
  }

  /** Compact parameters of draws from the priors, one after the other. A draw has the same bits whatever their number is. */
  priors(seed: number, draws: number): Float64Array {
    const undrawable = this.bound.compiled.simulation?.undrawable;
    if (undrawable !== undefined) {
      const { parameter, why } = undrawable;
      throw cannotDraw(`The parameter "${parameter}" cannot be drawn from its prior: ${why}.`, parameter);
    }
    const length = this.bound.evaluator.parameterLength;
    const values = room(draws * length);
    const again: number[] = [];
    const taken = (outputs: Float64Array, draw: number): boolean => {
      if (!stands(outputs)) return false;
      values.set(outputs.subarray(0, length), draw * length);
      return true;
    };
    this.run(Section.SimulatePrior, draws, { seed, chain: PriorChain }, (outputs, draw) => {
      if (!taken(outputs, draw)) again.push(draw);
    });
    for (const draw of again) this.attempt(seed, draw, (outputs) => taken(outputs, draw));
    return values;
  }

  /** Random numbers of observations that go with `priors`. */
  static prior(seed: number): DrawStream {
    return { seed, chain: PriorChain };
  }

  /** Values of tracked expressions for each draw of compact parameters. */
  tracked(parameters: Float64Array, take: Take): void {
    this.run(Section.Track, parameters, undefined, take);
  }

  /** Observations for each draw of compact parameters. */
  observe(parameters: Float64Array, stream: DrawStream, take: Take): void {
    this.run(Section.Simulate, parameters, stream, take);
  }

  /** Where `observe` puts each observation; a typed error where one cannot be drawn. */
  observationPlaces(): readonly ObservationPlaces[] {
    const sizes = this.bound.checked.dimSizes;
    let shift = 0;
    return outputPlaces(this.layouts, sizes).map((place, k) => {
      const { name, dims, impossible, component } = this.layouts[k] as SimulationLayout;
      if (impossible !== undefined) throw cannotDraw(`The observation "${name}" cannot be drawn: ${impossible}.`, name);
      const value = { ...place, offset: place.offset + shift };
      if (component === undefined) return { value };
      shift += rowsOf(dims, sizes);
      return { value, component: { ...value, event: [], width: 1, offset: value.offset + value.rows * value.width } };
    });
  }

  /** Draws anew, each time with other random numbers, until a draw stands. */
  private attempt(seed: number, draw: number, take: (outputs: Float64Array) => boolean): void {
    const most = Math.ceil(Math.min(MostAttempts, Math.max(100, MostNumbers / this.bound.evaluator.parameterLength)));
    let done = false;
    for (let attempt = 1; attempt < most && !done; attempt++) {
      this.run(Section.SimulatePrior, 1, { seed, chain: PriorChain * (1 + attempt), first: draw }, (outputs) => {
        done = take(outputs);
      });
    }
    if (!done)
      throw cannotDraw(
        `The priors cannot be drawn from: none of ${most} draws met the constraints, which leave too little of them.`,
      );
  }

  private run(kind: Section, draws: Draws, stream: DrawStream | undefined, take: Take): void {
    this.bound.stored.forEach(kind, draws, take, stream);
  }
}

/** The last output counts the conditions that the draw breaks; values that are no finite numbers have no density either. */
function stands(outputs: Float64Array): boolean {
  return outputs[outputs.length - 1] === 0 && outputs.every(Number.isFinite);
}

/** Room for results, or a typed error where the host has none. */
export function room(numbers: number): Float64Array {
  try {
    return new Float64Array(numbers);
  } catch (cause) {
    throw new WasmcmcError({
      code: "too-large",
      problem: `The simulation is ${numbers} numbers, for which there is no memory.`,
      remedy: "Ask for fewer draws: { draws: 100 }.",
      variable: "draws",
      value: numbers,
      cause,
    });
  }
}

function cannotDraw(problem: string, variable?: string): WasmcmcError {
  return new WasmcmcError({
    code: "cannot-simulate",
    problem,
    remedy: "Use proper priors and distributions that can be drawn from; give a custom one its random.",
    ...(variable !== undefined && { variable }),
  });
}
