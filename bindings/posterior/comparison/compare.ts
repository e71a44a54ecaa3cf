/** Comparison of models by their expected log predictive densities, with weights for averaging them. As az.compare of ArviZ 0.23. */
import { WasmcmcError } from "../../errors.js";
import { mean, sum, sumOfSquares } from "../statistics/moments.js";
import { type BayesianBootstrap, bootstrappedPseudoBma, pseudoBma } from "./averaging.js";
import { type ComparedModel, Comparison } from "./comparison.js";
import { differenceEstimate } from "./difference_estimator.js";
import { Elpd } from "./elpd.js";
import { type LogLikelihoods, type Scale, scaleFactors } from "./log_likelihood.js";
import { loo } from "./loo.js";
import { stackingWeights } from "./stacking.js";
import { waic } from "./waic.js";

export interface CompareOptions {
  /** "stacking" when absent. */
  readonly method?: "stacking" | "pseudo-BMA" | "BB-pseudo-BMA";
  /** Bayesian bootstrap of "BB-pseudo-BMA". */
  readonly bootstrap?: BayesianBootstrap;
  /** How models that are no results yet are judged: "loo" when absent. */
  readonly kind?: Elpd["kind"];
  /** On which scale those are; "log" when absent. */
  readonly scale?: Scale;
  /** Which observation of fits; needed where they have several. */
  readonly observation?: string;
}

/**
 * Compares models of the same observations.
 *
 *     console.log(String(compare({ line: fitOfLine, quadratic: fitOfQuadratic })));
 *     compare({ a: loo(a), b: loo(b) }, { method: "BB-pseudo-BMA" }).model("a").weight;
 *
 * Takes fits and log-likelihoods (then by `loo`), or results of `loo`, `looSubsample` or `waic`, all of one kind and scale and over as
 * many observations. A difference is worth talking of where `elpdDiff` is over 4 and a few times its `dse`. Where observations were
 * sampled, differences are estimated as in arviz-stats 0.8 from those sampled for both models, and weights are of those sampled for all.
 * Throws "bad-log-likelihood" where models cannot be compared.
 */
export function compare(models: Readonly<Record<string, Elpd | LogLikelihoods>>, options: CompareOptions = {}): Comparison {
  const judge = options.kind === "waic" ? waic : loo;
  const entries = Object.entries(models).map(([name, model]) => ({
    name,
    elpd: model instanceof Elpd ? model : judge(model, options),
  }));
  const [first] = entries;
  if (first === undefined) throw mismatch("There is no model to compare.", "Pass an object of models by name.");
  for (const entry of entries) checkSame(first, entry);
  const { kind, scale } = first.elpd;
  entries.sort((a, b) => (b.elpd.elpd - a.elpd.elpd) * Math.sign(scaleFactors[scale]));
  const elpds = entries.map(({ elpd }) => elpd);
  const { weights, ses } = weigh(elpds, options);
  const isSampled = elpds.some(({ subsample }) => subsample !== undefined);
  const compared = entries.map(({ name, elpd }, rank): ComparedModel => {
    const { estimate, se, subsamplingSe } = differenceOf(elpds[0]!, elpd);
    return {
      name,
      rank,
      elpd: elpd.elpd,
      p: elpd.p,
      elpdDiff: estimate,
      dse: se,
      weight: weights[rank]!,
      se: ses[rank]!,
      warning: elpd.warning,
      ...(isSampled && { subsamplingDse: subsamplingSe }),
    };
  });
  return new Comparison(compared, kind, scale);
}

interface Named {
  readonly name: string;
  readonly elpd: Elpd;
}

function checkSame(first: Named, other: Named): void {
  const [a, b] = [first.elpd, other.elpd];
  if (a.kind === b.kind && a.scale === b.scale && a.observationCount === b.observationCount) return;
  throw mismatch(
    `"${other.name}" has ${b.observationCount} observations by ${b.kind} on the scale "${b.scale}", "${first.name}" has ${a.observationCount} by ${a.kind} on "${a.scale}".`,
    "Compare models of the same observations, by the same method.",
  );
}

/** How much worse the other is than the best, observation by observation. */
function differenceOf(best: Elpd, other: Elpd) {
  if (best === other) return { estimate: 0, se: 0, subsamplingSe: 0 };
  const sign = Math.sign(scaleFactors[best.scale]);
  const minus = (a: Float64Array, b: Float64Array) => a.map((value, i) => sign * (value - b[i]!));
  const differences = minus(best.pointwise.values, other.pointwise.values);
  if (best.subsample === undefined && other.subsample === undefined) {
    return { estimate: sum(differences), se: Math.sqrt(sumOfSquares(differences, mean(differences))), subsamplingSe: 0 };
  }
  const shared = sharedObservations([best, other]);
  const approximate = minus(approximationOf(best), approximationOf(other));
  return differenceEstimate(
    Float64Array.from(shared, (at) => differences[at]!),
    Float64Array.from(shared, (at) => approximate[at]!),
    approximate,
  );
}

function approximationOf({ subsample, pointwise }: Elpd): Float64Array {
  return (subsample?.approximation ?? pointwise).values;
}

/** Those that were computed for all models. */
function sharedObservations(elpds: readonly Elpd[]): number[] {
  const shared = Array.from({ length: elpds[0]!.observationCount }, (_, at) => at).filter((at) =>
    elpds.every(({ pointwise }) => !Number.isNaN(pointwise.values[at])),
  );
  if (shared.length >= 2) return shared;
  throw mismatch(
    `${shared.length} observations were sampled for all of the models.`,
    "Sample the same observations, by the same seed or by their numbers.",
  );
}

function weigh(elpds: readonly Elpd[], { method = "stacking", bootstrap = {} }: CompareOptions) {
  const factor = scaleFactors[elpds[0]!.scale];
  const ses = elpds.map(({ se }) => se);
  if (method === "pseudo-BMA") return { weights: pseudoBma(elpds.map(({ elpd }) => elpd / factor)), ses };
  const shared = sharedObservations(elpds);
  const parts = elpds.map(({ pointwise }) => Float64Array.from(shared, (at) => pointwise.values[at]! / factor));
  if (method === "stacking") return { weights: stackingWeights(parts), ses };
  const drawn = bootstrappedPseudoBma(parts, bootstrap);
  const scaled = (Math.abs(factor) * elpds[0]!.observationCount) / shared.length;
  return { weights: drawn.weights, ses: drawn.ses.map((se) => se * scaled) };
}

function mismatch(problem: string, remedy: string): WasmcmcError {
  return new WasmcmcError({ code: "bad-log-likelihood", problem, remedy });
}
