/** The most probable cells of a line or a circle, joined to intervals. */
import type { Interval } from "../statistics/hdi.js";
import { wrapped } from "./kde_circular.js";

export interface Cell {
  readonly place: number;
  readonly probability: number;
}

export interface ProbableInterval extends Interval {
  readonly probability: number;
}

/**
 * The most probable cells whose shares together do not exceed the one wanted (ArviZ 0.x); the first cell where one alone does.
 */
export function regionOf0x({ cells, step }: { cells: readonly Cell[]; step: number }, wanted: number): ProbableInterval[] {
  const order = cells.toSorted((a, b) => b.probability - a.probability || a.place - b.place);
  let total = 0;
  const inside = order.filter(({ probability }) => {
    total += probability;
    return total <= wanted;
  });
  if (inside.length === 0) return [{ lower: cells[0]!.place, upper: cells[0]!.place, probability: 0 }];
  return joined(
    inside.sort((a, b) => a.place - b.place),
    (gap) => gap >= step * 1.1,
  );
}

/**
 * The fewest of the most probable cells whose shares together reach the one wanted (ArviZ 1.x). On a circle of that period, ends
 * meet.
 */
export function regionOf1x(cells: readonly Cell[], wanted: number, step: number, period: number | undefined): ProbableInterval[] {
  const placed = period === undefined ? cells : cells.map(({ place, probability }) => ({ place: wrapped(place), probability }));
  const order = placed.toSorted((a, b) => b.probability - a.probability || b.place - a.place);
  let total = 0;
  const inside: Cell[] = [];
  for (const cell of order) {
    if (total >= wanted) break;
    total += cell.probability;
    inside.push(cell);
  }
  const intervals = joined(
    inside.sort((a, b) => a.place - b.place),
    (gap) => gap > step * 1.01,
  );
  return period === undefined ? intervals : closed(intervals, step, period);
}

/**
 * The densest draws, ceil(share n) of them: intervals of draws that are next to each other. `probability` of a point is its
 * density.
 */
export function regionOfSample(points: readonly Cell[], wanted: number, circular: boolean): ProbableInterval[] {
  const sorted = points.toSorted((a, b) => a.place - b.place);
  const order = Array.from(sorted.keys()).sort((a, b) => sorted[b]!.probability - sorted[a]!.probability || b - a);
  const cells = order
    .slice(0, Math.ceil(wanted * sorted.length))
    .sort((a, b) => a - b)
    .map((place) => ({ place, probability: 1 / sorted.length }));
  const intervals = joined(cells, (gap) => gap > 1.01);
  const ranks = circular ? closed(intervals, 1, sorted.length) : intervals;
  return ranks.map(({ lower, upper, probability }) => ({
    lower: sorted[lower]!.place,
    upper: sorted[upper]!.place,
    probability,
  }));
}

/** Cells in ascending order, split where the distance to the next is a gap. */
function joined(cells: readonly Cell[], isGap: (distance: number) => boolean): ProbableInterval[] {
  const intervals: { lower: number; upper: number; probability: number }[] = [];
  for (const [i, { place, probability }] of cells.entries()) {
    const last = intervals.at(-1);
    if (last === undefined || isGap(place - cells[i - 1]!.place)) intervals.push({ lower: place, upper: place, probability });
    else {
      last.upper = place;
      last.probability += probability;
    }
  }
  return intervals;
}

/** The last interval goes on in the first where no cell lies between them: then its lower bound is greater than its upper one. */
function closed(intervals: readonly ProbableInterval[], step: number, period: number): ProbableInterval[] {
  const first = intervals[0]!;
  const last = intervals.at(-1)!;
  const reach = step * 1.01;
  const distance = (((reach + last.upper - first.lower) % period) + period) % period;
  if (intervals.length < 2 || distance > reach) return [...intervals];
  const across = { lower: last.lower, upper: first.upper, probability: last.probability + first.probability };
  return [...intervals.slice(1, -1), across];
}
