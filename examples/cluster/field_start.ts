/**
 * Where the field's Gaussians start: its stars in shells about the middle of their proper motions, of which the first has the stars of the
 * narrowest Gaussian and the last those of the widest. A start that is near spares the chains the long way, on which some get lost.
 */
import type { Table } from "wasmcmc/data";
import { median } from "./starts.js";

/** The share of stars in each shell, from the middle. */
const shares = [0.5, 0.33, 0.14, 0.03] as const;

/** A Gaussian of each shell: means, and logarithms of scatters. */
export interface ShellStart {
  readonly f: readonly number[];
  readonly mu_f_plx: readonly number[];
  readonly ln_s_f_plx: readonly number[];
  readonly mu_f_ra: readonly number[];
  readonly mu_f_dec: readonly number[];
  readonly ln_s_f: readonly number[];
}

export function shellStart(stars: Table): ShellStart {
  const [pmra, pmdec, parallax] = [stars.numbers("pmra"), stars.numbers("pmdec"), stars.numbers("parallax")];
  const error = stars.numbers("parallax_error");
  const [ra, dec] = [median(pmra), median(pmdec)];
  const away = pmra.map((value, row) => Math.hypot(value - ra, (pmdec[row] as number) - dec));
  const order = Array.from(away.keys()).sort((a, b) => (away[a] as number) - (away[b] as number));
  const upTo = (place: number): number =>
    Math.round(order.length * shares.slice(0, place).reduce((sum: number, share) => sum + share, 0));
  const shells = shares.map((_, place) => order.slice(upTo(place), upTo(place + 1)));
  return {
    f: shares,
    mu_f_plx: shells.map((rows) => median(rows.map((row) => parallax[row] as number))),
    ln_s_f_plx: shells.map((rows) => Math.log(intrinsicScatter(rows, parallax, error))),
    mu_f_ra: shells.map(() => ra),
    mu_f_dec: shells.map(() => dec),
    // Of a Gaussian in a plane, whose stars are at sqrt(2) of its scatter on the whole.
    ln_s_f: shells.map((rows) => Math.log(rootMeanSquare(rows.map((row) => away[row] as number)) / Math.SQRT2)),
  };
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Half of the range of the middle 68 %, less the errors; at least 0.05. */
function intrinsicScatter(rows: readonly number[], values: Float64Array, errors: Float64Array): number {
  const sorted = rows.map((row) => values[row] as number).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  const error = median(rows.map((row) => errors[row] as number));
  return Math.sqrt(Math.max(((at(0.84) - at(0.16)) / 2) ** 2 - error ** 2, 0.05 ** 2));
}
