/** Marks of two numbers' draws together: filled contours of their density, points, or hexagons. */
import * as Plot from "@observablehq/plot";
import { hdiContours } from "../density/contours.js";
import { type Kde2d, kde2d } from "../density/kde_2d.js";
import { cloud } from "./cloud_mark.js";
import { interpolateColors } from "./colors.js";
import type { Theme } from "./theme.js";

export type JointKind = "kde" | "scatter" | "hexbin";

export interface JointDraws {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1 where the draw diverged. */
  readonly diverging: Uint8Array | undefined;
}

/** Shares of the draws inside the contours, from the outermost in. */
export const ContourShares: readonly number[] = [0.99, 0.94, 0.8, 0.6, 0.4, 0.2];

/** No more points than a picture can show. */
const MostPoints = 2000;

/** Marks, and the colour scale that they need. */
export interface JointMarks {
  readonly marks: readonly Plot.Markish[];
  readonly color?: Plot.ScaleOptions;
}

export function jointMarks(kind: JointKind, draws: JointDraws, theme: Theme): JointMarks {
  const made =
    kind === "kde" ? contours(draws, theme) : { marks: kind === "hexbin" ? hexagons(draws, theme) : points(draws, theme) };
  return { ...made, marks: [...made.marks, ...divergences(draws, theme)] };
}

function contours({ x, y }: JointDraws, theme: Theme): JointMarks {
  if (!varies(x) || !varies(y) || isLine(x, y)) return { marks: points({ x, y, diverging: undefined }, theme) };
  const estimate = kde2d(x, y, { gridSize: [64, 64], kernel: "aligned" });
  // Levels that coincide (few draws on few cells) would be drawn twice.
  const levels = [...new Set(hdiContours(estimate.density, ContourShares))].filter((level) => level > 0).sort((a, b) => a - b);
  return filledContours(estimate, levels, theme);
}

/** Two numbers of which one is the other, or its complement (two weights): cells of a grid cannot hold a line. */
function isLine(x: Float64Array, y: Float64Array): boolean {
  const places = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(x[i]!) && Number.isFinite(y[i]!));
  const middle = (values: Float64Array) => places.reduce((sum, i) => sum + values[i]! / places.length, 0);
  const [middleX, middleY] = [middle(x), middle(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const i of places) {
    const [dx, dy] = [x[i]! - middleX, y[i]! - middleY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xy * xy > 0.9999 * xx * yy;
}

/** A grid's level sets, each filled with a tone of its own. */
export function filledContours({ density, x, y }: Kde2d, levels: readonly number[], theme: Theme): JointMarks {
  const [halfX, halfY] = [(x[1]! - x[0]!) / 2, (y[1]! - y[0]!) / 2];
  const tones = interpolateColors(theme.fills, levels.length);
  // Plot wants rows of equal y; the estimate has rows of equal x.
  const rows = Float64Array.from(
    { length: density.length },
    (_, i) => density[(i % x.length) * y.length + Math.floor(i / x.length)]!,
  );
  const mark = Plot.contour(rows, {
    width: x.length,
    height: y.length,
    x1: x[0]! - halfX,
    x2: x[x.length - 1]! + halfX,
    y1: y[0]! - halfY,
    y2: y[y.length - 1]! + halfY,
    thresholds: [...levels],
    fill: Plot.identity,
    stroke: theme.background,
    strokeWidth: 0.4,
  });
  return { marks: [mark], color: { type: "ordinal", domain: [...levels], range: tones } };
}

function points({ x, y }: JointDraws, theme: Theme): Plot.Markish[] {
  const step = Math.max(1, Math.ceil(x.length / MostPoints));
  const thinned = (values: Float64Array) => values.filter((_, i) => i % step === 0);
  return [cloud({ x: thinned(x), y: thinned(y), radius: 1.3, colors: [theme.main], opacity: 0.35 })];
}

function hexagons({ x, y }: JointDraws, theme: Theme): Plot.Markish[] {
  const places = Array.from(x, (_, i) => i);
  const binned = Plot.hexbin({ fillOpacity: "count" }, { x: (i: number) => x[i], y: (i: number) => y[i], binWidth: 9 });
  return [Plot.hexagon(places, { ...binned, fill: theme.main })];
}

function divergences({ x, y, diverging }: JointDraws, theme: Theme): Plot.Markish[] {
  if (diverging === undefined) return [];
  const places = [...diverging.keys()].filter((i) => diverging[i]);
  if (places.length === 0) return [];
  const options = {
    x: (i: number) => x[i],
    y: (i: number) => y[i],
    r: 2.2,
    fill: theme.alarm,
    stroke: theme.background,
    strokeWidth: 0.5,
  };
  return [Plot.dot(places, options)];
}

export function varies(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
  return false;
}
