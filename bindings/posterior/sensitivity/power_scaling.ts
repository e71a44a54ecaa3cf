/**
 * How much a posterior changes when its prior or its likelihood is raised to a power: Kallioinen et al. (2024), Stat. Comput. 34, 57; as
 * `psense_summary` of arviz-stats 0.8 and R's priorsense.
 */
import { WasmcmcError } from "../../errors.js";
import type { Label, NamedArray } from "../array.js";
import { type Chains, checkDrawArray, overElements } from "../statistics/over_elements.js";
import { hasNaN } from "../statistics/scalar_draws.js";
import { elementsOf } from "../summary.js";
import { roundTo } from "../summary_table.js";
import { SortedDraws } from "./cjs.js";
import { powerScaleWeights } from "./power_scaling_weights.js";

export interface PowerScaleOptions {
  /** The powers, one on each side of 1: [0.99, 1.01] when absent, as in arviz-stats 0.8 and priorsense. */
  readonly alphas?: readonly [lower: number, upper: number];
  /** Sensitivities from here on count: 0.05 when absent. */
  readonly threshold?: number;
}

export type SensitivityDiagnosis = "potential prior-data conflict" | "potential strong prior / weak likelihood" | "✓";

export interface SensitivityRow {
  /** As printed: `m`, `theta[Choate]`. */
  readonly label: string;
  readonly variable: string;
  /** Labels along the dims other than chain and draw. */
  readonly coords: Readonly<Record<string, Label>>;
  /** Distance that the quantity's distribution moves, per doubling of the prior. */
  readonly prior: number;
  /** The same of the likelihood. */
  readonly likelihood: number;
  readonly diagnosis: SensitivityDiagnosis;
}

const DefaultAlphas = [0.99, 1.01] as const;
const DefaultThreshold = 0.05;

export class Sensitivity {
  constructor(
    readonly rows: readonly SensitivityRow[],
    readonly alphas: readonly [number, number],
    readonly threshold: number,
  ) {}

  /** The row with this label, such as `theta[Choate]`. */
  row(label: string): SensitivityRow {
    const row = this.rows.find((candidate) => candidate.label === label);
    if (row !== undefined) return row;
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `There is no row "${label}".`,
      remedy: `Known: ${this.rows
        .slice(0, 8)
        .map((known) => known.label)
        .join(", ")}${this.rows.length > 8 ? ", ..." : ""}.`,
      variable: label,
    });
  }

  /** The table that psense_summary prints: 3 decimals. */
  toString(): string {
    const columns: readonly (readonly [string, readonly string[]])[] = [
      ["prior", decimals(this.rows.map(({ prior }) => prior))],
      ["likelihood", decimals(this.rows.map(({ likelihood }) => likelihood))],
      ["diagnosis", this.rows.map(({ diagnosis }) => diagnosis)],
    ];
    const labels = ["", ...this.rows.map(({ label }) => label)];
    const width = Math.max(...labels.map((label) => label.length));
    const cells = columns.map(([head, texts]) => {
      const widest = Math.max(head.length, ...texts.map((text) => text.length));
      return [head, ...texts].map((text) => text.padStart(widest));
    });
    return labels.map((label, line) => [label.padEnd(width), ...cells.map((column) => column[line])].join("  ")).join("\n");
  }
}

/** Three decimals at most, as many in all rows. */
function decimals(values: readonly number[]): string[] {
  const rounded = values.map((value) => roundTo(value, 3));
  const needed = Math.max(1, ...rounded.map((value) => String(value).split(".")[1]?.length ?? 0));
  return rounded.map((value) => (Number.isFinite(value) ? value.toFixed(needed) : String(value)));
}

/**
 * Sensitivities of quantities to the power of a part of the log density, per doubling: 0 where the part does not matter. `logDensity` is
 * that part of each draw: the log prior, or the log likelihood summed over rows.
 *
 *     powerScaleSensitivity(fit.array("theta"), logLikelihoods)   // one number an element
 *
 * NaN where a draw is NaN or all are equal. arviz_stats.psense.
 */
export function powerScaleSensitivity(draws: Chains, logDensity: Chains, options?: PowerScaleOptions): number;
export function powerScaleSensitivity(draws: NamedArray, logDensity: Chains, options?: PowerScaleOptions): NamedArray;
export function powerScaleSensitivity(
  draws: Chains | NamedArray,
  logDensity: Chains,
  options: PowerScaleOptions = {},
): number | NamedArray {
  const measure = measureOf(logDensity, alphasOf(options));
  return overElements(draws, ({ values }) => measure(values));
}

/**
 * The sensitivities of all quantities to prior and likelihood, with a diagnosis of each: where both matter, prior and data may be in
 * conflict; where the prior alone does, it is strong or the data weak.
 *
 *     console.log(String(powerScaling({ mu, theta }, { logPrior, logLikelihood })));
 *
 * Arrays are [chain, draw, ...] with as many draws as the log densities have.
 */
export function powerScaling(
  arrays: Readonly<Record<string, NamedArray>>,
  parts: { readonly logPrior: Chains; readonly logLikelihood: Chains },
  options: PowerScaleOptions = {},
): Sensitivity {
  const alphas = alphasOf(options);
  const { threshold = DefaultThreshold } = options;
  if (!(threshold >= 0)) throw badOption("threshold", threshold, "Give a number from 0, such as 0.05.");
  const [prior, likelihood] = [measureOf(parts.logPrior, alphas), measureOf(parts.logLikelihood, alphas)];
  const rows = Object.entries(arrays).flatMap(([variable, array]) => {
    checkDrawArray(array, variable);
    const priors = overElements(array, ({ values }) => prior(values)).values;
    const likelihoods = overElements(array, ({ values }) => likelihood(values)).values;
    return elementsOf(variable, array).map((place, k): SensitivityRow => {
      const found = { prior: priors[k]!, likelihood: likelihoods[k]! };
      return { variable, ...place, ...found, diagnosis: diagnose(found, threshold) };
    });
  });
  return new Sensitivity(rows, alphas, threshold);
}

function diagnose({ prior, likelihood }: Pick<SensitivityRow, "prior" | "likelihood">, threshold: number): SensitivityDiagnosis {
  if (prior >= threshold && likelihood >= threshold) return "potential prior-data conflict";
  return prior > threshold && likelihood < threshold ? "potential strong prior / weak likelihood" : "✓";
}

/** Mean of the distances at both powers, each divided by how often it doubles the part. */
function measureOf(logDensity: Chains, [lower, upper]: readonly [number, number]): (values: Float64Array) => number {
  const [below, above] = [powerScaleWeights(logDensity, lower), powerScaleWeights(logDensity, upper)];
  const sorted = new SortedDraws(below.length);
  return (values) => {
    if (values.length !== below.length) throw mismatch(values.length, below.length);
    if (hasNaN(values)) return Number.NaN;
    sorted.load(values);
    return (sorted.distance(above) / Math.log2(upper) - sorted.distance(below) / Math.log2(lower)) / 2;
  };
}

function alphasOf({ alphas = DefaultAlphas }: PowerScaleOptions): readonly [number, number] {
  const [lower, upper] = alphas;
  if (lower > 0 && lower < 1 && upper > 1 && upper < Infinity) return [lower, upper];
  throw badOption("alphas", alphas, "Give a power between 0 and 1 and one above 1, such as [0.8, 1.25].");
}

function badOption(variable: string, value: unknown, remedy: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `The option ${variable} is ${String(value)}.`,
    remedy,
    variable,
    value,
  });
}

function mismatch(found: number, expected: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem: `A quantity has ${found} draws, the log densities have ${expected}.`,
    remedy: "Take both from the same draws.",
    value: found,
  });
}
