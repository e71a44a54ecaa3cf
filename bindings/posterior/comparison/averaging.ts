/** Weights for averaging models by their expected log predictive densities: Yao, Vehtari, Simpson & Gelman (2018), Bayesian Analysis 13, 917. */
import { RandomNumbers } from "../statistics/random_numbers.js";

/** exp(score) as shares of their sum. */
export function pseudoBma(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const terms = scores.map((score) => Math.exp(score - largest));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}

export interface BayesianBootstrap {
  /** 1000 when absent. */
  readonly replicates?: number;
  /** Concentration of the Dirichlet distribution; 1 when absent. */
  readonly alpha?: number;
  /** 0 when absent. */
  readonly seed?: number;
}

/**
 * Observations weighted anew by a Dirichlet distribution: pseudo-BMA that knows how uncertain the sums are. `parts[model][observation]`
 * are log densities; `ses` are of their sums.
 */
export function bootstrappedPseudoBma(
  parts: readonly Float64Array[],
  { replicates = 1000, alpha = 1, seed = 0 }: BayesianBootstrap,
): { weights: number[]; ses: number[] } {
  const random = new RandomNumbers(seed);
  const size = parts[0]!.length;
  const weights = parts.map(() => 0);
  const means = parts.map(() => 0);
  const squares = parts.map(() => 0);
  const shares = new Float64Array(size);
  for (let replicate = 1; replicate <= replicates; replicate++) {
    let total = 0;
    for (let i = 0; i < size; i++) total += shares[i] = random.gamma(alpha);
    const scores = parts.map((values) => {
      let score = 0;
      for (let i = 0; i < size; i++) score += shares[i]! * values[i]!;
      return (size * score) / total;
    });
    for (const [k, weight] of pseudoBma(scores).entries()) {
      weights[k]! += weight / replicates;
      // Welford (1962): the sums are large and their spread small.
      const deviation = scores[k]! - means[k]!;
      means[k]! += deviation / replicate;
      squares[k]! += deviation * (scores[k]! - means[k]!);
    }
  }
  return { weights, ses: squares.map((sum) => Math.sqrt(sum / replicates)) };
}
