/**
 * Points of phase space, and the fixed pool they come from.
 *
 *     Point  +0 header | vectors, each of paddedLength(dimension) f64:
 *            position | momentum | gradient | velocity | acceleration (dense metrics only)
 *
 * velocity is M^-1 momentum, acceleration M^-1 gradient, with M the metric. A point is shared by whoever counts itself in
 * `references` (a tree's ends and its proposal may be one point), so building a tree copies no vectors.
 */
import { allocateBytes, allocateVector, paddedLength } from "../vector";

@unmanaged
export class Point {
  position: usize;
  momentum: usize;
  gradient: usize;
  velocity: usize;
  acceleration: usize;
  references: i32;
  /** The log density at `position`. */
  logp: f64;
  /** The Hamiltonian, -logp + momentum . velocity / 2; infinite wherever it, or what it is made from, is not finite. */
  energy: f64;
}

@unmanaged
export class PointPool {
  /** A stack of the free points' pointers. */
  free: usize;
  freeCount: i32;
}

export function createPool(count: i32, dimension: i32, dense: bool): PointPool {
  const pool = changetype<PointPool>(allocateBytes(offsetof<PointPool>()));
  pool.free = allocateBytes(<usize>count * sizeof<usize>());
  for (let i = 0; i < count; ++i) returnPoint(pool, createPoint(dimension, dense));
  return pool;
}

function createPoint(dimension: i32, dense: bool): Point {
  const point = changetype<Point>(allocateBytes(offsetof<Point>()));
  const stride = <usize>paddedLength(dimension) << 3;
  const vectors = allocateVector(paddedLength(dimension) * (dense ? 5 : 4));
  point.position = vectors;
  point.momentum = vectors + stride;
  point.gradient = vectors + stride * 2;
  point.velocity = vectors + stride * 3;
  point.acceleration = dense ? vectors + stride * 4 : 0;
  return point;
}

/** A point nobody refers to yet. The pool is made large enough for the deepest tree: it never runs out. */
export function takePoint(pool: PointPool): Point {
  const place = pool.freeCount - 1;
  pool.freeCount = place;
  const point = changetype<Point>(load<usize>(pool.free + <usize>place * sizeof<usize>()));
  point.references = 0;
  return point;
}

export function returnPoint(pool: PointPool, point: Point): void {
  store<usize>(pool.free + <usize>pool.freeCount * sizeof<usize>(), changetype<usize>(point));
  pool.freeCount += 1;
}

/** One reference fewer; the last one returns the point. */
export function releasePoint(pool: PointPool, point: Point): void {
  const references = point.references - 1;
  point.references = references;
  if (references == 0) returnPoint(pool, point);
}
