/** Arrays of simulated variables, filled draw by draw. */
import type { Bound } from "../engine/bound.js";
import { type Place, readVariable } from "../engine/variables.js";
import { type NamedArray, namedArray } from "../posterior/array.js";
import { type ObservationPlaces, room } from "./simulator.js";

/** A simulated observation, with the mixture component of each row where it is of a mixture. */
export interface SimulatedObservation {
  /** [chain, draw, ...row dims, ...event] */
  readonly value: NamedArray;
  /**
   * Numbers of components (of a nested mixture's leaves, in the order of `membership`), where they were asked for and the distribution
   * is a mixture or a hidden Markov model: [chain, draw, ...row dims].
   */
  readonly component?: NamedArray;
}

/** Variables of one section's outputs: [chain, draw, ...dims, ...event] each. */
export class SimulatedArrays {
  private readonly targets: readonly { readonly place: Place; readonly values: Float64Array }[];

  constructor(
    private readonly bound: Bound,
    places: readonly Place[],
    private readonly chains: number,
    private readonly draws: number,
  ) {
    this.targets = places.map((place) => ({ place, values: room(chains * draws * place.rows * place.width) }));
  }

  take(outputs: Float64Array, chain: number, draw: number): void {
    for (const { place, values } of this.targets)
      readVariable(place, outputs, 0, values, (chain * this.draws + draw) * place.rows * place.width);
  }

  result(): Record<string, NamedArray> {
    return Object.fromEntries(
      this.targets.map(({ place: { name, dims, event }, values }) => {
        const sizes = dims.map((dim) => this.bound.checked.dimSizes.get(dim) ?? 1);
        const coords = Object.fromEntries(dims.map((dim) => [dim, this.bound.coordinates(dim)]));
        const axes = ["chain", "draw", ...dims, ...event.map((_, axis) => `${name}_dim_${axis}`)];
        return [name, namedArray(values, [this.chains, this.draws, ...sizes, ...event], axes, coords)];
      }),
    );
  }
}

/** Observations, and where they are asked for the components of their rows. */
export class SimulatedObservations {
  private readonly values: SimulatedArrays;
  private readonly components: SimulatedArrays;

  constructor(bound: Bound, places: readonly ObservationPlaces[], chains: number, draws: number, components: boolean) {
    const chosen = components ? places.flatMap(({ component }) => component ?? []) : [];
    this.values = new SimulatedArrays(
      bound,
      places.map(({ value }) => value),
      chains,
      draws,
    );
    this.components = new SimulatedArrays(bound, chosen, chains, draws);
  }

  take(outputs: Float64Array, chain: number, draw: number): void {
    this.values.take(outputs, chain, draw);
    this.components.take(outputs, chain, draw);
  }

  result(): Readonly<Record<string, SimulatedObservation>> {
    const components = this.components.result();
    return Object.fromEntries(
      Object.entries(this.values.result()).map(([name, value]) => {
        const component = components[name];
        return [name, component === undefined ? { value } : { value, component }];
      }),
    );
  }
}
