/** Log-likelihoods of groups of observations, for leaving one group out at a time. */
import { WasmcmcError } from "../../errors.js";
import { type Label, labelsOf, type NamedArray, namedArray } from "../array.js";
import { forEachObservation } from "./columns.js";
import { drawCount, type LogLikelihoods, observationCount, sourceOf } from "./log_likelihood.js";

export interface GroupOptions {
  /** Which observation of a fit; needed where it has several. */
  readonly observation?: string;
  /** What the groups' dim is called; "group" when absent, or the dim by which they are made. */
  readonly dim?: string;
}

/**
 * Sums the log-likelihoods of each group's observations up, so that `loo` leaves out groups in place of observations. Tails are heavier:
 * look at the Pareto k.
 *
 *     loo(groupLogLikelihoods(fit, "school"), { relativeEss });      // observations have a dim "school" among others
 *     loo(groupLogLikelihoods(fit, data.school));                    // a label for each observation (flat)
 *
 * Returns [chain, draw, group], groups in order of first appearance. Observations must be independent given the parameters. Throws
 * "bad-option" for a dim that is not there, or labels of another number; else what `loo` throws.
 */
export function groupLogLikelihoods(
  subject: LogLikelihoods,
  by: string | ArrayLike<Label>,
  { observation, dim = typeof by === "string" ? by : "group" }: GroupOptions = {},
): NamedArray {
  const source = sourceOf(subject, observation);
  const draws = drawCount(source);
  const labels = typeof by === "string" ? labelsAlong(source, by) : Array.from(by);
  if (labels.length !== observationCount(source)) {
    throw noGroups(`${labels.length} labels are given for ${observationCount(source)} observations.`, labels.length);
  }
  const groups = [...new Set(labels)];
  const places = new Map(groups.map((group, place) => [group, place]));
  const values = new Float64Array(draws * groups.length);
  forEachObservation(source, (column, at) => {
    const group = places.get(labels[at]!)!;
    for (let draw = 0; draw < draws; draw++) values[draw * groups.length + group]! += column[draw]!;
  });
  return namedArray(values, [...source.shape.slice(0, 2), groups.length], ["chain", "draw", dim], {
    ...source.coords,
    [dim]: groups,
  });
}

/** The label of each observation along one of their dims. */
function labelsAlong(source: Pick<NamedArray, "shape" | "dims" | "coords">, dim: string): Label[] {
  const axis = source.dims.indexOf(dim);
  if (axis < 2) throw noGroups(`Observations have no dim "${dim}", but ${source.dims.slice(2).join(", ") || "none"}.`, dim);
  const stride = source.shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const along = labelsOf({ ...source, values: new Float64Array(0) }, axis);
  return Array.from({ length: observationCount(source) }, (_, at) => along[Math.floor(at / stride) % along.length]!);
}

function noGroups(problem: string, value: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem,
    remedy: "Name a dim of the observations, or give a label for each.",
    variable: "by",
    value,
  });
}
