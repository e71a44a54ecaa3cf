/** What may be said about a density estimate, and what is refused. */
import type { ArvizStyle } from "../statistics/arviz_style.js";
import { badOption } from "./bad_option.js";
import { type LinearBandwidth, LinearBandwidths } from "./bandwidth.js";

export interface KdeOptions {
  /** A rule or a width (for circular draws: "taylor" or a concentration); default "experimental", for circular draws "taylor". */
  readonly bandwidth?: LinearBandwidth | "taylor" | number;
  /** The bandwidth is multiplied by it; default 1. */
  readonly bandwidthFactor?: number;
  /** Wider kernels where draws are rare (Abramson 1982); default false. */
  readonly adaptive?: boolean;
  /** Reflect what would be lost at the ends of the grid; default true. */
  readonly boundCorrection?: boolean;
  /** Widen the grid by `extendFactor` standard deviations each way, where there is no bound correction; default false. */
  readonly extend?: boolean;
  /** Default 0, as in ArviZ. */
  readonly extendFactor?: number;
  /** The grid's ends; undefined for those of the draws. Draws outside are refused. */
  readonly limits?: readonly [lower: number | undefined, upper: number | undefined];
  /** The distribution function in place of the density; default false. */
  readonly cumulative?: boolean;
  /** Bins of the grid, at least 100 for draws on a line; default 512. */
  readonly gridLength?: number;
  /** Draws are angles in radians (or "degrees": then converted to radians); default false. */
  readonly circular?: boolean | "degrees";
  /** Default "0.x". "1.x" has longer kernels and scales the density to an integral of exactly 1. */
  readonly style?: ArvizStyle;
}

export interface Kde {
  /** Midpoints of the grid's bins. */
  readonly x: Float64Array;
  /** At `x`: the density, or the distribution function where `cumulative` was asked for. */
  readonly density: Float64Array;
  /** Standard deviation of the kernel, for circular draws its concentration; NaN where there was nothing to estimate. */
  readonly bandwidth: number;
}

export function checkKdeOptions(options: KdeOptions): void {
  const { bandwidth, bandwidthFactor = 1, gridLength = 512, circular = false } = options;
  if (!(bandwidthFactor > 0 && bandwidthFactor < Infinity)) {
    throw badOption("bandwidthFactor", `The bandwidth factor is ${bandwidthFactor}.`, "Pass a positive number.", bandwidthFactor);
  }
  const rules: readonly string[] = circular === false ? LinearBandwidths : ["taylor"];
  const known = typeof bandwidth === "number" ? bandwidth > 0 && bandwidth < Infinity : rules.includes(bandwidth ?? rules[0]!);
  if (!known) {
    throw badOption("bandwidth", `The bandwidth is ${bandwidth}.`, `Pass a positive number or ${rules.join(", ")}.`, bandwidth);
  }
  const even = circular === false || gridLength % 2 === 0;
  if (!(Number.isInteger(gridLength) && gridLength >= 2 && even && gridLength <= 2 ** 24)) {
    const remedy =
      circular === false ? "Pass a whole number." : "Pass an even number: angles opposite to each other need a bin each.";
    throw badOption("gridLength", `The grid length is ${gridLength}.`, remedy, gridLength);
  }
}

/** The grid's ends, given those of the draws. */
export function checkedLimits(
  limits: readonly [lower: number | undefined, upper: number | undefined],
  range: readonly [lower: number, upper: number],
): [lower: number, upper: number] {
  const lower = limits[0] ?? range[0];
  const upper = limits[1] ?? range[1];
  const remedy = "Pass two numbers, the smaller first, with all draws between them.";
  if (!(lower < upper && Number.isFinite(upper - lower)))
    throw badOption("limits", `The limits are ${lower} and ${upper}.`, remedy, limits);
  if (lower > range[0] || upper < range[1]) {
    throw badOption("limits", `Draws from ${range[0]} to ${range[1]} are not within ${lower} and ${upper}.`, remedy, limits);
  }
  return [lower, upper];
}
