/** What a posterior's shape does to the sampler: energies, funnels, tails. */
import { psis } from "../comparison/psis.js";
import { bfmi } from "../statistics/bfmi.js";
import { medianOfSorted } from "../statistics/quantile.js";
import type { Finding } from "./diagnosis.js";
import { placesOfDivergences } from "./divergences.js";
import { correlation, type Evidence, meanAndSd, ranksOf, type Scalar, shown } from "./evidence.js";

/** Stan's threshold; Betancourt (2016), arXiv:1604.00695. */
const SmallestBfmi = 0.3;
/** Of ranks of a parameter and of the spread of others: a funnel of 3 in log scale has 0.9, independence 0 +- 0.02. */
const FunnelCorrelation = 0.6;
/** Over this the tail's mean cannot be estimated (Vehtari et al. 2024, JMLR 25, 72). */
const LargestK = 0.7;
const FunnelScales = 40;

export function lowBfmi({ stats: { energy, chains, draws } }: Evidence): Finding | undefined {
  if (energy === undefined || draws < 20) return undefined;
  const values = bfmi(Float64Array.from(energy), chains);
  const worst = values.indexOf(Math.min(...values));
  if (!(values[worst]! < SmallestBfmi)) return undefined;
  return {
    code: "low-bfmi",
    message: `The energy of chain ${worst} changes too little between draws (E-BFMI ${values[worst]!.toFixed(2)}, which should be over ${SmallestBfmi}).`,
    remedy: "Write the model in other parameters (non-centred, or `affine`), or give heavy-tailed parameters lighter priors.",
  };
}

/** A parameter that sets the spread of others; told where the sampler has trouble that it would explain. */
export function funnel(evidence: Evidence, others: readonly Finding[]): Finding | undefined {
  const codes = [...evidence.warnings, ...others].map(({ code }) => code);
  const located = placesOfDivergences(evidence).map(({ scalar }) => scalar.variable);
  const smallest = Math.min(...evidence.scalars.map(({ row }) => row.ess_bulk));
  const inTrouble = ({ variable, row }: Scalar): boolean =>
    located.includes(variable) || codes.includes("low-bfmi") || (row.ess_bulk < 2 * smallest && codes.includes("low-ess"));
  const scales = evidence.scalars.filter(inTrouble).slice(0, FunnelScales);
  let best: { readonly scale: Scalar; readonly variable: string; readonly r: number } | undefined;
  for (const [variable, spread] of scales.length === 0 ? [] : spreads(evidence)) {
    const ranks = ranksOf(spread);
    for (const scale of scales) {
      if (scale.variable === variable) continue;
      const r = correlation(ranksOf(scale.values), ranks);
      if (Math.abs(r) > Math.max(FunnelCorrelation, Math.abs(best?.r ?? 0))) best = { scale, variable, r };
    }
  }
  if (best === undefined) return undefined;
  const { scale, variable, r } = best;
  return {
    code: "funnel",
    variable: scale.label,
    message: `${scale.label} sets the spread of ${variable} (rank correlation ${r.toFixed(2)}): a funnel, whose neck is where ${scale.label} is ${r > 0 ? "small" : "large"}.`,
    remedy: `Give ${variable} coordinates of its own scale: \`affine(mean, scale)\` as its constraint, or standard normal offsets that are multiplied by the scale (non-centred).`,
  };
}

/** For each vector of parameters the spread of its elements in each draw, about their mean. */
function spreads({ arrays, stats: { chains, draws }, isParameter }: Evidence): [string, Float64Array][] {
  return Object.entries(arrays).flatMap(([variable, { values, shape }]): [string, Float64Array][] => {
    const size = values.length / (chains * draws);
    if (!isParameter(variable) || size < 3 || shape[1] !== draws || !values.every(Number.isFinite)) return [];
    const spread = Float64Array.from({ length: chains * draws }, (_, i) => meanAndSd(values, i * size, (i + 1) * size).sd);
    return [[variable, spread]];
  });
}

/** The parameter with the heaviest tail: for one that is positive by design, of its logarithm too, which is what the sampler moves in. */
export function heavyTails({ scalars, stats: { chains, draws } }: Evidence): Finding | undefined {
  if (chains * draws < 200) return undefined;
  let worst: { readonly label: string; readonly k: number } | undefined;
  for (const { label, values, row } of scalars) {
    const relativeEss = Math.min(1, row.ess_tail / values.length);
    if (!(relativeEss > 0)) continue;
    const k = tailShape(values, relativeEss);
    if (!(k > Math.max(LargestK, worst?.k ?? 0))) continue;
    const positive = values.every((value) => value > 0);
    if (k < 1 && positive && !(tailShape(values.map(Math.log), relativeEss) > LargestK)) continue;
    worst = { label, k };
  }
  if (worst === undefined) return undefined;
  return {
    code: "heavy-tails",
    variable: worst.label,
    message: `The tails of ${worst.label} are very heavy (Pareto k ${shown(worst.k)}, which should be under ${LargestK})${worst.k >= 1 ? ": it has no mean" : ""}.`,
    remedy:
      "Give it a prior with lighter tails (`normal`, `studentT(4, ...)` in place of `cauchy`), or more data; report medians and quantiles, not means.",
  };
}

function tailShape(values: Float64Array, relativeEss: number): number {
  const center = medianOfSorted(values.slice().sort());
  const side = (sign: 1 | -1): number => {
    const k = psis(
      values.map((value) => Math.log(Math.max(0, sign * (value - center)))),
      { relativeEss },
    ).k;
    return Number.isFinite(k) ? k : 0;
  };
  return Math.max(side(1), side(-1));
}
