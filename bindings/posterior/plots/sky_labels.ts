/** Where the lines of a grid over the sky say what they are: at the lower and left edges, or, about a pole, within. */
import { crossing, type GridLine, isWithin, type PlaneRange, type SkyGrid } from "./sky_grid.js";

export interface GridLabel {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface GridLabels {
  /** Of right ascensions, on the lower edge. */
  readonly below: readonly GridLabel[];
  /** Of declinations, on the left edge. */
  readonly left: readonly GridLabel[];
  /** Of lines about a pole that do not meet their edge. */
  readonly inside: readonly GridLabel[];
}

export function gridLabels({ rightAscensions, declinations, pole }: SkyGrid, range: PlaneRange): GridLabels {
  const { x, y } = range;
  const below = rightAscensions.map(({ points, label }) => ({ x: crossing(points, "y", y[0], x), y: y[0], label }));
  const left = declinations.map(({ points, label }) => ({ x: x[0], y: crossing(points, "x", x[0], y), label }));
  const isPlaced = (label: { x: number | undefined; y: number | undefined }): label is GridLabel =>
    label.x !== undefined && label.y !== undefined;
  const inside = pole === undefined ? [] : insideLabels(rightAscensions, declinations, pole, range, [below, left]);
  return { below: below.filter(isPlaced), left: left.filter(isPlaced), inside };
}

type Found = readonly { readonly x: number | undefined; readonly y: number | undefined }[];

/** Right ascensions that leave by another edge get theirs near it; declinations theirs side by side, down and to the right of the pole. */
function insideLabels(
  rightAscensions: readonly GridLine[],
  declinations: readonly GridLine[],
  pole: readonly [number, number],
  range: PlaneRange,
  [below, left]: readonly [Found, Found],
): GridLabel[] {
  const inner = shrunk(range, 0.05);
  const meridians = rightAscensions.flatMap(({ points, label }, i) => {
    if (below[i]!.x !== undefined) return [];
    const within = points.filter((point) => isWithin(inner, point));
    const [column, row] = farthest(within, pole) ?? [NaN, NaN];
    return within.length === 0 ? [] : [{ x: column, y: row, label }];
  });
  const [width, height] = [range.x[1] - range.x[0], range.y[1] - range.y[0]];
  const parallels = declinations.flatMap(({ points, label }, i) => {
    if (left[i]!.y !== undefined) return [];
    // Steeply down from the pole, off the middle, where a meridian or a star of interest is likely.
    const turn = ([column, row]: readonly [number, number]) => {
      const [across, up] = [(column - pole[0]) / width, (row - pole[1]) / height];
      return (0.26 * across - 0.97 * up) / Math.hypot(across, up);
    };
    const [best] = points.filter((point) => isWithin(inner, point)).sort((a, b) => turn(b) - turn(a));
    return best === undefined || turn(best) < 0.9 ? [] : [{ x: best[0], y: best[1], label }];
  });
  return apart([...parallels, ...meridians], range);
}

/** Those that stand clear of the ones before them. */
function apart(labels: readonly GridLabel[], { x, y }: PlaneRange): GridLabel[] {
  const [wide, high] = [0.1 * Math.abs(x[1] - x[0]), 0.06 * Math.abs(y[1] - y[0])];
  const kept: GridLabel[] = [];
  for (const label of labels) {
    if (kept.every((other) => Math.abs(other.x - label.x) >= wide || Math.abs(other.y - label.y) >= high)) kept.push(label);
  }
  return kept;
}

function shrunk({ x, y }: PlaneRange, share: number): PlaneRange {
  const smaller = ([from, to]: readonly [number, number]) => [from + share * (to - from), to - share * (to - from)] as const;
  return { x: smaller(x), y: smaller(y) };
}

function farthest(points: GridLine["points"], [column, row]: readonly [number, number]) {
  const away = (point: readonly [number, number]) => Math.hypot(point[0] - column, point[1] - row);
  return [...points].sort((a, b) => away(b) - away(a))[0];
}
