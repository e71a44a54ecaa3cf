/** Points, bands and memberships: what is drawn where. */
import { describe, expect, test } from "vitest";
import { curveBand, plotMembership, plotPoints } from "../../../bindings/posterior/plots/index.js";
import { linearQuantile } from "../../../bindings/posterior/statistics/quantile.js";
import { RandomNumbers } from "../../../bindings/posterior/statistics/random_numbers.js";

const random = new RandomNumbers(3);
const draws = {
  m: Float64Array.from({ length: 500 }, () => random.normal()),
  b: Float64Array.from({ length: 500 }, () => random.normal()),
};
const data = { x: [1, 2, 3, 4], y: [2, 4, 6, 8], yErr: [0.5, 1, 0, 0.25] };

const all = (svg: Element, selector: string) => [...svg.querySelectorAll(selector)];
const number = (element: Element, name: string) => Number(element.getAttribute(name));

describe("curveBand", () => {
  test("gives numpy's percentiles of all draws at each x", () => {
    const band = curveBand(draws, ["m", "b"], ({ m, b }, x) => m * x + b, { x: [0, 2], draws: 500 });
    const at = (x: number, share: number) => linearQuantile(draws.m.map((m, i) => m * x + draws.b[i]!).sort(), share);
    expect([...band.low]).toEqual([at(0, 0.16), at(2, 0.16)]);
    expect([...band.median]).toEqual([at(0, 0.5), at(2, 0.5)]);
    expect([...band.high]).toEqual([at(0, 0.84), at(2, 0.84)]);
    expect(band.drawCount).toBe(500);
  });

  test("takes 1,024 draws over 128 places unless told otherwise, by the seed", () => {
    const many = { m: Float64Array.from({ length: 4000 }, () => random.normal()) };
    const curve = ({ m }: { m: number }, x: number) => m * x;
    const band = curveBand(many, ["m"], curve, { x: { from: 0, to: 1 } });
    expect([band.drawCount, band.x.length, band.x[0], band.x[127]]).toEqual([1024, 128, 0, 1]);
    expect(curveBand(many, ["m"], curve, { x: { from: 0, to: 1 } })).toEqual(band);
    expect(curveBand(many, ["m"], curve, { x: { from: 0, to: 1 }, seed: 1 }).high).not.toEqual(band.high);
  });

  test("refuses names, shares and ends that make no sense", () => {
    const curve = () => 0;
    expect(() => curveBand(draws, ["k"], curve, { x: [0] })).toThrow(expect.objectContaining({ code: "unknown-variable" }));
    for (const options of [{ x: [0], probabilities: [0.9, 0.1] as const }, { x: { from: 0, to: Infinity } }]) {
      expect(() => curveBand(draws, ["m"], curve, options)).toThrow(expect.objectContaining({ code: "bad-option" }));
    }
  });
});

describe("plotPoints", () => {
  test("draws each point at its place, with bars of one standard deviation", () => {
    const svg = plotPoints(data);
    const dots = all(svg, 'g[aria-label="dot"] circle');
    expect(dots.length).toBe(4);
    const step = number(dots[1]!, "cx") - number(dots[0]!, "cx");
    expect(number(dots[3]!, "cx") - number(dots[2]!, "cx")).toBeCloseTo(step, 9);
    const unit = (number(dots[0]!, "cy") - number(dots[3]!, "cy")) / 6;
    const bars = all(svg, 'g[aria-label="rule"] line');
    expect(bars.length).toBe(3);
    expect(number(bars[1]!, "y1") - number(bars[1]!, "y2")).toBeCloseTo(2 * unit, 9);
  });

  test("draws known outliers as squares, and the others as circles", () => {
    const svg = plotPoints(data, { outliers: [0, 1, 0, 1] });
    const groups = all(svg, 'g[aria-label="dot"]');
    expect(groups.map((group) => group.children.length)).toEqual([2, 2]);
    expect(all(svg, 'g[aria-label="dot"] circle').length).toBe(2);
  });

  test("colours points by membership, with a bar from 0 to 1", () => {
    const svg = plotPoints(data, { membership: [0, 1, 0, 1] });
    const fills = all(svg, 'g[aria-label="dot"] circle').map((dot) => dot.getAttribute("fill"));
    expect(fills[0]).toBe(fills[2]);
    expect(fills[1]).toBe(fills[3]);
    expect(fills[0]).not.toBe(fills[1]);
    expect(all(svg, "svg").length).toBe(2);
  });

  test("draws lines, and a band with two vertices for each x", () => {
    const band = curveBand(draws, ["m", "b"], ({ m, b }, x) => m * x + b, { x: { from: 0, to: 5 } });
    const lines = [{ slope: 2, intercept: 0, role: "rival", label: "least squares" } as const];
    const svg = plotPoints(data, { band, lines });
    const area = all(svg, 'g[aria-label="area"] path')[0]!.getAttribute("d")!;
    expect(area.match(/[ML]/g)?.length).toBe(2 * 128);
    expect(all(svg, 'g[aria-label="line"]').length).toBe(1);
    expect(svg.textContent).toContain("least squares");
  });

  test("says how many points have no finite coordinates, and is never blank", () => {
    expect(plotPoints({ x: [1, NaN], y: [1, 2] }).textContent).toContain("1 points without finite coordinates");
    expect(plotPoints({ x: [], y: [] }).textContent).toContain("no points");
  });

  test("refuses columns of different lengths", () => {
    expect(() => plotPoints({ x: [1, 2], y: [1] })).toThrow(expect.objectContaining({ code: "length-mismatch", variable: "y" }));
    expect(() => plotPoints(data, { membership: [1] })).toThrow(expect.objectContaining({ variable: "membership" }));
  });
});

describe("plotMembership", () => {
  test("counts probabilities in 31 equal bins, 1 in the last, without what is NaN", () => {
    const svg = plotMembership([0, 0, 0.5, 1, NaN, 0.999]);
    const bars = all(svg, 'g[aria-label="rect"] rect');
    expect(bars.length).toBe(3);
    const heights = bars.map((bar) => number(bar, "height"));
    expect(heights[0]! / heights[1]!).toBeGreaterThan(1.9);
    expect(svg.getAttribute("aria-label")).toBe("Histogram of 5 membership probabilities; 2 are above 0.5.");
  });

  test("names the row of what is no probability", () => {
    expect(() => plotMembership([0, 1.5])).toThrow(expect.objectContaining({ code: "outside-support", row: 1, value: 1.5 }));
    expect(() => plotMembership([0], { bins: 0 })).toThrow(expect.objectContaining({ code: "bad-option" }));
    expect(plotMembership([]).textContent).toContain("no probabilities");
  });
});
