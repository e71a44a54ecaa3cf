/** What is drawn of draws, against what ArviZ's pictures of the same draws hold. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  plotAutocorrelation,
  plotEss,
  plotMcse,
  plotPit,
  plotPosterior,
  plotRank,
  plotTrace,
} from "../../../bindings/posterior/plots/index.js";
import { ess } from "../../../bindings/posterior/statistics/ess.js";
import { elements, numberOf, scaleThrough, texts, vertices } from "./pictures.js";

interface Fixture {
  readonly draws: readonly number[][];
  readonly ranks: { readonly heights: readonly number[] };
  readonly ess: Readonly<Record<"local" | "quantile" | "evolution", readonly [x: number[], y: number[]][]>>;
  readonly mcse: readonly [x: number[], y: number[]][];
  readonly autocorrelation: readonly number[][];
  readonly texts: readonly string[];
  readonly observed: number[];
  readonly predicted: readonly number[][][];
  readonly shares: readonly number[];
  readonly kde: readonly [x: number[], y: number[]];
}

const arviz: Fixture = JSON.parse(readFileSync(new URL("../../fixtures/plot_data.json", import.meta.url), "utf8"));
const draws = { a: arviz.draws };

/** Heights of what stands on one line, as shares of the sum: no scale needs to be known. */
const shares = (values: readonly number[]) => {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
};

/** Values as pixels with two known points fitted: the scale is linear, so all others must agree. Pixels have 2^-52 of their size as error. */
function expectLinear(values: readonly number[], pixels: readonly number[], digits = 6): void {
  expect(pixels.length).toBe(values.length);
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const [least, most] = [order[0]!, order[order.length - 1]!];
  const scale = scaleThrough([values[least]!, pixels[least]!], [values[most]!, pixels[most]!]);
  for (const [i, value] of values.entries()) expect(pixels[i]).toBeCloseTo(scale(value), digits);
}

describe("pictures of draws hold what ArviZ's hold", () => {
  test("bars of ranks, chain by chain", () => {
    const bars = elements(plotRank(draws), 'g[aria-label="rect"] rect');
    expect(bars.length).toBe(80);
    // Bars are inset by 0.3 pixels on each side.
    const heights = bars.map((bar) => numberOf(bar, "height") + 0.6);
    const counts = shares(heights).map((share) => Math.round(share * 800));
    // ArviZ counts ranks from 1 in bins that start at 0: a bin's last draw goes into the next bin, so a count may differ by one.
    const theirs = shares(arviz.ranks.heights).map((share) => Math.round(share * 800));
    for (const [i, count] of counts.entries()) expect(Math.abs(count - theirs[i]!)).toBeLessThanOrEqual(1);
    for (let bin = 0; bin < 20; bin++) expect([0, 1, 2, 3].reduce((sum, chain) => sum + counts[20 * chain + bin]!, 0)).toBe(40);
  });

  test("effective draws of quantiles", () => {
    const dots = elements(plotEss(draws, { kind: "quantile" }), 'g[aria-label="dot"] circle');
    const [x, y] = arviz.ess.quantile[0]!;
    expectLinear(
      x,
      dots.map((dot) => numberOf(dot, "cx")),
    );
    expectLinear(
      y,
      dots.map((dot) => numberOf(dot, "cy")),
    );
  });

  test("effective draws of twenty parts of the distribution", () => {
    const bars = elements(plotEss(draws, { kind: "local" }), 'g[aria-label="rect"] rect');
    // Bars are inset by half a pixel on each side.
    expectLinear(
      arviz.ess.local[0]![1],
      bars.map((bar) => numberOf(bar, "height") + 1),
    );
  });

  test("effective draws of bulk and tails as draws are added", () => {
    const dots = elements(plotEss(draws, { kind: "evolution" }), 'g[aria-label="dot"] circle');
    const [bulk, tail] = arviz.ess.evolution as [[number[], number[]], [number[], number[]]];
    expect(dots.length).toBe(40);
    // ArviZ's slices by label take one draw more at all but the last step: there sizes are those of the statistic itself.
    const sizes = Array.from({ length: 20 }, (_, i) => arviz.draws.map((chain) => chain.slice(0, 10 * (i + 1)))).flatMap(
      (part) => [ess(part, { method: "bulk" }), ess(part, { method: "tail" })],
    );
    expect(sizes[38]).toBeCloseTo(bulk[1][19]!, 6);
    expect(sizes[39]).toBeCloseTo(tail[1][19]!, 6);
    expectLinear(
      sizes,
      dots.map((dot) => numberOf(dot, "cy")),
    );
    expectLinear(
      bulk[0].flatMap((count) => [count, count]),
      dots.map((dot) => numberOf(dot, "cx")),
    );
  });

  test("Monte Carlo errors of quantiles", () => {
    const dots = elements(plotMcse(draws), 'g[aria-label="dot"] circle');
    expectLinear(
      arviz.mcse[0]![0],
      dots.map((dot) => numberOf(dot, "cx")),
    );
    expectLinear(
      arviz.mcse[0]![1],
      dots.map((dot) => numberOf(dot, "cy")),
    );
  });

  test("autocorrelations of each chain up to lag 99", () => {
    const panels = elements(plotAutocorrelation(draws, { maxLag: 99 }), "svg > svg");
    expect(panels.length).toBe(4);
    for (const [chain, panel] of panels.entries()) {
      const bars = elements(panel, 'g[aria-label="rule"] line').slice(0, 100);
      const heights = bars.map((bar) => numberOf(bar, "y1") - numberOf(bar, "y2"));
      expectLinear(arviz.autocorrelation[chain]!, heights);
    }
  });

  test("shares below a reference and inside a region of no effect", () => {
    const written = texts(plotPosterior(draws, { references: { a: 0.25 }, rope: [-0.5, 0.5] })).join("|");
    expect(arviz.texts.join("|").replaceAll("%", " %")).toContain("56.6 % <0.25< 43.4 %");
    expect(written).toContain("56.6 % < 0.25 < 43.4 %");
    expect(written).toContain("34.5 % in ROPE");
    expect(arviz.texts).toContain("34.5% in ROPE");
    expect(written).toContain("mean 0.0138");
    expect(arviz.texts).toContain("mean=0.014");
  });

  test("the density of a posterior: a vertex at each of 512 places of the grid", () => {
    const path = elements(plotPosterior(draws), 'g[aria-label="line"] path')[0]!;
    const corners = vertices(path);
    const [x, y] = arviz.kde;
    // Coordinates in paths have three decimals.
    expectLinear(
      x,
      corners.map(([left]) => left),
      2,
    );
    expectLinear(
      y,
      corners.map(([, top]) => top),
      2,
    );
  });

  test("probability integral transforms of predictions", () => {
    const values = Float64Array.from(arviz.predicted.flat(2));
    const predicted = { dims: ["chain", "draw", "row"], shape: [2, 50, 30], coords: {}, values };
    const path = elements(plotPit({ observed: arviz.observed, predicted }), 'g[aria-label="line"] path')[0]!;
    const steps = vertices(path);
    const sorted = [...arviz.shares].sort((a, b) => a - b);
    expectLinear(
      [0, 0, ...sorted.flatMap((share) => [share, share]), 1, 1],
      steps.map(([left]) => left),
      2,
    );
  });

  test("chains over draws, a line each", () => {
    const lines = elements(plotTrace(draws), "svg > svg:nth-of-type(2) g[aria-label='line'] path");
    expect(lines.length).toBe(4);
    for (const [chain, line] of lines.entries())
      expectLinear(
        arviz.draws[chain]!,
        vertices(line).map(([, top]) => top),
        2,
      );
  });
});
