/**
 * The step size: a first search for its order of magnitude, then dual averaging towards the target acceptance.
 *
 * Hoffman and Gelman (2014), algorithms 4 and 5. Unlike Stan:
 * - The search ends with a step that passes and not with the first that fails, and the average starts from it: its weights are
 *   (t + t0)^-kappa, where Stan's t^-kappa forgets it at once. Both matter when few iterations follow.
 * - Dual averaging leans to the step found (mu = log step), not to ten times that. To hold a step a factor e^-c away from e^mu, the
 *   mean acceptance must stay c gamma / sqrt(t) below the target: for ten times, and Stan's gamma, 0.009 after 150 iterations, as
 *   much as a target of 0.99 has left.
 * - gamma is 0.1 where Stan has 0.05: half the swing from one transition's acceptance. The averaged step is the mean over swings, and
 *   on smooth targets a wide swing leaves it too small.
 *
 * What Stan's mu and gamma give here, and these, on seeds that played no part in the choice:
 *
 *                                            mean acceptance   gradients a draw   least bulk ESS, median over seeds
 *     kidscore_momhsiq, target 0.8           0.828   0.798     21.9   21.2        3802   3577  of 10,000
 *     line with outliers, target 0.8         0.828   0.812      6.2    6.1        1182   1198  of 2,000
 *     eight schools centered, target 0.99    0.965   0.977     72.5   89.2         276    312  of 10,000 (divergences 45, 24)
 *
 * So acceptance is nearer to what was asked for; effective draws a gradient are the same within the noise.
 *
 * What it cannot do: in a funnel one step fits the neck or the mouth, and a warm-up seldom sees the neck. The mean acceptance stays
 * below a target of 0.99, and in 3 of 36 such fits (7 with Stan's mu and gamma) a chain is caught in the neck for long.
 */
import { expScalar } from "../math/exp";
import { logScalar } from "../math/log";
import { Purpose } from "../layout";
import { completePoint, leapfrog } from "../hmc/leapfrog";
import { sampleMomentum } from "../hmc/metric";
import { Nuts } from "../hmc/nuts";
import { returnPoint, takePoint } from "../hmc/point";
import { Stream, selectDraws } from "../rng/stream";

const GAMMA: f64 = 0.1;
const T0: f64 = 10;
const KAPPA: f64 = 0.75;
/** The log of the acceptance at which the search stops, log 0.8. */
const SEARCH_LOG_ACCEPTANCE: f64 = -0.22314355131420976;
const SMALLEST_STEP: f64 = 1e-12;
const LARGEST_STEP: f64 = 1e6;
/** The search's draws of purpose Init start here, apart from those of the jittered starts. */
const SEARCH_DRAWS: u64 = 1 << 48;

/** The algorithm's own symbols: x is the log of the step size. */
@unmanaged
export class DualAveraging {
  mu: f64;
  count: f64;
  meanError: f64;
  x: f64;
  meanX: f64;
}

/** Starts anew from a step size, and leans to it. */
export function restartAveraging(state: DualAveraging, stepSize: f64): void {
  const x = logScalar(stepSize);
  state.mu = x;
  state.count = 0;
  state.meanError = 0;
  state.x = x;
  state.meanX = x;
}

/** Takes in one transition's acceptance statistic. */
export function advanceAveraging(state: DualAveraging, acceptance: f64, target: f64): void {
  const count = state.count + 1;
  const eta = 1 / (count + T0);
  state.count = count;
  state.meanError = (1 - eta) * state.meanError + eta * (target - acceptance);
  const x = state.mu - (state.meanError * sqrt(count)) / GAMMA;
  const weight = expScalar(-KAPPA * logScalar(count + T0));
  state.x = clampLog(x);
  state.meanX = (1 - weight) * state.meanX + weight * state.x;
}

/** The step size to try next. */
export function exploringStep(state: DualAveraging): f64 {
  return expScalar(state.x);
}

/** The averaged step size, for sampling. */
export function averagedStep(state: DualAveraging): f64 {
  return expScalar(state.meanX);
}

function clampLog(x: f64): f64 {
  return max(logScalar(SMALLEST_STEP), min(logScalar(LARGEST_STEP), x));
}

/**
 * By doubling or halving finds a step size whose single step is accepted with probability above 0.8 while twice it is not, a new
 * momentum each time (as in Stan). Leaves it in nuts.stepSize. A flat target ends at the largest step, a hopeless one at the smallest.
 */
export function searchStepSize(nuts: Nuts, stream: Stream, iteration: u32): void {
  const draws = <u64>nuts.metric.dimension;
  selectDraws(stream, iteration, Purpose.Init);
  let first = SEARCH_DRAWS;
  const grow = passes(nuts, stream, first, nuts.stepSize);
  while (true) {
    const next = grow ? nuts.stepSize * 2 : nuts.stepSize * 0.5;
    if (!(next >= SMALLEST_STEP && next <= LARGEST_STEP)) return;
    first += draws;
    const passed = passes(nuts, stream, first, next);
    if (grow && !passed) return;
    nuts.stepSize = next;
    if (passed && !grow) return;
  }
}

/** Whether one step from the current position, with a fresh momentum, loses little energy. */
function passes(nuts: Nuts, stream: Stream, first: u64, step: f64): bool {
  const from = nuts.current;
  sampleMomentum(nuts.metric, stream, first, from.momentum);
  completePoint(nuts.metric, from);
  const to = takePoint(nuts.pool);
  leapfrog(nuts.target, nuts.metric, from, to, step);
  returnPoint(nuts.pool, to);
  return from.energy - to.energy > SEARCH_LOG_ACCEPTANCE;
}
