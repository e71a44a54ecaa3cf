/** Lines of equal height of a function on a grid, by marching squares. */
import type { Point } from "./polyline.js";

export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Row-major: a row for each y. */
  readonly heights: Float64Array;
}

/** Pieces of the line at this height, joined end to end. */
export function contour({ xs, ys, heights }: Grid, level: number): Point[][] {
  const at = (i: number, j: number): number => heights[j * xs.length + i] as number;
  const segments: [Point, Point][] = [];
  for (let j = 0; j + 1 < ys.length; j++) {
    for (let i = 0; i + 1 < xs.length; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const;
      const crossings = corners.flatMap((from, k): Point[] => {
        const to = corners[(k + 1) % 4] as readonly [number, number];
        const [a, b] = [at(...from), at(...to)];
        if (a >= level === b >= level) return [];
        // The same pair of corners in the same order from both cells that share an edge, so that their points are equal.
        const [low, high] = from[0] + from[1] < to[0] + to[1] ? [from, to] : [to, from];
        const share = (level - at(...low)) / (at(...high) - at(...low));
        const between = (values: readonly number[], axis: 0 | 1) => {
          const [start, end] = [values[low[axis]] as number, values[high[axis]] as number];
          return start + share * (end - start);
        };
        return [[between(xs, 0), between(ys, 1)]];
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) segments.push([crossings[k] as Point, crossings[k + 1] as Point]);
    }
  }
  return joined(segments);
}

const keyOf = ([x, y]: Point): string => `${x},${y}`;

/** Walks from segment to segment as long as one begins or ends where the last one ended. */
function joined(segments: readonly [Point, Point][]): Point[][] {
  const meeting = new Map<string, Set<number>>();
  for (const [k, ends] of segments.entries()) {
    for (const end of ends) meeting.set(keyOf(end), (meeting.get(keyOf(end)) ?? new Set()).add(k));
  }
  const used = new Set<number>();
  const walk = (line: Point[]): Point[] => {
    for (;;) {
      const end = line[line.length - 1] as Point;
      const next = [...(meeting.get(keyOf(end)) ?? [])].find((k) => !used.has(k));
      if (next === undefined) return line;
      used.add(next);
      const [a, b] = segments[next] as [Point, Point];
      line.push(keyOf(a) === keyOf(end) ? b : a);
    }
  };
  return segments.flatMap((segment, k) => {
    if (used.has(k)) return [];
    used.add(k);
    const forward = walk([...segment]);
    return [walk(forward.reverse())];
  });
}
