/** Draws of parameters that need no data. */
import { model, type PriorSample, samplePrior, vector } from "../../bindings/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";

export const draws = 20_000;

export type Parameters = Readonly<Record<string, AnyExpr>>;

/** They may be over a dim "row" of three members. */
export function priors(make: () => Parameters, options: object = {}): PriorSample["parameters"] {
  const made = model({ row: vector("row") }, () => make());
  return samplePrior(made, { row: [0, 0, 0] }, { draws, seed: 3, ...options }).parameters as PriorSample["parameters"];
}

/** Draws of one parameter of a single number. */
export function prior(make: () => AnyExpr): Float64Array {
  return priors(() => ({ x: make() })).x!.values;
}
