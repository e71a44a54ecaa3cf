/** What the star plots share: checked columns, colours by membership, and a frame with a colour bar. */
import { frame, type Markish, type PlotOptions as PlotSettings } from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { type Cloud, cloud } from "./cloud_mark.js";
import { ColorBarWidth, colorBar, ProbabilityScale } from "./color_bar.js";
import { figure, innerHeight, note } from "./figure.js";
import { membershipClasses } from "./membership_colors.js";
import type { Looks, PlotOptions } from "./options.js";
import { checkColumn, checkLength } from "./point_data.js";
import type { Theme } from "./theme.js";

export interface StarPlotOptions extends PlotOptions {
  /** A probability a star: its colour, with a colour bar. NaN where a star took no part: pale. */
  readonly membership?: ArrayLike<number>;
  readonly membershipLabel?: string;
  /** Of a star's dot, in pixels; by default smaller where there are more stars. */
  readonly radius?: number;
}

/** Throws `missing-column` without positions, `bad-option` for a radius (degrees) that is none. */
export function checkField(ra: ArrayLike<number> | undefined, radius: number | undefined): void {
  checkColumn("ra", ra);
  if (radius === undefined || (radius >= 1e-6 && radius <= 180)) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `A map of the sky cannot have the radius ${radius}.`,
    remedy: "Pass degrees in the tangent plane: from 1e-6 to 180.",
    variable: "radius",
    value: radius,
  });
}

export function checkStars(count: number, columns: Readonly<Record<string, ArrayLike<number> | undefined>>): void {
  for (const [name, column] of Object.entries(columns)) {
    if (column !== undefined || name !== "membership") checkLength(name, column as ArrayLike<number>, count);
  }
}

/** A dot for each star with finite coordinates. */
export function starMarks(x: ArrayLike<number>, y: ArrayLike<number>, options: StarPlotOptions, theme: Theme): Markish[] {
  const finite = finiteCount(x, y);
  if (finite === 0) return [note("no stars with finite coordinates", theme)];
  const radius = options.radius ?? (finite > 5000 ? 1 : finite > 500 ? 1.6 : 2.4);
  const { membership } = options;
  const colored: Pick<Cloud, "colors" | "classes"> =
    membership === undefined ? { colors: [theme.main] } : membershipClasses(membership, theme);
  return [cloud({ x, y, radius, opacity: membership === undefined && finite > 2000 ? 0.5 : 1, ...colored })];
}

export function finiteCount(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i]!) && Number.isFinite(y[i]!)) count++;
  return count;
}

/** "1,234 stars; 310 with a membership above 0.5". */
export function starCounts(x: ArrayLike<number>, y: ArrayLike<number>, { membership }: StarPlotOptions): string {
  const stars = `${finiteCount(x, y).toLocaleString("en")} stars`;
  if (membership === undefined) return stars;
  return `${stars}; ${Array.from(membership)
    .filter((value) => value > 0.5)
    .length.toLocaleString("en")} with a membership above 0.5`;
}

/** Ends between which all but a share of the values on each side lie, with a little room. */
export function robustRange(values: ArrayLike<number>, share: number): [number, number] {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) return [0, 1];
  const cut = Math.floor(share * (sorted.length - 1));
  const [low, high] = [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
  const room = high > low ? 0.04 * (high - low) : 1;
  return [low - room, high + room];
}

/** One panel, with the colour bar where stars are coloured. */
export function starFigure(
  looks: Looks,
  plot: PlotSettings,
  options: StarPlotOptions,
  extra: readonly Element[] = [],
): SVGSVGElement {
  const hasBar = options.membership !== undefined;
  const width = looks.width - (hasBar ? ColorBarWidth : 0);
  const height = innerHeight(looks);
  const settings = { ...plot, marks: [...(plot.marks ?? []), frame({ stroke: looks.theme.muted })] };
  const panel = { x: 0, y: 0, width, height, plot: settings };
  if (!hasBar) return figure(looks, [panel], extra);
  const place = { x: width, y: 0, height, marginTop: plot.marginTop ?? 12, marginBottom: plot.marginBottom ?? 42 };
  return figure(looks, [panel, colorBar(place, options.membershipLabel ?? "membership", ProbabilityScale, looks.theme)], extra);
}
