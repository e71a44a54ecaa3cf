/** Results with all groups, types and kinds of labels, and numbers that are hard to write. */
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import { drawSpec, drawsOf } from "../draw_sets.js";

export const schools = ["Choate", "Deerfield", "St. Paul's"];
const [chains, draws] = [3, 40];
const shape = [chains, draws];

function random(seed: number, size = 1, count = draws): Float64Array {
  const each = Array.from({ length: size }, (_, k) => drawsOf(drawSpec({ chains, draws: count, seed: seed + k })).values);
  return Float64Array.from({ length: chains * count * size }, (_, i) => each[i % size]![Math.floor(i / size)]!);
}

const odd = Float64Array.of(0, -0, 1, -3, 1e300, 5e-324, Math.PI, 0.1, 1e21, 123456789012345680, NaN, Infinity, -Infinity);

/** Those that have no labels are labelled by place. */
export function exampleResults(n: number | number[] = 4): InferenceData {
  return InferenceData.from(
    {
      posterior: {
        mu: { values: random(1), shape },
        theta: { values: random(10, 3), shape: [...shape, 3] },
        corr: { values: random(20, 4), shape: [...shape, 2, 2] },
        whole: { values: random(30).map(Math.round), shape },
      },
      warmup_posterior: { mu: { values: random(40, 1, 5), shape: [chains, 5] } },
      sample_stats: {
        lp: { values: random(50), shape },
        diverging: { values: Uint8Array.from(random(51), (x) => (x > 2 ? 1 : 0)), shape },
        tree_depth: { values: BigInt64Array.from(random(52), (x) => BigInt(Math.round(2 + x))), shape },
      },
      log_likelihood: { y: { values: random(60, 13), shape: [...shape, 13] } },
      prior: { mu: [Float64Array.of(1, 2.5, -1e-7)] },
      observed_data: { y: odd, big: BigInt64Array.of(2n ** 53n + 1n, -(2n ** 62n), 7n) },
      constant_data: { name: ["a", 'b "c"', "ä€\n\\"], flag: [true, false, true], n },
    },
    {
      dims: { theta: ["school"], y: ["point"] },
      coords: { school: schools, point: Array.from(odd, (_, place) => 100 + place) },
      attributes: { inference_library: "wasmcmc", seed: 42, sampling_time: 0.125, names: ["a", "b"], counts: [1, 2] },
    },
  );
}
