/** Constraints of whole vectors and matrices that are compositions of ops: sums of 0, unit length, correlations. */
import { Op } from "../../../assembly/opcodes.js";
import type { Arena } from "./arena.js";
import type { Effects } from "./effects.js";
import type { Term } from "./term.js";

/**
 * The isometric map to vectors of sum 0, as Stan 2.37 has it: x_k = sum over j >= k of s_{j+1} u_j - k s_k u_{k-1} with
 * s_n = 1 / sqrt(n (n + 1)). It is linear and keeps lengths, so it has no Jacobian.
 */
export function zeroSum(arena: Arena, coordinates: readonly Term[]): Term[] {
  const scaled = coordinates.map((u, k) => arena.op(Op.Mul, [scale(arena, k + 1), u]));
  const values: Term[] = [];
  let later: Term = arena.constant(0);
  for (let k = scaled.length; k > 0; k--) {
    const own = scaled[k - 1] as Term;
    values.unshift(arena.op(Op.Sub, [later, arena.op(Op.Mul, [arena.constant(k), own])]));
    later = arena.op(Op.Add, [later, own]);
  }
  return [later, ...values];
}

/** u_j = s_{j+1} (x_0 + ... + x_j - (j + 1) x_{j+1}) */
export function zeroSumInverse(arena: Arena, values: readonly Term[]): Term[] {
  let earlier = values[0] as Term;
  return values.slice(1).map((next, j) => {
    const difference = arena.op(Op.Sub, [earlier, arena.op(Op.Mul, [arena.constant(j + 1), next])]);
    earlier = arena.op(Op.Add, [earlier, next]);
    return arena.op(Op.Mul, [scale(arena, j + 1), difference]);
  });
}

function scale(arena: Arena, n: number): Term {
  return arena.constant(1 / Math.sqrt(n * (n + 1)));
}

/** y / |y|, with y standard normal, which makes the direction uniform whatever the length (Stan's unit_vector). */
export function unitVector(effects: Effects, coordinates: readonly Term[], space: number): Term[] {
  const { arena } = effects;
  const squares = coordinates.map((y) => arena.op(Op.Square, [y]));
  for (const square of squares) effects.addSum(arena.op(Op.Mul, [arena.constant(-0.5), square]), space);
  return unitVectorOf(arena, coordinates);
}

export function unitVectorOf(arena: Arena, coordinates: readonly Term[]): Term[] {
  const squares = coordinates.map((y) => arena.op(Op.Square, [y]));
  const total = squares.reduce((sum, square) => arena.op(Op.Add, [sum, square]));
  const inverse = arena.op(Op.Reciprocal, [arena.op(Op.Sqrt, [total])]);
  return coordinates.map((y) => arena.op(Op.Mul, [y, inverse]));
}

export function pairsOf(coordinates: readonly Term[]): [Term, Term][] {
  return Array.from({ length: coordinates.length / 2 }, (_, k) => [coordinates[2 * k] as Term, coordinates[2 * k + 1] as Term]);
}

/**
 * An angle is that of a point in the plane whose distance r from the origin has the density of a normal about 1 of sd 1/10: any will
 * do, since it is independent of the angle; this one keeps away from the origin, where the angle turns fast. In x and y it is
 * exp(-(r - 1)^2 / 0.02) / r.
 */
export function addPlane(effects: Effects, [x, y]: readonly [Term, Term], space: number): void {
  const { arena } = effects;
  const square = arena.op(Op.Add, [arena.op(Op.Square, [x]), arena.op(Op.Square, [y])]);
  const beyond = arena.op(Op.Sub, [arena.op(Op.Sqrt, [square]), arena.constant(1)]);
  effects.addSum(arena.op(Op.Mul, [arena.constant(-50), arena.op(Op.Square, [beyond])]), space);
  effects.addSum(arena.op(Op.Mul, [arena.constant(-0.5), arena.op(Op.Log, [square])]), space);
}

/**
 * Lewandowski, Kurowicka and Joe (2009): tanh of the coordinates are partial correlations; row i of the factor spends what is left of
 * its length 1. With t = tanh(u), log sech(u)^2 = 2 (log 2 - u - log(1 + exp(-2 u))), the log-Jacobian is the sum over i > j of
 * log(1 - t_ij^2) (1 + (i - 1 - j) / 2), rows and columns counted from 0.
 */
export function choleskyCorrelation(effects: Effects, coordinates: readonly Term[], space: number): Term[] {
  const { arena } = effects;
  const size = sizeOf(coordinates.length);
  const values: Term[] = [];
  let place = 0;
  for (let i = 0; i < size; i++) {
    let left: Term = arena.constant(0);
    for (let j = 0; j < i; j++) {
      const u = coordinates[place++] as Term;
      const log = logSechSquared(arena, u);
      effects.addSum(arena.op(Op.Mul, [arena.constant(1 + (i - 1 - j) / 2), log]), space);
      values.push(arena.op(Op.Mul, [arena.op(Op.Tanh, [u]), arena.op(Op.Exp, [half(arena, left)])]));
      left = arena.op(Op.Add, [left, log]);
    }
    values.push(i === 0 ? arena.rows(arena.constant(1), space) : arena.op(Op.Exp, [half(arena, left)]));
    for (let j = i + 1; j < size; j++) values.push(arena.rows(arena.constant(0), space));
  }
  return values;
}

/** u = artanh(x / what is left of the row's length) */
export function choleskyCorrelationInverse(arena: Arena, values: readonly Term[]): Term[] {
  const size = Math.sqrt(values.length);
  const coordinates: Term[] = [];
  for (let i = 1; i < size; i++) {
    let left: Term = arena.constant(1);
    for (let j = 0; j < i; j++) {
      const x = values[i * size + j] as Term;
      const t = arena.op(Op.Div, [x, arena.op(Op.Sqrt, [left])]);
      const share = arena.op(Op.Mul, [arena.constant(0.5), arena.op(Op.Add, [arena.constant(1), t])]);
      coordinates.push(half(arena, arena.op(Op.Logit, [share])));
      left = arena.op(Op.Sub, [left, arena.op(Op.Square, [x])]);
    }
  }
  return coordinates;
}

function logSechSquared(arena: Arena, u: Term): Term {
  const twice = arena.op(Op.Mul, [arena.constant(-2), u]);
  const sum = arena.op(Op.Add, [u, arena.op(Op.Softplus, [twice])]);
  return arena.op(Op.Mul, [arena.constant(2), arena.op(Op.Sub, [arena.constant(Math.LN2), sum])]);
}

function half(arena: Arena, term: Term): Term {
  return arena.op(Op.Mul, [arena.constant(0.5), term]);
}

/** Rows of a triangle with so many elements below its diagonal. */
function sizeOf(below: number): number {
  return (1 + Math.sqrt(1 + 8 * below)) / 2;
}
