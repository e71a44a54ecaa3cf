/** Whether draws agree with a reference posterior, by Monte Carlo error. */
import { essOf } from "../bindings/posterior/statistics/ess.js";

export interface ReferenceMoments {
  readonly mean: number;
  readonly sd: number;
  readonly mcseMean: number;
  readonly mcseSd: number;
}

export interface Deviation {
  /** Differences in units of the combined Monte Carlo errors. */
  readonly mean: number;
  readonly sd: number;
}

/**
 * Distances of mean and sd from the reference's, in combined Monte Carlo errors. Our error of the sd is
 * sd sqrt((kurtosis - 1) / (4 ESS)): the delta method on the variance of squares.
 */
export function deviation(values: Float64Array, chains: number, reference: ReferenceMoments): Deviation {
  const draws = values.length / chains;
  const size = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / size;
  const moment = (power: number) => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / size;
  const [second, fourth] = [moment(2), moment(4)];
  const sd = Math.sqrt((second * size) / (size - 1));
  const effective = essOf({ values, chains, draws }, { method: "mean" });
  const effectiveSd = essOf({ values, chains, draws }, { method: "sd" });
  const mcseMean = sd / Math.sqrt(effective);
  const mcseSd = sd * Math.sqrt((fourth / second ** 2 - 1) / (4 * effectiveSd));
  return {
    mean: Math.abs(mean - reference.mean) / Math.hypot(mcseMean, reference.mcseMean),
    sd: Math.abs(sd - reference.sd) / Math.hypot(mcseSd, reference.mcseSd),
  };
}
