/** The picture of a distribution: densities as lines, probabilities as stems, contours of two dimensions, or simulated paths. */
import { type Axis, axis } from "./axes.js";
import { contour } from "./contours.js";
import { densities, paths } from "./densities.js";
import { type Point, pathOf } from "./polyline.js";
import type { Sample } from "./sample.js";
import { dashOf, inks, left, picture, plotHeight, px, right, topOf, width } from "./svg.js";

/** Points of a line's grid, of a contour's along each axis, and contours as shares of the highest density. */
const [linePoints, contourPoints, contourShares] = [601, 81, [0.9, 0.6, 0.3, 0.1, 0.02]];

export interface Picture {
  readonly svg: string;
  readonly alt: string;
}

/** Nothing where the sample says of no range to show. */
export function plot(sample: Sample, discrete: boolean): Picture | undefined {
  if (sample.rows !== undefined) return simulation(sample, sample.rows);
  if (sample.across !== undefined) return contours(sample);
  return sample.over === undefined ? undefined : curves(sample, discrete);
}

const range = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

const across = (from: number, to: number, leastStep = 0): Axis => axis(from, to, left, width - right, { leastStep });
const upward = (from: number, to: number, rows: number): Axis =>
  axis(from, to, topOf(rows) + plotHeight, topOf(rows), { most: 5 });

function curves({ cases, labels = cases, over, value = "x", label = "x", top }: Sample, discrete: boolean): Picture {
  const [from, to] = over as readonly [number, number];
  // At its very ends a support may have a density of 0 or infinity.
  const inset = (to - from) * 1e-7;
  const x = discrete ? range(from, to, to - from + 1) : range(from + inset, to - inset, linePoints);
  const zeros = x.map(() => 0);
  const heights = cases.map((each) => [...densities(each, value, { x, y: zeros })]);
  const highest = Math.max(...heights.flat().filter((height) => Number.isFinite(height)));
  const yAxis = upward(0, top ?? highest * 1.05, cases.length);
  const margin = discrete ? 0.5 : 0;
  const xAxis = across(from - margin, to + margin, discrete ? 1 : 0);
  const what = discrete ? "Probabilities" : "Densities";
  const description = `${what} of ${labels.join("; ")}, for ${label} from ${short(from)} to ${short(to)}`;
  const marks = heights.map((each, k) =>
    discrete ? stems(x, each, k, cases.length, xAxis, yAxis) : curve(x, each, k, xAxis, yAxis),
  );
  const frame = { legend: labels, description, x: xAxis, y: yAxis, xLabel: label, key: discrete ? "dot" : "line" } as const;
  return { alt: description, svg: picture({ ...frame, yLabel: discrete ? "probability" : "density" }, marks.join("\n")) };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** An infinite density is drawn far above the picture, which ends at its edge. */
function curve(x: readonly number[], heights: readonly number[], k: number, xAxis: Axis, yAxis: Axis): string {
  const points = x.map((value, i): Point => [xAxis.at(value), Math.max(-1000, yAxis.at(Math.min(heights[i] as number, 1e6)))]);
  return `<path d="${pathOf(points)}" stroke="${inks[k]}"${dashOf(k)}/>`;
}

/** Stems of one number stand side by side. */
function stems(x: readonly number[], heights: readonly number[], k: number, count: number, xAxis: Axis, yAxis: Axis): string {
  const gap = Math.min(7, (xAxis.at(1) - xAxis.at(0)) / (count + 1));
  const shown = x.flatMap((value, i): Point[] => {
    const height = heights[i] as number;
    return height === 0 ? [] : [[xAxis.at(value) + (k - (count - 1) / 2) * gap, yAxis.at(height)]];
  });
  const lines = shown.map(([at, height]) => `M${px(at)} ${px(yAxis.at(0))}V${px(height)}`).join("");
  const dots = shown.map(([at, height]) => `<circle cx="${px(at)}" cy="${px(height)}" r="3"/>`).join("");
  return `<g stroke="${inks[k]}" fill="${inks[k]}"><path d="${lines}"/>${dots}</g>`;
}

function contours({ cases, labels = cases, over, across: second, value = "stack(x, y)" }: Sample): Picture {
  const [fromX, toX] = over as readonly [number, number];
  const [fromY, toY] = second as readonly [number, number];
  const [xs, ys] = [range(fromX, toX, contourPoints), range(fromY, toY, contourPoints)];
  const columns = { x: ys.flatMap(() => xs), y: ys.flatMap((y) => xs.map(() => y)) };
  const [xAxis, yAxis] = [across(fromX, toX), upward(fromY, toY, cases.length)];
  const marks = cases.map((each, k) => {
    const heights = densities(each, value, columns);
    const highest = heights.reduce((most, height) => Math.max(most, height), 0);
    const lines = contourShares.flatMap((share) => contour({ xs, ys, heights }, share * highest));
    const d = lines.map((line) => pathOf(line.map(([x, y]): Point => [xAxis.at(x), yAxis.at(y)]))).join("");
    return `<path d="${d}" stroke="${inks[k]}"${dashOf(k)}/>`;
  });
  const description = `Contours of the densities of ${labels.join("; ")}, at ${contourShares.join(", ")} of the highest`;
  const frame = { legend: labels, description, x: xAxis, y: yAxis, xLabel: "first element", yLabel: "second element" };
  return { alt: description, svg: picture({ ...frame, key: "line" }, marks.join("\n")) };
}

function simulation({ cases, labels = cases, label = "row" }: Sample, rows: number): Picture {
  const drawn = cases.map((each) => paths(each, rows, [1, 2, 3]));
  const all = drawn.flat().flatMap((path) => [...path]);
  const [xAxis, yAxis] = [across(0, rows - 1), upward(Math.min(...all), Math.max(...all), cases.length)];
  const marks = drawn.map((each, k) => {
    const d = each.map((path) => pathOf([...path].map((y, i): Point => [xAxis.at(i), yAxis.at(y)]))).join("");
    return `<path d="${d}" stroke="${inks[k]}" stroke-width="1.2"${dashOf(k)}/>`;
  });
  const description = `Three simulated paths each of ${labels.join("; ")}, ${rows} rows`;
  const frame = { legend: labels, description, x: xAxis, y: yAxis, xLabel: label, yLabel: "value" };
  return { alt: description, svg: picture({ ...frame, key: "line" }, marks.join("\n")) };
}
