/** The band around the distribution function of uniform values: whole curves stay inside as often as it says. */
import { expect, test } from "vitest";
import { simultaneousBand } from "../../../bindings/posterior/plots/uniform_band.js";
import { RandomNumbers } from "../../../bindings/posterior/statistics/random_numbers.js";

function isInside(values: Float64Array, { x, low, high }: ReturnType<typeof simultaneousBand>): boolean {
  const sorted = values.slice().sort();
  let count = 0;
  return x.every((place, i) => {
    while (count < sorted.length && sorted[count]! <= place) count++;
    const difference = count / sorted.length - place;
    return difference >= low[i]! - 1e-12 && difference <= high[i]! + 1e-12;
  });
}

test.each([
  [20, 0.94],
  [100, 0.94],
  [100, 0.5],
  [1000, 0.9],
])("of %i uniform values the whole curve is inside with probability %f", (size, probability) => {
  const band = simultaneousBand(size, probability);
  const random = new RandomNumbers(99);
  const trials = 1500;
  let inside = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (
      isInside(
        Float64Array.from({ length: size }, () => random.uniform()),
        band,
      )
    )
      inside++;
  }
  // Four standard errors: of this count, and of the level, which comes from 1,000 simulations. Counts are whole, so that bands of few
  // values hold somewhat more than they are asked for.
  const error = 4 * Math.sqrt(probability * (1 - probability) * (1 / trials + 1 / 1000));
  expect(inside / trials).toBeGreaterThan(probability - error);
  expect(inside / trials).toBeLessThan(probability + error + (size < 50 ? 0.04 : 0.02));
});

test("values that are not uniform leave it", () => {
  const random = new RandomNumbers(5);
  const squares = Float64Array.from({ length: 200 }, () => random.uniform() ** 2);
  expect(isInside(squares, simultaneousBand(200, 0.99))).toBe(false);
});

test("of thousands of values it narrows with the root of their count", () => {
  const [few, many] = [1000, 16_000].map((size) => simultaneousBand(size, 0.94));
  const widths = [few, many].map((band) => band!.high[49]! - band!.low[49]!);
  expect(widths[0]! / widths[1]!).toBeCloseTo(4, 0);
});
