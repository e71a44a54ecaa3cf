/** Levels of a density that enclose given shares of it, as contour and corner plots draw them. */
import { badOption } from "./kde_options.js";

/**
 * The level of a density on a grid of equal cells above which each share of the whole lies, in the order of `probabilities`: what
 * az.plot_kde and az.plot_pair draw for `hdi_probs` (find_hdi_contours of ArviZ 0.23 and arviz-stats 0.8, after corner.py).
 *
 * The level is that of the last cell, from the highest down, with which the share is not yet exceeded; where a single cell exceeds it,
 * the highest. A density that is 0 everywhere, or has NaN, gives the levels that ArviZ gives: 0, or NaN. Throws `bad-option` for a share
 * that is not between 0 and 1, or for no cells.
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
  const descending = Float64Array.from(density).sort().reverse();
  const cumulative = new Float64Array(descending.length);
  let total = 0;
  for (let i = 0; i < cumulative.length; i++) {
    total += descending[i]!;
    cumulative[i] = total;
  }
  return Float64Array.from(probabilities, (probability) => {
    let cells = 0;
    while (cells < cumulative.length && cumulative[cells]! / total <= probability) cells++;
    return descending[Math.max(cells - 1, 0)]!;
  });
}
