/** Draws cut into parts of fixed length as they are made, and parts as sinks take them: by variable, tracked expressions computed. */
import { Section } from "../../assembly/opcodes.js";
import type { Bound } from "../engine/bound.js";
import { STATS } from "../engine/chain_runner.js";
import type { Settings } from "../engine/options.js";
import { ChainTally } from "../engine/record.js";
import { outputPlaces, type Place, readVariable } from "../engine/variables.js";
import type { Label } from "../posterior/array.js";
import type { DrawPart, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
import { statNames } from "./sample_statistics.js";

/** A part as it was made: compact values and records of statistics. */
export interface RawPart {
  readonly chain: number;
  readonly first: number;
  readonly draws: Float64Array;
  readonly stats: Float64Array;
}

/** A chain whose draws go on as parts of `length` draws; at the end `flush` gives what is left. */
export class PartedChain extends ChainTally {
  private draws: Float64Array[] = [];
  private stats: Float64Array[] = [];
  private gathered = 0;
  private first = 0;

  constructor(
    chain: number,
    settings: Settings,
    private readonly length: number,
    private readonly onPart: (part: RawPart) => void,
  ) {
    super(chain, settings);
  }

  flush(): void {
    if (this.gathered === 0) return;
    const { chain, first } = this;
    this.onPart({ chain, first, draws: joined(this.draws), stats: joined(this.stats) });
    this.first += this.gathered;
    this.draws = [];
    this.stats = [];
    this.gathered = 0;
  }

  protected override keep(draws: Float64Array, stats: Float64Array): void {
    const count = stats.length / STATS;
    const width = draws.length / count;
    for (let taken = 0; taken < count; ) {
      const more = Math.min(count - taken, this.length - this.gathered);
      this.draws.push(draws.subarray(taken * width, (taken + more) * width));
      this.stats.push(stats.subarray(taken * STATS, (taken + more) * STATS));
      this.gathered += more;
      taken += more;
      if (this.gathered === this.length) this.flush();
    }
  }
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** Makes parts for a sink of those that chains make. */
export class PartMaker {
  readonly variables: readonly SinkVariable[];
  private readonly parameters: readonly Place[];
  private readonly tracked: readonly Place[];

  constructor(private readonly bound: Bound) {
    const { compiled, checked } = bound;
    this.parameters = bound.parameters.filter(({ layout }) => layout.tracked);
    this.tracked = outputPlaces(compiled.tracked, checked.dimSizes);
    const places = [...this.parameters, ...this.tracked].sort(
      (a, b) => compiled.results.indexOf(a.name) - compiled.results.indexOf(b.name),
    );
    this.variables = places.map(({ name, dims, event }) => ({
      name,
      dims: [...dims, ...event.map((_, axis) => `${name}_dim_${axis}`)],
      shape: [...dims.map((dim) => checked.dimSizes.get(dim) ?? 1), ...event],
    }));
  }

  /** Numbers of a draw as a sink gets it. */
  get numbers(): number {
    return [...this.parameters, ...this.tracked].reduce((sum, { rows, width }) => sum + rows * width, STATS);
  }

  schema(settings: Settings, attributes: SinkSchema["attributes"]): SinkSchema {
    const dims = new Set([...this.parameters, ...this.tracked].flatMap((place) => place.dims));
    const coords: Record<string, readonly Label[]> = {};
    for (const dim of dims) coords[dim] = this.bound.coordinates(dim);
    const { chains, draws } = settings;
    return { variables: this.variables, stats: [...statNames], coords, chains, draws, attributes };
  }

  part({ chain, first, draws, stats }: RawPart): DrawPart {
    const count = stats.length / STATS;
    const width = draws.length / count;
    const values = (places: readonly Place[]) => places.map((place) => new Float64Array(count * place.rows * place.width));
    const [parameters, tracked] = [values(this.parameters), values(this.tracked)];
    const read = (places: readonly Place[], arrays: readonly Float64Array[], source: Float64Array, start: number, draw: number) =>
      places.forEach((place, k) => {
        readVariable(place, source, start, arrays[k] as Float64Array, draw * place.rows * place.width);
      });
    for (let draw = 0; draw < count; draw++) read(this.parameters, parameters, draws, draw * width, draw);
    if (this.tracked.length > 0)
      this.bound.stored.forEach(Section.Track, draws, (outputs, draw) => read(this.tracked, tracked, outputs, 0, draw));
    const named = new Map<string, Float64Array>();
    this.parameters.forEach(({ name }, k) => named.set(name, parameters[k] as Float64Array));
    this.tracked.forEach(({ name }, k) => named.set(name, tracked[k] as Float64Array));
    const variables = Object.fromEntries(this.variables.map(({ name }) => [name, named.get(name) as Float64Array]));
    const statistic = (at: number) => Float64Array.from({ length: count }, (_, draw) => stats[draw * STATS + at] as number);
    return { chain, first, count, variables, stats: Object.fromEntries(statNames.map((name, at) => [name, statistic(at)])) };
  }
}
