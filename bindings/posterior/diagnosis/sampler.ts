/** What the sampler's own statistics tell: chains that do not move or still drift, energies, where divergences lie, correlations. */
import { bfmi } from "../statistics/bfmi.js";
import type { SampleStats } from "../warnings.js";
import type { Problem } from "./diagnosis.js";
import { meanAndSd, type Scalar, shareBelow } from "./elements.js";

type Found = Omit<Problem, "symptoms">;

/** Betancourt (2016), arXiv:1604.00695, section 4. */
const SmallestBfmi = 0.3;
/** A chain that moves less often than this gives no draws worth the name. */
const FewestMoves = 0.05;
/** Ends of a chain further apart than so many of their standard deviations were not drawn from one distribution. */
const LargestDrift = 2.5;
const StrongCorrelation = 0.98;
/** Divergent draws are spread like others unless their mean share of draws below is so many standard errors off a half. */
const SurePlace = 4;

export interface SamplerStats extends SampleStats {
  readonly energy?: ArrayLike<number>;
}

/** A chain whose draws repeat: nearly no proposal was accepted. */
export function stuckChain({ chains, draws }: SampleStats, scalars: readonly Scalar[]): Found | undefined {
  const moving = scalars.filter(({ values }) => values.some((value) => value !== values[0]));
  if (moving.length === 0 || draws < 20) return undefined;
  for (let chain = 0; chain < chains; chain++) {
    const moves = moving.map(({ values }) => {
      let count = 0;
      for (let i = chain * draws + 1; i < (chain + 1) * draws; i++) if (values[i] !== values[i - 1]) count++;
      return count / (draws - 1);
    });
    const most = Math.max(...moves);
    if (most >= FewestMoves) continue;
    return {
      code: "stuck-chain",
      message: `Chain ${chain} hardly moves: ${(100 * most).toFixed(1)} % of its draws differ from the one before.`,
      remedy:
        "Give it more `warmup`, start it elsewhere (`init`), raise `targetAccept`, or rescale parameters that are far from 1.",
    };
  }
  return undefined;
}

/** Chains whose log density still rises or falls: warm-up was too short, or a start too far away. */
export function drifting({ chains, draws, lp }: SampleStats): Found | undefined {
  if (lp === undefined || draws < 40) return undefined;
  const values = Float64Array.from(lp);
  const drifts = Array.from({ length: chains }, (_, chain) => {
    const [start, end] = [chain * draws, (chain + 1) * draws];
    const fifth = Math.floor(draws / 5);
    const before = meanAndSd(values, start, start + fifth);
    const after = meanAndSd(values, end - fifth, end);
    return Math.abs(after.mean - before.mean) / Math.max(before.sd, after.sd);
  });
  const worst = drifts.indexOf(Math.max(...drifts));
  if (!(drifts[worst]! > LargestDrift)) return undefined;
  return {
    code: "drifting",
    message: `Chain ${worst} is still on its way: the log density of its last fifth is ${drifts[worst]!.toFixed(1)} standard deviations from that of its first.`,
    remedy: "Run more `warmup`, or start nearer to where the posterior is (`init`).",
  };
}

export function lowBfmi({ energy, chains, draws }: SamplerStats): Found | undefined {
  if (energy === undefined || draws < 20) return undefined;
  const values = bfmi(Float64Array.from(energy), chains);
  const worst = values.indexOf(Math.min(...values));
  if (!(values[worst]! < SmallestBfmi)) return undefined;
  return {
    code: "low-bfmi",
    message: `The energy of chain ${worst} changes too little between draws (E-BFMI ${values[worst]!.toFixed(2)}, which should be over ${SmallestBfmi}): tails of the posterior are not reached.`,
    remedy: "Write the model in other parameters (non-centred, or `affine`), or give heavy-tailed parameters lighter priors.",
  };
}

/** Where divergent draws lie, in words: the scalar in which they differ most from the others. */
export function placeOfDivergences({ diverging }: SampleStats, scalars: readonly Scalar[]): string {
  const places = Array.from({ length: diverging?.length ?? 0 }, (_, i) => i).filter((i) => diverging![i]);
  if (places.length < 3) return "";
  let best = { score: SurePlace, text: "" };
  for (const { label, values } of scalars) {
    const shares = places.map((i) => shareBelow(values, values[i]!));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    // The share of a draw that is like the others is uniform, of variance 1/12.
    const score = Math.abs(mean - 0.5) * Math.sqrt(12 * places.length);
    if (!(score > best.score)) continue;
    const side = mean < 0.5 ? "small" : "large";
    const middle = shares.sort((a, b) => a - b)[shares.length >> 1]!;
    const share = mean < 0.5 ? `below its ${(100 * middle).toFixed(0)} %` : `above its ${(100 * middle).toFixed(0)} %`;
    best = { score, text: ` Most lie at ${side} values of ${label} (half of them ${share} quantile).` };
  }
  return best.text;
}

/** The pair that is correlated most within chains (chains in different modes do not count); told only where the sampler has trouble. */
export function strongCorrelation({ chains, draws }: SampleStats, scalars: readonly Scalar[]): Found | undefined {
  const centred = scalars.slice(0, 60).map((scalar) => {
    const values = scalar.values.slice();
    for (let chain = 0; chain < chains; chain++) {
      const { mean } = meanAndSd(values, chain * draws, (chain + 1) * draws);
      for (let i = chain * draws; i < (chain + 1) * draws; i++) values[i]! -= mean;
    }
    return { ...scalar, values };
  });
  const moving = centred.filter(({ values }) => meanAndSd(values).sd > 0);
  let best: { readonly a: string; readonly b: string; readonly r: number } | undefined;
  const standard = moving.map(({ values }) => {
    const { mean, sd } = meanAndSd(values);
    return values.map((value) => (value - mean) / sd);
  });
  for (let i = 0; i < moving.length; i++) {
    for (let j = 0; j < i; j++) {
      if (moving[i]!.variable === moving[j]!.variable) continue;
      let product = 0;
      for (let k = 0; k < standard[i]!.length; k++) product += standard[i]![k]! * standard[j]![k]!;
      const r = product / (standard[i]!.length - 1);
      if (Math.abs(r) > Math.max(StrongCorrelation, Math.abs(best?.r ?? 0)))
        best = { a: moving[j]!.label, b: moving[i]!.label, r };
    }
  }
  if (best === undefined) return undefined;
  return {
    code: "strong-correlation",
    variable: best.a,
    message: `${best.a} and ${best.b} go together almost exactly (correlation ${best.r.toFixed(4)}): the data say something about a combination of them, and little about each.`,
    remedy: 'Leave one out, centre predictors, give them tighter priors, or sample with metric: "dense".',
  };
}
