/**
 * The zero point of Gaia's parallaxes: what distant sources are measured to have on average, to be subtracted. Lindegren et al. (2021),
 * A&A 649, A4, appendix A, for DR3 and EDR3; agrees with the authors' package gaiadr3-zeropoint, which rounds to 1e-6 mas.
 */
import { WasmcmcError } from "../../errors.js";
import type { Column } from "../column.js";
import type { Table } from "../table.js";
import { type ColumnNames, gaiaColumn, type TableOrColumns, tableOf } from "./columns_of.js";
import { fiveParameters, sixParameters, type ZeroPointTable, zeroPointMagnitudes } from "./zero_point_table.js";

export interface ZeroPointOptions {
  /** One number for all stars instead, in mas: -0.017 is the median of quasars in DR3. */
  readonly constant?: number;
  /** Of stars outside 6 < G < 21 or the range of colours: "nan" (when absent), or the value of the formula there, with G held to its range. */
  readonly outside?: "nan" | "extrapolate";
  /** What columns are called that do not have Gaia's names. */
  readonly columns?: ColumnNames;
}

export interface ZeroPoint {
  /** mas, one a row; NaN where there is none. */
  readonly values: Float64Array;
  /** 1 for rows outside the ranges in which the formula was found. */
  readonly outside: Uint8Array;
  /** How many rows are outside, and how many have none for a null, or because their solution has no parallax. */
  readonly counts: { readonly rows: number; readonly outside: number; readonly missing: number };
  toString(): string;
}

/** `astrometric_params_solved` of solutions with position, parallax and proper motion, and with the colour besides. */
const Five = 31;
const Six = 95;

/**
 * The zero point of each star's parallax, in mas. Subtract it: see `correctParallax`.
 *
 *     const zeroPoint = parallaxZeroPoint(stars);
 *     console.log(String(zeroPoint));           // how many stars have none, and why
 *     const corrected = correctParallax(stars, zeroPoint);
 *
 * Takes phot_g_mean_mag, ecl_lat (degrees), astrometric_params_solved, and the colour: nu_eff_used_in_astrometry of five-parameter
 * solutions, pseudocolour of six (both per micrometre). It is uncertain by a few microarcseconds.
 */
export function parallaxZeroPoint(columns: TableOrColumns, options: ZeroPointOptions = {}): ZeroPoint {
  const table = tableOf(columns);
  const { constant, outside: treatment = "nan", columns: called = {} } = options;
  if (constant !== undefined) return constantZeroPoint(table.rowCount, constant);
  const get = (name: string): Float64Array => gaiaColumn(table, called, name, "The parallax zero point");
  const [g, latitude, solved] = [get("phot_g_mean_mag"), get("ecl_lat"), get("astrometric_params_solved")];
  const [five, six] = [get("nu_eff_used_in_astrometry"), get("pseudocolour")];
  const values = new Float64Array(table.rowCount).fill(NaN);
  const outside = new Uint8Array(table.rowCount);
  let missing = 0;
  for (let row = 0; row < table.rowCount; row++) {
    const isSix = solved[row] === Six;
    const colour = isSix ? six[row]! : solved[row] === Five ? five[row]! : NaN;
    const value = zeroPointOf(isSix ? sixParameters : fiveParameters, g[row]!, colour, latitude[row]!);
    if (Number.isNaN(value)) missing++;
    else if (!isInside(g[row]!, colour, isSix)) outside[row] = 1;
    if (outside[row] === 0 || treatment === "extrapolate") values[row] = value;
  }
  return zeroPoint(values, outside, missing, treatment);
}

/**
 * The table with its parallaxes corrected: the column `parallax` less the zero point, which stands in a new column `parallax_zero_point`.
 * Parallaxes without a zero point become null.
 */
export function correctParallax(table: Table, { values }: ZeroPoint, { columns = {} }: { columns?: ColumnNames } = {}): Table {
  const name = columns["parallax"] ?? "parallax";
  const parallax = gaiaColumn(table, columns, "parallax", "The correction of parallaxes");
  if (values.length !== table.rowCount) {
    throw new WasmcmcError({
      code: "length-mismatch",
      problem: `There are ${values.length} zero points for ${table.rowCount} rows.`,
      remedy: "Compute them from this table.",
      variable: name,
      value: values.length,
    });
  }
  const { nulls: _, ...known } = table.column(name);
  const numbers = (of: Float64Array): Pick<Column, "type" | "shape" | "values" | "nulls"> => {
    const nulls = Uint8Array.from(of, (value) => Number(Number.isNaN(value)));
    return { type: "float64", shape: [], values: of, ...(nulls.includes(1) && { nulls }) };
  };
  const unit = known.unit ?? "mas";
  const corrected: Column = { ...known, ...numbers(parallax.map((value, row) => value - values[row]!)) };
  const description = "Zero point that was subtracted from the parallax";
  return table.with(corrected, { name: `${name}_zero_point`, unit, description, ...numbers(values) });
}

function constantZeroPoint(rows: number, constant: number): ZeroPoint {
  if (Number.isFinite(constant)) return zeroPoint(new Float64Array(rows).fill(constant), new Uint8Array(rows), 0, "constant");
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The zero point ${constant} is no number.`,
    remedy: "Give it in mas, as -0.017.",
    variable: "constant",
    value: constant,
  });
}

function zeroPoint(values: Float64Array, outside: Uint8Array, missing: number, treatment: string): ZeroPoint {
  const counts = { rows: values.length, outside: outside.reduce((sum, one) => sum + one, 0), missing };
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const text = [
    `parallax zero point of ${known.length} of ${counts.rows} stars${known.length > 0 ? `, on average ${mean.toFixed(4)} mas` : ""}`,
    counts.outside > 0 &&
      `${counts.outside} outside the ranges of magnitude and colour: ${treatment === "nan" ? "none" : "extrapolated"}`,
    missing > 0 && `${missing} without: nulls, or no parallax was solved for`,
  ];
  return { values, outside, counts, toString: () => text.filter(Boolean).join("; ") };
}

/** Bounds themselves count as outside, as in the authors' package. */
function isInside(g: number, colour: number, isSix: boolean): boolean {
  const [low, high] = isSix ? [1.24, 1.72] : [1.1, 1.9];
  return g > 6 && g < 21 && colour > low && colour < high;
}

/** Z(G, colour, latitude) in mas. */
function zeroPointOf(
  { colour: j, latitude: k, coefficients }: ZeroPointTable,
  g: number,
  colour: number,
  latitude: number,
): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const ofColour = [
    1,
    Math.max(-0.24, Math.min(0.24, colour - 1.48)),
    Math.min(0.24, Math.max(0, 1.48 - colour)) ** 3,
    Math.min(0, colour - 1.24),
    Math.max(0, colour - 1.72),
  ];
  const ofLatitude = [1, sine, sine * sine - 1 / 3];
  const last = zeroPointMagnitudes.length - 1;
  const above = zeroPointMagnitudes.findIndex((magnitude) => magnitude > g);
  const left = Math.max(0, (above < 0 ? last : above) - 1);
  const [from, to] = [zeroPointMagnitudes[left]!, zeroPointMagnitudes[left + 1]!];
  const part = Math.max(0, Math.min(1, (g - from) / (to - from)));
  const [low, high] = [coefficients[left]!, coefficients[left + 1]!];
  const sum = low.reduce((all, q, i) => all + ((1 - part) * q + part * high[i]!) * ofColour[j[i]!]! * ofLatitude[k[i]!]!, 0);
  return sum / 1000;
}
