/** A mixture's draws after relabelling: one permutation of the components for each draw, and what they make of draws and memberships. */
import { WasmcmcError } from "../errors.js";
import type { NamedArray } from "../posterior/array.js";
import { ecr } from "../posterior/relabelling/ecr.js";
import { keepCommonLabels, type Relabelling, relabelArray } from "../posterior/relabelling/permutations.js";
import { stephens } from "../posterior/relabelling/stephens.js";
import {
  type FromFit,
  type RowName,
  type StyledSummaryOptions,
  type Summary,
  type SummaryOptions,
  summarize,
} from "../posterior/summary.js";
import type { SampleStats } from "../posterior/warnings.js";
import type { ObservationLayout } from "../program/compiled.js";
import { Classification } from "./classification.js";
import type { FitDraws } from "./draws.js";
import { type MembershipFor, type MembershipOptions, membership } from "./membership.js";

export interface RelabelOptions<Names extends string = string> {
  /**
   * "stephens": by classification probabilities (Stephens 2000, algorithm 2). "ecr": by each row's most probable component, against the
   * draw of highest density (Papastamoulis & Iliopoulos 2010); "ecr-iterative" against what relabelling itself agrees on.
   */
  readonly method?: "stephens" | "ecr" | "ecr-iterative";
  /**
   * Vectors (events) with an element, or a row, for each component. Without it those returned vectors of which each component reads
   * one element, its own: `.at(k)`, and the weights. An empty list relabels memberships alone.
   */
  readonly parameters?: readonly Names[];
}

/** A vector, and where on its event each component stands. */
interface Vector {
  readonly name: string;
  readonly positions: readonly number[];
}

export class Relabelled<Names extends string = string> implements Relabelling {
  readonly components: readonly Names[];
  /**
   * The number, in [chain, draw, component], that the draw itself gives to what is component k here. Most draws keep the labels they have: a
   * fit whose labels never switched stays as it is.
   */
  readonly permutations: Uint8Array;
  readonly iterations: number;
  /** What was minimised: nats for "stephens", rows that do not have the pivot's component for "ecr". */
  readonly cost: number;
  /** The relabelled variables, as in the fit's draws: [chain, draw, ...dims, ...event]. */
  readonly draws: Readonly<Record<string, Float64Array>>;
  private readonly vectors: ReadonlyMap<string, Vector>;
  private readonly known = new Map<string, NamedArray>();

  /** @internal */
  constructor(
    private readonly source: FitDraws,
    private readonly observation: ObservationLayout,
    private readonly stats: SampleStats,
    options: RelabelOptions,
  ) {
    this.components = (observation.mixture?.components ?? []) as readonly Names[];
    this.vectors = new Map(vectorsOf(source, observation, options.parameters).map((vector) => [vector.name, vector]));
    const { permutations, iterations, cost } = permute(source, observation, stats, options.method ?? "stephens");
    this.permutations = keepCommonLabels(permutations, this.components.length);
    this.iterations = iterations;
    this.cost = cost;
    const draws = {};
    for (const name of this.names) Object.defineProperty(draws, name, { enumerable: true, get: () => this.array(name).values });
    this.draws = draws;
  }

  /** Names of the relabelled variables. */
  get names(): readonly string[] {
    return [...this.vectors.keys()];
  }

  /** Relabelled draws with shape, dims and coordinates: [chain, draw, ...dims, ...event]. */
  array(name: string): NamedArray {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const vector = this.vectors.get(name);
    const array = vector && this.source.array(name);
    if (array === undefined) throw unknown(name, `"${name}" is not among the relabelled variables.`, this.names);
    const made = relabelArray(array, eventAxis(array, name), this.permutations, vector?.positions);
    this.known.set(name, made);
    return made;
  }

  /** As the fit's own, with each component what it is here. */
  membership<const Options extends MembershipOptions>(options?: Options): MembershipFor<Options, Names> {
    return membership(this.source, this.observation, options ?? {}, this.permutations) as MembershipFor<Options, Names>;
  }

  /** The summary of the relabelled variables, with warnings about them. */
  summary(options?: Omit<SummaryOptions, FromFit>): Summary;
  summary<Kind extends string, Statistics>(
    options: Omit<StyledSummaryOptions<Kind, Statistics>, FromFit>,
  ): Summary<RowName & Statistics>;
  summary(options?: Omit<SummaryOptions, FromFit> | Omit<StyledSummaryOptions<string, object>, FromFit>): Summary<RowName> {
    return summarize(Object.fromEntries(this.names.map((name) => [name, this.array(name)])), {
      ...(options as SummaryOptions),
      stats: this.stats,
    });
  }
}

function permute(
  source: FitDraws,
  observation: ObservationLayout,
  { lp }: SampleStats,
  method: NonNullable<RelabelOptions["method"]>,
): Relabelling {
  const classification = new Classification(source, observation);
  const { rows, components } = classification.columns;
  const groups = observation.mixture?.exchange?.groups;
  const draws = source.chains * source.draws;
  const shape = { draws, points: rows, components: components.length, ...(groups && { groups }) };
  const best = highest(lp ?? []);
  if (method === "stephens") return stephens({ ...shape, probabilities: classification.at, pivot: best });
  if (method !== "ecr" && method !== "ecr-iterative") throw unknownMethod(method);
  const allocations = classification.allocations();
  const pivot = allocations.subarray(best * rows, (best + 1) * rows);
  return ecr({ ...shape, allocations, pivot, iterative: method === "ecr-iterative" });
}

/** The draw of highest log density. */
export function highest(lp: ArrayLike<number>): number {
  let best = 0;
  for (let draw = 1; draw < lp.length; draw++) if (lp[draw]! > lp[best]!) best = draw;
  return best;
}

function vectorsOf(source: FitDraws, { name, mixture }: ObservationLayout, names: readonly string[] | undefined): Vector[] {
  const known: readonly Vector[] = mixture?.exchange?.vectors ?? [];
  if (names === undefined && known.length > 0) return [...known];
  if (names === undefined) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `Which parameters go with the components of "${name}" is not plain from the model: no returned vector is read element by element.`,
      remedy: 'Name them: { parameters: ["mu"] }; an empty list relabels the memberships alone.',
      variable: "parameters",
    });
  }
  const components = mixture?.components ?? [];
  return names.map((each) => {
    const array = source.array(each);
    if (array === undefined) throw unknown(each, `The fit has no draws of "${each}".`, source.names);
    const length = array.shape[eventAxis(array, each)];
    const vector = known.find((candidate) => candidate.name === each);
    if (vector !== undefined || length === components.length) {
      return vector ?? { name: each, positions: components.map((_, k) => k) };
    }
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `"${each}" is no vector with an element for each of the ${components.length} components of "${name}": its axes are ${array.dims.slice(2).join(", ") || "none"}.`,
      remedy: "Relabelling wants an event, as param(prior, { size: 3 }) makes it; parameters over dims are not relabelled.",
      variable: each,
      value: length,
    });
  });
}

/** The first axis of the event, or -1. */
function eventAxis({ dims }: NamedArray, name: string): number {
  return dims.indexOf(`${name}_dim_0`);
}

function unknown(name: string, problem: string, known: readonly string[]): WasmcmcError {
  return new WasmcmcError({ code: "unknown-variable", problem, remedy: `Known: ${known.join(", ")}.`, variable: name });
}

function unknownMethod(method: never): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `relabel knows no method ${JSON.stringify(method)}.`,
    remedy: 'Use "stephens", "ecr" or "ecr-iterative".',
    variable: "method",
    value: method,
  });
}
