/** What the corner canvas is fed with: densities of each number and of each two, on small grids. */
import { hdiContours, kde, kde2d } from "wasmcmc";
import type { Corner, Effort, Joint } from "../messages.js";
import { contourLines } from "./contours.js";

export interface Column {
  readonly label: string;
  /** All draws, chain after chain. */
  readonly values: Float64Array;
}

const sizes = { moving: 28, full: 48 } as const;
/** Draws that a grid is made of: more would not be seen. */
const most = { moving: 1000, full: 8000 } as const;

export function cornerOf(columns: readonly Column[], effort: Effort): Corner {
  const thinned = columns.map(({ label, values }) => ({
    label,
    values: thin(values, most[effort]),
  }));
  const joints = thinned.flatMap((below, row) =>
    thinned.slice(0, row).map((left, column) => jointOf(left.values, below.values, row, column, sizes[effort])),
  );
  return {
    labels: columns.map(({ label }) => label),
    ranges: thinned.map(({ values }) => rangeOf(values)),
    marginals: thinned.map(({ values }) => marginalOf(values)),
    joints,
  };
}

function thin(values: Float64Array, count: number): Float64Array {
  if (values.length <= count) return values;
  return Float64Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]!);
}

/** The middle 99.4 % of the draws: single far draws would make everything else small. */
function rangeOf(values: Float64Array): readonly [number, number] {
  const sorted = values.slice().sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.003), at(0.997)];
}

function marginalOf(values: Float64Array): { x: Float64Array; density: Float64Array } {
  if (values.every((value) => value === values[0])) return { x: new Float64Array(0), density: new Float64Array(0) };
  const { x, density } = kde(values, { gridLength: 128 });
  return { x, density };
}

/** Rows from the top, so that the shade is an image as it stands. */
function jointOf(xs: Float64Array, ys: Float64Array, row: number, column: number, size: number): Joint {
  const [xRange, yRange] = [rangeOf(xs), rangeOf(ys)];
  const inside = xs.map((x, i) => (within(x, xRange) && within(ys[i]!, yRange) ? 1 : 0));
  const chosen = (values: Float64Array) => values.filter((_, i) => inside[i] === 1);
  const [chosenX, chosenY] = [chosen(xs), chosen(ys)];
  const empty = { row, column, size: 0, x: xRange, y: yRange, shade: new Uint8Array(0), contours: [] };
  if (xRange[0] === xRange[1] || yRange[0] === yRange[1] || chosenX.length < 2) return empty;
  const { density, x, y } = kde2d(chosenX, chosenY, { gridSize: [size, size], kernel: "aligned" });
  const image = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) image[(size - 1 - j) * size + i] = density[i * size + j]!;
  return {
    row,
    column,
    size,
    x: [x[0]!, x[size - 1]!],
    y: [y[0]!, y[size - 1]!],
    shade: shadeOf(image),
    contours: Array.from(hdiContours(density, [0.5, 0.94]), (level) => contourLines(image, size, level)),
  };
}

const within = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;

/** Shares of the highest density that are left white, so that a grid has no visible edge. */
const Faint = 0.03;

export function shadeOf(heights: Float64Array): Uint8Array {
  const highest = heights.reduce((most, height) => Math.max(most, height), 0) || 1;
  return Uint8Array.from(heights, (height) => Math.round(255 * Math.max(0, (height / highest - Faint) / (1 - Faint)) ** 0.75));
}
