/**
 * The sum over all observations of something known for a few of them, by what approximates it for all: the difference estimator under
 * simple random sampling without replacement. Magnusson, Andersen, Jonasson & Vehtari (2019), ICML, PMLR 97, 4244, equations 7 to 9.
 */
import { mean, sum, sumOfSquares } from "../statistics/moments.js";

export interface DifferenceEstimate {
  readonly estimate: number;
  /** Of the estimate, over samples of the observations; infinite for a single one. */
  readonly subsamplingSe: number;
  /** Of the sum, over data sets, as it would be were all known. */
  readonly se: number;
}

/** `known` and `approximate` are of the sampled observations, `all` approximations of all of them. */
export function differenceEstimate(known: Float64Array, approximate: Float64Array, all: Float64Array): DifferenceEstimate {
  const population = all.length;
  const sampled = known.length;
  const differences = known.map((value, i) => value - approximate[i]!);
  const total = sum(all);
  const correction = population * mean(differences);
  const estimate = total + correction;
  if (sampled < 2) return { estimate, subsamplingSe: Infinity, se: Infinity };
  const variance = sumOfSquares(differences, mean(differences)) / (sampled - 1);
  const subsampling = (population ** 2 * Math.max(0, 1 - sampled / population) * variance) / sampled;
  const squares = known.map((value, i) => value ** 2 - approximate[i]! ** 2);
  const spread =
    sum(all.map((value) => value ** 2)) +
    population * mean(squares) -
    (correction ** 2 - subsampling + 2 * total * estimate - total ** 2) / population;
  return { estimate, subsamplingSe: Math.sqrt(subsampling), se: Math.sqrt(Math.max(0, spread)) };
}
