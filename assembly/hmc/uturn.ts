/**
 * The generalised U-turn criterion. Betancourt, "A conceptual introduction to Hamiltonian Monte Carlo" (2017), appendix A.4.2.
 *
 * A stretch of trajectory with summed momentum rho goes on while velocity . rho > 0 at both of its ends. On joining two stretches
 * Stan (since 2.21) also asks that of each of them lengthened by the nearest point of the other, which catches a turn whose
 * half-period falls between the two. Every condition treats the ends alike, so the direction of building does not matter.
 */
import { sumLanes } from "../vector";
import { Point } from "./point";

/** Joins two single points: writes the sum of their momenta. The lengthened stretches are the whole here, so one pair of conditions is all. */
export function pairTurns(paddedDimension: i32, first: Point, second: Point, sum: usize): bool {
  const end = <usize>paddedDimension << 3;
  let atFirst = f64x2.splat(0);
  let atSecond = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    const rho = f64x2.add(v128.load(first.momentum + i), v128.load(second.momentum + i));
    v128.store(sum + i, rho);
    atFirst = f64x2.add(atFirst, f64x2.mul(v128.load(first.velocity + i), rho));
    atSecond = f64x2.add(atSecond, f64x2.mul(v128.load(second.velocity + i), rho));
  }
  return !(sumLanes(atFirst) > 0 && sumLanes(atSecond) > 0);
}

/**
 * Joins two stretches, the first running from `begin` to `end`, the second from `nextBegin`, one step further, to `nextEnd`.
 * Writes the sum of all momenta to `sum`, which may be one of `firstSum` and `secondSum`. All six products in one pass.
 */
export function stretchTurns(
  paddedDimension: i32,
  begin: Point, end: Point, nextBegin: Point, nextEnd: Point,
  firstSum: usize, secondSum: usize, sum: usize,
): bool {
  const bytes = <usize>paddedDimension << 3;
  let wholeAtBegin = f64x2.splat(0);
  let wholeAtNextEnd = f64x2.splat(0);
  let firstAtBegin = f64x2.splat(0);
  let firstAtNextBegin = f64x2.splat(0);
  let secondAtEnd = f64x2.splat(0);
  let secondAtNextEnd = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const rhoFirst = v128.load(firstSum + i);
    const rhoSecond = v128.load(secondSum + i);
    const rho = f64x2.add(rhoFirst, rhoSecond);
    const lengthenedFirst = f64x2.add(rhoFirst, v128.load(nextBegin.momentum + i));
    const lengthenedSecond = f64x2.add(rhoSecond, v128.load(end.momentum + i));
    const atBegin = v128.load(begin.velocity + i);
    const atNextEnd = v128.load(nextEnd.velocity + i);
    v128.store(sum + i, rho);
    wholeAtBegin = f64x2.add(wholeAtBegin, f64x2.mul(atBegin, rho));
    wholeAtNextEnd = f64x2.add(wholeAtNextEnd, f64x2.mul(atNextEnd, rho));
    firstAtBegin = f64x2.add(firstAtBegin, f64x2.mul(atBegin, lengthenedFirst));
    firstAtNextBegin = f64x2.add(firstAtNextBegin, f64x2.mul(v128.load(nextBegin.velocity + i), lengthenedFirst));
    secondAtEnd = f64x2.add(secondAtEnd, f64x2.mul(v128.load(end.velocity + i), lengthenedSecond));
    secondAtNextEnd = f64x2.add(secondAtNextEnd, f64x2.mul(atNextEnd, lengthenedSecond));
  }
  return !(
    sumLanes(wholeAtBegin) > 0 && sumLanes(wholeAtNextEnd) > 0 &&
    sumLanes(firstAtBegin) > 0 && sumLanes(firstAtNextBegin) > 0 &&
    sumLanes(secondAtEnd) > 0 && sumLanes(secondAtNextEnd) > 0
  );
}
