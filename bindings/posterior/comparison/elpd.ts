/**
 * An estimate of how well a model predicts new data: the expected log pointwise predictive density, printed as ArviZ 0.23 prints it (as
 * arviz-stats 0.8 where observations were sampled).
 */
import type { NamedArray } from "../array.js";
import { type Scale, scaleFactors } from "./log_likelihood.js";
import { fixed } from "./printed.js";

const scaleNames: Readonly<Record<Scale, string>> = { log: "elpd", deviance: "deviance", negative_log: "-elpd" };

export interface ElpdFields {
  readonly kind: "loo" | "waic" | "kfold";
  /** The sum over observations, on the scale, and its standard error. */
  readonly elpd: number;
  readonly se: number;
  /** Effective number of parameters. */
  readonly p: number;
  readonly sampleCount: number;
  readonly observationCount: number;
  /** Whether some observation's estimate is unreliable. */
  readonly warning: boolean;
  readonly scale: Scale;
  /** Each observation's part, over its dims. */
  readonly pointwise: NamedArray;
  /** For "loo": the shape of each observation's tail; estimates with k over `goodK` are unreliable. */
  readonly paretoK?: NamedArray | undefined;
  readonly goodK?: number | undefined;
  /** Where only some observations were computed, by `looSubsample`. */
  readonly subsample?: Subsample | undefined;
}

export interface Subsample {
  /** Which observations were computed, ascending; `pointwise` and `paretoK` are NaN for others. */
  readonly observations: Int32Array;
  /** The part of the standard error that comes from sampling; `se` has it not. */
  readonly se: number;
  /** What approximated each observation's part. */
  readonly approximation: NamedArray;
}

export class Elpd {
  readonly kind: "loo" | "waic" | "kfold";
  readonly elpd: number;
  readonly se: number;
  readonly p: number;
  readonly sampleCount: number;
  readonly observationCount: number;
  readonly warning: boolean;
  readonly scale: Scale;
  readonly pointwise: NamedArray;
  readonly paretoK: NamedArray | undefined;
  readonly goodK: number | undefined;
  readonly subsample: Subsample | undefined;

  constructor(fields: ElpdFields) {
    this.kind = fields.kind;
    this.elpd = fields.elpd;
    this.se = fields.se;
    this.p = fields.p;
    this.sampleCount = fields.sampleCount;
    this.observationCount = fields.observationCount;
    this.warning = fields.warning;
    this.scale = fields.scale;
    this.pointwise = fields.pointwise;
    this.paretoK = fields.paretoK;
    this.goodK = fields.goodK;
    this.subsample = fields.subsample;
  }

  toString(): string {
    const lines = this.subsample === undefined ? this.estimateLines() : this.subsampleLines(this.subsample);
    if (this.warning) lines.push("", "There has been a warning during the calculation. Please check the results.");
    return [...lines, ...this.paretoLines()].join("\n");
  }

  private estimateLines(): string[] {
    const scale = scaleNames[this.scale];
    const width = scale.length + this.kind.length + 1;
    return [
      `Computed from ${this.sampleCount} posterior samples and ${this.observationCount} observations log-likelihood matrix.`,
      "",
      `${" ".repeat(width)} Estimate       SE`,
      `${scale}_${this.kind} ${fixed(this.elpd, 2).padStart(8)}  ${fixed(this.se, 2).padStart(7)}`,
      `p_${this.kind.padEnd(width - 2)} ${fixed(this.p, 2).padStart(8)}        -`,
    ];
  }

  private subsampleLines({ observations, se }: Subsample): string[] {
    return [
      `Computed from ${this.sampleCount} by ${observations.length} subsampled log-likelihood`,
      `values from ${this.observationCount} total observations.`,
      "",
      "         Estimate   SE subsampling SE",
      `elpd_loo  ${fixed(this.elpd, 1).padStart(8)} ${fixed(this.se, 1).padStart(4)}            ${fixed(se, 1)}`,
      `p_loo         ${fixed(this.p, 1).padStart(4)}`,
      "",
    ];
  }

  private paretoLines(): string[] {
    const { paretoK, goodK } = this;
    if (paretoK === undefined || goodK === undefined) return [];
    const counts = [0, 0, 0];
    for (const k of paretoK.values) if (!Number.isNaN(k)) counts[k < goodK ? 0 : k < 1 ? 1 : 2]!++;
    const width = Math.max(4, String(Math.max(...counts)).length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count) => `${String(count).padStart(width)} ${fixed((count / total) * 100, 1).padStart(6)}%`);
    return [
      "------",
      "",
      "Pareto k diagnostic values:",
      `${" ".repeat(25)}${"Count".padStart(width)} ${"Pct.".padStart(6)}`,
      `(-Inf, ${fixed(goodK, 2)}]   (good)     ${cells[0]}`,
      `   (${fixed(goodK, 2)}, 1]   (bad)      ${cells[1]}`,
      `${this.subsample === undefined ? "" : " "}   (1, Inf)   (very bad) ${cells[2]}`,
      "",
    ];
  }
}

/** Sums pointwise parts up. */
export function elpdOf(
  kind: Elpd["kind"],
  scale: Scale,
  draws: number,
  lppd: number,
  pointwise: NamedArray,
  rest: Pick<ElpdFields, "warning" | "paretoK" | "goodK">,
  penalty?: number,
): Elpd {
  const { values } = pointwise;
  const elpd = values.reduce((sum, value) => sum + value, 0);
  const mean = elpd / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return new Elpd({
    kind,
    elpd,
    se: Math.sqrt(values.length * variance),
    p: penalty ?? lppd - elpd / scaleFactors[scale],
    sampleCount: draws,
    observationCount: values.length,
    scale,
    pointwise,
    ...rest,
  });
}
