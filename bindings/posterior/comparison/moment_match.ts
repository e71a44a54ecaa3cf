/**
 * Leave-one-out importance sampling where its weights have too heavy a tail: Paananen, Piironen, Bürkner & Vehtari (2021), Stat. Comput.
 * 31, 16. Draws are moved towards the posterior without the observation by affine maps that match its mean, variances and covariances, as
 * long as that lowers the shape k; then half of them are, and all weighed as draws of the mixture of both (the paper's split). As R's
 * loo_moment_match. It differs in two ways: the map that is undone is the exact inverse of all steps, and half of each chain is moved.
 */
import { WasmcmcError } from "../../errors.js";
import { essOf } from "../statistics/ess.js";
import { goodK, logSumExp, psis } from "./psis.js";
import {
  choleskyFactor,
  covarianceOf,
  diagonal,
  identity,
  meanOf,
  quotient,
  TriangularMap,
  type VectorDraws,
  varianceOf,
} from "./triangular_map.js";

export interface MomentMatchInput {
  /** Unconstrained draws, chain by chain: coordinate i of draw s is `positions[s * dimension + i]`. */
  readonly positions: Float64Array;
  readonly dimension: number;
  readonly chains: number;
  /** The log posterior density (of the coordinates, up to a constant) of each of such a list of draws. */
  readonly logDensity: (positions: Float64Array) => Float64Array;
  /** The log likelihood of the observation that is left out, of each. */
  readonly logLikelihood: (positions: Float64Array) => Float64Array;
  /** The log density of the draws themselves, where it is known. */
  readonly logDensities?: Float64Array | undefined;
}

export interface MomentMatchOptions {
  /** Draws are moved while the shape k is over this: `goodK` of their number when absent. */
  readonly threshold?: number | undefined;
  /** Steps at most; 30 when absent. */
  readonly maxIterations?: number | undefined;
  /** Whether half of the draws stay where they are (true when absent): safer, and hardly dearer. */
  readonly split?: boolean | undefined;
  /** Whether covariances are matched where there are 10 draws a coordinate (true when absent), or means and variances alone. */
  readonly covariance?: boolean | undefined;
}

export interface MomentMatch {
  /** The log predictive density of the observation. */
  readonly elpd: number;
  /** Shapes of the tail at first, and where the draws ended. */
  readonly originalK: number;
  readonly k: number;
  /** Steps that were taken. */
  readonly iterations: number;
}

/** A set of draws as importance sampling sees it. */
interface Weighted {
  readonly draws: VectorDraws;
  readonly map: TriangularMap;
  readonly logLikelihood: Float64Array;
  readonly logWeights: Float64Array;
  readonly k: number;
}

const DrawsPerCoordinate = 10;

/** The log predictive density of one observation, given draws of the posterior with it. */
export function momentMatch(input: MomentMatchInput, options: MomentMatchOptions = {}): MomentMatch {
  const draws = checked(input);
  const { maxIterations = 30, split = true, covariance = true, threshold = goodK(draws) } = options;
  const known: MomentMatchInput = { ...input, logDensities: input.logDensities ?? input.logDensity(input.positions) };
  const logLikelihood = input.logLikelihood(input.positions);
  const relativeEss = relativeEssOf(logLikelihood, input.chains);
  const start = unmoved(input, logLikelihood, relativeEss);
  const steps = covariance && draws >= DrawsPerCoordinate * input.dimension ? [shifted, scaled, turned] : [shifted, scaled];
  let best = start;
  let iterations = 0;
  while (iterations < maxIterations && best.k > threshold) {
    const next = improved(best, steps, (values, map) => weighted(known, values, map, relativeEss));
    if (next === undefined) break;
    best = next;
    iterations++;
  }
  const moved = iterations > 0 && split ? (splitWeights(known, best.map, relativeEss) ?? best) : best;
  const elpd = logSumExp(moved.logWeights.map((weight, s) => weight + moved.logLikelihood[s]!));
  return { elpd, originalK: start.k, k: best.k, iterations };
}

function unmoved({ positions, dimension }: MomentMatchInput, logLikelihood: Float64Array, relativeEss: number): Weighted {
  const draws = { values: positions, dimension };
  const smoothed = psisOf(
    logLikelihood.map((value) => -value),
    relativeEss,
  ) ?? { logWeights: logLikelihood.map(() => -Math.log(logLikelihood.length)), k: Infinity };
  return { draws, map: TriangularMap.around(meanOf(draws)), logLikelihood, ...smoothed };
}

/** Draws that a map has moved, weighed towards the posterior without the observation; undefined where none is in its support. */
function weighted(
  { dimension, logDensity, logLikelihood, logDensities }: MomentMatchInput,
  values: Float64Array,
  map: TriangularMap,
  relativeEss: number,
): Weighted | undefined {
  const [found, moved] = [logLikelihood(values), logDensity(values)];
  const smoothed = psisOf(
    found.map((value, s) => moved[s]! - value - logDensities![s]!),
    relativeEss,
  );
  return smoothed && { draws: { values, dimension }, map, logLikelihood: found, ...smoothed };
}

/** The first step that lowers the shape. */
function improved(
  current: Weighted,
  steps: readonly Step[],
  weigh: (values: Float64Array, map: TriangularMap) => Weighted | undefined,
): Weighted | undefined {
  const weights = current.logWeights.map(Math.exp);
  const [from, to] = [meanOf(current.draws), meanOf(current.draws, weights)];
  const shift = to.map((value, i) => value - from[i]!);
  for (const step of steps) {
    const matrix = step(current.draws, { from, to, weights });
    if (matrix === undefined) continue;
    const values = TriangularMap.around(from).followedBy(matrix, shift).apply(current.draws);
    const next = weigh(values, current.map.followedBy(matrix, shift));
    if (next !== undefined && next.k < current.k) return next;
  }
  return undefined;
}

/** The lower triangle that draws are stretched by about their mean, before they move to the weighted one. */
type Step = (
  draws: VectorDraws,
  means: { readonly from: Float64Array; readonly to: Float64Array; readonly weights: Float64Array },
) => Float64Array | undefined;

const shifted: Step = ({ dimension }) => identity(dimension);

const scaled: Step = (draws, { from, to, weights }) => {
  const [before, after] = [varianceOf(draws, from), varianceOf(draws, to, weights)];
  return diagonal(before.map((variance, i) => (variance > 0 && after[i]! > 0 ? Math.sqrt(after[i]! / variance) : 1)));
};

const turned: Step = (draws, { from, to, weights }) => {
  const before = choleskyFactor(covarianceOf(draws, from), draws.dimension);
  const after = choleskyFactor(covarianceOf(draws, to, weights), draws.dimension);
  return before && after && quotient(after, before, draws.dimension);
};

/**
 * The first half of each chain moved, the other half as it is, all weighed as draws of q = (h / n) p(T^-1 x) / |A| + (1 - h / n) p(x).
 */
function splitWeights(
  { positions, dimension, chains, logDensity, logLikelihood, logDensities }: MomentMatchInput,
  map: TriangularMap,
  relativeEss: number,
): Pick<Weighted, "logLikelihood" | "logWeights"> | undefined {
  const count = positions.length / dimension;
  const perChain = count / chains;
  const half = Math.floor(perChain / 2);
  const isMoved = (s: number) => s % perChain < half;
  const vectors = { values: positions, dimension };
  const [there, back] = [map.apply(vectors), map.invert(vectors)];
  const [values, undone] = [positions.slice(), positions.slice()];
  for (let s = 0; s < count; s++) {
    const [from, to] = [s * dimension, (s + 1) * dimension];
    if (isMoved(s)) values.set(there.subarray(from, to), from);
    else undone.set(back.subarray(from, to), from);
  }
  const [own, other, found] = [logDensity(values), logDensity(undone), logLikelihood(values)];
  const [moved, kept] = [Math.log(half / perChain), Math.log1p(-half / perChain)];
  const { logDeterminant } = map;
  const ratios = found.map((value, s) => {
    const [a, b] = [kept + own[s]!, moved + (isMoved(s) ? logDensities![s]! : other[s]!) - logDeterminant];
    const larger = Math.max(a, b);
    return own[s]! - value - larger - Math.log(Math.exp(a - larger) + Math.exp(b - larger));
  });
  const smoothed = psisOf(ratios, relativeEss);
  return smoothed && { logLikelihood: found, logWeights: smoothed.logWeights };
}

/** Draws outside the support weigh nothing; undefined where all are. */
function psisOf(ratios: Float64Array, relativeEss: number) {
  const usable = ratios.map((ratio) => (Number.isNaN(ratio) || ratio === Infinity ? -Infinity : ratio));
  return usable.every((ratio) => ratio === -Infinity) ? undefined : psis(usable, { relativeEss });
}

/** Of the likelihoods' mean, as R's loo takes it; 1 where it cannot be told. */
function relativeEssOf(logLikelihood: Float64Array, chains: number): number {
  const largest = logLikelihood.reduce((most, value) => Math.max(most, value), -Infinity);
  const values = logLikelihood.map((value) => Math.exp(value - largest));
  const size = essOf({ values, chains, draws: values.length / chains }, { method: "mean" });
  return size > 0 ? size / values.length : 1;
}

function checked({ positions, dimension, chains }: MomentMatchInput): number {
  const draws = positions.length / dimension;
  if (!(Number.isInteger(dimension) && dimension > 0 && Number.isInteger(draws) && draws > 0 && draws % chains === 0)) {
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `${positions.length} numbers are not draws of ${dimension} coordinates of ${chains} chains.`,
      remedy: "Give draws one after the other, chain by chain, as many of each chain.",
      value: positions.length,
    });
  }
  const at = positions.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return draws;
  throw new WasmcmcError({
    code: "non-finite-parameter",
    problem: `Coordinate ${at % dimension} of draw ${Math.floor(at / dimension)} (of all chains) is ${positions[at]}.`,
    remedy: "Leave out observations by refits instead: looExact(fit, result).",
    row: Math.floor(at / dimension),
    value: positions[at],
  });
}
