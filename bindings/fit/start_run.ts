/** From what a run needs to the run under way: what `sample` and `resume` share. */
import type { Bound } from "../engine/bound.js";
import { type SampleOptions, type Settings, settingsOf } from "../engine/options.js";
import { ChainRecord } from "../engine/record.js";
import { type Begun, Course } from "../engine/run.js";
import type { AnyModel } from "../model/model.js";
import { bulkEssOf } from "../posterior/statistics/ess.js";
import { Fit } from "./fit.js";
import type { Model } from "./model.js";
import { PrecisionWatch } from "./precision.js";
import { Run } from "./run.js";
import { Target } from "./target.js";

/** What is to be sampled, as a person gives it: a model and its data, or a target; and what comes after. */
export interface Subject {
  readonly bound: Bound;
  readonly rest: readonly unknown[];
}

export function subjectOf(subject: AnyModel | Target<unknown>, rest: readonly unknown[]): Subject {
  if (subject instanceof Target) return { bound: subject.bound, rest };
  return { bound: (subject as Model<never, unknown>).bind(rest[0] as never).bound, rest: rest.slice(1) };
}

export interface Beginning {
  readonly bound: Bound;
  readonly settings: Settings;
  readonly options: SampleOptions;
  /** For a run that goes on from another. */
  readonly begun?: Begun & { readonly records: readonly ChainRecord[] };
}

/** The beginning of a run from its start; options are looked at before the data. */
export function beginAnew(subject: AnyModel | Target<unknown>, rest: readonly unknown[]): Beginning {
  const options = (rest[subject instanceof Target ? 0 : 1] ?? {}) as SampleOptions;
  const settings = settingsOf(options);
  return { bound: subjectOf(subject, rest).bound, settings, options };
}

export function startRun(begin: () => Beginning): Run<Fit<unknown>> {
  let course: Course | undefined;
  return new Run<Fit<unknown>>(
    async (show) => {
      const { bound, settings, options, begun } = begin();
      const { parameterLength } = bound.evaluator;
      const records =
        begun?.records ??
        Array.from(
          { length: settings.chains },
          (_, chain) => new ChainRecord(chain, settings, parameterLength, options.keepWarmup),
        );
      const most = settings.draws - (records[0]?.first ?? 0);
      const watch = settings.until && new PrecisionWatch(bound, settings, settings.until, most);
      course = new Course(bound, settings, options, records, watch?.pace, begun);
      watch?.look(records);
      const result = await course.run(() => {
        watch?.look(records);
        show(records, settings, watch?.latest);
      });
      return new Fit<unknown>(bound, result, watch?.latest);
    },
    () => (course === undefined ? Number.NaN : smallestEss(course)),
    () => course,
  );
}

/** Smallest bulk effective sample size over the parameters' numbers, of the draws that all chains have. */
function smallestEss({ bound: { parameters, evaluator }, records }: Course): number {
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
