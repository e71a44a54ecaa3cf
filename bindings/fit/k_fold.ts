/** K-fold cross-validation: the model is fitted without each fold in turn, and predicts it. */
import type { Bound } from "../engine/bound.js";
import { drawnSeed, type SampleOptions } from "../engine/options.js";
import type { Label, NamedArray } from "../posterior/array.js";
import { namedArray } from "../posterior/array.js";
import { Elpd, type ElpdFields, elpdOf } from "../posterior/comparison/elpd.js";
import { assignFolds, givenFolds } from "../posterior/comparison/folds.js";
import { type Scale, scaleFactors } from "../posterior/comparison/log_likelihood.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { Fit } from "./fit.js";
import { LeavableRows } from "./leavable_rows.js";
import { leaveOut } from "./leave_out.js";
import { logPredictiveDensity } from "./predictive_density.js";
import { observationNumber, requireWhole, sampleOptionsOf } from "./refit_options.js";
import { sample } from "./sample.js";
import { Target } from "./target.js";

export interface KFoldOptions extends SampleOptions {
  /** How many folds (10 when absent), or a fold for each row. */
  readonly folds?: number | ArrayLike<number>;
  /** What a row is: a member of this dim, with all observations over it; when absent a row of the observation. */
  readonly dim?: string;
  /** Rows of one label stay in one fold: labels, or the name of a column over the rows, or of the dim whose labels it holds. */
  readonly groups?: string | ArrayLike<Label>;
  /** Rows of one label are spread evenly over the folds: labels, or a name as for `groups`. */
  readonly strata?: string | ArrayLike<Label>;
  /** Which observation is predicted; needed where there are several. */
  readonly observation?: string;
  readonly scale?: Scale;
  /** Whether to keep the folds' fits. */
  readonly keepFits?: boolean;
}

/** The sum of log predictive densities of rows, each by the fit without its fold; `compare` takes it. */
export class KFold extends Elpd {
  /** The fold of each row, from 0. */
  readonly folds: Int32Array;
  /** Effective number of parameters of each part, over the observation's dims. */
  readonly pPointwise: NamedArray;
  /** The fit without each fold, where they were to be kept. */
  readonly fits: readonly Fit[] | undefined;

  constructor(fields: ElpdFields, folds: Int32Array, pPointwise: NamedArray, fits: readonly Fit[] | undefined) {
    super(fields);
    this.folds = folds;
    this.pPointwise = pPointwise;
    this.fits = fits;
  }
}

/**
 * The expected log predictive density by K-fold cross-validation: K fits, each without the rows of one fold, predict those.
 *
 *     const result = await kFold(fit, { folds: 10 });          // with the fit's own settings and seed
 *     await kFold(target, { folds: 5, groups: "school", seed: 1, chains: 2 });
 *     console.log(String(result), result.pointwise.values);
 *
 * Given a target it is fitted as a whole first, for the effective number of parameters. All observations over the rows are left out
 * together. Folds follow from the seed, as all draws do. Members of dims keep their places, also those no row is left of; a parameter of
 * left-out rows alone follows its prior. Throws where rows cannot be left out (see `leaveOut`). arviz_stats.loo_kfold; R's loo::kfold.
 */
export async function kFold<M>(subject: Target<M> | Fit<M>, options: KFoldOptions = {}): Promise<KFold> {
  const { folds: wanted, dim, groups, strata, observation, scale = "log", keepFits = false, ...given } = options;
  const sampling = { seed: drawnSeed(), ...sampleOptionsOf(subject, given) };
  const { bound } = subject;
  const number = observationNumber(bound.compiled.observations, observation);
  const scored = bound.compiled.observations[number] as ObservationLayout;
  const rows = new LeavableRows(bound, scored, dim);
  const choice = { groups: rows.labels(groups, "groups"), strata: rows.labels(strata, "strata"), seed: sampling.seed };
  const folds =
    typeof wanted === "object" ? givenFolds(wanted, rows.count, choice) : assignFolds(rows.count, { ...choice, folds: wanted });
  const target = subject instanceof Target ? subject : new Target<M>(bound);
  const parts = rows.foldsOf(scored.dims, folds);
  // Before anything is fitted: what cannot be left out throws here.
  leaveOut(target, rows.members(folds, 0));
  const densities = new Float64Array(parts.length);
  const fits: Fit<M>[] = [];
  const whole = subject instanceof Target ? await fitted(target, sampling) : subject;
  const full = logPredictiveDensity(whole.source, number);
  const last = folds.reduce((most, fold) => Math.max(most, fold));
  for (let fold = 0; fold <= last; fold++) {
    const fit = await fitted(leaveOut(target, rows.members(folds, fold)), sampling);
    const found = logPredictiveDensity(fit.source, number);
    for (let i = 0; i < parts.length; i++) if (parts[i] === fold) densities[i] = found[i]!;
    if (keepFits) fits.push(fit);
  }
  return resultOf(
    bound,
    scored,
    { densities, full, scale, draws: whole.drawCount * whole.chains.length },
    folds,
    keepFits ? fits : undefined,
  );
}

async function fitted<M>(target: Target<M>, options: SampleOptions): Promise<Fit<M>> {
  const fit = await sample(target, options);
  requireWhole(fit);
  return fit;
}

function resultOf<M>(
  bound: Bound,
  { dims }: ObservationLayout,
  { densities, full, scale, draws }: { densities: Float64Array; full: Float64Array; scale: Scale; draws: number },
  folds: Int32Array,
  fits: readonly Fit<M>[] | undefined,
): KFold {
  const factor = scaleFactors[scale];
  const sizes = dims.map((dim) => bound.checked.dimSizes.get(dim) ?? 1);
  const coords = Object.fromEntries(dims.map((dim) => [dim, bound.coordinates(dim)]));
  const over = (values: Float64Array) => namedArray(values, sizes, dims, coords);
  const lppd = full.reduce((sum, value) => sum + value, 0);
  const parts = densities.map((value) => factor * value);
  const fields = elpdOf("kfold", scale, draws, lppd, over(parts), { warning: false });
  const effective = densities.map((value, i) => full[i]! - value);
  return new KFold(fields, folds, over(effective), fits as readonly Fit[] | undefined);
}
