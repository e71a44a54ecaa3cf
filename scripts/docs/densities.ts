/** Densities over a grid and simulated paths, computed by the engine. */
import { add, exp, model, normal, observe, param, samplePrior, vector } from "../../bindings/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { run, runDistribution } from "./run_code.js";

/** The density of a value that is an expression of x (and y), at each row. */
export function densities(
  distribution: string,
  value: string,
  columns: { readonly x: number[]; readonly y: number[] },
): Float64Array {
  const plotted = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
    const unused = param(normal(0, 1));
    const logp: AnyExpr = runDistribution(distribution).logp(run(value, { x, y }) as AnyExpr);
    // A density that does not depend on its value holds for each row all the same.
    return { unused, density: exp(add(logp, x.mul(0))) };
  });
  return samplePrior(plotted, columns, { draws: 1, seed: 1 }).parameters["density"]?.values as Float64Array;
}

/** Paths drawn at random, one for each seed; `x` is the row's number. */
export function paths(distribution: string, rows: number, seeds: readonly number[]): Float64Array[] {
  const simulated = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => ({
    unused: param(normal(0, 1)),
    y: observe(y, runDistribution(distribution, { x })),
  }));
  const x = Array.from({ length: rows }, (_, row) => row);
  return seeds.map((seed) => samplePrior(simulated, { x }, { draws: 1, seed }).observations["y"]?.value.values as Float64Array);
}
