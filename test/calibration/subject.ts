/** What is calibrated: a model, and two ways to simulate its parameters and data. */
import {
  type AnyModel,
  type DataOf,
  type Fit,
  type PriorSample,
  type SampleOptions,
  sample,
  samplePrior,
} from "../../bindings/index.js";
import type { Random } from "./random.js";

export interface Simulation {
  /** Parameters, and whatever is tracked. */
  readonly truth: Readonly<Record<string, number | readonly number[]>>;
  readonly data: Readonly<Record<string, unknown>>;
}

export type CalibratedFit = Pick<Fit, "summary" | "chains" | "drawCount" | "sampleStats">;

export interface Subject {
  readonly name: string;
  /** Written by hand, apart from the model. */
  simulate(random: Random): Simulation;
  /**
   * By `samplePrior`, from the model itself. Absent where a row's distribution depends on the rows before, which are data to
   * the model.
   */
  simulatePrior?(random: Random): Simulation;
  fit(data: Simulation["data"], options: SampleOptions): PromiseLike<CalibratedFit>;
}

interface Parts<M, Truth, Covariates> {
  readonly model: M;
  /** Columns that are not observed. */
  covariates(random: Random): Covariates;
  /** A draw from the prior. */
  prior(random: Random): Truth;
  /** A draw of the observed column, `y`. */
  likelihood(random: Random, truth: Truth, covariates: Covariates): number[];
  readonly sequential?: boolean;
  readonly options?: SampleOptions;
}

export function subject<M extends AnyModel, Truth extends Simulation["truth"], Covariates extends object>(
  name: string,
  { model, covariates, prior, likelihood, sequential = false, options }: Parts<M, Truth, Covariates>,
): Subject {
  const simulate = (random: Random): Simulation => {
    const [given, truth] = [covariates(random), prior(random)];
    return { truth, data: { ...given, y: likelihood(random, truth, given) } };
  };
  const simulatePrior = (random: Random): Simulation => {
    // The column that is drawn only says how many rows there are.
    const { truth, data } = simulate(random);
    const drawn = samplePrior(model as AnyModel, data as never, { draws: 1, seed: random.integer() });
    const parameters = Object.keys(truth).map((key) => [key, Array.from((drawn as PriorSample).parameters[key]!.values)]);
    return {
      truth: Object.fromEntries(parameters),
      data: { ...data, y: Array.from((drawn as PriorSample).observations["y"]!.value.values) },
    };
  };
  return {
    name,
    simulate,
    ...(!sequential && { simulatePrior }),
    fit: (data, more) => sample(model, data as DataOf<M>, { ...more, ...options }),
  };
}
