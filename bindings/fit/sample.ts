/** `sample`: from a model and data, or a bound target, to a run. */
import type { SampleOptions } from "../engine/options.js";
import type { AnyModel, DataOf } from "../model/model.js";
import type { Fit } from "./fit.js";
import type { Run } from "./run.js";
import { beginAnew, startRun } from "./start_run.js";
import type { Target } from "./target.js";

/**
 * Samples the posterior with NUTS. Starts at once; await it for the fit, or iterate it for progress.
 *
 *     const fit = await sample(line, { x, y, yErr }, { chains: 4, seed: 42 });
 *     for await (const progress of sample(line, data)) console.log(progress.draws);
 *     const enough = await sample(line, data, { draws: 10_000, until: { ess: 400, rhat: 1.01 } });
 *
 * The same model, data, options and seed give the same draws to the last bit, on any host, with or without workers.
 */
export function sample<M extends AnyModel>(model: M, data: DataOf<M>, options?: SampleOptions): Run<Fit<M>>;
export function sample<M>(target: Target<M>, options?: SampleOptions): Run<Fit<M>>;
export function sample(subject: AnyModel | Target<unknown>, ...rest: readonly unknown[]): Run<Fit<unknown>> {
  return startRun(() => beginAnew(subject, rest));
}
