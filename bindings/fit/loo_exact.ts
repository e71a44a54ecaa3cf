/** Leave-one-out cross-validation by refits, of the observations for which importance sampling does not do. */
import type { SampleOptions } from "../engine/options.js";
import { WasmcmcError } from "../errors.js";
import type { Elpd } from "../posterior/comparison/elpd.js";
import { type Part, replaceParts, unreliable } from "../posterior/comparison/replace_parts.js";
import type { Fit } from "./fit.js";
import { leaveOut } from "./leave_out.js";
import { logPredictiveDensity } from "./predictive_density.js";
import { observationNumber, requireWhole, sampleOptionsOf } from "./refit_options.js";
import { sample } from "./sample.js";
import { Target } from "./target.js";

export interface LooExactOptions extends SampleOptions {
  /** Observations whose shape k is over this are left out by refits; the result's `goodK` when absent, -Infinity for all. */
  readonly threshold?: number;
  /** Which observation the result is of; needed where there are several. */
  readonly observation?: string;
}

/**
 * The result of `loo` with exact parts where its shapes k are too high: for each such observation the model is fitted without it, with
 * the fit's own settings and seed unless others are given. Their shapes are 0 afterwards.
 *
 *     const exact = await looExact(fit, loo(fit));
 *
 * One fit an observation: see first how many there are. Throws where rows cannot be left out (see `leaveOut`). ArviZ's reloo.
 */
export async function looExact<M>(fit: Fit<M>, result: Elpd, options: LooExactOptions = {}): Promise<Elpd> {
  const { threshold, observation, ...given } = options;
  const { observations } = fit.bound.compiled;
  const number = observationNumber(observations, observation);
  checkSameRows(fit, number, result);
  const target = new Target<M>(fit.bound);
  const sampling = sampleOptionsOf(fit, given);
  const parts = new Map<number, Part>();
  for (const row of unreliable(result, threshold)) {
    const refit = await sample(leaveOut(target, { [observations[number]!.name]: [row] }), sampling);
    requireWhole(refit);
    parts.set(row, { elpd: logPredictiveDensity(refit.source, number)[row]!, k: 0 });
  }
  return replaceParts(result, parts);
}

/** The result must be of this observation. */
export function checkSameRows<M>(fit: Fit<M>, observation: number, { pointwise }: Elpd): void {
  const { bound } = fit;
  const { name, dims } = bound.compiled.observations[observation]!;
  const shape = dims.map((dim) => bound.checked.dimSizes.get(dim) ?? 1);
  if (shape.join() === pointwise.shape.join()) return;
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `The result is over the shape [${pointwise.shape.join(", ")}], the rows of "${name}" are [${shape.join(", ")}].`,
    remedy: "Give the result of loo for this fit and observation.",
    variable: name,
    value: pointwise.shape,
  });
}
