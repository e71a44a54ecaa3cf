/** Marks of plots: how many there are, where they stand, what the picture says in words. */
import { describe, expect, test } from "vitest";
import { kde } from "../../../bindings/posterior/density/kde.js";
import * as plots from "../../../bindings/posterior/plots/index.js";
import { exponentFormat, needsExponents, shortened } from "../../../bindings/posterior/plots/labels.js";
import { hdi } from "../../../bindings/posterior/statistics/hdi.js";
import { mean } from "../../../bindings/posterior/statistics/moments.js";
import { elements, normalChains, numberOf, predictions, scaleThrough, texts, vertices } from "./pictures.js";

const a = normalChains(1, 4, 250);
const b = normalChains(2, 4, 250, 3);
const flat = (chains: readonly Float64Array[]) => Float64Array.from(chains.flatMap((chain) => [...chain]));
const named = (chains: readonly Float64Array[]) => {
  return { dims: ["chain", "draw"], shape: [chains.length, chains[0]!.length], coords: {}, values: flat(chains) };
};
const results = (diverging: readonly Float64Array[]) => {
  const groups: Record<string, Record<string, ReturnType<typeof named>>> = {
    posterior: { a: named(a), b: named(b) },
    sample_stats: { diverging: named(diverging) },
  };
  return { groups, arrays: (group = "posterior") => groups[group]! };
};
const flags = a.map((chain, i) => chain.map((_, draw) => (draw % 50 === i ? 1 : 0)));

describe("plotPair", () => {
  test("has a panel for each number and each two of them", () => {
    const svg = plots.plotPair({ a, b, c: a.map((chain) => chain.map((draw) => draw ** 2)) });
    expect(elements(svg, "svg > svg").length).toBe(6);
    expect(elements(svg, 'g[aria-label="contour"]').length).toBe(3);
  });

  test("draws the marginal as the density at its 512 places", () => {
    const path = elements(plots.plotPair({ a, b }), 'svg > svg:nth-of-type(1) g[aria-label="line"] path')[0]!;
    const { x, density } = kde(flat(a));
    const corners = vertices(path);
    expect(corners.length).toBe(512);
    const toX = scaleThrough([x[0]!, corners[0]![0]], [x[511]!, corners[511]![0]]);
    const top = density.indexOf(Math.max(...density));
    const toY = scaleThrough([density[0]!, corners[0]![1]], [density[top]!, corners[top]![1]]);
    // Coordinates have three decimals.
    for (const [i, [left, height]] of corners.entries()) {
      expect(left).toBeCloseTo(toX(x[i]!), 2);
      expect(height).toBeCloseTo(toY(density[i]!), 2);
    }
  });

  test("draws points as one path, at most 2,000 of them", () => {
    const many = { a: normalChains(1, 4, 1000), b: normalChains(2, 4, 1000) };
    const path = elements(plots.plotPair(many, { kind: "scatter" }), 'g[aria-label="cloud"] path')[0]!;
    expect(numberOf(path, "data-count")).toBe(2000);
  });

  test("crosses at the references, and says for which there are none", () => {
    const svg = plots.plotPair({ a, b, c: b }, { references: { a: 0, b: 3 } });
    expect(texts(svg)).toContain("reference (none for c)");
    const color = plots.themes.light.reference;
    // Upright lines in the columns of a (three panels) and b (two), a level one in the row of b.
    expect(elements(svg, `g[stroke="${color}"]`).length).toBe(6);
  });

  test("marks and counts draws that diverged", () => {
    const svg = plots.plotPair(results(flags));
    expect(texts(svg)).toContain("20 divergences");
    expect(elements(svg, `g[fill="${plots.themes.light.alarm}"] circle`).length).toBe(20);
    expect(texts(plots.plotPair(results(flags), { divergences: false }))).not.toContain("20 divergences");
  });

  test("shows two weights that sum to 1 as the line that they are", () => {
    const svg = plots.plotPair({ a, rest: a.map((chain) => chain.map((draw) => 1 - draw)) });
    expect(elements(svg, 'g[aria-label="contour"]').length).toBe(0);
    expect(elements(svg, 'g[aria-label="cloud"]').length).toBe(1);
  });

  test("refuses 31 numbers", () => {
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`v${i}`, a]));
    expect(() => plots.plotPair(many)).toThrow(expect.objectContaining({ code: "too-large", value: 31 }));
  });
});

describe("plotForest", () => {
  test("draws the shortest intervals and means of each number", () => {
    const svg = plots.plotForest({ a, b });
    const outer = elements(svg, 'g[aria-label="rule"][stroke-width="1.4"] line');
    const dots = elements(svg, 'g[aria-label="dot"] circle');
    const [first, second] = [hdi(flat(a), 0.94), hdi(flat(b), 0.94)];
    const scale = scaleThrough([first.lower, numberOf(outer[0]!, "x1")], [second.upper, numberOf(outer[1]!, "x2")]);
    expect(numberOf(outer[0]!, "x2")).toBeCloseTo(scale(first.upper), 6);
    expect(numberOf(outer[1]!, "x1")).toBeCloseTo(scale(second.lower), 6);
    expect(numberOf(dots[0]!, "cx")).toBeCloseTo(scale(mean(flat(a))), 6);
  });

  test("takes a fit alone or several by name, and says how many rows it leaves out", () => {
    expect(elements(plots.plotForest({ one: { a, b }, two: { a, b }, three: { b } }), 'g[aria-label="dot"] circle').length).toBe(
      5,
    );
    expect(elements(plots.plotForest(results(flags)), 'g[aria-label="dot"] circle').length).toBe(2);
    const many = Object.fromEntries(Array.from({ length: 260 }, (_, i) => [`v${i}`, [Float64Array.of(1, 2, i)]]));
    expect(texts(plots.plotForest(many)).join()).toContain("10 more are not shown");
  });
});

test("plotTrace has a tick below each draw that diverged", () => {
  const ticks = elements(plots.plotTrace(results(flags), { variables: "a" }), 'g[aria-label="tick"] line');
  expect(ticks.length).toBe(20);
});

test("plotParallel draws divergent draws above the others, a line each", () => {
  const paths = elements(plots.plotParallel(results(flags)), 'path[aria-label="draws"]');
  expect(paths.map((path) => numberOf(path, "data-count"))).toEqual([327, 20]);
  expect(paths[1]!.getAttribute("stroke")).toBe(plots.themes.light.alarm);
});

test("plotRidge and plotViolin have a shape for each number", () => {
  expect(elements(plots.plotRidge({ a, b }), 'g[aria-label="area"]').length).toBe(4);
  expect(elements(plots.plotViolin({ a, b }), 'g[aria-label="area"]').length).toBe(2);
});

test("plotKhat marks the rows above the threshold, worst first, and says how many", () => {
  const svg = plots.plotKhat({ paretoK: [0.1, 0.9, 0.2, 1.2], goodK: 0.7 });
  expect(elements(svg, 'g[aria-label="dot"] circle').length).toBe(2);
  expect(texts(svg)).toEqual(expect.arrayContaining(["3", "1", "k = 0.70"]));
  expect(svg.getAttribute("aria-label")).toBe("Pareto k of 4 rows; 2 above 0.70.");
});

test("plotEnergy names chains whose energies move too little", () => {
  const slow = a.map((chain) => {
    let sum = 0;
    return chain.map((step) => (sum += step));
  });
  const low = (energy: readonly Float64Array[]) =>
    elements(plots.plotEnergy({ energy }), `g[fill="${plots.themes.light.alarm}"]`).length;
  expect([low(slow), low(a)]).toEqual([4, 0]);
  expect(texts(plots.plotEnergy({ energy: a })).filter((text) => text.startsWith("chain")).length).toBe(4);
});

describe("plotCompare", () => {
  const models = [
    { name: "line", elpd: -10, se: 2, elpdDiff: 0, dse: 0, weight: 0.9 },
    { name: "parabola", elpd: -14, se: 3, elpdDiff: 4, dse: 1, weight: 0.1 },
  ];

  test("has a dot with its error for each model, and a triangle for the difference to the best", () => {
    const svg = plots.plotCompare({ models });
    const [first, second, difference] = elements(svg, 'g[aria-label="rule"] line').slice(1);
    const scale = scaleThrough([-12, numberOf(first!, "x1")], [-8, numberOf(first!, "x2")]);
    expect(numberOf(second!, "x1")).toBeCloseTo(scale(-17), 6);
    expect(numberOf(difference!, "x1")).toBeCloseTo(scale(-15), 6);
    expect(numberOf(difference!, "x2")).toBeCloseTo(scale(-13), 6);
    expect(svg.getAttribute("aria-label")).toContain("parabola −14 ± 3, weight 0.1");
  });
});

describe("predictive plots", () => {
  const sets = Array.from({ length: 40 }, (_, set) => Array.from({ length: 10 }, (_, row) => row + Math.sin(set * 7 + row)));
  const observed = Array.from({ length: 10 }, (_, row) => (row === 4 ? 30 : row));

  test("draw a curve for each data set, for all together, and for the data", () => {
    const lines = elements(plots.plotPredictiveCheck({ observed, predicted: predictions(sets, 2) }), 'g[aria-label="line"]');
    expect(lines.length).toBe(42);
    const few = plots.plotPredictiveCheck({ observed, predicted: sets }, { samples: 5, pooled: false });
    expect(elements(few, 'g[aria-label="line"]').length).toBe(6);
  });

  test("draw shares of whole numbers", () => {
    const whole = plots.plotPredictiveCheck({ observed: [0, 1, 1, 2], predicted: [[0, 1, 2, 3]] }, { pooled: false });
    const [, own] = elements(whole, 'g[aria-label="line"] path');
    const heights = new Set(vertices(own!).map(([, top]) => top));
    expect(own!.getAttribute("d")).toMatch(/[HVL]/);
    expect(heights.size).toBeGreaterThan(0);
  });

  test("name the rows that are outside their interval", () => {
    const svg = plots.plotPredictiveIntervals({ observed, predicted: predictions(sets, 2) });
    expect(texts(svg)).toContain("1 of 10 outside their 94 % interval");
    expect(elements(svg, `circle[fill="${plots.themes.light.alarm}"]`).length).toBe(1);
  });

  test("tell uniform shares from others", () => {
    const uniform = Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50);
    expect(texts(plots.plotLooPit(uniform))).toContain("inside the 94 % band");
    const low = plots.plotLooPit(uniform.map((share) => share ** 3));
    expect(texts(low)).toContain("leaves the 94 % band");
    expect(low.getAttribute("aria-label")).toBe("LOO-PIT of 50 observations: not uniform.");
  });
});

test("plotPriorPosterior draws both, the prior dashed", () => {
  const svg = plots.plotPriorPosterior({ a }, { a: b });
  expect(elements(svg, 'g[aria-label="line"]').length).toBe(2);
  expect(elements(svg, "[aria-label=line][stroke-dasharray], [aria-label=line] [stroke-dasharray]").length).toBe(1);
});

describe("labels", () => {
  test("are cut in their middle where there is no room", () => {
    expect(shortened("short", 100)).toBe("short");
    const cut = shortened("theta[Phillips Andover]", 80);
    expect([cut.length, cut.startsWith("theta"), cut.endsWith("er]")]).toEqual([12, true, true]);
  });

  test("have exponents where zeros would fill the axis, with the digits that tell ticks apart", () => {
    expect(
      [
        [0, 1],
        [0, 2e6],
        [0, 1e-9],
        [-1e-4, 2e-4],
      ].map(needsExponents),
    ).toEqual([false, true, true, true]);
    const format = exponentFormat([1.001e9, 1.002e9]);
    expect([format(1.0012e9), format(-1.0018e9)]).toEqual(["1.0012e9", "−1.0018e9"]);
  });
});

describe("every picture", () => {
  test("has a name, a description and a background, and the words of its title", () => {
    const svg = plots.plotTrace({ a }, { title: "Traces & <more>" });
    expect([svg.getAttribute("role"), svg.getAttribute("aria-label")]).toEqual(["img", "Densities and traces of a in 4 chains."]);
    expect(svg.querySelector("title")!.textContent).toBe("Traces & <more>");
    expect(plots.toSvg(svg)).toContain("Traces &amp; &lt;more&gt;");
    expect(elements(svg, 'rect[data-role="background"]').length).toBe(1);
  });

  test("is well-formed XML whatever the names are, and becomes a PNG", async () => {
    const svg = plots.plotTrace({ ['<script>"&"</script> \u0001 \ud800']: a });
    const markup = plots.toSvg(svg);
    expect(markup).not.toContain("<script");
    expect(markup.replace(/&(amp|lt|gt|quot);/g, "")).not.toContain("&");
    expect((await plots.toPng(svg)).length).toBeGreaterThan(1000);
  });

  test("takes its colours from the theme, or from the page's variables", () => {
    const markup = (theme: "light" | "dark" | "page") => plots.toSvg(plots.plotPosterior({ a }, { theme }));
    expect(markup("dark")).toContain(plots.themes.dark.main);
    expect(markup("dark")).not.toContain(plots.themes.light.main);
    expect(markup("page").replace(/var\(--plot-[a-z-]+\d?, #[0-9a-f]{6}\)/g, "")).not.toMatch(/#[0-9a-f]{6}/);
  });

  test("is the same each time", () => {
    const draw = () => plots.toSvg(plots.plotPair({ a, b }, { kind: "scatter" })).replace(/plot-clip-\d+/g, "clip");
    expect(draw()).toBe(draw());
  });

  test("becomes a PNG of twice its size", async () => {
    const png = await plots.toPng(plots.plotPosterior({ a }, { width: 200, height: 100 }));
    const view = new DataView(png.buffer, png.byteOffset);
    expect([view.getUint32(0), view.getUint32(16), view.getUint32(20)]).toEqual([0x89504e47, 400, 200]);
  });
});
