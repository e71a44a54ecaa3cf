/**
 * Gaussian2(dx, dy, a, b, c) and Gaussian3(dx, dy, dz, c11, c21, c22, c31, c32, c33): of a difference d and a covariance matrix
 * S, lower triangle by rows, -d^T S^-1 d / 2 and 1 / sqrt(det S), which is NaN where S is not positive definite.
 *
 * By S = L D L^T. With s = S^-1 d and W = S^-1 the partials are -s for d; s_i^2 / 2 and s_i s_j (i > j) for the quadratic form's
 * elements of S, and -r W_ii / 2 and -r W_ij for those of the root r. The reverse side decomposes again.
 */
import { choose, pair } from "../../math/pair";
import { Instruction, output, pairBytes } from "../records";
import { addMany, contribute, pairOf, placeMany } from "./many";

// @ts-ignore: decorator
@inline
function product3(a: v128, b: v128, c: v128): v128 {
  return f64x2.mul(f64x2.mul(a, b), c);
}

/** a - b c. */
// @ts-ignore: decorator
@inline
function less(a: v128, b: v128, c: v128): v128 {
  return f64x2.sub(a, f64x2.mul(b, c));
}

// @ts-ignore: decorator
@inline
function inverse(x: v128): v128 {
  return f64x2.div(pair(1), x);
}

/** Zero where the adjoint is. */
// @ts-ignore: decorator
@inline
function where(adjoint: v128, x: v128): v128 {
  return v128.and(x, f64x2.ne(adjoint, pair(0)));
}

/** An element's adjoint but for the 1/2 of the diagonal's: from g s_i, s_j, g r and W_ij. */
// @ts-ignore: decorator
@inline
function element(gs: v128, s: v128, gr: v128, w: v128): v128 {
  return f64x2.sub(f64x2.mul(gs, s), f64x2.mul(gr, w));
}

// @ts-ignore: decorator
@inline
function half(x: v128): v128 {
  return f64x2.mul(pair(0.5), x);
}

export function gaussian2Forward(instruction: Instruction, offset: usize, rows: usize): void {
  placeMany(instruction, offset);
  const quadratic = output(instruction, 0).at(offset);
  const root = output(instruction, 1).at(offset);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const dx = pairOf(0, i);
    const a = pairOf(2, i);
    const b = pairOf(3, i);
    const i1 = inverse(a);
    const l = f64x2.mul(b, i1);
    const d2 = less(pairOf(4, i), b, l);
    const i2 = inverse(d2);
    const v = less(pairOf(1, i), l, dx);
    const sum = f64x2.add(product3(dx, dx, i1), product3(v, v, i2));
    const isDefinite = v128.and(f64x2.gt(a, pair(0)), f64x2.gt(d2, pair(0)));
    v128.store(quadratic + i, f64x2.mul(pair(-0.5), sum));
    v128.store(root + i, choose(isDefinite, f64x2.sqrt(f64x2.mul(i1, i2)), pair(NaN)));
  }
}

export function gaussian2Reverse(instruction: Instruction, offset: usize, rows: usize): void {
  placeMany(instruction, offset);
  const roots = output(instruction, 1).at(offset);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const dx = pairOf(0, i);
    const b = pairOf(3, i);
    const g = pairOf(5, i);
    const i1 = inverse(pairOf(2, i));
    const l = f64x2.mul(b, i1);
    const i2 = inverse(less(pairOf(4, i), b, l));
    const z2 = f64x2.mul(less(pairOf(1, i), l, dx), i2);
    const s2 = where(g, z2);
    const s1 = where(g, less(f64x2.mul(dx, i1), l, z2));
    const gs1 = f64x2.mul(g, s1);
    const gs2 = f64x2.mul(g, s2);
    contribute(0, i, f64x2.neg(gs1));
    contribute(1, i, f64x2.neg(gs2));
    const h = pairOf(6, i);
    const gr = where(h, f64x2.mul(h, v128.load(roots + i)));
    const w22 = where(h, i2);
    const w21 = where(h, f64x2.neg(f64x2.mul(l, i2)));
    const w11 = where(h, less(i1, l, w21));
    contribute(2, i, half(element(gs1, s1, gr, w11)));
    contribute(3, i, element(gs1, s2, gr, w21));
    contribute(4, i, half(element(gs2, s2, gr, w22)));
  }
  addMany(instruction, offset, rows);
}

export function gaussian3Forward(instruction: Instruction, offset: usize, rows: usize): void {
  placeMany(instruction, offset);
  const quadratic = output(instruction, 0).at(offset);
  const root = output(instruction, 1).at(offset);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const dx = pairOf(0, i);
    const c11 = pairOf(3, i);
    const c21 = pairOf(4, i);
    const c31 = pairOf(6, i);
    const i1 = inverse(c11);
    const l21 = f64x2.mul(c21, i1);
    const l31 = f64x2.mul(c31, i1);
    const d2 = less(pairOf(5, i), c21, l21);
    const i2 = inverse(d2);
    const t32 = less(pairOf(7, i), c31, l21);
    const l32 = f64x2.mul(t32, i2);
    const d3 = less(less(pairOf(8, i), c31, l31), t32, l32);
    const i3 = inverse(d3);
    const y2 = less(pairOf(1, i), l21, dx);
    const y3 = less(less(pairOf(2, i), l31, dx), l32, y2);
    const sum = f64x2.add(f64x2.add(product3(dx, dx, i1), product3(y2, y2, i2)), product3(y3, y3, i3));
    const isDefinite = v128.and(v128.and(f64x2.gt(c11, pair(0)), f64x2.gt(d2, pair(0))), f64x2.gt(d3, pair(0)));
    v128.store(quadratic + i, f64x2.mul(pair(-0.5), sum));
    v128.store(root + i, choose(isDefinite, f64x2.sqrt(product3(i1, i2, i3)), pair(NaN)));
  }
}

export function gaussian3Reverse(instruction: Instruction, offset: usize, rows: usize): void {
  placeMany(instruction, offset);
  const roots = output(instruction, 1).at(offset);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const dx = pairOf(0, i);
    const c21 = pairOf(4, i);
    const c31 = pairOf(6, i);
    const g = pairOf(9, i);
    const i1 = inverse(pairOf(3, i));
    const l21 = f64x2.mul(c21, i1);
    const l31 = f64x2.mul(c31, i1);
    const i2 = inverse(less(pairOf(5, i), c21, l21));
    const t32 = less(pairOf(7, i), c31, l21);
    const l32 = f64x2.mul(t32, i2);
    const i3 = inverse(less(less(pairOf(8, i), c31, l31), t32, l32));
    const y2 = less(pairOf(1, i), l21, dx);
    const z3 = f64x2.mul(less(less(pairOf(2, i), l31, dx), l32, y2), i3);
    const z2 = less(f64x2.mul(y2, i2), l32, z3);
    const s3 = where(g, z3);
    const s2 = where(g, z2);
    const s1 = where(g, less(less(f64x2.mul(dx, i1), l21, z2), l31, z3));
    const gs1 = f64x2.mul(g, s1);
    const gs2 = f64x2.mul(g, s2);
    const gs3 = f64x2.mul(g, s3);
    contribute(0, i, f64x2.neg(gs1));
    contribute(1, i, f64x2.neg(gs2));
    contribute(2, i, f64x2.neg(gs3));
    const h = pairOf(10, i);
    const gr = where(h, f64x2.mul(h, v128.load(roots + i)));
    const w33 = where(h, i3);
    const w32 = where(h, f64x2.neg(f64x2.mul(l32, i3)));
    const w31 = where(h, f64x2.neg(less(f64x2.mul(l31, w33), l21, f64x2.mul(l32, i3))));
    const w22 = where(h, less(i2, l32, w32));
    const w21 = where(h, f64x2.neg(f64x2.add(f64x2.mul(l21, w22), f64x2.mul(l31, w32))));
    const w11 = where(h, less(less(i1, l21, w21), l31, w31));
    contribute(3, i, half(element(gs1, s1, gr, w11)));
    contribute(4, i, element(gs2, s1, gr, w21));
    contribute(5, i, half(element(gs2, s2, gr, w22)));
    contribute(6, i, element(gs3, s1, gr, w31));
    contribute(7, i, element(gs3, s2, gr, w32));
    contribute(8, i, half(element(gs3, s3, gr, w33)));
  }
  addMany(instruction, offset, rows);
}
