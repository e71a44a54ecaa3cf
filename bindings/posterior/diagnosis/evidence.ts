/** What a diagnosis is made from: draws, what the sampler said of them, and, where it is known, what the model says of its parameters. */
import type { NamedArray } from "../array.js";
import { elementDraws } from "../modes.js";
import { elementsOf, type SummaryRow, summarize } from "../summary.js";
import type { SampleStats, Warning } from "../warnings.js";
import type { Edge } from "./edges.js";
import type { TailShare } from "./priors.js";

/** By ArviZ's names, `[chain, draw]` flat; what is absent is not judged. */
export interface SamplerStats extends SampleStats {
  readonly energy?: ArrayLike<number>;
  readonly step_size?: ArrayLike<number>;
}

export interface DiagnosisInput {
  /** Draws by name: [chain, draw, ...]. */
  readonly arrays: Readonly<Record<string, NamedArray>>;
  /** The sampler's statistics as far as they are known. */
  readonly stats: SamplerStats;
  /** Rows of the arrays' summary, and its warnings; made anew where absent. */
  readonly rows?: readonly SummaryRow[] | undefined;
  readonly warnings?: readonly Warning[] | undefined;
  /** Names of the arrays that are parameters, not computed from others: all where absent. */
  readonly parameters?: readonly string[] | undefined;
  /** Draws from the prior: [chain, draw, ...] by the parameters' names. */
  readonly prior?: Readonly<Record<string, NamedArray>> | undefined;
  /** Names of parameters whose prior has no finite integral. */
  readonly improper?: readonly string[] | undefined;
  /** Names of parameters whose elements are tied to each other by design, as those of a simplex. */
  readonly tied?: readonly string[] | undefined;
  /** Ends of parameters' ranges. */
  readonly edges?: readonly Edge[] | undefined;
  /** How little of its prior lies beyond a parameter, where it has a closed form: in place of prior draws. */
  readonly tails?: readonly TailShare[] | undefined;
  /** What the sampler was told. */
  readonly settings?: { readonly warmup?: number; readonly targetAccept?: number; readonly maxTreeDepth?: number } | undefined;
}

export interface Scalar {
  readonly variable: string;
  readonly label: string;
  readonly row: SummaryRow;
  readonly values: Float64Array;
}

export interface Evidence extends Omit<DiagnosisInput, "rows" | "warnings" | "parameters"> {
  readonly warnings: readonly Warning[];
  readonly rows: readonly SummaryRow[];
  /** Scalars that are parameters and not constant, those with the smallest effective sample sizes first; `MostScalars` at most. */
  readonly scalars: readonly Scalar[];
  readonly isParameter: (variable: string) => boolean;
}

/** Of larger models the worst parameters are looked at. */
export const MostScalars = 300;

export function evidenceOf(input: DiagnosisInput): Evidence {
  const { arrays, stats } = input;
  const made = input.rows !== undefined && input.warnings !== undefined ? undefined : summarize(arrays, { stats });
  const rows = input.rows ?? made!.rows;
  const warnings = input.warnings ?? made!.warnings;
  const names = new Set(input.parameters ?? Object.keys(arrays));
  const isParameter = (variable: string): boolean => names.has(variable);
  return { ...input, rows, warnings, isParameter, scalars: scalarsOf(arrays, rows, stats, isParameter) };
}

function scalarsOf(
  arrays: DiagnosisInput["arrays"],
  rows: readonly SummaryRow[],
  { chains, draws }: SamplerStats,
  isParameter: (variable: string) => boolean,
): Scalar[] {
  const places = Object.entries(arrays).flatMap(([variable, array]) => {
    const alike = array.shape[0] === chains && array.shape[1] === draws;
    return alike && isParameter(variable)
      ? elementsOf(variable, array).map(({ label }, element) => ({ label, array, element }))
      : [];
  });
  const byLabel = new Map(rows.map((row) => [row.label, row]));
  const known = places.flatMap((place) => {
    const row = byLabel.get(place.label);
    return row !== undefined && row.sd > 0 && Number.isFinite(row.sd) ? [{ ...place, row }] : [];
  });
  if (known.length > MostScalars) known.sort((a, b) => a.row.ess_bulk - b.row.ess_bulk);
  return known.slice(0, MostScalars).map(({ label, row, array, element }) => {
    return { label, variable: row.variable, row, values: elementDraws(array, element) };
  });
}

/** The positions of the values in ascending order, from 1; equal ones as they come. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; i++) ranks[order[i]!] = i + 1;
  return ranks;
}

export function meanAndSd(values: ArrayLike<number>, from = 0, to = values.length): { mean: number; sd: number } {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  const mean = sum / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / Math.max(1, to - from - 1)) };
}

/** Pearson's; of ranks Spearman's. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const [x, y] = [meanAndSd(a), meanAndSd(b)];
  let product = 0;
  for (let i = 0; i < a.length; i++) product += (a[i]! - x.mean) * (b[i]! - y.mean);
  return product / (a.length - 1) / (x.sd * y.sd);
}

/** A number as a person would write it. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
