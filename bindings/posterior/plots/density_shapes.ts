/** Densities as closed shapes along an axis: ridges stand on a line, violins to both sides of one. */
import { finiteDraws } from "../density/flat_draws.js";
import { kde } from "../density/kde.js";
import { varies } from "./joint_marks.js";
import { allDraws, type PlotVariable } from "./variables.js";

export interface Shape {
  readonly x: Float64Array;
  /** 1 where the density is highest. */
  readonly height: Float64Array;
}

/** Undefined where a density cannot be estimated: fewer than two different draws. */
export function shapeOf(variable: PlotVariable): Shape | undefined {
  const draws = finiteDraws(allDraws(variable));
  if (draws.length < 2 || !varies(draws)) return undefined;
  const { x, density } = kde(draws, { gridLength: 256 });
  const highest = density.reduce((a, b) => Math.max(a, b), 0);
  return Number.isFinite(highest) && highest > 0 ? { x, height: density.map((value) => value / highest) } : undefined;
}
