/** What plots of draws take: a fit, results in ArviZ's schema, or plain arrays by name; cut into the chains of each single number. */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";
import { chooseNames, type NameFilter } from "../inference_data/names.js";
import { elementNames } from "../io/element_names.js";
import type { Chains } from "../statistics/over_elements.js";

/** A `Fit`, or what looks like one. */
export interface FitLike {
  readonly names: readonly string[];
  array(name: never): NamedArray;
  readonly sampleStats?: object;
}

/** An `InferenceData`, or what looks like one. */
export interface GroupsLike {
  readonly groups: Readonly<Record<string, unknown>>;
  arrays(group?: string): Record<string, NamedArray>;
}

/** Draws of one number (an array, or an array a chain) or an array [chain, draw, ...dims], by name. */
export type PlainVariables = Readonly<Record<string, ArrayLike<number> | Chains | NamedArray>>;

export type DrawsSource = FitLike | GroupsLike | PlainVariables;

/** Which numbers a plot is of; by default all. */
export interface VariableChoice extends NameFilter {
  /** Places of elements by dim: `{ school: ["Choate", "Deerfield"] }`. */
  readonly coords?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
}

/** One number's draws. */
export interface PlotVariable {
  /** `m`, `w[0]`, `theta[Choate]`. */
  readonly label: string;
  /** `m`, `w`, `theta`. */
  readonly name: string;
  /** An array a chain. */
  readonly chains: readonly Float64Array[];
}

/**
 * The numbers a plot is to show. Throws `unknown-variable` for a name that is not there, `too-few-draws` where there are no draws,
 * `outside-support` for ranges that double precision cannot divide.
 */
export function variablesOf(source: DrawsSource, choice: VariableChoice = {}, group = "posterior"): PlotVariable[] {
  const arrays = arraysOf(source, group);
  const chosen = chooseNames([...arrays.keys()], choice);
  const variables = chosen.flatMap((name) => elementsOf(name, arrays.get(name)!(), choice.coords ?? {}));
  if (variables.length === 0 || variables.every(({ chains }) => chains.every(({ length }) => length === 0))) {
    throw new WasmcmcError({
      code: "too-few-draws",
      problem: "There are no draws to plot.",
      remedy: "Pass a fit or arrays with at least one variable and one draw.",
    });
  }
  for (const { label, chains } of variables) checkDrawable(label, chains);
  return variables;
}

/** Ranges between these have ticks and pixels in double precision. */
const SmallestRange = 1e-290;

/** Throws `outside-support` for numbers that lie too far apart, or too near each other, for an axis. */
export function checkDrawable(label: string, chains: readonly Float64Array[]): void {
  let [low, high] = [Infinity, -Infinity];
  for (const chain of chains) {
    for (const value of chain) {
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  const range = high - low;
  if (!(high > low) || (range >= SmallestRange && range <= Number.MAX_VALUE / 4)) return;
  throw new WasmcmcError({
    code: "outside-support",
    problem: `The draws of "${label}" lie between ${low} and ${high}: no axis can show such a range.`,
    remedy: "Scale them, or leave this variable out with `variables`.",
    variable: label,
    value: range,
  });
}

/** All draws of a number, chain by chain. */
export function allDraws({ chains }: PlotVariable): Float64Array {
  if (chains.length === 1) return chains[0]!;
  const all = new Float64Array(chains.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const chain of chains) {
    all.set(chain, place);
    place += chain.length;
  }
  return all;
}

/** A statistic of each draw that came with the draws (`diverging`, `energy`, `lp`, ...), an array a chain; undefined without it. */
export function sampleStatOf(source: DrawsSource, name: string): Float64Array[] | undefined {
  checkSource(source);
  if (isGroups(source)) {
    const array = Object.hasOwn(source.groups, "sample_stats") ? source.arrays("sample_stats")[name] : undefined;
    return array === undefined || array.shape.length !== 2 ? undefined : elementsOf(name, array, {})[0]!.chains.slice();
  }
  if (!isFit(source)) return undefined;
  const values = (source.sampleStats as Readonly<Record<string, ArrayLike<number>>> | undefined)?.[name];
  const first = source.names[0];
  if (values === undefined || first === undefined) return undefined;
  const [chains = 0, draws = 0] = source.array(first as never).shape;
  if (values.length !== chains * draws) return undefined;
  const all = Float64Array.from(values);
  return Array.from({ length: chains }, (_, chain) => all.subarray(chain * draws, (chain + 1) * draws));
}

export function isFit(source: object): source is FitLike {
  return "names" in source && "array" in source && typeof source.array === "function";
}

export function isGroups(source: object): source is GroupsLike {
  return "groups" in source && "arrays" in source && typeof source.arrays === "function";
}

/** Programs without types hand over anything. Throws `bad-option` for what is no object. */
function checkSource(source: unknown): void {
  if (typeof source === "object" && source !== null) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `There are no draws in ${source === undefined ? "what was not given" : JSON.stringify(source)}.`,
    remedy: "Pass a fit, inference data, or arrays of draws by name, as { m: [chain, chain] }.",
    value: source,
  });
}

function arraysOf(source: DrawsSource, group: string): Map<string, () => NamedArray> {
  checkSource(source);
  if (isGroups(source)) return new Map(Object.entries(source.arrays(group)).map(([name, array]) => [name, () => array]));
  if (isFit(source)) return new Map(source.names.map((name) => [name, () => source.array(name as never)]));
  return new Map(Object.entries(source as PlainVariables).map(([name, values]) => [name, () => named(name, values)]));
}

function named(name: string, values: ArrayLike<number> | Chains | NamedArray): NamedArray {
  if (typeof values !== "object" || values === null) throw notDraws(name, values);
  if ("dims" in values) return values;
  const nested = typeof values[0] === "object" || typeof values === "string";
  const chains = (nested ? values : [values]) as Chains;
  const draws = chains[0]?.length ?? 0;
  if (chains.some((chain) => chain.length !== draws)) {
    throw new WasmcmcError({
      code: "ragged-chains",
      problem: `The chains of "${name}" have different lengths.`,
      remedy: "Cut them to the shortest.",
      variable: name,
    });
  }
  const flat = new Float64Array(chains.length * draws);
  for (const [i, chain] of chains.entries()) flat.set(Float64Array.from(chain), i * draws);
  return namedArray(flat, [chains.length, draws], ["chain", "draw"]);
}

function notDraws(name: string, value: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `"${name}" is ${String(value)}, not draws.`,
    remedy: "Pass an array of numbers a chain, or one array.",
    variable: name,
    value,
  });
}

function elementsOf(name: string, array: NamedArray, coords: NonNullable<VariableChoice["coords"]>): PlotVariable[] {
  const [chains = 0, draws = 0, ...shape] = array.shape;
  const dims = array.dims.slice(2);
  const labels = elementNames(name, dims, shape, array.coords);
  const size = labels.length;
  return labels.flatMap((label, element) => {
    if (!isWanted(array, element, shape, dims, coords)) return [];
    const cut = Array.from({ length: chains }, (_, chain) =>
      Float64Array.from({ length: draws }, (_, draw) => array.values[(chain * draws + draw) * size + element]!),
    );
    return [{ label, name, chains: cut }];
  });
}

function isWanted(
  array: NamedArray,
  element: number,
  shape: readonly number[],
  dims: readonly string[],
  coords: NonNullable<VariableChoice["coords"]>,
): boolean {
  let rest = element;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const place = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
    const dim = dims[axis]!;
    if (!Object.hasOwn(coords, dim)) continue;
    const wanted = [coords[dim]!].flat();
    if (!wanted.includes(array.coords[dim]?.[place] ?? place)) return false;
  }
  return true;
}
