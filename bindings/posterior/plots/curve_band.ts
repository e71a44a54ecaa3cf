/** The band in which a curve of the parameters lies, from its draws: what a fitted line's uncertainty looks like. */
import { WasmcmcError } from "../../errors.js";
import { randomPlaces } from "../inference_data/random_places.js";
import { linearQuantile } from "../statistics/quantile.js";
import { allDraws, type DrawsSource, variablesOf } from "./variables.js";

export interface CurveBandOptions {
  /** Where the curve is evaluated: values, or the ends of equal steps. */
  readonly x: ArrayLike<number> | { readonly from: number; readonly to: number; readonly count?: number };
  /** Lower and upper percentile over 100; default [0.16, 0.84]. */
  readonly probabilities?: readonly [number, number];
  /** How many draws the band is of, chosen at random by the seed; default 1,024, or all where there are fewer. */
  readonly draws?: number;
  readonly seed?: number;
}

export interface CurveBand {
  readonly x: Float64Array;
  readonly low: Float64Array;
  readonly median: Float64Array;
  readonly high: Float64Array;
  readonly probabilities: readonly [number, number];
  /** Draws that the band is of. */
  readonly drawCount: number;
}

/**
 * Percentiles, at each x, of a curve whose parameters are drawn (numpy's linear interpolation). `curve` gets the values of one draw
 * by label and an x.
 *
 *     curveBand(fit, ["m", "b"], ({ m, b }, x) => m * x + b, { x: { from: 0, to: 10 } })
 *
 * Throws `unknown-variable` for a name that is not there, `bad-option` for options that make no sense.
 */
export function curveBand<const Name extends string>(
  source: DrawsSource,
  names: readonly Name[],
  curve: (parameters: Record<Name, number>, x: number) => number,
  options: CurveBandOptions,
): CurveBand {
  const [lower, upper] = options.probabilities ?? [0.16, 0.84];
  if (!(lower >= 0 && lower < upper && upper <= 1)) throw badBand(lower, upper);
  const x = gridOf(options.x);
  const variables = variablesOf(source, { variables: names });
  const draws = variables.map(allDraws);
  const available = draws[0]!.length;
  const places = randomPlaces(available, Math.min(options.draws ?? 1024, available), options.seed ?? 0);
  const parameters = places.map((place) => Object.fromEntries(variables.map(({ label }, i) => [label, draws[i]![place]!])));
  const [low, median, high] = [0, 0, 0].map(() => new Float64Array(x.length)) as [Float64Array, Float64Array, Float64Array];
  const values = new Float64Array(places.length);
  for (let i = 0; i < x.length; i++) {
    for (let draw = 0; draw < places.length; draw++) values[draw] = curve(parameters[draw] as Record<Name, number>, x[i]!);
    values.sort();
    low[i] = linearQuantile(values, lower);
    median[i] = linearQuantile(values, 0.5);
    high[i] = linearQuantile(values, upper);
  }
  return { x, low, median, high, probabilities: [lower, upper], drawCount: places.length };
}

function gridOf(x: CurveBandOptions["x"]): Float64Array {
  if (!("from" in x)) return Float64Array.from(x);
  const { from, to, count = 128 } = x;
  if (!(Number.isFinite(from) && Number.isFinite(to) && Number.isInteger(count) && count >= 2)) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `A curve cannot be drawn from ${from} to ${to} in ${count} places.`,
      remedy: "Pass finite ends and a whole count of at least 2.",
      variable: "x",
      value: x,
    });
  }
  return Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

function badBand(lower: number, upper: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `A band cannot lie between the shares ${lower} and ${upper}.`,
    remedy: "Pass two ascending numbers from 0 to 1, as [0.16, 0.84].",
    variable: "probabilities",
    value: [lower, upper],
  });
}
