/** The summary of a posterior: one row a scalar, with the columns, names and definitions of az.summary in ArviZ 0.23. */
import { WasmcmcError } from "../errors.js";
import { type Label, labelsOf, type NamedArray } from "./array.js";
import { checkHdiProbability, DefaultHdiProbability } from "./statistics/hdi.js";
import { checkDrawArray } from "./statistics/over_elements.js";
import { Summarizer } from "./statistics/summarizer.js";
import { printTable } from "./summary_table.js";
import { findWarnings, type SampleStats, type Warning } from "./warnings.js";

/** One scalar. The bounds of the interval are columns `hdi_3%` and `hdi_97%` when it holds 94 % of the draws. */
export interface SummaryRow {
  /** As printed: `m`, `w[0]`, `theta[Choate]`. */
  readonly label: string;
  readonly variable: string;
  /** Labels along the dims other than chain and draw. */
  readonly coords: Readonly<Record<string, Label>>;
  readonly mean: number;
  readonly sd: number;
  readonly hdi_lower: number;
  readonly hdi_upper: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

export interface SummaryOptions {
  /** Share of the draws in the highest density interval. */
  readonly hdiProbability?: number;
  /** Statistics of the sampler: with them the summary carries warnings and prints them below the table. */
  readonly stats?: SampleStats;
  /** Warnings that `labelSwitching` gave, to be among the others. */
  readonly switching?: readonly Warning[];
}

const Diagnostics = ["mcse_mean", "mcse_sd", "ess_bulk", "ess_tail", "r_hat"] as const;

export class Summary {
  /** Names of the columns, in ArviZ's order. */
  readonly columns: readonly string[];

  constructor(
    readonly rows: readonly SummaryRow[],
    readonly hdiProbability: number,
    readonly warnings: readonly Warning[] = [],
  ) {
    const tail = 1 - hdiProbability;
    this.columns = ["mean", "sd", `hdi_${percent(tail / 2)}%`, `hdi_${percent(1 - tail / 2)}%`, ...Diagnostics];
  }

  /** The row with this label, such as `w[0]`. */
  row(label: string): SummaryRow {
    const row = this.rows.find((candidate) => candidate.label === label);
    if (row !== undefined) return row;
    const known = this.rows
      .slice(0, 8)
      .map((candidate) => candidate.label)
      .join(", ");
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `The summary has no row "${label}".`,
      remedy: `It has ${known}${this.rows.length > 8 ? ", ..." : ""}.`,
      variable: label,
    });
  }

  /** The table alone, as ArviZ prints it: 3 decimals, R-hat 2, effective sample sizes none. */
  table(): string {
    const cells: ((row: SummaryRow) => number)[] = [
      (row) => row.mean,
      (row) => row.sd,
      (row) => row.hdi_lower,
      (row) => row.hdi_upper,
    ];
    for (const name of Diagnostics) cells.push((row) => row[name]);
    const columns = this.columns.map((name, k) => ({ name, decimals: decimalsOf(name), values: this.rows.map(cells[k]!) }));
    return printTable(
      this.rows.map((row) => row.label),
      columns,
    );
  }

  /** The table, and below it the warnings if there are any. */
  toString(): string {
    const lines = this.warnings.map(({ message, remedy }) => `Warning: ${message} ${remedy}`);
    return [this.table(), ...(lines.length === 0 ? [] : ["", ...lines])].join("\n");
  }
}

function decimalsOf(column: string): number {
  if (column === "ess_bulk" || column === "ess_tail") return 0;
  return column === "r_hat" ? 2 : 3;
}

/** A share as C's %g writes it in percent. */
function percent(share: number): string {
  return String(Number((100 * share).toPrecision(6)));
}

/** Scalars gathered at a time from a vector, so that a cache line that was fetched is used up. */
const GatheredAtOnce = 8;

/**
 * Summarises draws given as arrays `[chain, draw, ...]` by name. All must have the same chains and draws.
 *
 *     console.log(String(summarize({ m: namedArray(values, [4, 1000], ["chain", "draw"]) })))
 */
export function summarize(arrays: Readonly<Record<string, NamedArray>>, options: SummaryOptions = {}): Summary {
  const hdiProbability = options.hdiProbability ?? DefaultHdiProbability;
  checkHdiProbability(hdiProbability);
  const rows: SummaryRow[] = [];
  let summarizer: Summarizer | undefined;
  for (const [variable, array] of Object.entries(arrays)) {
    checkDrawArray(array, variable);
    const [chains, draws] = array.shape as [number, number];
    if (summarizer?.chains !== chains || summarizer.draws !== draws) summarizer = new Summarizer(chains, draws, hdiProbability);
    summarizeVariable(variable, array, summarizer, rows);
  }
  const warnings = options.stats === undefined ? [] : findWarnings(arrays, rows, options.stats, options.switching);
  return new Summary(rows, hdiProbability, warnings);
}

function summarizeVariable(variable: string, array: NamedArray, summarizer: Summarizer, rows: SummaryRow[]): void {
  const draws = array.shape[0]! * array.shape[1]!;
  const size = array.values.length / draws;
  const axes = axesOf(array);
  const columns = Array.from({ length: Math.min(size, GatheredAtOnce) }, () => new Float64Array(draws));
  for (let first = 0; first < size; first += GatheredAtOnce) {
    const count = Math.min(GatheredAtOnce, size - first);
    for (let draw = 0; draw < draws; draw++) {
      for (let k = 0; k < count; k++) columns[k]![draw] = array.values[draw * size + first + k]!;
    }
    for (let k = 0; k < count; k++) {
      rows.push({ variable, ...placeOf(variable, axes, first + k), ...summarizer.summarize(columns[k]!) });
    }
  }
}

/** Label and coordinates of each element, in order. */
export function elementsOf(variable: string, array: NamedArray): Pick<SummaryRow, "label" | "coords">[] {
  const axes = axesOf(array);
  const count = axes.reduce((product, { labels }) => product * labels.length, 1);
  return Array.from({ length: count }, (_, element) => placeOf(variable, axes, element));
}

function axesOf(array: NamedArray): Axis[] {
  return array.dims.map((dim, axis) => ({ dim, labels: labelsOf(array, axis) })).slice(2);
}

interface Axis {
  readonly dim: string;
  readonly labels: readonly Label[];
}

/** Label and coordinates of an element, counted in row-major order. */
function placeOf(variable: string, axes: readonly Axis[], element: number): Pick<SummaryRow, "label" | "coords"> {
  const labels: Label[] = [];
  let rest = element;
  for (const axis of axes.toReversed()) {
    labels.unshift(axis.labels[rest % axis.labels.length]!);
    rest = Math.floor(rest / axis.labels.length);
  }
  const coords = Object.fromEntries(axes.map(({ dim }, axis) => [dim, labels[axis]!]));
  return { label: labels.length === 0 ? variable : `${variable}[${labels.join(", ")}]`, coords };
}
