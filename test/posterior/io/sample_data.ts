/** Results with everything that a file must keep: types, dims without coordinates, texts beyond ASCII, attributes of all kinds. */
import type { Dataset } from "../../../bindings/posterior/inference_data/dataset.js";
import { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import type { Attributes, Variable, VariableValues } from "../../../bindings/posterior/inference_data/variable.js";
import { Generator } from "../draw_sets.js";

export const Chains = 2;
export const Draws = 60;

const generator = new Generator(20261122);
const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => generator.normal());

function drawn(
  values: VariableValues,
  dims: readonly string[] = [],
  shape: readonly number[] = [],
  attributes?: Attributes,
): Variable {
  return { values, shape: [Chains, Draws, ...shape], dims: ["chain", "draw", ...dims], ...(attributes && { attributes }) };
}

function observed(values: VariableValues, dims: readonly string[], shape: readonly number[] = [values.length]): Variable {
  return { values, shape, dims };
}

const all = Chains * Draws;
const perDraw = { chain: [0, 1], draw: Array.from({ length: Draws }, (_, draw) => draw + 100) };

const posterior: Dataset = {
  variables: {
    mu: drawn(normals(all), [], [], { unit: "km/s", offset: 0.25, count: 3 }),
    theta: drawn(normals(all * 3), ["school"], [3]),
    cov: drawn(normals(all * 4), ["axis", "axis_bis"], [2, 2]),
    weights: drawn(normals(all * 2), ["plain"], [2]),
    small: drawn(Float32Array.from(normals(all))),
    count: drawn(BigInt64Array.from({ length: all }, (_, i) => BigInt(i % 7) - 3n)),
    rank: drawn(Int32Array.from({ length: all }, (_, i) => i)),
    chosen: drawn(Uint8Array.from({ length: all }, (_, i) => (i % 3 === 0 ? 1 : 0))),
  },
  coords: { ...perDraw, school: ["Choate", "Žižkov é", "日本"], axis: ["a", "b"], axis_bis: [0.5, 1.5] },
  attributes: {
    inference_library: "wasmcmc",
    sampling_time: 1.25,
    tuning_steps: 500,
    converged: true,
    listing: "mu ~ normal(0, 1)\ntheta ~ normal(mu, 1)",
    names: ["mu", "theta"],
    scales: [0.5, 2],
  },
};

const sample_stats: Dataset = {
  variables: {
    energy: drawn(normals(all)),
    diverging: drawn(Uint8Array.from({ length: all }, (_, i) => (i % 11 === 0 ? 1 : 0))),
    tree_depth: drawn(BigInt64Array.from({ length: all }, (_, i) => BigInt(1 + (i % 5)))),
  },
  coords: perDraw,
  attributes: { inference_library: "wasmcmc" },
};

const observed_data: Dataset = {
  variables: {
    y: observed(Float64Array.of(1.5, Number.NaN, -Infinity, 1e300, 5e-324), ["obs"]),
    station: observed(["north", "", "süd", "x", "y"], ["obs"]),
    matrix: observed(Float64Array.of(1, 2, 3, 4, 5, 6), ["row", "column"], [2, 3]),
    constant: observed(Float64Array.of(2.5), [], []),
    name: observed(["only"], [], []),
    nothing: observed(new Float64Array(0), ["none"]),
  },
  coords: { obs: [1, 2, 3, 4, 5] },
  attributes: {},
};

/** What has a row a draw: what tables hold. */
export const drawnData = new InferenceData({ posterior, sample_stats }, { created_by: "a test", version: 3 });
export const sampleData = new InferenceData({ posterior, sample_stats, observed_data }, { created_by: "a test", version: 3 });
