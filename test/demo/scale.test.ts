/** Numbers along the axes of the live page's canvases. */
import { expect, test } from "vitest";
import { nameWithout, offsetOf, ticksOf, tickText } from "../../demo/src/canvas/scale.js";

const texts = (low: number, high: number, count = 5): string[] => {
  const ticks = ticksOf([low, high], count);
  return ticks.map((tick) => tickText(tick, ticks));
};

test.each([
  [0, 10],
  [-0.004, 0.004],
  [58_000, 58_040],
  [250_000, 260_000],
  [1e6, 1.3e6],
  [2e-9, 5e-9],
  [-3e12, 7e12],
])("ticks from %d to %d are told apart by their texts and fit beside an axis", (low, high) => {
  const all = texts(low, high);
  expect(all.length).toBeGreaterThan(2);
  expect(new Set(all).size).toBe(all.length);
  expect(Math.max(...all.map((text) => text.length))).toBeLessThanOrEqual(7);
});

test("Julian dates are shown without what is the same in all of them", () => {
  const offset = offsetOf([2_459_000.5, 2_459_003.4], 1e4);
  expect(offset).toBe(2_459_000);
  expect(nameWithout("time", offset)).toBe("time − 2,459,000");
  expect(offsetOf([-1_000_001.2, -1_000_000.4], 1e4)).toBe(-1_000_002);
  expect(nameWithout("rv", -1_000_002)).toBe("rv + 1,000,002");
});

test("numbers near 0 for their range, and a range of nothing, are shown as they are", () => {
  expect(offsetOf([1990, 2020], 1e4)).toBe(0);
  expect(offsetOf([5, 5], 1e4)).toBe(0);
  expect(nameWithout("x", 0)).toBe("x");
});
