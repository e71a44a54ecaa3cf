/** The draws of a fit by variable: parameters from what the chains stored, tracked expressions computed when asked for. */
import { Section } from "../../assembly/opcodes.js";
import type { Bound } from "../engine/bound.js";
import type { StoredChain } from "../engine/record.js";
import type { StoredDraws } from "../engine/stored_draws.js";
import { outputPlaces, type Place, readVariable } from "../engine/variables.js";
import { type NamedArray, namedArray } from "../posterior/array.js";

export class FitDraws {
  readonly chains: number;
  readonly draws: number;
  private readonly known = new Map<string, Float64Array>();
  private readonly tracked: readonly Place[];

  /** `records` are of equal use up to `draws` draws each. */
  constructor(
    readonly bound: Bound,
    private readonly records: readonly Pick<StoredChain, "draws">[],
    draws: number,
  ) {
    this.chains = records.length;
    this.draws = draws;
    this.tracked = outputPlaces(bound.compiled.tracked, bound.checked.dimSizes);
  }

  /** Names in the order in which the model returned them; observations are not among them. */
  get names(): string[] {
    const known = [...this.bound.parameters.filter(({ layout }) => layout.tracked), ...this.tracked].map(({ name }) => name);
    return this.bound.compiled.results.filter((name) => known.includes(name));
  }

  /** Flat values [chain, draw, ...dims, ...event]. */
  values(name: string): Float64Array | undefined {
    if (!this.known.has(name)) this.compute(name);
    return this.known.get(name);
  }

  /** The same with shape, dims and coordinates; event axes are named `m_dim_0`, ... as ArviZ does. */
  array(name: string): NamedArray | undefined {
    const place = this.places().find((candidate) => candidate.name === name);
    const values = this.values(name);
    if (place === undefined || values === undefined) return undefined;
    const eventDims = place.event.map((_, axis) => `${name}_dim_${axis}`);
    const sizes = place.dims.map((dim) => this.bound.checked.dimSizes.get(dim) ?? 1);
    const shape = [this.chains, this.draws, ...sizes, ...place.event];
    const coords = Object.fromEntries(place.dims.map((dim) => [dim, this.bound.coordinates(dim)]));
    return namedArray(values, shape, ["chain", "draw", ...place.dims, ...eventDims], coords);
  }

  /** Streams a section over the draws, chain by chain. */
  get stored(): StoredDraws {
    return this.bound.stored;
  }

  /** A chain's compact draws, from `first` up to `last`. */
  compact(chain: number, first = 0, last = this.draws): Float64Array {
    const length = this.bound.evaluator.parameterLength;
    return (this.records[chain] as Pick<StoredChain, "draws">).draws.subarray(first * length, last * length);
  }

  private places(): readonly Place[] {
    return [...this.bound.parameters, ...this.tracked];
  }

  private compute(name: string): void {
    const parameter = this.bound.parameters.find((place) => place.name === name);
    if (parameter !== undefined) this.known.set(name, this.readParameter(parameter));
    else if (this.tracked.some((place) => place.name === name)) this.computeTracked();
  }

  private readParameter(place: Place): Float64Array {
    const size = place.rows * place.width;
    const out = new Float64Array(this.chains * this.draws * size);
    const length = this.bound.evaluator.parameterLength;
    for (let chain = 0; chain < this.chains; chain++) {
      const draws = this.compact(chain);
      for (let draw = 0; draw < this.draws; draw++)
        readVariable(place, draws, draw * length, out, (chain * this.draws + draw) * size);
    }
    return out;
  }

  private computeTracked(): void {
    const arrays = this.tracked.map(({ rows, width }) => new Float64Array(this.chains * this.draws * rows * width));
    for (let chain = 0; chain < this.chains; chain++) {
      this.stored.forEach(Section.Track, this.compact(chain), (outputs, draw) => {
        this.tracked.forEach((place, k) => {
          readVariable(place, outputs, 0, arrays[k] as Float64Array, (chain * this.draws + draw) * place.rows * place.width);
        });
      });
    }
    this.tracked.forEach(({ name }, k) => {
      this.known.set(name, arrays[k] as Float64Array);
    });
  }
}
