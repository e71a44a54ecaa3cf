/**
 * What a posterior of posteriordb is to the checks: a model in our language, how to sample it, and what to expect of the draws.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyModel, type DataOf, type Fit, type SampleOptions, sample } from "../../bindings/index.js";

/** A posterior's data as posteriordb has them: numbers, columns and matrices (a list of rows) by name. */
export type Columns = Readonly<Record<string, number & number[] & number[][]>>;

/** What the checks read of a fit, whatever its model. */
export type AnyFit = Pick<Fit, "summary" | "sampleStats" | "drawCount" | "chains" | "milliseconds">;

interface Expectations {
  /** Which coordinates the sampler moves in, where a posterior is sampled in several. */
  readonly coordinates: string;
  /** Least bulk and tail ESS, as a share of the draws. */
  readonly leastEss: number;
  /** Share of the draws that may diverge. */
  readonly mostDivergences: number;
  readonly options: SampleOptions;
}

export interface Posterior extends Expectations {
  /** Data and model, as in `kidiq-kidscore_momhs`. */
  readonly name: string;
  run(columns: Columns, options: SampleOptions): PromiseLike<AnyFit>;
}

interface Settings<M> extends Partial<Expectations> {
  /** The model's data; by default what posteriordb has under the names of the model's columns. */
  readonly data?: (columns: Columns) => DataOf<M>;
}

const expected: Expectations = { coordinates: "own", leastEss: 0.2, mostDivergences: 0, options: {} };

/**
 * A posterior: its name, its model with parameters named as in the reference, and what departs from the ordinary, with the
 * reason.
 */
export function posterior<M extends AnyModel>(name: string, model: M, { data, ...settings }: Settings<M> = {}): Posterior {
  const pick = (columns: Columns): DataOf<M> =>
    Object.fromEntries(Object.keys(model.spec).map((key) => [key, columns[key]])) as never;
  return {
    ...expected,
    ...settings,
    name,
    run: (columns, options) => sample(model, (data ?? pick)(columns), options),
  };
}

/** Draws of one number of a fit, by its label in the summary. */
export function valuesOf(fit: AnyFit, label: string): Float64Array {
  const [, name, place] = /^(\w+)(?:\[(\d+)\])?$/.exec(label) as unknown as [string, string, string | undefined];
  const all = (fit as unknown as { draws: Record<string, Float64Array> }).draws[name] as Float64Array;
  const width = all.length / (fit.chains.length * fit.drawCount);
  return all.filter((_, i) => i % width === Number(place ?? 0));
}

export interface ReferenceNumber {
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

/** Data and reference of a posterior, from the folder of test data. */
export function readPosterior(folder: string, name: string): { columns: Columns; reference: Record<string, ReferenceNumber> } {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, "posteriordb", file), "utf8"));
  const [dataName] = name.split("-");
  return { columns: read(`${dataName}.data.json`), reference: read(`${name}.reference.json`).parameters };
}
