/** Points with error bars, with fitted lines and bands through them, and coloured by membership. */
import * as Plot from "@observablehq/plot";
import { ColorBarWidth, colorBar, ProbabilityScale } from "./color_bar.js";
import type { CurveBand } from "./curve_band.js";
import { figure, innerHeight, note, type Panel } from "./figure.js";
import { type Looks, looksOf, type PlotOptions } from "./options.js";
import { checkLength, type Point, type PointData, pointsOf } from "./point_data.js";
import type { Theme } from "./theme.js";

/** A line by slope and intercept, or a curve by its points. */
export type Line =
  | { readonly slope: number; readonly intercept: number }
  | { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };

export type LineLooks = Line & {
  /** "main" for what was fitted, "reference" for the truth, "rival" (dashed) for another method; default "main". */
  readonly role?: "main" | "reference" | "rival";
  /** In the legend. */
  readonly label?: string;
};

export interface PointsOptions extends PlotOptions {
  readonly lines?: readonly LineLooks[];
  /** What `curveBand` gave. */
  readonly band?: CurveBand;
  readonly bandLabel?: string;
  /** A probability a point: its colour, with a colour bar. NaN where there is none: an empty circle. */
  readonly membership?: ArrayLike<number>;
  readonly membershipLabel?: string;
  /** true or 1 for points that are drawn as grey squares: outliers that are known to be. */
  readonly outliers?: ArrayLike<number | boolean>;
  readonly xLabel?: string;
  readonly yLabel?: string;
}

const Margin = { marginLeft: 56, marginRight: 14, marginTop: 12, marginBottom: 42 };

/**
 * Points with bars of one standard deviation, and what was fitted through them.
 *
 *     plotPoints({ x, y, yErr }, { band: curveBand(fit, ["m", "b"], ({ m, b }, x) => m * x + b, { x: { from: 0, to: 10 } }) })
 *     plotPoints({ x, y, yErr }, { membership: fit.membership("y").probability.values.filter((_, i) => i % 2 === 1) })
 *
 * Points with a coordinate that is not finite are left out, and the picture says how many. Throws `length-mismatch` where a
 * column, `membership` or `outliers` has not one value a point.
 */
export function plotPoints(data: PointData, options: PointsOptions = {}): SVGSVGElement {
  const { points, missing } = pointsOf(data);
  for (const name of ["membership", "outliers"] as const) {
    const column = options[name];
    if (column !== undefined) checkLength(name, column, data.x.length);
  }
  const looks = looksOf(options, { width: 640, height: 440, alt: altOf(points, missing, options) });
  const hasBar = options.membership !== undefined;
  const width = looks.width - (hasBar ? ColorBarWidth : 0);
  const height = innerHeight(looks);
  const panel: Panel = {
    x: 0,
    y: 0,
    width,
    height,
    plot: { ...Margin, ...scales(points, options), marks: marksOf(points, missing, options, looks) },
  };
  const bar = () => {
    const place = { x: width, y: 0, height, marginTop: Margin.marginTop, marginBottom: Margin.marginBottom };
    return colorBar(place, options.membershipLabel ?? "probability", ProbabilityScale, looks.theme);
  };
  return figure(looks, hasBar ? [panel, bar()] : [panel]);
}

function altOf(points: readonly Point[], missing: number, { lines = [], band, membership, outliers }: PointsOptions): string {
  const parts = [`${points.length} points with error bars`];
  if (missing > 0) parts.push(`${missing} more without finite coordinates`);
  if (band !== undefined)
    parts.push(`a band from the ${percent(band.probabilities[0])} to the ${percent(band.probabilities[1])} percentile`);
  parts.push(...lines.flatMap(({ label }) => (label === undefined ? [] : [label])));
  if (membership !== undefined) parts.push("points coloured by membership probability");
  if (outliers !== undefined) parts.push(`${Array.from(outliers).filter(Boolean).length} known outliers as grey squares`);
  return `${parts.join("; ")}.`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}th`;
}

/** Axes over points, their bars and the band: lines may leave the picture. */
function scales(points: readonly Point[], { band, xLabel = "x", yLabel = "y" }: PointsOptions): Plot.PlotOptions {
  const axis = { labelAnchor: "center", labelArrow: "none", tickSize: 4, nice: true } as const;
  const x = points.flatMap((point) => [point.x - point.xErr, point.x + point.xErr]);
  const y = points.flatMap((point) => [point.y - point.yErr, point.y + point.yErr]);
  const domains = { x: extent([...x, ...(band?.x ?? [])]), y: extent([...y, ...(band?.low ?? []), ...(band?.high ?? [])]) };
  return {
    x: { ...axis, domain: domains.x, label: xLabel },
    y: { ...axis, domain: domains.y, label: yLabel },
    color: ProbabilityScale,
  };
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low && Number.isFinite(value)) low = value;
    if (value > high && Number.isFinite(value)) high = value;
  }
  if (low > high) return [0, 1];
  const room = high > low ? 0.04 * (high - low) : 1;
  return [low - room, high + room];
}

function marksOf(points: readonly Point[], missing: number, options: PointsOptions, { theme }: Looks): Plot.Markish[] {
  const { outliers, membership, band } = options;
  const known = points.filter(({ row }) => outliers?.[row]);
  const others = points.filter(({ row }) => !outliers?.[row]);
  return [
    Plot.frame({ stroke: theme.grid }),
    ...(points.length === 0 ? [note("no points with finite coordinates", theme)] : []),
    ...(band === undefined ? [] : [bandMark(band, theme)]),
    ...(options.lines ?? []).map((line) => lineMark(line, points, band, theme)),
    ...errorBars(points, theme),
    Plot.dot(known, { x: "x", y: "y", symbol: "square", r: 4.5, fill: theme.grid, stroke: theme.muted }),
    Plot.dot(others, { x: "x", y: "y", r: 4, stroke: theme.ink, strokeWidth: 1, ...fillOf(membership, theme) }),
    ...legend(options, missing, theme),
  ];
}

function fillOf(membership: ArrayLike<number> | undefined, theme: Theme): Plot.DotOptions {
  return membership === undefined ? { fill: theme.ink } : { fill: (point: Point) => membership[point.row]! };
}

function errorBars(points: readonly Point[], theme: Theme): Plot.Markish[] {
  const style = { stroke: theme.muted, strokeWidth: 1 };
  const vertical = points.filter(({ yErr }) => yErr > 0);
  const horizontal = points.filter(({ xErr }) => xErr > 0);
  return [
    Plot.ruleX(vertical, { x: "x", y1: ({ y, yErr }: Point) => y - yErr, y2: ({ y, yErr }: Point) => y + yErr, ...style }),
    Plot.ruleY(horizontal, { y: "y", x1: ({ x, xErr }: Point) => x - xErr, x2: ({ x, xErr }: Point) => x + xErr, ...style }),
  ];
}

function bandMark({ x, low, high }: CurveBand, theme: Theme): Plot.Markish {
  const places = Array.from(x, (_, i) => i);
  return Plot.areaY(places, {
    x: (i: number) => x[i],
    y1: (i: number) => low[i],
    y2: (i: number) => high[i],
    fill: theme.main,
    fillOpacity: 0.3,
  });
}

const roles = {
  main: (theme: Theme) => ({ stroke: theme.main, strokeWidth: 1.8 }),
  reference: (theme: Theme) => ({ stroke: theme.categories[2]!, strokeWidth: 1.6 }),
  rival: (theme: Theme) => ({ stroke: theme.reference, strokeWidth: 1.6, strokeDasharray: "6 4" }),
};

function lineMark(line: LineLooks, points: readonly Point[], band: CurveBand | undefined, theme: Theme): Plot.Markish {
  const style = roles[line.role ?? "main"](theme);
  if ("slope" in line) {
    const ends = extent([...points.map(({ x }) => x), ...(band?.x ?? [])]);
    return Plot.line(
      ends.map((x) => [x, line.slope * x + line.intercept]),
      { ...style, clip: true },
    );
  }
  return Plot.line(
    Array.from(line.x, (x, i) => [x, line.y[i]!]),
    { ...style, clip: true },
  );
}

/** Line labels stand in the top left corner, each in its line's colour. */
function legend({ lines = [], band, bandLabel }: PointsOptions, missing: number, theme: Theme): Plot.Markish[] {
  const rows = lines.flatMap((line) =>
    line.label === undefined
      ? []
      : [{ text: `${line.role === "rival" ? "- -" : "—"} ${line.label}`, fill: roles[line.role ?? "main"](theme).stroke }],
  );
  if (band !== undefined && bandLabel !== undefined) rows.push({ text: `▇ ${bandLabel}`, fill: theme.main });
  if (missing > 0) rows.push({ text: `${missing} points without finite coordinates are left out`, fill: theme.alarm });
  return rows.map(({ text, fill }, i) => {
    const place = { frameAnchor: "top-left", textAnchor: "start", dx: 8, dy: 8 + 15 * i } as const;
    return Plot.text([text], { ...place, fill, stroke: theme.background, strokeWidth: 3, fontWeight: 500 });
  });
}
