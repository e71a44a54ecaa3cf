/** The summary of a posterior: one row a scalar, in the columns of a style; by default those of az.summary in ArviZ 0.23. */
import { WasmcmcError } from "../errors.js";
import { type Label, labelsOf, type NamedArray } from "./array.js";
import { checkHdiProbability } from "./statistics/hdi.js";
import type { IntervalKind } from "./statistics/interval_axis.js";
import { checkChoice } from "./statistics/options.js";
import { checkDrawArray, forEachElement } from "./statistics/over_elements.js";
import type { ScalarSummary } from "./statistics/summarizer.js";
import { type Arviz0Kind, arviz0 } from "./summary_styles/arviz0.js";
import type { SummaryColumn, SummaryStyle } from "./summary_styles/style.js";
import { checkDecimals, printTable } from "./summary_table.js";
import { findWarnings, type SampleStats, type Warning } from "./warnings.js";

/** Which scalar a row is about. */
export interface RowName {
  /** As printed: `m`, `w[0]`, `theta[Choate]`. */
  readonly label: string;
  readonly variable: string;
  /** Labels along the dims other than chain and draw. */
  readonly coords: Readonly<Record<string, Label>>;
}

/** One scalar. The bounds of the interval are columns `hdi_3%` and `hdi_97%` when it holds 94 % of the draws. */
export interface SummaryRow extends RowName, ScalarSummary {}

/** What summaries of all styles can be asked for. */
export interface TableOptions {
  /** The variables in the table, in their order; all where nothing is said. */
  readonly variables?: readonly string[];
  /** Share of the draws in the interval; where nothing is said, the style's: 0.94 in 0.x, 0.89 in 1.x. */
  readonly probability?: number;
  /** Decimals printed in all columns, or "none" for numbers as they are; the style's where nothing is said. */
  readonly roundTo?: number | "none";
  /** Statistics of the sampler: with them the summary carries warnings and prints them below the table. */
  readonly stats?: SampleStats;
  /** Warnings that `labelSwitching` gave, to be among the others. */
  readonly switching?: readonly Warning[];
  /** Warnings that are known already: no others are looked for. */
  readonly warnings?: readonly Warning[];
}

/** Of a summary as ArviZ 0.23 makes it. */
export interface SummaryOptions extends TableOptions {
  /** "stats" has mean, sd and interval, "diagnostics" the other columns; rows have all numbers. */
  readonly kind?: Arviz0Kind;
  readonly style?: undefined;
}

/** Of a summary in another style: `arviz0Median` or `arviz1`. */
export interface StyledSummaryOptions<Kind extends string, Statistics> extends TableOptions {
  readonly style: SummaryStyle<Kind, Statistics>;
  /** One of the style's kinds; its first where nothing is said. */
  readonly kind?: Kind;
  /** One of the style's intervals; its first where nothing is said. */
  readonly interval?: IntervalKind;
}

/** What a fit adds by itself. */
export type FromFit = "stats" | "switching" | "warnings";

export class Summary<Row extends RowName = SummaryRow> {
  /** Names of the columns, in ArviZ's order. */
  readonly columns: readonly string[];

  constructor(
    readonly rows: readonly Row[],
    private readonly layout: readonly SummaryColumn[],
    /** Share of the draws in the interval. */
    readonly probability: number,
    readonly warnings: readonly Warning[] = [],
  ) {
    this.columns = layout.map(({ name }) => name);
  }

  /** The row with this label, such as `w[0]`. */
  row(label: string): Row {
    const row = this.rows.find((candidate) => candidate.label === label);
    if (row !== undefined) return row;
    const labels = this.rows.map((candidate) => candidate.label);
    throw unknownName(`The summary has no row "${label}".`, label, labels);
  }

  /** The table alone, to the character as pandas prints the data frame of ArviZ (`to_string()`). */
  table(): string {
    const columns = this.layout.map(({ name, field, decimals }) => {
      return { name, decimals, values: this.rows.map((row) => (row as unknown as Record<string, number>)[field]!) };
    });
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

function unknownName(problem: string, variable: string, known: readonly string[]): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem,
    remedy: `It has ${known.slice(0, 8).join(", ")}${known.length > 8 ? ", ..." : ""}.`,
    variable,
  });
}

/**
 * Summarises draws given as arrays `[chain, draw, ...]` by name: a row a scalar, printed as ArviZ prints it. Numbers of chains and
 * draws may differ between arrays.
 *
 *     console.log(String(summarize({ m: namedArray(values, [4, 1000], ["chain", "draw"]) })))
 *     summarize(arrays, { variables: ["mu"], probability: 0.9, kind: "stats" }).row("mu").hdi_lower
 *     summarize(arrays, { style: arviz1, kind: "all_median", roundTo: 3 })
 *
 * Without a style it is az.summary of ArviZ 0.23; `arviz0Median` is that with `stat_focus="median"`, `arviz1` the summary of ArviZ
 * 1.x, whose docstring says where they differ. Rows hold numbers as they are; only the table is rounded. Diagnostics of fewer than 4
 * draws a chain, or of draws with NaN, are NaN, as there, and R-hat of one chain.
 * Throws `bad-shape` for what are no draws, `unknown-variable`, and `bad-option` for options that there are not.
 */
export function summarize(arrays: Readonly<Record<string, NamedArray>>, options?: SummaryOptions): Summary;
export function summarize<Kind extends string, Statistics>(
  arrays: Readonly<Record<string, NamedArray>>,
  options: StyledSummaryOptions<Kind, Statistics>,
): Summary<RowName & Statistics>;
export function summarize(
  arrays: Readonly<Record<string, NamedArray>>,
  options: SummaryOptions | StyledSummaryOptions<string, object> = {},
): Summary<RowName & object> {
  const style = (options.style ?? arviz0) as SummaryStyle<string, object>;
  const { kind = style.kinds[0]!, probability = style.probability, roundTo } = options;
  const interval = (options as StyledSummaryOptions<string, object>).interval ?? style.intervals[0]!;
  checkChoice("kind", kind, style.kinds);
  checkChoice("interval", interval, style.intervals);
  checkHdiProbability(probability);
  checkDecimals(roundTo);
  const chosen = chooseVariables(arrays, options.variables);
  const choice = { kind, probability, interval };
  const rows = summaryRows(chosen, (chains, draws) => style.summarizer(chains, draws, choice));
  const columns = style.columns(choice).map((column) => ({ ...column, decimals: decimalsOf(column, roundTo) }));
  return new Summary(rows, columns, probability, options.warnings ?? warningsOf(chosen, rows, options));
}

function chooseVariables(
  arrays: Readonly<Record<string, NamedArray>>,
  variables: readonly string[] | undefined,
): Readonly<Record<string, NamedArray>> {
  const unknown = variables?.find((name) => !Object.hasOwn(arrays, name));
  if (unknown !== undefined) throw unknownName(`There is no variable "${unknown}".`, unknown, Object.keys(arrays));
  return variables === undefined ? arrays : Object.fromEntries(variables.map((name) => [name, arrays[name]!]));
}

function decimalsOf({ decimals }: SummaryColumn, roundTo: number | "none" | undefined): number {
  return roundTo === "none" ? Infinity : (roundTo ?? decimals);
}

/** They are found in rows of the default style, made for them where the rows are others. */
function warningsOf(
  arrays: Readonly<Record<string, NamedArray>>,
  rows: readonly (RowName & object)[],
  { style, stats, switching }: TableOptions & { readonly style?: unknown },
): readonly Warning[] {
  if (stats === undefined) return [];
  return findWarnings(arrays, style === undefined ? (rows as SummaryRow[]) : summarize(arrays).rows, stats, switching);
}

type ScalarSummarizer = (values: Float64Array) => object;

function summaryRows(
  arrays: Readonly<Record<string, NamedArray>>,
  summarizerFor: (chains: number, draws: number) => ScalarSummarizer,
): (RowName & object)[] {
  const rows: (RowName & object)[] = [];
  const known = new Map<string, ScalarSummarizer>();
  for (const [variable, array] of Object.entries(arrays)) {
    checkDrawArray(array, variable);
    const [chains, draws] = array.shape as [number, number];
    const shape = `${chains}, ${draws}`;
    const summarizer = known.get(shape) ?? summarizerFor(chains, draws);
    known.set(shape, summarizer);
    const axes = axesOf(array);
    forEachElement(array, ({ values }, element) => {
      rows.push({ variable, ...placeOf(variable, axes, element), ...summarizer(values) });
    });
  }
  return rows;
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
function placeOf(variable: string, axes: readonly Axis[], element: number): Pick<RowName, "label" | "coords"> {
  const labels: Label[] = [];
  let rest = element;
  for (const axis of axes.toReversed()) {
    labels.unshift(axis.labels[rest % axis.labels.length]!);
    rest = Math.floor(rest / axis.labels.length);
  }
  const coords = Object.fromEntries(axes.map(({ dim }, axis) => [dim, labels[axis]!]));
  return { label: labels.length === 0 ? variable : `${variable}[${labels.join(", ")}]`, coords };
}
