/** Results in ArviZ's schema: groups of variables over named dims, with coordinates and attributes. */
import type { NamedArray } from "../array.js";
import {
  type RowName,
  type StyledSummaryOptions,
  type Summary,
  type SummaryOptions,
  summarize,
  type TableOptions,
} from "../summary.js";
import { checkDataset } from "./check_dataset.js";
import type { Dataset } from "./dataset.js";
import { type DeriveOptions, type DrawValues, deriveIn } from "./derive.js";
import { datasetOf, type FromOptions, type GroupInput } from "./from.js";
import { namedArrayIn } from "./named.js";
import { chooseNames, DataGroups, isPrior, isWarmup, type NameFilter, ParameterGroups, unknownName } from "./names.js";
import { randomPlaces } from "./random_places.js";
import type { Places } from "./reshape.js";
import {
  checkKnownDims,
  type LabelSelection,
  lengthsOf,
  type PlaceSelection,
  placesOf,
  placesOfLabels,
  takeGroup,
} from "./selection.js";
import { stackGroup } from "./stack.js";
import { sampleStatsOf } from "./stats.js";
import type { Attributes } from "./variable.js";

export interface GroupChoice {
  /** Groups that are meant; where absent, see the method. */
  readonly groups?: string | readonly string[];
}

/** Which variables a summary is of, in place of the `variables` of `summarize`. */
export interface SummaryChoice extends NameFilter {
  /** The group to summarise: "posterior". */
  readonly group?: string;
}

type FromData = "stats" | "variables";

/**
 * What a fit left, or what somebody else's did. Nothing changes it: each operation gives another, which shares what it can. Groups of
 * draws have variables [chain, draw, ...dims], groups of data [...dims].
 *
 *     const data = toInferenceData(fit);
 *     console.log(String(data.summary()));
 *     data.sel({ chain: [0, 1], school: "Choate" }).thin(10).array("theta");
 *     const text = toJson(data);                                  // az.from_json reads it
 */
export class InferenceData {
  /** Checks that values, shapes, dims and coordinates agree; copies nothing. */
  constructor(
    /** By ArviZ's names: posterior, sample_stats, log_likelihood, observed_data, ... */
    readonly groups: Readonly<Record<string, Dataset>>,
    readonly attributes: Attributes = {},
  ) {
    for (const [name, dataset] of Object.entries(groups)) checkDataset(name, dataset);
  }

  /**
   * Results of plain arrays, as `az.from_dict`: nested lists, typed arrays a chain, named arrays, or flat values with their shape.
   *
   *     InferenceData.from({ posterior: { m: [chain0, chain1] }, observed_data: { y } }, { dims: { y: ["point"] } })
   */
  static from(groups: Readonly<Record<string, GroupInput>>, options: FromOptions = {}): InferenceData {
    const made = Object.entries(groups).map(([name, arrays]) => [name, datasetOf(name, arrays, options)] as const);
    return new InferenceData(Object.fromEntries(made), options.attributes);
  }

  /** A group by name; an error of code "unknown-variable" names those that there are. */
  group(name: string): Dataset {
    if (Object.hasOwn(this.groups, name)) return this.groups[name]!;
    throw unknownName(name, Object.keys(this.groups), " among the groups");
  }

  /** A variable as statistics take it: `rhat(data.array("m"))`. */
  array(name: string, group = "posterior"): NamedArray {
    return namedArrayIn(group, this.group(group), name);
  }

  /** Variables of a group, all or some, as `summarize` takes them. */
  arrays(group = "posterior", filter: NameFilter = {}): Record<string, NamedArray> {
    const dataset = this.group(group);
    const names = chooseNames(Object.keys(dataset.variables), filter);
    return Object.fromEntries(names.map((name) => [name, namedArrayIn(group, dataset, name)]));
  }

  /**
   * The table `az.summary` prints; with `sample_stats` its warnings too. Options choose group and variables, and all that `summarize`
   * lets choose.
   *
   *     data.summary({ variables: "theta", filter: "like", probability: 0.9 });
   */
  summary(options?: Omit<SummaryOptions, FromData> & SummaryChoice): Summary;
  summary<Kind extends string, Statistics>(
    options: Omit<StyledSummaryOptions<Kind, Statistics>, FromData> & SummaryChoice,
  ): Summary<RowName & Statistics>;
  summary(options: SummaryChoice & Omit<TableOptions, FromData> = {}): Summary<RowName> {
    const { group = "posterior", variables, filter, ...others } = options;
    const chosen = { ...(variables !== undefined && { variables }), ...(filter !== undefined && { filter }) };
    const stats = group === "posterior" ? sampleStatsOf(this.groups.sample_stats) : undefined;
    return summarize(this.arrays(group, chosen), { ...others, ...(stats && { stats }) });
  }

  /**
   * Groups, and variables by name: the named groups alone, and of those the variables that fit; without named groups all stay, and
   * variables are chosen in those of parameters (posterior, prior and so on). A name that fits none is an error.
   *
   *     data.select({ variables: ["m", "~b"] });
   *     data.select({ groups: "posterior", variables: "^theta", filter: "regex" });
   */
  select({ groups, ...filter }: GroupChoice & NameFilter): InferenceData {
    const names = chooseNames(Object.keys(this.groups), groups === undefined ? {} : { variables: groups });
    const isMeant = (name: string) => groups !== undefined || ParameterGroups.includes(name.replace(/^warmup_/, ""));
    const known = new Set(names.filter(isMeant).flatMap((name) => Object.keys(this.groups[name]!.variables)));
    const chosen = chooseNames([...known], filter);
    const kept = names.map((name) => [name, isMeant(name) ? choose(this.groups[name]!, chosen) : this.groups[name]!] as const);
    return new InferenceData(Object.fromEntries(kept), this.attributes);
  }

  /**
   * Parts by labels: one label takes its dim away, a list keeps it. Dims that a group does not have are no concern of it. Unless
   * groups are named, "chain" and "draw" leave groups of priors alone, and "draw" those of warm-up.
   *
   *     data.sel({ school: ["Choate", "Deerfield"], chain: 0 })
   */
  sel(labels: LabelSelection, { groups }: GroupChoice = {}): InferenceData {
    return this.take(labels, groups, placesOfLabels);
  }

  /** The same by places from 0, lists of places or slices as Python's: `data.isel({ draw: { start: 500, step: 2 } })`. */
  isel(places: PlaceSelection, { groups }: GroupChoice = {}): InferenceData {
    return this.take(places, groups, placesOf);
  }

  /** Each `step`-th draw. */
  thin(step: number, choice: GroupChoice = {}): InferenceData {
    return this.isel({ draw: { step } }, choice);
  }

  /** Makes chain and draw (or other dims) one dim, the last: see `extract` of ArviZ. Groups of priors and of warm-up by name only. */
  stack(
    stacked: Readonly<Record<string, readonly string[]>> = { sample: ["chain", "draw"] },
    { groups }: GroupChoice = {},
  ): InferenceData {
    checkKnownDims(Object.values(stacked).flat(), Object.values(this.groups));
    return this.map(groups, "draw", (dataset) =>
      Object.entries(stacked).reduce((made, [name, dims]) => stackGroup(made, name, dims), dataset),
    );
  }

  /**
   * A random part of all draws over one dim "sample", the same in all groups that have the posterior's draws. Depends on the seed
   * alone; its labels are places among all draws, ascending, and fewer draws of one seed are among more.
   *
   *     data.subset(100, { seed: 1 }).group("posterior").variables.m
   */
  subset(count: number, { seed, groups }: GroupChoice & { readonly seed: number }): InferenceData {
    return this.stack(undefined, { ...(groups !== undefined && { groups }) }).map(groups, "draw", (dataset) => {
      const length = lengthsOf(dataset).get("sample");
      return length === undefined ? dataset : takeGroup(dataset, new Map([["sample", randomPlaces(length, count, seed)]]));
    });
  }

  /**
   * A variable more, computed of each draw's values; a list that comes back is over `dims`.
   *
   *     data.derive("ratio", ({ m, b }) => m / b)
   *     data.derive("effect", ({ mu, theta }) => theta.map((x) => x - mu), { dims: ["school"] })
   */
  derive<Values = DrawValues>(
    name: string,
    compute: (draw: Values) => number | ArrayLike<number>,
    { group = "posterior", ...options }: DeriveOptions & { readonly group?: string } = {},
  ): InferenceData {
    const made = deriveIn(group, this.group(group), name, compute as (draw: DrawValues) => number | ArrayLike<number>, options);
    return this.with({ [group]: made });
  }

  /** The same with other groups, new ones or in place of those that have their names. */
  with(groups: Readonly<Record<string, Dataset>>, attributes: Attributes = {}): InferenceData {
    return new InferenceData({ ...this.groups, ...groups }, { ...this.attributes, ...attributes });
  }

  /** Names of groups, with the dims and variables of each. */
  toString(): string {
    const lines = Object.entries(this.groups).map(([name, dataset]) => {
      const sizes = [...lengthsOf(dataset)].map(([dim, length]) => `${dim}: ${length}`).join(", ");
      return `> ${name} (${sizes}): ${Object.keys(dataset.variables).join(", ")}`;
    });
    return ["Inference data with groups:", ...lines].join("\n");
  }

  private take<Selection extends object>(
    selection: Selection,
    groups: GroupChoice["groups"],
    placesIn: (dataset: Dataset, selection: Selection) => Map<string, Places>,
  ): InferenceData {
    checkKnownDims(Object.keys(selection), Object.values(this.groups));
    const parts = Object.entries(selection).map(([dim, asked]) => [dim, { [dim]: asked } as Selection] as const);
    return parts.reduce<InferenceData>(
      (made, [dim, part]) => made.map(groups, dim, (dataset) => takeGroup(dataset, placesIn(dataset, part))),
      this,
    );
  }

  /** Changes the named groups, or else those whose `dim` is the posterior's. */
  private map(groups: GroupChoice["groups"], dim: string, change: (dataset: Dataset) => Dataset): InferenceData {
    const named = groups === undefined ? undefined : chooseNames(Object.keys(this.groups), { variables: groups });
    const made = Object.entries(this.groups).map(([name, dataset]) => {
      const isMeant = named === undefined ? sharesDim(name, dim) : named.includes(name);
      return [name, isMeant ? change(dataset) : dataset] as const;
    });
    return new InferenceData(Object.fromEntries(made), this.attributes);
  }
}

function choose(dataset: Dataset, chosen: readonly string[]): Dataset {
  const kept = chosen.filter((name) => Object.hasOwn(dataset.variables, name));
  const variables = Object.fromEntries(kept.map((name) => [name, dataset.variables[name]!]));
  const dims = new Set(Object.values(variables).flatMap((variable) => variable.dims));
  const coords = Object.entries(dataset.coords).filter(([dim]) => dims.has(dim));
  return { ...dataset, variables, coords: Object.fromEntries(coords) };
}

function sharesDim(group: string, dim: string): boolean {
  if (DataGroups.includes(group)) return dim !== "chain" && dim !== "draw";
  if (dim === "draw") return !isPrior(group) && !isWarmup(group);
  return dim !== "chain" || !isPrior(group);
}
