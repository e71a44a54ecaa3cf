/** Autocovariance and autocorrelation of each chain at every lag, by FFT beyond the first lags. */
import { type NamedArray, namedArray } from "../array.js";
import { Autocovariance } from "./autocovariance.js";
import { type Chains, checkDrawArray, forEachElement, isNamed, scalarOf } from "./over_elements.js";
import type { ScalarDraws } from "./scalar_draws.js";

/**
 * Autocovariance at the lags 0, 1 ... draws - 1: the mean product of deviations from the chain's mean, its divisor the number of
 * draws at each lag.
 *
 *     autocovariance(fit.draws.m.subarray(0, 1000))   // of one sequence
 *     autocovariance([chain0, chain1])                // one array a chain
 *     autocovariance(fit.array("theta"))              // dims [chain, lag, ...dims]
 *
 * NaN at every lag for a chain with NaN or an infinite draw. az.autocov of ArviZ 0.23; 1.x has the same. Throws `ragged-chains`,
 * `too-few-draws` (no draws at all) and `bad-shape` (other dims).
 */
export function autocovariance(draws: Float64Array): Float64Array;
export function autocovariance(draws: Chains): Float64Array[];
export function autocovariance(draws: NamedArray): NamedArray;
export function autocovariance(draws: Float64Array | Chains | NamedArray): Float64Array | Float64Array[] | NamedArray;
export function autocovariance(draws: Float64Array | Chains | NamedArray): Float64Array | Float64Array[] | NamedArray {
  return overLags(draws, () => 1);
}

/**
 * Autocovariance over its value at lag 0, so 1 there; NaN for a constant chain. az.autocorr of ArviZ 0.23; 1.x has the same.
 *
 *     autocorrelation([chain0, chain1])[0][10]   // at lag 10 of the first chain
 *
 * Shapes and errors as of `autocovariance`.
 */
export function autocorrelation(draws: Float64Array): Float64Array;
export function autocorrelation(draws: Chains): Float64Array[];
export function autocorrelation(draws: NamedArray): NamedArray;
export function autocorrelation(draws: Float64Array | Chains | NamedArray): Float64Array | Float64Array[] | NamedArray;
export function autocorrelation(draws: Float64Array | Chains | NamedArray): Float64Array | Float64Array[] | NamedArray {
  return overLags(draws, (variance) => variance);
}

type Divisor = (variance: number) => number;

function overLags(draws: Float64Array | Chains | NamedArray, divisor: Divisor): Float64Array | Float64Array[] | NamedArray {
  if (draws instanceof Float64Array) return byChain(scalarOf([draws]), divisor)[0]!;
  if (!isNamed(draws)) return byChain(scalarOf(draws), divisor);
  checkDrawArray(draws);
  const { values, shape, dims, coords } = draws;
  const count = shape[1]!;
  const out = new Float64Array(values.length);
  const size = values.length / (shape[0]! * count);
  forEachElement(draws, (scalar, element) => {
    for (const [chain, lags] of byChain(scalar, divisor).entries()) {
      for (let lag = 0; lag < count; lag++) out[(chain * count + lag) * size + element] = lags[lag]!;
    }
  });
  const { draw: _, ...kept } = coords;
  return namedArray(out, shape, ["chain", "lag", ...dims.slice(2)], kept);
}

function byChain({ values, chains, draws }: ScalarDraws, divisor: Divisor): Float64Array[] {
  const averages = new Autocovariance({ starts: [0], length: draws });
  return Array.from({ length: chains }, (_, chain) => {
    averages.load(values.subarray(chain * draws, (chain + 1) * draws));
    const by = divisor(averages.at(0));
    return Float64Array.from({ length: draws }, (_, lag) => averages.at(lag) / by);
  });
}
