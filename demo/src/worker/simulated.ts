/** Simulated values for the mixture, by seed. */
import { dirichlet, halfNormal, mixture, model, normal, param, samplePrior, simulateLine, vector } from "wasmcmc";
import type { LinePoints } from "../messages.js";

export function lineOf({ seed, points, outliers }: { seed: number; points: number; outliers: number }): LinePoints {
  const { x, y, yErr } = simulateLine({ seed, points, outliers });
  return { x: x.map(rounded), y: y.map(rounded), yErr: yErr.map(rounded) };
}

/** Three decimals: data as a person would write them down, and code that shows them is short. */
const rounded = (value: number): number => Math.round(1000 * value) / 1000;

/** Values of components whose means stand `distance` apart. */
export function mixtureOf({
  seed,
  count,
  components,
  distance,
}: {
  seed: number;
  count: number;
  components: number;
  distance: number;
}): Float64Array {
  const numbers = Array.from({ length: components }, (_, k) => k);
  const recipe = model({ row: vector("row") }, () => {
    const weight = param(dirichlet(numbers.map(() => 6)));
    const sd = param(halfNormal(0.3), { size: components });
    const parts = numbers.map((k) => normal(10 + distance * (k - (components - 1) / 2), sd.at(k).add(0.6)));
    return { weight, sd, value: param(mixture(weight, parts), { dims: "row" }) };
  });
  return samplePrior(recipe, { row: new Float64Array(count) }, { draws: 1, seed }).parameters.value.values.map(rounded);
}
