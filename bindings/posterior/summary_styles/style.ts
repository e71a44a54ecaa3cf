/** What a style of summary is: which columns there are, and how the numbers in them are made. */
import type { IntervalKind } from "../statistics/interval_axis.js";

export interface SummaryColumn {
  /** As printed. */
  readonly name: string;
  /** Of a row, in which the number is. */
  readonly field: string;
  /** Decimals that are printed where nothing else is asked for. */
  readonly decimals: number;
}

/** What of a style was chosen. */
export interface StyleChoice<Kind extends string = string> {
  readonly kind: Kind;
  /** Share of the draws in the interval. */
  readonly probability: number;
  readonly interval: IntervalKind;
}

/** The default in each list is the first. */
export interface SummaryStyle<Kind extends string, Statistics> {
  readonly kinds: readonly Kind[];
  readonly intervals: readonly IntervalKind[];
  readonly probability: number;
  readonly columns: (choice: StyleChoice<Kind>) => readonly SummaryColumn[];
  /** What summarises one scalar after the other, `values[chain * draws + draw]`. */
  readonly summarizer: (chains: number, draws: number, choice: StyleChoice<Kind>) => (values: Float64Array) => Statistics;
}

/** Columns under the names of their fields. */
export function namedColumns(fields: readonly string[], decimals: number): SummaryColumn[] {
  return fields.map((field) => ({ name: field, field, decimals }));
}
