import { describe, expect, test } from "vitest";
import { BatchMeans, batchLength } from "../../bindings/posterior/batch_means.js";
import { mean } from "../../bindings/posterior/statistics/moments.js";
import { drawSpec, drawsOf } from "./draw_sets.js";

/** Feeds the draws of one scalar, and their squares, batch by batch. */
function accumulate(values: Float64Array, length: number): BatchMeans {
  const means = new BatchMeans(2);
  for (let first = 0; first < values.length; first += length) {
    const batch = values.subarray(first, first + length);
    means.add([mean(batch), mean(batch.map((value) => value * value))], batch.length);
  }
  return means;
}

describe("batch means", () => {
  test("keep the mean of all draws, uneven batches included", () => {
    const { values } = drawsOf(drawSpec({ chains: 1, draws: 1000, shifts: [5] }));
    const means = accumulate(values, 33);
    expect(means.mean()[0]).toBeCloseTo(mean(values), 12);
    expect([means.draws, means.batches]).toEqual([1000, 31]);
  });

  test("give the error of independent draws", () => {
    const { values } = drawsOf(drawSpec({ chains: 1, draws: 40_000 }));
    // 200 batches: the error's own relative standard deviation is 1 / sqrt(2 * 199) = 5 %; four of them.
    expect(Math.abs(accumulate(values, batchLength(40_000)).error()[0]! / (1 / 200) - 1)).toBeLessThan(0.2);
  });

  test("count autocorrelation", () => {
    const { values } = drawsOf(drawSpec({ chains: 1, draws: 100_000, phi: 0.8, seed: 3 }));
    // The mean of a unit-noise autoregression has standard error 1 / ((1 - phi) sqrt(n)). 316 batches: 4 % each sigma, four of
    // them, and 1 - 1 / (316 (1 - phi)) for the batches' finite length.
    expect(Math.abs(accumulate(values, batchLength(100_000)).error()[0]! / (5 / Math.sqrt(100_000)) - 1)).toBeLessThan(0.18);
  });

  test("take sums as well as means", () => {
    const [a, b] = [new BatchMeans(1), new BatchMeans(1)];
    for (const value of [1, 4, 2]) {
      a.add([value], 10);
      b.addSums([10 * value], 10);
    }
    expect([b.mean(), b.error()]).toEqual([a.mean(), a.error()]);
    // The sample standard deviation of 1, 4, 2 over sqrt(3).
    expect(a.error()[0]).toBeCloseTo(Math.sqrt(7 / 3 / 3), 14);
  });

  test("know when there is too little to tell", () => {
    const means = new BatchMeans(1);
    expect(means.mean()).toEqual(Float64Array.of(NaN));
    means.add([0.5], 4);
    expect([means.mean(), means.error()]).toEqual([Float64Array.of(0.5), Float64Array.of(NaN)]);
    means.add([0.5], 4);
    expect(means.error()).toEqual(Float64Array.of(0));
  });

  test("refuse batches of another width or of no draws", () => {
    const means = new BatchMeans(2);
    expect(() => means.add([1], 5)).toThrow(expect.objectContaining({ code: "bad-shape", value: 1 }));
    expect(() => means.addSums([1, 2], 0)).toThrow("over 0 draws");
  });
});
