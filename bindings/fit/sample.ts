/** `sample`: from a model and data, or a bound target, to a run. */
import type { Bound } from "../engine/bound.js";
import { type SampleOptions, settingsOf } from "../engine/options.js";
import type { ChainRecord } from "../engine/record.js";
import { runChains } from "../engine/run.js";
import type { AnyModel, DataOf } from "../model/model.js";
import { bulkEssOf } from "../posterior/statistics/ess.js";
import { Fit } from "./fit.js";
import type { Model } from "./model.js";
import { Run } from "./run.js";
import { Target } from "./target.js";

/**
 * Samples the posterior with NUTS. Starts at once; await it for the fit, or iterate it for progress.
 *
 *     const fit = await sample(line, { x, y, yErr }, { chains: 4, seed: 42 });
 *     for await (const progress of sample(line, data)) console.log(progress.draws);
 *
 * The same model, data, options and seed give the same draws to the last bit, on any host, with or without workers.
 */
export function sample<M extends AnyModel>(model: M, data: DataOf<M>, options?: SampleOptions): Run<Fit<M>>;
export function sample<M>(target: Target<M>, options?: SampleOptions): Run<Fit<M>>;
export function sample(
  subject: AnyModel | Target<unknown>,
  dataOrOptions: unknown,
  modelOptions?: SampleOptions,
): Run<Fit<unknown>> {
  let bound: Bound | undefined;
  return new Run<Fit<unknown>>(
    async (onBatch) => {
      const options = (subject instanceof Target ? dataOrOptions : modelOptions) as SampleOptions | undefined;
      const settings = settingsOf(options ?? {});
      bound = subject instanceof Target ? subject.bound : (subject as Model<never, unknown>).bind(dataOrOptions as never).bound;
      const result = await runChains(bound, settings, options ?? {}, (records) => onBatch(records, settings));
      return new Fit<unknown>(bound, result);
    },
    (records) => (bound === undefined ? Number.NaN : smallestEss(bound, records)),
  );
}

/** Smallest bulk effective sample size over the parameters' numbers, of the draws that all chains have. */
function smallestEss({ parameters, evaluator }: Bound, records: readonly ChainRecord[]): number {
  const draws = Math.min(...records.map((record) => record.drawCount));
  if (draws < 4) return Number.NaN;
  const length = evaluator.parameterLength;
  let smallest = Number.POSITIVE_INFINITY;
  for (const { offset, rows, width } of parameters) {
    for (let at = offset; at < offset + rows * width; at++) {
      const values = new Float64Array(records.length * draws);
      records.forEach((record, chain) => {
        for (let draw = 0; draw < draws; draw++) values[chain * draws + draw] = record.draws[draw * length + at] as number;
      });
      smallest = Math.min(smallest, bulkEssOf({ values, chains: records.length, draws }));
    }
  }
  return smallest;
}
