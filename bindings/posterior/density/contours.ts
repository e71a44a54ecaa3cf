/** Levels of a density that enclose given shares of it, as contour and corner plots draw them. */
import { badOption } from "./bad_option.js";

/**
 * The level of a density on a grid of equal cells above which each share of the whole lies, in the order of `probabilities`: what
 * az.plot_kde and az.plot_pair draw for `hdi_probs` (find_hdi_contours of ArviZ 0.23 and arviz-stats 0.8, after corner.py).
 *
 * The level is that of the last cell, from the highest down, with which the share is not yet exceeded; where a single cell
 * exceeds it, the highest. A density that is 0 everywhere, or has NaN, gives the levels that ArviZ gives: 0, or NaN. Throws
 * `bad-option` for a share that is not between 0 and 1, or for no cells.
 *
 *     const [inner, outer] = hdiContours(kde2d(x, y).density, [0.5, 0.94]);
 */
export function hdiContours(density: ArrayLike<number>, probabilities: readonly number[]): Float64Array {
  if (density.length === 0) throw badOption("density", "The density has no cells.", "Pass the `density` of kde2d.", 0);
  for (const probability of probabilities) {
    if (probability > 0 && probability < 1) continue;
    throw badOption(
      "probabilities",
      `A contour cannot enclose a share of ${probability}.`,
      "Pass numbers between 0 and 1.",
      probability,
    );
  }
  const values = density instanceof Float64Array ? density : Float64Array.from(density);
  let highest = -Infinity;
  for (let i = 0; i < values.length; i++) if (!(values[i]! <= highest)) highest = values[i]!;
  if (!(highest > 0)) return new Float64Array(probabilities.length).fill(highest);
  const bands = bandsOf(values, highest);
  return Float64Array.from(probabilities, (probability) => enclosing(bands, probability));
}

const BandCount = 4096;

/** Cells by height, in bands of which only the one in which a level lies needs sorting. */
interface Bands {
  readonly values: Float64Array;
  readonly highest: number;
  /** The band of each cell. */
  readonly places: Uint16Array;
  readonly sums: Float64Array;
  readonly total: number;
}

function bandsOf(values: Float64Array, highest: number): Bands {
  const places = new Uint16Array(values.length);
  const sums = new Float64Array(BandCount);
  for (let i = 0; i < values.length; i++) {
    const place = Math.min(Math.floor((values[i]! / highest) * BandCount), BandCount - 1);
    places[i] = place;
    sums[place] = sums[place]! + values[i]!;
  }
  return { values, highest, places, sums, total: sums.reduceRight((sum, part) => sum + part, 0) };
}

/** From the highest band down as long as the share is not exceeded, then cell by cell. */
function enclosing(bands: Bands, probability: number): number {
  const { sums, total, highest } = bands;
  let enclosed = 0;
  let lowest: number | undefined;
  let band = BandCount - 1;
  for (; band >= 0 && (enclosed + sums[band]!) / total <= probability; band--) {
    enclosed += sums[band]!;
    if (sums[band]! > 0) lowest = band;
  }
  let level = lowest === undefined ? highest : cellsOf(bands, lowest)[0]!;
  const cells = band < 0 ? [] : cellsOf(bands, band);
  for (let i = cells.length - 1; i >= 0; i--) {
    enclosed += cells[i]!;
    if (enclosed / total > probability) break;
    level = cells[i]!;
  }
  return level;
}

/** The cells of a band, ascending. */
function cellsOf({ values, places }: Bands, band: number): Float64Array {
  const cells: number[] = [];
  for (let i = 0; i < values.length; i++) if (places[i] === band) cells.push(values[i]!);
  return Float64Array.from(cells).sort();
}
