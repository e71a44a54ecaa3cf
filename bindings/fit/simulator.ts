/** Draws parameters from priors and observations from parameters, in the engine; what is drawn depends on the seed alone. */
import { Section } from "../../assembly/opcodes.js";
import type { Bound } from "../engine/bound.js";
import { outputPlaces, type Place, readVariable, rowsOf } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import { type NamedArray, namedArray } from "../posterior/array.js";
import type { SimulationLayout } from "../program/compiled.js";

/** How often the priors are drawn again where constraints cut them, before that is called hopeless. */
const MOST_ATTEMPTS = 10_000;

/** A simulated observation, with the mixture component of each row where it is of a mixture. */
export interface SimulatedObservation {
  /** [chain, draw, ...row dims, ...event] */
  readonly value: NamedArray;
  /** Numbers of components, where they were asked for and the distribution is a mixture: [chain, draw, ...row dims]. */
  readonly component?: NamedArray;
}

interface Target {
  readonly place: Place;
  readonly values: Float64Array;
}

export class Simulator {
  private readonly bound: Bound;
  private readonly layouts: readonly SimulationLayout[];
  private readonly places: readonly (Place & { readonly component: number | undefined })[];

  constructor(bound: Bound) {
    this.bound = bound.forSimulation();
    this.layouts = this.bound.compiled.simulation?.observations ?? [];
    this.places = this.findPlaces();
  }

  /** The compact parameters of one draw from the priors. */
  prior(seed: number, draw: number, draws: number): Float64Array {
    const { evaluator, compiled } = this.bound;
    const impossible = compiled.simulation?.priorImpossible;
    if (impossible !== undefined) throw cannotDraw("The priors cannot be drawn from", impossible);
    const nothing = new Float64Array(evaluator.parameterLength);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      evaluator.stream(seed, 0, draw + attempt * draws);
      const outputs = evaluator.section(Section.SimulatePrior, nothing);
      if (outputs[outputs.length - 1] === 0) return outputs.subarray(0, outputs.length - 1);
    }
    throw cannotDraw(
      "The priors cannot be drawn from",
      `none of ${MOST_ATTEMPTS} draws met the constraints, which leave too little of the priors`,
    );
  }

  /** Values of tracked expressions, compact. */
  tracked(parameters: Float64Array): Float64Array {
    return this.bound.evaluator.section(Section.Track, parameters);
  }

  /** Collects what `observe` gives for so many chains and draws. */
  collect(chains: number, draws: number, components: boolean): Collector {
    for (const { name, impossible } of this.layouts) {
      if (impossible !== undefined) throw cannotDraw(`The observation "${name}" cannot be drawn`, impossible, name);
    }
    return new Collector(this.bound, this.places, chains, draws, components);
  }

  /** The observations of one draw, compact, as `Collector.take` wants them. */
  observe(parameters: Float64Array, seed: number, chain: number, draw: number): Float64Array {
    this.bound.evaluator.stream(seed, chain, draw);
    return this.bound.evaluator.section(Section.Simulate, parameters);
  }

  private findPlaces() {
    const sizes = this.bound.checked.dimSizes;
    const places = outputPlaces(this.layouts, sizes);
    let shift = 0;
    return this.layouts.map((layout, k) => {
      const place = places[k] as Place;
      const offset = place.offset + shift;
      const hasComponent = layout.component !== undefined;
      if (hasComponent) shift += rowsOf(layout.dims, sizes);
      return { ...place, offset, component: hasComponent ? offset + place.rows * place.width : undefined };
    });
  }
}

/** Arrays that fill up draw by draw. */
export class Collector {
  private readonly values: readonly Target[];
  private readonly chosen: ReadonlyMap<string, Target>;

  constructor(
    private readonly bound: Bound,
    places: readonly (Place & { readonly component: number | undefined })[],
    private readonly chains: number,
    private readonly draws: number,
    components: boolean,
  ) {
    const room = (place: Place) => new Float64Array(chains * draws * place.rows * place.width);
    this.values = places.map((place) => ({ place, values: room(place) }));
    const mixtures = components ? places.filter(({ component }) => component !== undefined) : [];
    this.chosen = new Map(
      mixtures.map((place) => {
        const own = { ...place, offset: place.component as number, width: 1, event: [] };
        return [place.name, { place: own, values: room(own) }];
      }),
    );
  }

  take(outputs: Float64Array, chain: number, draw: number): void {
    for (const { place, values } of [...this.values, ...this.chosen.values()]) {
      readVariable(place, outputs, 0, values, (chain * this.draws + draw) * place.rows * place.width);
    }
  }

  result(): Readonly<Record<string, SimulatedObservation>> {
    return Object.fromEntries(
      this.values.map((target) => {
        const component = this.chosen.get(target.place.name);
        return [target.place.name, { value: this.array(target), ...(component && { component: this.array(component) }) }];
      }),
    );
  }

  private array({ place: { name, dims, event }, values }: Target): NamedArray {
    const sizes = dims.map((dim) => this.bound.checked.dimSizes.get(dim) ?? 1);
    const coords = Object.fromEntries(dims.map((dim) => [dim, this.bound.coordinates(dim)]));
    const axes = ["chain", "draw", ...dims, ...event.map((_, axis) => `${name}_dim_${axis}`)];
    return namedArray(values, [this.chains, this.draws, ...sizes, ...event], axes, coords);
  }
}

function cannotDraw(problem: string, why: string, variable?: string): WasmcmcError {
  return new WasmcmcError({
    code: "cannot-simulate",
    problem: `${problem}: ${why}.`,
    remedy: "Use proper priors and distributions that can be drawn from; give a custom one its random.",
    ...(variable !== undefined && { variable }),
  });
}
