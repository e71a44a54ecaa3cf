/** Axes of small panels: few round numbers, none so near an end that it would reach into the next panel. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { smallAxis } from "../../../bindings/posterior/plots/ticks.js";

const axisOf = (low: number, high: number, pixels: number, direction: "across" | "up" = "across") => {
  const { ticks, tickFormat } = smallAxis([low, high], pixels, direction);
  return (ticks as number[]).map((tick) => (tickFormat as (value: number) => string)(tick));
};

test("numbers of few digits stand close, those of many far apart", () => {
  expect(axisOf(-3.5, 3.5, 100)).toEqual(["−2", "0", "2"]);
  expect(axisOf(-4.8, 4.3, 160)).toEqual(["−4", "−2", "0", "2"]);
  expect(axisOf(0.3921, 0.4003, 100)).toEqual(["0.394", "0.398"]);
  expect(axisOf(0.3921, 0.4003, 100, "up")).toEqual(["0.394", "0.396", "0.398"]);
  expect(axisOf(12_345, 12_345.5, 60)).toEqual(["12345.3"]);
});

test("of any range they are within it, ascending, apart, and as they are written", () => {
  const numbers = fc.double({ min: -1e5, max: 1e5, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      numbers,
      fc.double({ min: 1e-2, max: 1e5, noNaN: true }),
      fc.integer({ min: 40, max: 400 }),
      (low, width, pixels) => {
        const high = low + width;
        const labels = axisOf(low, high, pixels);
        const values = labels.map((label) => Number(label.replace("−", "-")));
        expect(values.length).toBeGreaterThan(0);
        expect(values.length).toBeLessThanOrEqual(5);
        expect(new Set(values).size).toBe(values.length);
        // A single tick of a range without a round number is rounded to a hundredth of the range.
        const slack = values.length === 1 ? 0.01 * width : 0;
        for (const value of values)
          expect(value >= low - slack && value <= high + slack, `${value} in ${low} to ${high}`).toBe(true);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
      },
    ),
    { numRuns: 500, seed: 3 },
  );
});
