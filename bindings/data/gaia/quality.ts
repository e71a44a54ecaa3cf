/** Quality cuts on Gaia tables: which rows pass, and what each cut took. */
import { WasmcmcError } from "../../errors.js";
import type { Table } from "../table.js";
import { type ColumnNames, gaiaColumn } from "./columns_of.js";
import { fluxExcessDeviation } from "./flux_excess.js";

export type CutRange = readonly [number | undefined, number | undefined];

/** Every cut that is named is made; those left out are not. */
export interface QualityCuts {
  /** Largest renormalised unit weight error: 1.4 is usual (Lindegren 2018, GAIA-C3-TN-LU-LL-124). */
  readonly ruwe?: number;
  /** Smallest parallax divided by its error. It takes distant and faint stars, so it biases what is left. */
  readonly parallaxOverError?: number;
  /** Largest error of the parallax, mas. */
  readonly parallaxError?: number;
  /** Largest error of either proper motion, mas a year. */
  readonly properMotionError?: number;
  /** Fewest periods of visibility: 9 or 10 are usual (Lindegren et al. 2018, A&A 616, A2). */
  readonly visibilityPeriods?: number;
  /** Magnitudes G, from and up to; undefined leaves an end open. */
  readonly magnitude?: CutRange;
  /** BP - RP, from and up to. */
  readonly colour?: CutRange;
  /** Largest |C*| in its standard deviations at the star's magnitude: 3 or 5 (Riello et al. 2021, A&A 649, A3, section 9.4). */
  readonly fluxExcess?: number;
  /** Any other columns, by their names in the table. */
  readonly ranges?: Readonly<Record<string, CutRange>>;
}

export interface QualityOptions {
  /** What becomes of a row whose value is null: "drop" (when absent) or "keep". Both are counted. */
  readonly nulls?: "drop" | "keep";
  /** What columns are called that do not have Gaia's names. */
  readonly columns?: ColumnNames;
}

export interface CutCount {
  readonly cut: string;
  /** Rows beyond the cut, and rows whose value is null; a row that several cuts take is counted by each. */
  readonly failed: number;
  readonly nulls: number;
}

export interface QualityResult {
  /** 1 for rows that pass all cuts: `table.filter(result.mask)`. */
  readonly mask: Uint8Array;
  readonly rows: number;
  readonly kept: number;
  readonly cuts: readonly CutCount[];
  toString(): string;
}

interface Cut {
  readonly text: string;
  /** NaN where a value is null. */
  readonly values: Float64Array;
  readonly range: CutRange;
}

/**
 * Which rows of a table pass cuts, bounds included; nothing is cut that is not named.
 *
 *     const good = qualityCuts(stars, { ruwe: 1.4, magnitude: [undefined, 18] });
 *     console.log(String(good));               // a line a cut: rows that failed, rows that are null
 *     const clean = stars.filter(good.mask);
 */
export function qualityCuts(
  table: Table,
  cuts: QualityCuts,
  { nulls = "drop", columns = {} }: QualityOptions = {},
): QualityResult {
  const made = cutsOf(table, cuts, columns);
  const mask = new Uint8Array(table.rowCount).fill(1);
  const counts = made.map(({ text, values, range }): CutCount => {
    const [low = -Infinity, high = Infinity] = range;
    let [failed, missing] = [0, 0];
    values.forEach((value, row) => {
      if (Number.isNaN(value)) {
        missing++;
        if (nulls === "drop") mask[row] = 0;
      } else if (!(value >= low && value <= high)) {
        failed++;
        mask[row] = 0;
      }
    });
    return { cut: text, failed, nulls: missing };
  });
  const kept = mask.reduce((sum, one) => sum + one, 0);
  return { mask, rows: table.rowCount, kept, cuts: counts, toString: () => textOf(counts, kept, table.rowCount, nulls) };
}

function cutsOf(table: Table, cuts: QualityCuts, called: ColumnNames): Cut[] {
  const made: Cut[] = [];
  const get = (name: string): Float64Array => gaiaColumn(table, called, name, "This cut");
  const add = (text: string, range: CutRange, values: () => Float64Array): void => {
    checkRange(text, range);
    const [low, high] = range;
    const bounds = [low !== undefined && `at least ${low}`, high !== undefined && `at most ${high}`].filter(Boolean);
    made.push({ text: `${text} ${bounds.join(", ")}`, values: values(), range });
  };
  const { ruwe, parallaxOverError, parallaxError, properMotionError, visibilityPeriods, fluxExcess } = cuts;
  if (ruwe !== undefined) add("ruwe", [undefined, ruwe], () => get("ruwe"));
  if (parallaxOverError !== undefined) {
    add("parallax / error", [parallaxOverError, undefined], () => {
      const error = get("parallax_error");
      return get("parallax").map((value, row) => value / error[row]!);
    });
  }
  if (parallaxError !== undefined) add("parallax_error", [undefined, parallaxError], () => get("parallax_error"));
  if (properMotionError !== undefined) {
    add("pmra_error", [undefined, properMotionError], () => get("pmra_error"));
    add("pmdec_error", [undefined, properMotionError], () => get("pmdec_error"));
  }
  if (visibilityPeriods !== undefined)
    add("visibility periods", [visibilityPeriods, undefined], () => get("visibility_periods_used"));
  if (cuts.magnitude !== undefined) add("G", cuts.magnitude, () => get("phot_g_mean_mag"));
  if (cuts.colour !== undefined) add("BP - RP", cuts.colour, () => get("bp_rp"));
  if (fluxExcess !== undefined) {
    add("|C*| / sigma", [undefined, fluxExcess], () =>
      fluxExcessDeviation(get("phot_bp_rp_excess_factor"), get("bp_rp"), get("phot_g_mean_mag")),
    );
  }
  for (const [name, range] of Object.entries(cuts.ranges ?? {})) add(name, range, () => table.numbers(name));
  return made;
}

function checkRange(text: string, range: CutRange): void {
  const [low = -Infinity, high = Infinity] = range;
  const isOpen = range[0] === undefined && range[1] === undefined;
  if (!isOpen && low <= high) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The cut of ${text} from ${range[0]} up to ${range[1]} chooses nothing.`,
    remedy: "Give a number, or [from, to] with one of them undefined for an open end.",
    variable: text,
    value: range,
  });
}

function textOf(cuts: readonly CutCount[], kept: number, rows: number, nulls: "drop" | "keep"): string {
  const lines = [["cut", "failed", `null (${nulls === "drop" ? "dropped" : "kept"})`]];
  for (const { cut, failed, nulls: missing } of cuts) lines.push([cut, String(failed), String(missing)]);
  const widths = [0, 1, 2].map((at) => Math.max(...lines.map((line) => line[at]!.length)));
  const text = lines.map((line) =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join("  "),
  );
  return [`${kept} of ${rows} rows pass`, ...text].join("\n");
}
