/** The definitions of the constraining maps: an interval, and a simplex by the zero-sum map and softmax (as Stan 2.37). */
import { Op } from "../../../assembly/opcodes.js";
import { forwardOnly, type RowDefinition } from "./definition.js";
import { logistic, logisticSlope } from "./special.js";
import { compensatedSum } from "./sum.js";

const interval: RowDefinition = {
  forward: ([u, lower, upper]) => {
    const [position, low, high] = [u as number, lower as number, upper as number];
    const x = low + (high - low) * logistic(position);
    const size = Math.abs(position);
    return [Math.min(Math.max(x, low), high), Math.log(high - low) - size - 2 * Math.log1p(Math.exp(-size))];
  },
  partials: ([u, lower, upper]) => {
    const width = (upper as number) - (lower as number);
    const position = u as number;
    return [
      [width * logisticSlope(position), logistic(-position), logistic(position)],
      [-Math.tanh(position / 2), -1 / width, 1 / width],
    ];
  },
  // The log-Jacobian's slope is -sign(u) + 2 sign(u) logistic(-|u|): two terms that cancel at u = 0.
  magnitudes: ([u, lower, upper]) => {
    const width = Math.abs((upper as number) - (lower as number));
    const position = u as number;
    return [
      [width * logisticSlope(position), logistic(-position), logistic(position)],
      [1 + 2 * logistic(-Math.abs(position)), 1 / width, 1 / width],
    ];
  },
};

/** Element (k, j) of the orthonormal K x (K-1) basis of the vectors whose sum is zero. */
function zeroSumBasis(k: number, j: number): number {
  const n = j + 1;
  if (k > n) return 0;
  const scale = 1 / Math.sqrt(n * (n + 1));
  return k === n ? -n * scale : scale;
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** x_1 ... x_K, log |J| = sum_k log x_k + 1/2 log K. */
function simplexForward(u: readonly number[]): number[] {
  const count = u.length + 1;
  const z = indices(count).map((k) => compensatedSum(u.map((uj, j) => (k > j + 1 ? 0 : uj * zeroSumBasis(k, j)))));
  const largest = Math.max(...z);
  const powers = z.map((zk) => Math.exp(zk - largest));
  const total = compensatedSum(powers);
  const logs = z.map((zk) => zk - largest - Math.log(total));
  return [...powers.map((power) => power / total), compensatedSum([...logs, 0.5 * Math.log(count)])];
}

/** Partials of the outputs, `combine` being the sum of the products along z or of their absolute values. */
function simplexPartials(
  u: readonly number[],
  outs: readonly number[],
  combine: (products: readonly number[]) => number,
): number[][] {
  const x = outs.slice(0, -1);
  const count = x.length;
  const towardsZ: number[][] = [
    ...x.map((xk, k) => x.map((xm, m) => (k === m ? xk * (1 - xm) : -xk * xm))),
    x.map((xm) => 1 - count * xm),
  ];
  return towardsZ.map((row) => u.map((_, j) => combine(row.map((partial, m) => partial * zeroSumBasis(m, j)))));
}

const simplex: RowDefinition = {
  forward: simplexForward,
  partials: (u, outs) => simplexPartials(u, outs, compensatedSum),
  // softmax: x_k (delta_km - x_m) is a difference, and so is 1 - K x_m.
  magnitudes: (u, outs) => {
    const x = outs.slice(0, -1);
    const towardsZ = [
      ...x.map((xk, k) => x.map((xm, m) => (k === m ? xk * (1 + xm) : xk * xm))),
      x.map((xm) => 1 + x.length * xm),
    ];
    return towardsZ.map((row) => u.map((_, j) => compensatedSum(row.map((size, m) => size * Math.abs(zeroSumBasis(m, j))))));
  },
};

/** The basis is orthonormal and blind to a shift, so u = basis^T log x. */
const simplexInverse = forwardOnly((x) => {
  const logs = x.map(Math.log);
  return indices(x.length - 1).map((j) => compensatedSum(logs.slice(0, j + 2).map((log, k) => log * zeroSumBasis(k, j))));
});

export const constraintDefinitions: readonly (readonly [Op, RowDefinition])[] = [
  [Op.Interval, interval],
  [Op.Simplex, simplex],
  [Op.SimplexInverse, simplexInverse],
];
