/** `trajectories`: NUTS itself, transition by transition, with the points that each tree visited. */
import { Stat } from "../../assembly/layout.js";
import { NonFiniteStart } from "../engine/chain_runner.js";
import { coreModule } from "../engine/exports.js";
import { type SampleOptions, settingsOf } from "../engine/options.js";
import { nonFiniteStart, startPosition } from "../engine/start.js";
import { chosenPoint, type TracedPoint, TracedRunner, type TracedTransition } from "../engine/traced_runner.js";
import type { Target } from "./target.js";

/** Why a trajectory ended: it turned back (in whole, or within its last doubling), a step diverged, or it may not grow further. */
export type TrajectoryEnd = "turned" | "turned-within" | "diverged" | "max-depth";

/** One transition of the sampler. */
export interface Trajectory {
  /** Number of the transition, from 0, warm-up included. */
  readonly iteration: number;
  readonly warmup: boolean;
  /** The start with its fresh momentum, then each leapfrog step in the order in which it was taken; unconstrained coordinates. */
  readonly points: readonly TracedPoint[];
  /** Which of the points became the draw. */
  readonly chosen: number;
  /** Doublings that became part of the trajectory; points of a greater depth were dropped. */
  readonly treeDepth: number;
  readonly end: TrajectoryEnd;
  readonly stepSize: number;
  readonly acceptanceRate: number;
}

export type TrajectoryOptions = Pick<
  SampleOptions,
  "warmup" | "draws" | "seed" | "targetAccept" | "maxTreeDepth" | "metric" | "init" | "jitter"
> & {
  /** Number of the chain, from 0. */
  readonly chain?: number;
};

/**
 * The transitions of one chain, by the engine that `sample` runs: with the same options and seed they end in the draws of that chain,
 * to the last bit. Each is made when it is asked for; the iteration ends after `warmup + draws` of them.
 *
 *     for (const { points, chosen, end } of trajectories(target, { seed: 1, warmup: 0, draws: 10 })) {
 *       console.log(points.length - 1, "leapfrog steps, then", end, "; the draw is at", points[chosen].position);
 *     }
 *
 * Errors: "bad-option" names an option, "non-finite-start" says why no start has a finite log density.
 */
export function* trajectories(target: Target<unknown>, options: TrajectoryOptions = {}): Generator<Trajectory, void, undefined> {
  const { chain = 0, init, ...rest } = options;
  const settings = settingsOf({ ...rest, chains: chain + 1 });
  const { bound } = target;
  const position = startPosition(bound, init);
  const job = { module: coreModule(), program: bound.program, data: bound.data, settings, chain, position };
  const runner = startedRunner(job, target);
  while (!runner.finished) {
    const iteration = runner.done;
    yield trajectoryOf(runner.step(), iteration, iteration < settings.warmup);
  }
}

function startedRunner(job: ConstructorParameters<typeof TracedRunner>[0], { bound }: Target<unknown>): TracedRunner {
  try {
    return new TracedRunner(job);
  } catch (error) {
    throw error instanceof NonFiniteStart ? nonFiniteStart(bound, error.position) : error;
  }
}

function trajectoryOf(transition: TracedTransition, iteration: number, warmup: boolean): Trajectory {
  const { points, stats } = transition;
  const treeDepth = stats[Stat.TreeDepth] as number;
  return {
    iteration,
    warmup,
    points,
    chosen: chosenPoint(transition),
    treeDepth,
    end: endOf(stats, treeDepth),
    stepSize: stats[Stat.StepSize] as number,
    acceptanceRate: stats[Stat.AcceptanceRate] as number,
  };
}

/** A doubling that was joined has made the steps 2^treeDepth - 1 in all; one that was dropped stopped on its way or at its end. */
function endOf(stats: Float64Array, treeDepth: number): TrajectoryEnd {
  if (stats[Stat.Diverging] === 1) return "diverged";
  if (stats[Stat.ReachedMaxTreeDepth] === 1) return "max-depth";
  return stats[Stat.NSteps] === 2 ** treeDepth - 1 ? "turned" : "turned-within";
}
