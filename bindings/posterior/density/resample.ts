/** Unweighted draws from weighted ones. */
import { type NamedArray, namedArray } from "../array.js";
import { checkDrawArray } from "../statistics/over_elements.js";
import { RandomNumbers } from "../statistics/random_numbers.js";
import { badOption } from "./bad_option.js";
import { flatDraws, type PlainDraws } from "./flat_draws.js";
import { shares } from "./weights.js";

export interface ResampleOptions {
  /** How many draws to take; default as many as there are. */
  readonly size?: number;
  /**
   * "systematic" (the default): one random number places `size` even steps on the cumulative weights. "stratified": one in each
   * step. "multinomial": each anywhere, independent. The first two take a draw of weight w as often as size w, rounded down or
   * up, or nearly so.
   */
  readonly method?: "systematic" | "stratified" | "multinomial";
  /** A whole number; the same gives the same draws on every host. Default 0. */
  readonly seed?: number;
}

/**
 * Places of draws (counted chain by chain) as often as their weights say, in ascending order: resampling for importance sampling
 * and particle filters (Douc, Cappé & Moulines 2005). Throws `bad-option` for weights that are none, and for other options that
 * make no sense.
 *
 *     const places = resampleIndices(normalizedWeights(logWeights), { size: 1000, seed: 1 });
 *     const m = resampleDraws(fit.array("m"), places);
 */
export function resampleIndices(weights: PlainDraws, options: ResampleOptions = {}): Int32Array {
  const shareOf = shares(weights, flatDraws(weights).length);
  const { size = shareOf.length, method = "systematic", seed = 0 } = options;
  if (!(Number.isInteger(size) && size >= 0 && size <= 2 ** 28)) {
    throw badOption("size", `One cannot take ${size} draws.`, "Pass a whole number.", size);
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw badOption("seed", `The seed is ${seed}.`, "Pass a whole number from 0 to 2^53 - 1.", seed);
  }
  return placesAt(cumulativePlaces(method, size, new RandomNumbers(seed)), shareOf);
}

/** Numbers in [0, 1), ascending. */
function cumulativePlaces(method: string, size: number, random: RandomNumbers): Float64Array {
  if (method === "multinomial") return Float64Array.from({ length: size }, () => random.uniform()).sort();
  if (method !== "systematic" && method !== "stratified") {
    throw badOption(
      "method",
      `Nothing is known of resampling by "${method}".`,
      "It is systematic, stratified or multinomial.",
      method,
    );
  }
  const shared = random.uniform();
  return Float64Array.from({ length: size }, (_, i) => (i + (method === "systematic" ? shared : random.uniform())) / size);
}

/** For each ascending number the first place up to which more than that share lies. */
function placesAt(ascending: Float64Array, shareOf: Float64Array): Int32Array {
  let place = 0;
  let last = shareOf.length - 1;
  while (shareOf[last] === 0) last--;
  let cumulative = shareOf[0]!;
  return Int32Array.from(ascending, (share) => {
    while (cumulative <= share && place < last) cumulative += shareOf[++place]!;
    return place;
  });
}

/**
 * The draws at these places, counted chain by chain, as one chain: [1, places, ...dims]. Throws `bad-option` for a place that is
 * none.
 */
export function resampleDraws(array: NamedArray, places: ArrayLike<number>): NamedArray {
  checkDrawArray(array);
  const count = array.shape[0]! * array.shape[1]!;
  const size = array.values.length / count;
  const values = new Float64Array(places.length * size);
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (!(Number.isInteger(place) && place >= 0 && place < count)) {
      throw badOption("places", `There is no draw ${place}.`, `Pass whole numbers below ${count}.`, place);
    }
    values.set(array.values.subarray(place * size, (place + 1) * size), i * size);
  }
  const coords = Object.fromEntries(Object.entries(array.coords).filter(([dim]) => dim !== "chain" && dim !== "draw"));
  return namedArray(values, [1, places.length, ...array.shape.slice(2)], array.dims, coords);
}
