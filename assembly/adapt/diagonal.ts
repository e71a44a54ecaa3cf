/** A diagonal metric from what the chain has seen. Every variance put into a metric is positive and finite, whatever came in. */
import { expScalar } from "../math/exp";
import { logScalar } from "../math/log";
import { Metric, setVariance, varianceAt } from "../hmc/metric";
import { RunningVariance, squaresAt } from "./variance";

const SMALLEST: f64 = 1e-20;
const LARGEST: f64 = 1e20;
/** A first guess may be far off in one coordinate (a start at its mode has no gradient): it stays within these. */
const SMALLEST_GUESS: f64 = 1e-10;
const LARGEST_GUESS: f64 = 1e5;
/** At this many draws half the weight that draws gain over gradients has been gained. */
const TRUST_DRAWS: f64 = 100;

/**
 * From one gradient: the variance 1 / |gradient|, the geometric mean of 1 / gradient^2, which a Gaussian at a typical place would
 * have, and of one. A component of zero says nothing: one.
 */
export function guessFromGradient(metric: Metric, gradient: usize): void {
  for (let i = 0; i < metric.dimension; ++i) {
    const size = abs(load<f64>(gradient + (<usize>i << 3)));
    setVariance(metric, i, size > 0 ? min(LARGEST_GUESS, max(SMALLEST_GUESS, 1 / size)) : 1);
  }
}

/**
 * From draws and gradients: D^a G^(a - 1), D and G the variances of the draws and of the gradients, with a rising from 1/2 to 1.
 *
 * At a = 1/2 this is nutpie's sqrt(D / G), which minimises the Fisher divergence between the target and a Gaussian of that
 * variance: for independent Gaussian coordinates it is exact however few the draws, far from the mode too. Seyboldt, Carlson and
 * Carpenter, "Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence" (2024). Where some coordinates are
 * correlated it gives those a smaller variance than they have. Trajectories then turn with the others and are too short for them:
 * with one pair at 0.97 among ten coordinates D alone gives twice the effective draws a gradient. D needs many draws, and so
 * gains weight as they come in: a = 1 - TRUST_DRAWS / (2 (n + TRUST_DRAWS)).
 * A coordinate for which the result is not a positive number keeps what it has.
 */
export function fromDrawsAndGradients(metric: Metric, draws: RunningVariance, gradients: RunningVariance): void {
  const degrees = <f64>(draws.count - 1);
  const a = 1 - (0.5 * TRUST_DRAWS) / (<f64>draws.count + TRUST_DRAWS);
  for (let i = 0; i < metric.dimension; ++i) {
    const spread = a * logScalar(squaresAt(draws, i) / degrees);
    const variance = expScalar(spread - (1 - a) * logScalar(squaresAt(gradients, i) / degrees));
    if (variance > 0 && variance < Infinity) setVariance(metric, i, min(LARGEST, max(SMALLEST, variance)));
  }
}

/**
 * From draws alone, drawn a little towards a thousandth of what the metric has. Stan draws it towards 1e-3 itself, which is far
 * too much for a coordinate whose scale is small.
 */
export function fromDraws(metric: Metric, draws: RunningVariance): void {
  const count = <f64>draws.count;
  const share = count / (count + 5);
  for (let i = 0; i < metric.dimension; ++i) {
    const variance = share * (squaresAt(draws, i) / (count - 1)) + (1 - share) * 1e-3 * varianceAt(metric, i);
    if (variance > 0 && variance < Infinity) setVariance(metric, i, min(LARGEST, max(SMALLEST, variance)));
  }
}
