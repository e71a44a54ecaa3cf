/** Lines as paths with as few points as the eye can tell apart. */
import { px } from "./svg.js";

export type Point = readonly [x: number, y: number];

/** Leaves out points within `tolerance` pixels of the line between those that stay (Douglas and Peucker, 1973). */
export function simplified(points: readonly Point[], tolerance = 0.15): Point[] {
  const keep = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    let [farthest, most] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const distance = distanceTo(points[i] as Point, points[from] as Point, points[to] as Point);
      if (distance > most) [farthest, most] = [i, distance];
    }
    if (farthest < 0) continue;
    keep.add(farthest);
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => keep.has(i));
}

/** Of a point from the segment between two others. */
function distanceTo([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const square = alongX * alongX + alongY * alongY;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / square));
  const [gapX, gapY] = [x - fromX - share * alongX, y - fromY - share * alongY];
  return Math.sqrt(gapX * gapX + gapY * gapY);
}

export function pathOf(points: readonly Point[]): string {
  return `M${simplified(points)
    .map(([x, y]) => `${px(x)} ${px(y)}`)
    .join("L")}`;
}
