/** Results of draws alone, wherever they come from. */
import type { FromOptions, GroupInput } from "./from.js";
import { InferenceData } from "./inference_data.js";

/**
 * Results with a posterior of the given draws, [chain, draw, ...dims] each: nested lists, an array a chain, named arrays, or flat
 * values with their shape. `InferenceData.from` takes other groups as well.
 *
 *     const data = fromDraws({ m: [chain0, chain1], theta: { values, shape: [2, 1000, 8] } }, { dims: { theta: ["school"] } });
 *     rhat(data.array("m"));
 */
export function fromDraws(draws: GroupInput, options: FromOptions = {}): InferenceData {
  return InferenceData.from({ posterior: draws }, options);
}
