/** The look of every plot as an outline in `outlines/`, so that a change of it is seen as a change of some lines. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  compare,
  dirichlet,
  exp,
  log,
  mixture,
  model,
  modelGraph,
  normal,
  observe,
  param,
  RandomNumbers,
  sqrt,
  uniform,
  vector,
} from "../../../bindings/index.js";
import * as plots from "../../../bindings/posterior/plots/index.js";
import { outline } from "./outline.js";
import { normalChains, predictions } from "./pictures.js";

const random = new RandomNumbers(7);
const normals = (count: number, scale = 1): Float64Array => Float64Array.from({ length: count }, () => scale * random.normal());
const chains = { a: normalChains(1), b: normalChains(2, 4, 250, 3), c: normalChains(3, 4, 250, -1) };
const named = (values: readonly Float64Array[]) => ({
  dims: ["chain", "draw"],
  shape: [4, 250],
  coords: {},
  values: Float64Array.from(values.flatMap((chain) => [...chain])),
});
const groups: Readonly<Record<string, Record<string, ReturnType<typeof named>>>> = {
  posterior: { a: named(chains.a), b: named(chains.b), c: named(chains.c) },
  sample_stats: { diverging: named(chains.a.map((chain) => chain.map((_, draw) => (draw % 60 === 0 ? 1 : 0)))) },
};
const results = { groups, arrays: (group = "posterior") => groups[group]! };
const check = { observed: normals(40), predicted: predictions(Array.from({ length: 60 }, () => [...normals(40)])) };
const points = {
  x: Float64Array.from({ length: 12 }, (_, i) => i),
  y: Float64Array.from({ length: 12 }, (_, i) => 2 * i + 1),
  yErr: new Float64Array(12).fill(1.5),
};
const probabilities = Float64Array.from({ length: 12 }, (_, i) => i / 11);
const stars = { ra: normals(30, 0.1), dec: normals(30, 0.1) };
const membership = Float64Array.from({ length: 30 }, (_, i) => i / 29);
const rows = (shift: number) =>
  predictions(
    Array.from({ length: 100 }, () => [...normals(20, 0.1)].map((x) => x - 1 - shift)),
    4,
  );

const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const m = param(uniform(0, 10), { init: 3 });
  const b = param(normal(0, 25), { init: -13 });
  const ln_s_out = param(uniform(-3, 4), { init: log(10) });
  const w = param(dirichlet([1, 1]));
  const s_out = exp(ln_s_out.mul(2));
  const components = { line: normal(m.mul(x).add(b), yErr), outlier: normal(0, sqrt(yErr.square().add(s_out))) };
  return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, components)) };
});

const cases: Readonly<Record<string, () => Element>> = {
  autocorrelation: () => plots.plotAutocorrelation(chains),
  color_magnitude: () => plots.plotColorMagnitude({ color: normals(30), magnitude: normals(30, 3) }, { membership }),
  compare: () => plots.plotCompare(compare({ one: rows(0), two: rows(0.5) })),
  energy: () => plots.plotEnergy({ energy: chains.a }),
  ess_evolution: () => plots.plotEss(chains, { kind: "evolution" }),
  ess_local: () => plots.plotEss(chains),
  ess_quantile: () => plots.plotEss(chains, { kind: "quantile" }),
  forest: () => plots.plotForest(chains, { rhat: true, ess: true }),
  graph: () => plots.plotGraph(modelGraph(line)),
  khat: () => plots.plotKhat({ paretoK: normals(30, 0.4) }),
  loo_pit: () => plots.plotLooPit(membership.map((p) => 0.02 + 0.96 * p)),
  mcse: () => plots.plotMcse(chains),
  membership: () => plots.plotMembership(membership),
  pair: () => plots.plotPair(results, { references: { a: 0, b: 3 } }),
  pair_dark: () => plots.plotPair({ a: chains.a, b: chains.b }, { theme: "dark" }),
  pair_hexbin: () => plots.plotPair({ a: chains.a, b: chains.b }, { kind: "hexbin" }),
  pair_scatter: () => plots.plotPair({ a: chains.a, b: chains.b }, { kind: "scatter" }),
  parallel: () => plots.plotParallel(chains),
  pit: () => plots.plotPit(check),
  points: () => plots.plotPoints(points, { membership: probabilities, lines: [{ label: "truth", slope: 2, intercept: 1 }] }),
  posterior: () => plots.plotPosterior(chains, { references: { a: 0 } }),
  predictive_check: () => plots.plotPredictiveCheck(check),
  predictive_intervals: () => plots.plotPredictiveIntervals(check),
  prior_posterior: () =>
    plots.plotPriorPosterior({ a: chains.a }, { a: normalChains(5).map((chain) => chain.map((x) => 3 * x)) }),
  rank: () => plots.plotRank(chains),
  ridge: () => plots.plotRidge(chains),
  sky: () => plots.plotSky(stars, { membership }),
  trace: () => plots.plotTrace(chains),
  vector_point: () => plots.plotVectorPoint({ pmra: normals(30), pmdec: normals(30) }, { membership }),
  violin: () => plots.plotViolin(chains),
};

const lower = (letter: string): string => letter.toLowerCase();
const folder = fileURLToPath(new URL("./outlines", import.meta.url));

describe("the outline", () => {
  test.each(Object.keys(cases))("of %s is what it was", async (name) => {
    await expect(outline((cases[name] as () => Element)())).toMatchFileSnapshot(`${folder}/${name}.txt`);
  });

  test("there is one of every plot function, and none besides", () => {
    const wanted = Object.keys(plots).filter((name) => /^plot[A-Z]/.test(name));
    const stems = wanted.map((name) =>
      name
        .slice("plot".length)
        .replace(/^./, lower)
        .replace(/[A-Z]/g, (letter) => `_${lower(letter)}`),
    );
    const names = Object.keys(cases);
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.txt`).sort());
    expect(stems.filter((stem) => !names.some((name) => name === stem || name.startsWith(`${stem}_`)))).toEqual([]);
  });
});
