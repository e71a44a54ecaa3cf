/**
 * NUTS as Stan writes it: doublings built by recursion, weights as logarithms, every condition spelled out. The living definition
 * of assembly/hmc/nuts.ts, for a diagonal metric; it is given the same random numbers in the same order.
 *
 * Betancourt, "A conceptual introduction to Hamiltonian Monte Carlo" (2017), appendices A.3 and A.4; Stan's extra checks.
 */

type Vector = number[];

interface Phase {
  position: Vector;
  momentum: Vector;
  gradient: Vector;
  velocity: Vector;
  energy: number;
}

interface Tree {
  begin: Phase;
  end: Phase;
  proposal: Phase;
  momentumSum: Vector;
  logWeight: number;
}

export interface Setting {
  logpAndGradient(position: Vector): { logp: number; gradient: Vector };
  variances: Vector;
  stepSize: number;
  maxTreeDepth: number;
}

export interface Transition {
  position: Vector;
  steps: number;
  treeDepth: number;
  diverging: boolean;
  acceptanceRate: number;
  energyError: number;
  maxEnergyError: number;
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const add = (a: Vector, b: Vector, factor = 1): Vector => a.map((value, i) => value + factor * b[i]!);
const logAddExp = (a: number, b: number): number => {
  const larger = Math.max(a, b);
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
};
const goesOn = (begin: Phase, end: Phase, momentumSum: Vector): boolean =>
  dot(begin.velocity, momentumSum) > 0 && dot(end.velocity, momentumSum) > 0;

/** The criterion on the whole and on each part lengthened by the other's nearest point. */
function persists(first: Tree, second: Tree): boolean {
  return (
    goesOn(first.begin, second.end, add(first.momentumSum, second.momentumSum)) &&
    goesOn(first.begin, second.begin, add(first.momentumSum, second.begin.momentum)) &&
    goesOn(first.end, second.end, add(second.momentumSum, first.end.momentum))
  );
}

function phase(setting: Setting, position: Vector, momentum: Vector): Phase {
  const { logp, gradient } = setting.logpAndGradient(position);
  const velocity = momentum.map((value, i) => value * setting.variances[i]!);
  const energy = 0.5 * dot(momentum, velocity) - logp;
  return { position, momentum, gradient, velocity, energy: Number.isFinite(energy) ? energy : Number.POSITIVE_INFINITY };
}

function leapfrog(setting: Setting, from: Phase, step: number): Phase {
  const half = add(from.momentum, from.gradient, 0.5 * step);
  const position = from.position.map((value, i) => value + step * setting.variances[i]! * half[i]!);
  const { gradient } = setting.logpAndGradient(position);
  return phase(setting, position, add(half, gradient, 0.5 * step));
}

/** One transition. `directions` has a bit a doubling (set: forward), `nextUniform` gives one number a join. */
export function recursiveTransition(
  setting: Setting,
  start: Vector,
  momentum: Vector,
  directions: bigint,
  nextUniform: () => number,
): Transition {
  const origin = phase(setting, start, momentum);
  let steps = 0;
  let acceptance = 0;
  let diverging = false;
  let maxEnergyError = 0;

  const single = (point: Phase): Tree => ({
    begin: point,
    end: point,
    proposal: point,
    momentumSum: point.momentum,
    logWeight: origin.energy - point.energy,
  });

  const join = (first: Tree, second: Tree, chance: number): Tree => ({
    begin: first.begin,
    end: second.end,
    proposal: nextUniform() < chance ? second.proposal : first.proposal,
    momentumSum: add(first.momentumSum, second.momentumSum),
    logWeight: logAddExp(first.logWeight, second.logWeight),
  });

  const build = (from: Phase, depth: number, step: number): Tree | undefined => {
    if (depth === 0) {
      const point = leapfrog(setting, from, step);
      const error = point.energy - origin.energy;
      steps++;
      acceptance += Math.min(1, Math.exp(-error));
      if (Math.abs(error) > Math.abs(maxEnergyError)) maxEnergyError = error;
      diverging = error > 1000;
      return diverging ? undefined : single(point);
    }
    const first = build(from, depth - 1, step);
    const second = first && build(first.end, depth - 1, step);
    if (!first || !second) return undefined;
    const chance = Math.exp(second.logWeight - logAddExp(first.logWeight, second.logWeight));
    const joined = join(first, second, chance);
    return persists(first, second) ? joined : undefined;
  };

  let trajectory = single(origin);
  let treeDepth = 0;
  let forward = true;
  while (treeDepth < setting.maxTreeDepth) {
    if (forward !== ((directions >> BigInt(treeDepth)) & 1n) > 0n) {
      forward = !forward;
      trajectory = { ...trajectory, begin: trajectory.end, end: trajectory.begin };
    }
    const doubling = build(trajectory.end, treeDepth, forward ? setting.stepSize : -setting.stepSize);
    if (!doubling) break;
    treeDepth++;
    const stays = persists(trajectory, doubling);
    trajectory = join(trajectory, doubling, Math.exp(doubling.logWeight - trajectory.logWeight));
    if (!stays) break;
  }
  return {
    position: trajectory.proposal.position,
    steps,
    treeDepth,
    diverging,
    acceptanceRate: acceptance / steps,
    energyError: trajectory.proposal.energy - origin.energy,
    maxEnergyError,
  };
}
