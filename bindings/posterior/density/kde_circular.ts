/** Von Mises kernels over binned angles. */

import { badOption } from "./bad_option.js";
import { taylorBandwidth } from "./bandwidth.js";
import { scaledBesselI } from "./bessel.js";
import { countEqual, linspace, midpoints, rangeOf } from "./binning.js";
import { checkedLimits, type Kde, type KdeOptions } from "./kde_options.js";

/**
 * Density of angles on [-pi, pi), or between limits within it. As in ArviZ the kernel's values are taken at the bins' midpoints,
 * so that the curve lies half a bin beside the draws (0.006 at 512 bins).
 */
export function circularKde(draws: Float64Array, options: KdeOptions): Kde {
  const { bandwidth, bandwidthFactor = 1, limits, gridLength = 512, circular } = options;
  const unit = circular === "degrees" ? Math.PI / 180 : 1;
  const angles = draws.map((draw) => wrapped(draw * unit));
  const concentration = bandwidthFactor * (typeof bandwidth === "number" ? bandwidth : taylorBandwidth(angles));
  if (!(concentration > 0 && concentration < Infinity)) {
    const problem = `The angles give a kernel of concentration ${concentration}.`;
    throw badOption("bandwidth", problem, "They are spread evenly or all the same: pass a concentration.", concentration);
  }
  const edges = linspace(...circularLimits(limits, angles), gridLength + 1);
  const counts = countEqual(angles, edges);
  const x = midpoints(edges);
  const scale = 1 / (2 * Math.PI * scaledBesselI(0, concentration)) / angles.length;
  const kernel = x.map((angle) => scale * Math.exp(-2 * concentration * Math.sin(angle / 2) ** 2));
  return { x, density: convolveAround(counts, kernel), bandwidth: concentration };
}

function circularLimits(limits: KdeOptions["limits"], angles: Float64Array): [number, number] {
  if (limits === undefined) return [-Math.PI, Math.PI];
  const [lower, upper] = checkedLimits(limits, rangeOf(angles));
  if (lower >= -Math.PI && upper <= Math.PI) return [lower, upper];
  throw badOption("limits", `The limits are ${lower} and ${upper}.`, "Angles lie between -pi and pi.", limits);
}

/** The angle in [-pi, pi). */
export function wrapped(angle: number): number {
  const turn = 2 * Math.PI;
  const rest = (angle + Math.PI) % turn;
  return (rest < 0 ? rest + turn : rest) - Math.PI;
}

/** Circular convolution, its first half and its second half exchanged: the kernel's middle is in the middle of its values. */
function convolveAround(counts: Float64Array, kernel: Float64Array): Float64Array {
  const length = counts.length;
  const twice = new Float64Array(2 * length);
  twice.set(kernel);
  twice.set(kernel, length);
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const count = counts[i]!;
    if (count === 0) continue;
    const from = (length - i + (length >> 1)) % length;
    for (let j = 0; j < length; j++) out[j] = out[j]! + count * twice[from + j]!;
  }
  return out;
}
