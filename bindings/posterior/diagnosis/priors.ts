/** What draws from the prior tell beside those of the posterior: parameters at an edge, and data that the prior did not expect. */
import type { Problem } from "./diagnosis.js";
import { type Scalar, shareBelow } from "./elements.js";

type Found = Omit<Problem, "symptoms">;

export interface PriorDraws {
  /** As the posterior's scalars, by label. */
  readonly scalars: readonly Scalar[];
  /** Variables whose values have two ends. */
  readonly bounded: ReadonlySet<string>;
}

const Bins = 10;
/** Of the draws between an edge and the far end of the posterior, the tenth next to the edge has this share at least. */
const PiledShare = 0.25;
/** A posterior whose median so small a share of prior draws lie beyond was not expected. Prior draws must be some thousands. */
const Surprising = 0.001;

/** A parameter whose draws pile up at an end of its range: the fullest part of the posterior is cut off there. */
export function atBound(posterior: readonly Scalar[], { scalars, bounded }: PriorDraws): Found | undefined {
  for (const prior of scalars) {
    const scalar = posterior.find(({ label }) => label === prior.label);
    if (scalar === undefined || !bounded.has(prior.variable)) continue;
    const [low, high] = [Math.min(...prior.values), Math.max(...prior.values)];
    for (const side of ["lower", "upper"] as const) {
      const share = pile(scalar.values, side === "lower" ? low : high, high - low);
      if (share === undefined) continue;
      const edge = (side === "lower" ? low : high).toPrecision(3);
      return {
        code: "at-bound",
        variable: scalar.label,
        message: `${scalar.label} piles up at the ${side} end of its range (about ${edge}): the prior cuts the posterior off there.`,
        remedy: "Widen the range, if values beyond it are possible; if they are not, look for what in the model pushes there.",
      };
    }
  }
  return undefined;
}

/** The share next to the edge, where it is the largest of ten and the draws do not fill the range. */
function pile(values: Float64Array, edge: number, range: number): number | undefined {
  const distances = values.map((value) => Math.abs(value - edge)).sort();
  const reach = distances[Math.floor(0.98 * (values.length - 1))]!;
  if (!(reach > 0) || reach > 0.9 * range || distances[0]! > 0.05 * range) return undefined;
  const counts = new Array<number>(Bins).fill(0);
  for (const distance of distances) if (distance < reach) counts[Math.floor((distance / reach) * Bins)]!++;
  const share = counts[0]! / values.length;
  return share >= PiledShare && counts[0] === Math.max(...counts) ? share : undefined;
}

/** A parameter whose posterior lies where the prior has next to nothing. */
export function priorConflict(posterior: readonly Scalar[], { scalars }: PriorDraws): Found | undefined {
  let worst: { readonly label: string; readonly share: number; readonly far: number } | undefined;
  for (const prior of scalars) {
    const scalar = posterior.find(({ label }) => label === prior.label);
    if (scalar === undefined) continue;
    const median = scalar.values.slice().sort()[scalar.values.length >> 1]!;
    const below = shareBelow(prior.values, median);
    const share = Math.min(below, 1 - below);
    if (share >= Surprising) continue;
    const sorted = prior.values.slice().sort();
    const middle = sorted[sorted.length >> 1]!;
    const spread = sorted[Math.floor(0.84 * sorted.length)]! - sorted[Math.floor(0.16 * sorted.length)]!;
    const far = Math.abs(median - middle) / (spread / 2);
    if (worst === undefined || far > worst.far) worst = { label: prior.label, share, far };
  }
  if (worst === undefined) return undefined;
  return {
    code: "prior-data-conflict",
    variable: worst.label,
    message: `The data put ${worst.label} where its prior has less than ${100 * Surprising} % of its mass (${worst.far.toFixed(1)} times its spread from its median): prior and data contradict each other.`,
    remedy: "Check units and the sign of the data; if they are right, widen the prior, or give it heavier tails (`studentT`).",
  };
}
