/** When ranks are too uneven for chance. */
import type { Calibration } from "./calibrate.js";

/**
 * The six models have 34 quantities, simulated in two ways and with two tests each: a right sampler fails one of them with
 * probability 130 * 1e-4 = 1.3 %. Seeds are fixed, so it never flakes.
 */
const LEVEL = 1e-4;

/** The quantities that are not calibrated, in words. */
export function failuresOf({ quantities }: Calibration): string[] {
  return quantities.flatMap(({ label, chiSquare, ecdf }) => [
    ...(chiSquare < LEVEL ? [`${label}: chi-square probability ${chiSquare.toPrecision(2)}`] : []),
    ...(ecdf < LEVEL ? [`${label}: ECDF outside its band, probability ${ecdf.toPrecision(2)}`] : []),
  ]);
}
