/** Marks of one number's draws: the estimate of their density, or a histogram. */
import * as Plot from "@observablehq/plot";
import { finiteDraws } from "../density/flat_draws.js";
import { histogram } from "../density/histogram.js";
import { kde } from "../density/kde.js";
import { note } from "./figure.js";
import { varies } from "./joint_marks.js";
import type { Theme } from "./theme.js";

export type MarginalKind = "kde" | "histogram";

export function marginalMarks(kind: MarginalKind, draws: Float64Array, theme: Theme, color: string = theme.ink): Plot.Markish[] {
  const finite = finiteDraws(draws);
  if (finite.length === 0) return [note("no finite draws", theme)];
  if (finite.length < 2 || !varies(finite))
    return [Plot.ruleX([finite[0]!], { stroke: color }), note(`always ${finite[0]}`, theme)];
  return kind === "kde" ? densityMarks(finite, theme, color) : bars(finite, theme, color);
}

function densityMarks(draws: Float64Array, theme: Theme, color: string): Plot.Markish[] {
  const { x, density } = kde(draws);
  const along = { x: (i: number) => x[i], y: (i: number) => density[i] };
  const places = Array.from(x, (_, i) => i);
  return [
    Plot.areaY(places, { x: along.x, y1: 0, y2: along.y, fill: color, fillOpacity: 0.12 }),
    Plot.lineY(places, { ...along, stroke: color, strokeWidth: 1.4 }),
    Plot.ruleY([0], { stroke: theme.grid }),
  ];
}

function bars(draws: Float64Array, theme: Theme, color: string): Plot.Markish[] {
  const { density, edges } = histogram(draws);
  const places = Array.from(density, (_, i) => i);
  const sides = { x1: (i: number) => edges[i], x2: (i: number) => edges[i + 1], y1: 0, y2: (i: number) => density[i] };
  return [Plot.rectY(places, { ...sides, fill: color, fillOpacity: 0.35, inset: 0.3 }), Plot.ruleY([0], { stroke: theme.grid })];
}
