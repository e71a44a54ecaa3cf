/** Highest density regions of distributions with several modes: all intervals that are more probable than what lies outside. */
import { type NamedArray, namedArray } from "../array.js";
import type { ArvizStyle } from "../statistics/arviz_style.js";
import { checkHdiProbability, DefaultHdiProbability, type Interval } from "../statistics/hdi.js";
import { checkDrawArray, overElements } from "../statistics/over_elements.js";
import { badOption } from "./bad_option.js";
import { countBetween, interpolate, rangeOf } from "./binning.js";
import { finiteDraws, flatDraws, isDiscrete, type PlainDraws } from "./flat_draws.js";
import { arvizBins } from "./histogram.js";
import { kde } from "./kde.js";
import { wrapped } from "./kde_circular.js";
import type { KdeOptions } from "./kde_options.js";
import { type Cell, regionOf0x, regionOf1x, regionOfSample } from "./regions.js";

/**
 * Options of the density apply to continuous draws; "1.x" takes the "isj" bandwidth where none is given, "0.x" "experimental".
 */
export interface MultimodalHdiOptions extends Omit<KdeOptions, "cumulative"> {
  /** Default 0.94. */
  readonly probability?: number;
  /**
   * At most so many intervals: of more, "0.x" keeps the lowest, "1.x" the most probable (ascending, unlike arviz-stats); default
   * 10.
   */
  readonly maxModes?: number;
  /** Intervals of values instead of a density's; default whether all draws are whole numbers (ArviZ goes by the dtype). */
  readonly discrete?: boolean;
  /** "1.x" only. "density" (the default): bounds are points of the grid; "sample": they are draws, the densest ones. */
  readonly method?: "density" | "sample";
  /**
   * Default "0.x". For discrete draws it takes the bins of `histogram` and gives their lower edges, "1.x" takes each value for
   * itself.
   */
  readonly style?: ArvizStyle;
}

/**
 * The intervals that hold a share of the draws where they are densest: az.hdi(..., multimodal=True) of ArviZ 0.23, or with
 * `style: "1.x"` arviz_stats.hdi(..., method="multimodal") of 0.8.
 *
 *     multimodalHdi([chain0, chain1], { probability: 0.9 })   // [{ lower, upper }, { lower, upper }], ascending
 *     multimodalHdi(fit.array("theta"))                       // dims [...dims, mode, ci_bound], padded with NaN
 *
 * Draws of one number give a list, an array with dims beside chain and draw an array. NaN and infinite draws are left out. Draws
 * that are all the same give that point (ArviZ 0.23 gives 0 where they are continuous); none at all give no interval. Where bins
 * are equally probable at the bound, "0.x" here takes the lower, "1.x" the upper one (in ArviZ it depends on the sorting). Throws
 * `bad-option` for options that make no sense, such as discrete circular draws.
 */
export function multimodalHdi(draws: NamedArray, options?: MultimodalHdiOptions): NamedArray;
export function multimodalHdi(draws: Exclude<PlainDraws, NamedArray>, options?: MultimodalHdiOptions): Interval[];
export function multimodalHdi(draws: PlainDraws, options: MultimodalHdiOptions = {}): Interval[] | NamedArray {
  check(options);
  if (!("dims" in draws)) return intervalsOf(finiteDraws(draws), options);
  checkDrawArray(draws);
  const found: Interval[][] = [];
  overElements(draws, ({ values }) => found.push(intervalsOf(finiteDraws(values), options)));
  const modes = Math.max(1, ...found.map((intervals) => intervals.length));
  const out = new Float64Array(found.length * modes * 2).fill(NaN);
  for (const [element, intervals] of found.entries()) {
    for (const [place, { lower, upper }] of intervals.entries()) out.set([lower, upper], 2 * (element * modes + place));
  }
  const coords = { ...draws.coords, ci_bound: ["lower", "upper"] };
  return namedArray(out, [...draws.shape.slice(2), modes, 2], [...draws.dims.slice(2), "mode", "ci_bound"], coords);
}

function check({
  probability = DefaultHdiProbability,
  maxModes = 10,
  style = "0.x",
  method,
  circular,
  discrete,
}: MultimodalHdiOptions): void {
  checkHdiProbability(probability);
  if (!(Number.isInteger(maxModes) && maxModes >= 1)) {
    throw badOption("maxModes", `There cannot be ${maxModes} intervals.`, "Pass a whole number from 1 on.", maxModes);
  }
  if (style === "0.x" && (method === "sample" || circular)) {
    const option = circular ? "circular" : "method";
    throw badOption(
      option,
      `ArviZ 0.x has no multimodal intervals with this \`${option}\`.`,
      'Pass style: "1.x".',
      circular ?? method,
    );
  }
  if (discrete && (circular || method === "sample")) {
    throw badOption(
      "discrete",
      "Discrete draws are neither circular nor have a density.",
      "Leave one of the options out.",
      discrete,
    );
  }
}

function intervalsOf(values: Float64Array, options: MultimodalHdiOptions): Interval[] {
  const { probability = DefaultHdiProbability, maxModes = 10, style = "0.x" } = options;
  const [lower, upper] = rangeOf(values);
  if (!(lower < upper)) return values.length === 0 ? [] : [{ lower, upper }];
  const continuous = options.circular || options.method === "sample" || !isDiscrete(values, options.discrete);
  if (style === "0.x")
    return regionOf0x(continuous ? densityCells(values, options) : binCells(values), probability).slice(0, maxModes);
  const region = continuous
    ? continuous1x(values, probability, options)
    : regionOf1x(valueCells(values), probability, 1, undefined);
  if (region.length > maxModes) region.sort((a, b) => b.probability - a.probability).length = maxModes;
  region.sort((a, b) => a.lower - b.lower);
  return region.map(({ lower, upper }) => ({ lower, upper }));
}

function continuous1x(values: Float64Array, probability: number, options: MultimodalHdiOptions): ReturnType<typeof regionOf1x> {
  const circular = options.circular !== undefined && options.circular !== false;
  const bandwidth = options.bandwidth ?? (circular ? "taylor" : "isj");
  const { x, density } = kde(values, { ...options, bandwidth, style: "1.x" });
  const step = (x[x.length - 1]! - x[0]!) / (x.length - 1);
  if (options.method !== "sample") {
    const cells = Array.from(x, (place, i) => ({ place, probability: density[i]! * step }));
    return regionOf1x(cells, probability, step, circular ? 2 * Math.PI : undefined);
  }
  const unit = options.circular === "degrees" ? Math.PI / 180 : 1;
  const points = Array.from(values, (value) => {
    const place = circular ? wrapped(value * unit) : value;
    return { place, probability: interpolate(place, x, density) };
  });
  return regionOfSample(points, probability, circular);
}

function densityCells(values: Float64Array, options: MultimodalHdiOptions): { cells: Cell[]; step: number } {
  const { x, density } = kde(values, { ...options, style: "0.x" });
  const step = (x[x.length - 1]! - x[0]!) / x.length;
  return { cells: Array.from(x, (place, i) => ({ place, probability: density[i]! * step })), step };
}

/** A cell a bin, at its lower edge. */
function binCells(values: Float64Array): { cells: Cell[]; step: number } {
  const edges = arvizBins(values, true);
  const counts = countBetween(values, edges);
  return {
    cells: Array.from(counts, (count, bin) => ({ place: edges[bin]!, probability: count / values.length })),
    step: edges[1]! - edges[0]!,
  };
}

/** A cell a value. */
function valueCells(values: Float64Array): Cell[] {
  const counts = new Map<number, number>();
  for (const value of flatDraws(values).slice().sort()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Array.from(counts, ([place, count]) => ({ place, probability: count / values.length }));
}
