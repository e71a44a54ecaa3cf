/**
 * The No-U-Turn sampler with multinomial weights: one transition from one point to the next.
 *
 * Hoffman and Gelman (2014), section 3, for the doubling; Betancourt (2017), appendices A.3 and A.4, for multinomial sampling,
 * biased between the trajectory and each doubling of it, uniform within a doubling; conditions as in Stan (see uturn.ts).
 *
 * Stan builds a doubling by recursion. Here leaves are put on a stack of stretches, and after leaf n (from 0) as many joins are
 * made as n has trailing ones in binary: the same stretches are joined in the same order, so every condition is checked on the
 * same pairs and as early as Stan checks it. The stack's slot 0 is the trajectory, with `end` the edge that grows.
 *
 *     leaf    0    1      2       3        stack above slot 0 while a doubling of 4 steps is built
 *     stack   a    [ab]   [ab]c   [abcd]   (after its joins)
 *
 * Unlike Stan, weights are kept as exp(reference - energy), not as logarithms: one exp a step and none a join. The reference is
 * the start's energy unless a point lies MAX_EXPONENT below it, where the weights are brought to that point's energy.
 */
import { expScalar } from "../math/exp";
import { Purpose } from "../layout";
import { Stream, randomBits, selectDraws } from "../rng/stream";
import { uniform } from "../rng/uniform";
import { allocateBytes, allocateVector, paddedLength } from "../vector";
import { completePoint, leapfrog } from "./leapfrog";
import { Metric, sampleMomentum } from "./metric";
import { Point, PointPool, createPool, releasePoint, returnPoint, takePoint } from "./point";
import { Target } from "./target";
import { Trace, startTrace, tracePoint } from "./trace";
import { pairTurns, stretchTurns } from "./uturn";

/** A step whose energy is this much above the start's diverges. */
const MAX_ENERGY_ERROR: f64 = 1000;
const MAX_EXPONENT: f64 = 300;
/** Draws of purpose Tree: the directions' bits, then one uniform a join. */
const DIRECTIONS: u64 = 0;
const FIRST_JOIN: u64 = 2;

/** A stretch of trajectory of 2^k points. */
@unmanaged
class Stretch {
  begin: Point;
  end: Point;
  proposal: Point;
  /** The sum of momenta: a lone point's momentum, or ownSum. */
  momentumSum: usize;
  ownSum: usize;
  weight: f64;
}

@unmanaged
export class Nuts {
  target: Target;
  metric: Metric;
  maxTreeDepth: i32;
  stepSize: f64;
  /** The chain's state. Its position, gradient and logp outlive a transition; the rest belongs to that transition. */
  current: Point;
  pool: PointPool;
  stack: usize;
  stackCount: i32;
  reference: f64;
  nextJoin: u64;

  // What the last transition did.
  startEnergy: f64;
  steps: i32;
  /** Doublings that became part of the trajectory. */
  treeDepth: i32;
  diverging: bool;
  /** The trajectory would have gone on but for maxTreeDepth. */
  reachedMaxTreeDepth: bool;
  /** The accepted point is not the start. */
  moved: bool;
  maxEnergyError: f64;
  /** Sum over the steps of min(1, exp(start energy - energy)). */
  acceptanceSum: f64;
  /** Sum over the steps of 2 min(1, r) / (1 + r), r = exp(start energy - energy): alike for gains and losses. */
  symmetricSum: f64;
  /** Null but for chains that are watched. */
  trace: Trace | null;
}

/** All the memory of a chain's trees. A doubling holds at most maxTreeDepth stretches at a time, and a stretch three points. */
export function createNuts(target: Target, metric: Metric, maxTreeDepth: i32): Nuts {
  const nuts = changetype<Nuts>(allocateBytes(offsetof<Nuts>()));
  nuts.target = target;
  nuts.metric = metric;
  nuts.maxTreeDepth = maxTreeDepth;
  nuts.stepSize = 1;
  nuts.pool = createPool(3 * maxTreeDepth + 4, metric.dimension, metric.dense);
  nuts.stack = allocateBytes(<usize>(maxTreeDepth + 1) * sizeof<usize>());
  for (let i = 0; i <= maxTreeDepth; ++i) {
    const stretch = changetype<Stretch>(allocateBytes(offsetof<Stretch>()));
    stretch.ownSum = allocateVector(paddedLength(metric.dimension));
    store<usize>(nuts.stack + <usize>i * sizeof<usize>(), changetype<usize>(stretch));
  }
  nuts.current = takePoint(nuts.pool);
  nuts.current.references = 1;
  return nuts;
}

// @ts-ignore: decorator
@inline
function stretchAt(nuts: Nuts, slot: i32): Stretch {
  return changetype<Stretch>(load<usize>(nuts.stack + <usize>slot * sizeof<usize>()));
}

/** Replaces `current` by a draw, with fresh momentum, and records what happened. `iteration` addresses the random numbers. */
export function transition(nuts: Nuts, stream: Stream, iteration: u32): void {
  selectDraws(stream, iteration, Purpose.Momentum);
  sampleMomentum(nuts.metric, stream, 0, nuts.current.momentum);
  completePoint(nuts.metric, nuts.current);
  selectDraws(stream, iteration, Purpose.Tree);
  startTrajectory(nuts);
  const start = nuts.current;
  const trajectory = stretchAt(nuts, 0);
  let directions = randomBits(stream, DIRECTIONS);
  let forward = true;
  let goesOn = true;
  while (goesOn && nuts.treeDepth < nuts.maxTreeDepth) {
    if (<bool>(directions & 1) != forward) {
      const end = trajectory.end;
      trajectory.end = trajectory.begin;
      trajectory.begin = end;
      forward = !forward;
    }
    directions >>= 1;
    goesOn = buildDoubling(nuts, stream, forward ? nuts.stepSize : -nuts.stepSize);
    if (goesOn) {
      nuts.treeDepth += 1;
      goesOn = join(nuts, stream, true);
    }
  }
  nuts.reachedMaxTreeDepth = goesOn;
  nuts.current = trajectory.proposal;
  nuts.moved = nuts.current !== start;
  releasePoint(nuts.pool, trajectory.begin);
  releasePoint(nuts.pool, trajectory.end);
}

/** The trajectory is the current point alone, with weight one. */
function startTrajectory(nuts: Nuts): void {
  nuts.startEnergy = nuts.current.energy;
  nuts.reference = nuts.current.energy;
  nuts.nextJoin = FIRST_JOIN;
  nuts.steps = 0;
  nuts.treeDepth = 0;
  nuts.diverging = false;
  nuts.maxEnergyError = 0;
  nuts.acceptanceSum = 0;
  nuts.symmetricSum = 0;
  // `current` holds one reference already, which the proposal takes over.
  nuts.current.references = 0;
  nuts.stackCount = 0;
  const trace = nuts.trace;
  if (trace != null) startTrace(trace, nuts.current, nuts.target.dimension);
  pushPoint(nuts, nuts.current, 1);
}

/** Puts 2^treeDepth steps from the trajectory's end on the stack as one stretch. False, and nothing is put there, if a join inside it turns or a step diverges. */
function buildDoubling(nuts: Nuts, stream: Stream, step: f64): bool {
  const count = 1 << nuts.treeDepth;
  const trace = nuts.trace;
  let from = stretchAt(nuts, 0).end;
  for (let leaf = 0; leaf < count; ++leaf) {
    const to = takePoint(nuts.pool);
    leapfrog(nuts.target, nuts.metric, from, to, step);
    if (trace != null) tracePoint(trace, to, nuts.target.dimension, nuts.treeDepth, step);
    if (!weighStep(nuts, to)) {
      returnPoint(nuts.pool, to);
      dropDoubling(nuts);
      return false;
    }
    for (let bits = leaf; bits & 1; bits >>= 1) {
      if (!join(nuts, stream, false)) {
        dropDoubling(nuts);
        return false;
      }
    }
    from = to;
  }
  return true;
}

/** Counts a step and pushes its point with its weight; false if it diverges. */
function weighStep(nuts: Nuts, point: Point): bool {
  const error = point.energy - nuts.startEnergy;
  nuts.steps += 1;
  if (abs(error) > abs(nuts.maxEnergyError)) nuts.maxEnergyError = error;
  if (error > MAX_ENERGY_ERROR) {
    nuts.diverging = true;
    return false;
  }
  const ratio = expScalar(-error);
  const accepted = min(1, ratio);
  nuts.acceptanceSum += accepted;
  nuts.symmetricSum += (2 * accepted) / (1 + ratio);
  if (nuts.reference - point.energy > MAX_EXPONENT) moveReference(nuts, point.energy);
  pushPoint(nuts, point, nuts.reference == nuts.startEnergy ? ratio : expScalar(nuts.reference - point.energy));
  return true;
}

function moveReference(nuts: Nuts, energy: f64): void {
  const factor = expScalar(energy - nuts.reference);
  for (let slot = 0; slot < nuts.stackCount; ++slot) stretchAt(nuts, slot).weight *= factor;
  nuts.reference = energy;
}

function pushPoint(nuts: Nuts, point: Point, weight: f64): void {
  const stretch = stretchAt(nuts, nuts.stackCount);
  nuts.stackCount += 1;
  stretch.begin = point;
  stretch.end = point;
  stretch.proposal = point;
  stretch.momentumSum = point.momentum;
  stretch.weight = weight;
  point.references += 3;
}

function dropDoubling(nuts: Nuts): void {
  for (let slot = 1; slot < nuts.stackCount; ++slot) {
    const stretch = stretchAt(nuts, slot);
    releasePoint(nuts.pool, stretch.begin);
    releasePoint(nuts.pool, stretch.end);
    releasePoint(nuts.pool, stretch.proposal);
  }
  nuts.stackCount = 1;
}

/** Joins the stack's two topmost stretches into one; false if the whole turns. */
function join(nuts: Nuts, stream: Stream, biased: bool): bool {
  const first = stretchAt(nuts, nuts.stackCount - 2);
  const second = stretchAt(nuts, nuts.stackCount - 1);
  const padded = nuts.metric.paddedDimension;
  const turns = first.begin === first.end
    ? pairTurns(padded, first.begin, second.begin, first.ownSum)
    : stretchTurns(padded, first.begin, first.end, second.begin, second.end, first.momentumSum, second.momentumSum, first.ownSum);
  first.momentumSum = first.ownSum;

  const total = first.weight + second.weight;
  const draw = uniform(stream, nuts.nextJoin);
  nuts.nextJoin += 1;
  if (draw * (biased ? first.weight : total) < second.weight) {
    const proposal = first.proposal;
    first.proposal = second.proposal;
    second.proposal = proposal;
  }
  first.weight = total;
  releasePoint(nuts.pool, second.proposal);
  releasePoint(nuts.pool, first.end);
  releasePoint(nuts.pool, second.begin);
  first.end = second.end;
  nuts.stackCount -= 1;
  return !turns;
}
