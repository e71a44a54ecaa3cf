import { describe, expect, test } from "vitest";
import {
  autocorrelation,
  autocovariance,
  bfmi,
  type Chains,
  ess,
  eti,
  hdi,
  mcse,
  type NamedArray,
  namedArray,
  quantile,
  rhat,
} from "../../bindings/index.js";
import { drawSpec } from "./draw_sets.js";
import { chainsOf } from "./styles.js";

const chains = chainsOf(drawSpec({ chains: 3, draws: 20, phi: 0.3 }));
const statistics: readonly (readonly [string, (draws: Chains & NamedArray) => unknown])[] = [
  ["rhat", rhat],
  ["ess", ess],
  ["mcse", mcse],
  ["bfmi", bfmi],
  ["autocovariance", autocovariance],
  ["autocorrelation", autocorrelation],
  ["quantile", (draws) => quantile(draws, 0.5)],
  ["eti", eti],
  ["hdi", hdi],
];
const refusal = (fields: object) => expect.objectContaining({ name: "WasmcmcError", ...fields });

describe.each(statistics)("%s", (_, statistic) => {
  const of = (draws: Chains | NamedArray) => () => statistic(draws as Chains & NamedArray);

  test("refuses ragged chains, and says which", () => {
    expect(of([chains[0]!, chains[1]!.subarray(1)])).toThrow(refusal({ code: "ragged-chains", row: 1, value: 19 }));
  });

  test("refuses chains that are none or empty", () => {
    expect(of([])).toThrow(refusal({ code: "too-few-draws" }));
    expect(of([[], []])).toThrow(refusal({ code: "too-few-draws" }));
  });

  test("refuses arrays with other dims, or without draws", () => {
    const array = (dims: string[], shape: number[]) =>
      namedArray(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape, dims);
    expect(of(array(["draw", "chain"], [20, 3]))).toThrow(refusal({ code: "bad-shape" }));
    expect(of(array(["chain"], [3]))).toThrow(refusal({ code: "bad-shape" }));
    expect(of(array(["chain", "draw"], [3, 0]))).toThrow(refusal({ code: "bad-shape" }));
  });

  test("takes plain arrays of numbers for chains", () => {
    expect(of(chains.map((chain) => [...chain]))()).toEqual(of(chains)());
  });
});

describe("fewer than four draws a chain", () => {
  const short = chains.map((chain) => chain.subarray(0, 3));

  test("give NaN for diagnostics, as in ArviZ, whatever the method", () => {
    for (const method of ["bulk", "tail", "mean", "mad", "identity"] as const) expect(ess(short, { method })).toBeNaN();
    for (const method of ["rank", "split", "identity"] as const) expect(rhat(short, { method })).toBeNaN();
    for (const method of ["mean", "sd", "median"] as const) expect(mcse(short, { method })).toBeNaN();
    expect(rhat(short.concat(short), { superchains: [0, 0, 1, 1, 2, 2] })).toBeNaN();
  });

  test("still have intervals, quantiles and autocovariances", () => {
    expect(Number.isFinite(hdi(short).lower + eti(short).upper + quantile(short, 0.3))).toBe(true);
    expect(autocovariance(short)[0]).toHaveLength(3);
  });

  test("do not hide options that are wrong", () => {
    expect(() => ess(short, { method: "quantile" })).toThrow(refusal({ code: "bad-option", variable: "probability" }));
    expect(() => mcse(short, { method: "quantile" })).toThrow(refusal({ code: "bad-option", variable: "probability" }));
  });
});

test("options that there are not are refused by name", () => {
  const wrong = (variable: string) => refusal({ code: "bad-option", variable });
  expect(() => ess(chains, { method: "average" as "bulk" })).toThrow(wrong("method"));
  expect(() => rhat(chains, { method: "plain" as "rank" })).toThrow(wrong("method"));
  expect(() => mcse(chains, { method: "mode" as "mean" })).toThrow(wrong("method"));
  expect(() => ess(chains, { style: "2.x" as "1.x" })).toThrow(wrong("style"));
  expect(() => mcse(chains, { style: "2.x" as "1.x" })).toThrow(wrong("style"));
  expect(() => ess(chains, { method: "local", probabilities: [0.4, 0.2] })).toThrow(wrong("probabilities"));
  expect(() => ess(chains, { method: "tail", probability: 1.2 })).toThrow(wrong("probability"));
  expect(() => rhat(chains, { superchains: [0, 0, 1] })).toThrow(wrong("superchains"));
  expect(() => quantile(chains, [0.5, 1.5])).toThrow(wrong("probability"));
  expect(() => hdi(chains, 0)).toThrow(wrong("probability"));
  expect(() => eti(chains, 1)).toThrow(wrong("share"));
});

describe("arrays of draws", () => {
  const values = Float64Array.from(
    { length: 3 * 20 * 9 },
    (_, i) => chains[Math.floor(i / 180)]![Math.floor(i / 9) % 20]! ** (i % 9),
  );
  const theta = namedArray(values, [3, 20, 9], ["chain", "draw", "place"], { draw: Array.from({ length: 20 }, (_, i) => i) });
  const element = (k: number) => mapPowers(k);
  const mapPowers = (k: number) => chains.map((chain) => chain.map((value) => value ** k));

  test("have intervals along a last dim with the labels of arviz-stats", () => {
    const found = hdi(theta, 0.8);
    expect({ dims: found.dims, shape: found.shape, labels: found.coords.ci_bound }).toEqual({
      dims: ["place", "ci_bound"],
      shape: [9, 2],
      labels: ["lower", "upper"],
    });
    const { lower, upper } = hdi(element(8), 0.8);
    expect([...found.values.slice(16)]).toEqual([lower, upper]);
    expect(eti(theta).values[2]).toBe(eti(element(1)).lower);
  });

  test("have several quantiles along a last dim", () => {
    const found = quantile(theta, [0.25, 0.75]);
    expect(found.dims).toEqual(["place", "quantile"]);
    expect(found.coords.quantile).toEqual([0.25, 0.75]);
    expect([...found.values.slice(6, 8)]).toEqual([...quantile(element(3), [0.25, 0.75])]);
  });

  test("have autocovariances along a dim of lags", () => {
    const found = autocovariance(theta);
    expect({ dims: found.dims, shape: found.shape, coords: found.coords }).toEqual({
      dims: ["chain", "lag", "place"],
      shape: [3, 20, 9],
      coords: {},
    });
    expect(found.values[(2 * 20 + 7) * 9 + 5]).toBe(autocovariance(element(5))[2]![7]);
    expect(autocorrelation(theta).values[1]).toBe(1);
  });

  test("have every element judged as if it were alone, though buffers are shared", () => {
    for (const method of ["bulk", "tail", "mad"] as const) {
      const found = ess(theta, { method });
      for (let k = 0; k < 9; k++) expect(found.values[k]).toBe(ess(element(k), { method }));
    }
    for (let k = 0; k < 9; k++) expect(mcse(theta, { method: "sd" }).values[k]).toEqual(mcse(element(k), { method: "sd" }));
  });

  test("of energies have no other dims than chain and draw", () => {
    expect(() => bfmi(theta)).toThrow(refusal({ code: "bad-shape" }));
    const energy = namedArray(Float64Array.from(chains.flatMap((chain) => [...chain])), [3, 20], ["chain", "draw"]);
    expect(bfmi(energy)).toEqual(bfmi(chains));
    expect(bfmi(energy.values, 3)).toEqual(bfmi(chains));
  });
});
