/** The log-likelihoods behind the comparison fixtures, the same bits as test/oracle/arviz_comparison.py makes. */
import { readFileSync } from "node:fs";
import { type FittedModel, type NamedArray, namedArray } from "../../../bindings/index.js";
import { type DrawSpec, disagreement, drawsOf, type Stored } from "../draw_sets.js";

export interface LogLikelihoodCase {
  readonly name: string;
  readonly y: readonly number[];
  readonly sd: number;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly draws: DrawSpec;
}

export interface StoredElpd {
  readonly elpd: Stored;
  readonly se: Stored;
  readonly p: Stored;
  readonly warning: boolean;
  readonly pointwise: readonly Stored[];
  readonly text: string;
  readonly k?: readonly Stored[];
  readonly goodK?: Stored;
}

export interface StoredCase {
  readonly case: LogLikelihoodCase;
  readonly first: Stored;
  readonly last: Stored;
  readonly relativeEss: number;
  readonly loo: StoredElpd;
  readonly waic: StoredElpd;
  readonly weights: readonly (readonly Stored[])[];
  readonly calibration: Readonly<Record<"atMost" | "middle" | "mean" | "sd" | "var" | "median" | "quantile", readonly Stored[]>>;
}

export interface StoredTable {
  readonly order: readonly string[];
  readonly text: string;
  readonly elpd: readonly Stored[];
  readonly p: readonly Stored[];
  readonly elpd_diff: readonly Stored[];
  readonly weight: readonly Stored[];
  readonly se: readonly Stored[];
  readonly dse: readonly Stored[];
  readonly warning: readonly boolean[];
}

export interface StoredComparison {
  readonly name: string;
  readonly models: Readonly<Record<string, LogLikelihoodCase>>;
  readonly scale: "log" | "deviance" | "negative_log";
  readonly kind: "loo" | "waic";
  /** Weights at the optimum of stacking. */
  readonly optimum: Readonly<Record<string, number>>;
  readonly objective: number;
  readonly "pseudo-BMA": StoredTable;
  readonly "BB-pseudo-BMA": StoredTable;
}

export interface StoredSubsample {
  readonly case: LogLikelihoodCase;
  readonly observations: readonly number[];
  readonly lpd: StoredEstimate;
  readonly given: StoredEstimate;
}

export interface StoredEstimate {
  readonly elpd: Stored;
  readonly se: Stored;
  readonly subsamplingSe: Stored;
  readonly p: Stored;
  readonly text: string;
  readonly approximation: readonly number[];
}

interface Fixture {
  readonly cases: readonly StoredCase[];
  readonly scales: {
    readonly case: LogLikelihoodCase;
    readonly results: Readonly<Record<"deviance" | "negative_log", Readonly<Record<"loo" | "waic", StoredElpd>>>>;
  };
  readonly comparisons: readonly StoredComparison[];
  readonly subsamples: readonly StoredSubsample[];
  readonly subsample_difference: Readonly<Record<"elpd_diff" | "se_diff" | "subsampling_dse", Stored>>;
  readonly printed: readonly (readonly [value: Stored, decimals: number, text: string])[];
}

export const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/arviz_comparison.json", import.meta.url), "utf8"),
) as Fixture;

/** offset - z^2 / 2 with z = (y - m) / sd, [chain, draw, ...observations]. */
export function logLikelihoodOf({ y, sd, offset, shape, draws }: LogLikelihoodCase): NamedArray {
  const m = drawsOf(draws);
  const values = new Float64Array(m.values.length * y.length);
  for (const [draw, value] of m.values.entries()) {
    for (const [i, observed] of y.entries()) {
      const z = (observed - value) / sd;
      values[draw * y.length + i] = offset - 0.5 * z * z;
    }
  }
  const dims = ["chain", "draw", ...shape.map((_, axis) => `y_dim_${axis}`)];
  return namedArray(values, [m.chains, m.draws, ...shape], dims);
}

/** What `loo` reads of a fit whose only parameter is m. */
export function fitOf(model: LogLikelihoodCase): FittedModel {
  const { values, chains, draws } = drawsOf(model.draws);
  return {
    names: ["m"],
    observations: ["y"],
    array: () => namedArray(values, [chains, draws], ["chain", "draw"]),
    logLikelihood: () => logLikelihoodOf(model),
  };
}

/** m + sd * noise for every observation alike, [chain, draw, ...observations]. */
export function predictionsOf({ y, sd, shape, draws }: LogLikelihoodCase): NamedArray {
  const m = drawsOf(draws).values;
  const noise = drawsOf({ ...draws, seed: draws.seed + 500, noise: "normal", phi: 0, scale: 1, shifts: [0], replace: [] }).values;
  const values = new Float64Array(m.length * y.length);
  for (let draw = 0; draw < m.length; draw++) {
    values.fill(m[draw]! + sd * noise[draw]!, draw * y.length, (draw + 1) * y.length);
  }
  return namedArray(values, [draws.chains, draws.draws, ...shape], ["chain", "draw", ...shape.map((_, axis) => `y_dim_${axis}`)]);
}

/** Where two arrays disagree, in words. */
export function disagreements(
  name: string,
  found: ArrayLike<number>,
  stored: readonly Stored[],
  tolerance: number,
  scale = 0,
): string[] {
  const length = found.length === stored.length ? "" : `${name}: ${found.length} numbers in place of ${stored.length}`;
  return [length, ...stored.map((value, i) => disagreement(`${name}[${i}]`, found[i]!, value, tolerance, scale))].filter(Boolean);
}
