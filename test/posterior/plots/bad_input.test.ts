/** Input that makes no picture: every plot gives a typed error or a picture that says so, never a blank or a broken one. */
import { describe, expect, test } from "vitest";
import { WasmcmcError } from "../../../bindings/errors.js";
import * as plots from "../../../bindings/posterior/plots/index.js";
import type { PlainVariables } from "../../../bindings/posterior/plots/variables.js";
import { elements, normalChains } from "./pictures.js";

type Draw = (source: PlainVariables) => Element;

const ofDraws: Readonly<Record<string, Draw>> = {
  plotPair: plots.plotPair,
  "plotPair (scatter)": (source) => plots.plotPair(source, { kind: "scatter", marginal: "histogram" }),
  "plotPair (hexbin)": (source) => plots.plotPair(source, { kind: "hexbin" }),
  plotPosterior: (source) => plots.plotPosterior(source, { rope: [-0.1, 0.1] }),
  "plotPosterior (mode, histogram)": (source) =>
    plots.plotPosterior(source, { point: "mode", kind: "histogram", interval: "eti" }),
  plotTrace: plots.plotTrace,
  plotForest: (source) => plots.plotForest({ one: source, two: source }, { rhat: true, ess: true }),
  plotRank: plots.plotRank,
  plotAutocorrelation: plots.plotAutocorrelation,
  plotEnergy: (source) => plots.plotEnergy({ energy: Object.values(source)[0] as Float64Array[] }),
  plotEss: plots.plotEss,
  "plotEss (quantile)": (source) => plots.plotEss(source, { kind: "quantile" }),
  "plotEss (evolution)": (source) => plots.plotEss(source, { kind: "evolution" }),
  plotMcse: plots.plotMcse,
  plotRidge: plots.plotRidge,
  plotViolin: plots.plotViolin,
  plotParallel: plots.plotParallel,
  "plotParallel (range)": (source) => plots.plotParallel(source, { scale: "range" }),
  plotPriorPosterior: (source) => plots.plotPriorPosterior(source, source),
};

const filled = (value: number, chains = 4, draws = 50) =>
  Array.from({ length: chains }, () => new Float64Array(draws).fill(value));
const withHoles = (value: number) => normalChains(5, 4, 50).map((chain) => chain.map((draw, i) => (i % 7 === 3 ? value : draw)));
const two = (chains: Float64Array[]): PlainVariables => ({ a: chains, b: chains });

const sources: Readonly<Record<string, PlainVariables>> = {
  "no variables": {},
  "no chains": { a: [], b: [] },
  "no draws": two([new Float64Array(0), new Float64Array(0)]),
  "all NaN": two(filled(NaN)),
  "all infinite": two(filled(Infinity)),
  "some NaN": two(withHoles(NaN)),
  "some infinite": two(withHoles(-Infinity)),
  "one variable of NaN": { a: normalChains(1, 4, 50), b: filled(NaN) },
  "one NaN chain": two([...normalChains(6, 3, 50), new Float64Array(50).fill(NaN)]),
  "one draw": two([Float64Array.of(1.5)]),
  "two draws": two([Float64Array.of(1.5, 2)]),
  "three draws of four chains": two(normalChains(2, 4, 3)),
  "one chain": two(normalChains(3, 1, 50)),
  "twelve chains": two(normalChains(3, 12, 20)),
  "constant draws": two(filled(3)),
  "draws of zero": two(filled(0)),
  "constant chains that differ": two([new Float64Array(50).fill(1), new Float64Array(50).fill(2)]),
  "ragged chains": two([new Float64Array(10), new Float64Array(12)]),
  "tiny numbers": two(normalChains(7, 4, 50).map((chain) => chain.map((draw) => 1e-9 + 1e-12 * draw))),
  "huge numbers": two(normalChains(8, 4, 50).map((chain) => chain.map((draw) => 1e300 * draw))),
  "subnormal numbers": two(normalChains(8, 4, 50).map((chain) => chain.map((draw) => 1e-310 * draw))),
  "close numbers": two(normalChains(9, 4, 50).map((chain) => chain.map((draw) => 1e9 + 1e-6 * draw))),
  "the widest range": two([Float64Array.of(-1.7e308, 1.7e308, 0, 1, 2, 3, 4, 5)]),
  "200 variables": Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`v${i}`, normalChains(i, 2, 20)])),
  "names of 80 characters": { ["a".repeat(80)]: normalChains(1, 2, 20), ['<b> & "c" '.repeat(8)]: normalChains(2, 2, 20) },
};

/** Throws where a picture has a coordinate that is no number, or shows nothing. */
function check(picture: Element): void {
  for (const element of elements(picture, "*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name === "aria-label") continue;
      expect(value, `${element.tagName} ${name}`).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
    }
  }
  const words = elements(picture, "text, title, desc")
    .map(({ textContent }) => textContent)
    .join(" ");
  expect(words).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
  expect(elements(picture, "path, circle, line, rect:not([data-role]), text").length).toBeGreaterThan(1);
}

function attempt(draw: () => Element): Element | WasmcmcError {
  try {
    return draw();
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
}

describe.each(Object.entries(ofDraws))("%s", (_name, draw) => {
  test.each(Object.entries(sources))("of %s is a typed error or a picture", (_kind, source) => {
    const made = attempt(() => draw(source));
    if (made instanceof WasmcmcError) expect(made.remedy.length).toBeGreaterThan(10);
    else check(made);
  });
});

describe.each(Object.entries(ofDraws).filter(([name]) => !/\(|Forest|Energy/.test(name)))("%s", (name) => {
  const plot = (plots as unknown as Record<string, (source: PlainVariables, ...rest: unknown[]) => Element>)[name]!;
  const source = { a: normalChains(1, 2, 20), b: normalChains(2, 2, 20) };
  const call = (options: object) => (name === "plotPriorPosterior" ? plot(source, source, options) : plot(source, options));

  test("names a variable that is not there", () => {
    expect(() => call({ variables: ["a", "nobody"] })).toThrow(expect.objectContaining({ code: "unknown-variable" }));
  });

  test("refuses sizes and themes that make no picture", () => {
    for (const options of [{ width: -1 }, { height: NaN }, { width: 1e9 }, { theme: "sepia" }]) {
      expect(() => call(options)).toThrow(expect.objectContaining({ code: "bad-option" }));
    }
  });

  test("fits the size that is asked for, small or large", () => {
    for (const width of [120, 320, 3000]) check(call({ width, height: width / 2, title: "A title" }));
  });
});

const sets = (value: number) => Array.from({ length: 20 }, () => new Float64Array(6).fill(value));
const sixRows = [0, 1, 2, 3, 4, 5];
const nothing = [NaN, Infinity, -Infinity, NaN, NaN, NaN];

const ofOtherThings: Readonly<Record<string, () => Element>> = {
  "plotKhat without rows": () => plots.plotKhat({ paretoK: [] }),
  "plotKhat of infinite k": () => plots.plotKhat({ paretoK: nothing }),
  "plotKhat of one row": () => plots.plotKhat({ paretoK: [0.2] }),
  "plotKhat of WAIC": () => plots.plotKhat({ paretoK: undefined }),
  "plotCompare without models": () => plots.plotCompare({ models: [] }),
  "plotCompare of one model": () =>
    plots.plotCompare({ models: [{ name: "one", elpd: -3, se: 0, elpdDiff: 0, dse: 0, weight: 1 }] }),
  "plotCompare of NaN": () =>
    plots.plotCompare({ models: [{ name: "one", elpd: NaN, se: NaN, elpdDiff: NaN, dse: NaN, weight: NaN }] }),
  "plotCompare of models without errors": () =>
    plots.plotCompare({
      models: ["one", "two"].map((name, i) => ({ name, elpd: -3 - i, se: NaN, elpdDiff: i, dse: NaN, weight: 0.5 })),
    }),
  ...Object.fromEntries(
    Object.entries({
      "no rows": { observed: [], predicted: [] },
      "no predictions": { observed: sixRows, predicted: [] },
      "NaN predictions": { observed: sixRows, predicted: sets(NaN) },
      "infinite predictions": { observed: sixRows.map((y) => y + 0.5), predicted: sets(Infinity) },
      "NaN observations": { observed: nothing, predicted: sets(1.5) },
      "nothing finite": { observed: nothing, predicted: sets(NaN) },
      "constant predictions": { observed: new Array(6).fill(2), predicted: sets(2) },
      "other rows": { observed: [1, 2], predicted: sets(1) },
      "ragged sets": { observed: sixRows, predicted: [...sets(1), [1, 2]] },
      "an array of no draws": {
        observed: sixRows,
        predicted: { dims: ["chain", "draw", "row"], shape: [2, 0, 6], coords: {}, values: new Float64Array(0) },
      },
      "one row": { observed: [1], predicted: [[1], [2]] },
      "large counts": { observed: [1e15, 2, 3], predicted: [[1, 2, 3e14]] },
    }).flatMap(([kind, input]) => [
      [`plotPredictiveCheck of ${kind}`, () => plots.plotPredictiveCheck(input)],
      [`plotPredictiveCheck (cumulative) of ${kind}`, () => plots.plotPredictiveCheck(input, { kind: "cumulative" })],
      [`plotPredictiveIntervals of ${kind}`, () => plots.plotPredictiveIntervals(input)],
      [`plotPit of ${kind}`, () => plots.plotPit(input)],
      [`plotPit (density) of ${kind}`, () => plots.plotPit(input, { kind: "density" })],
    ]),
  ),
  "plotPredictiveIntervals at NaN": () =>
    plots.plotPredictiveIntervals({ observed: sixRows, predicted: sets(1) }, { x: nothing }),
  "plotLooPit of nothing": () => plots.plotLooPit([]),
  "plotLooPit of NaN": () => plots.plotLooPit([NaN, NaN]),
  "plotLooPit of one row": () => plots.plotLooPit([1]),
  "plotLooPit of no shares": () => plots.plotLooPit([0.5, 1.2]),
  "plotLooPit with a band of no probability": () => plots.plotLooPit([0.5, 0.2], { probability: 1.5 }),
  "plotLooPit with a band of certainty": () => plots.plotLooPit([0.5, 0.2], { probability: 1 }),
  "plotPoints of no points": () => plots.plotPoints({ x: [], y: [] }),
  "plotPoints of NaN": () => plots.plotPoints({ x: nothing, y: nothing }),
  "plotPoints with NaN errors": () => plots.plotPoints({ x: [1, 2], y: [1, 2], yErr: [NaN, Infinity], xErr: [NaN, -1] }),
  "plotPoints with NaN memberships": () => plots.plotPoints({ x: [1, 2], y: [1, 2] }, { membership: [NaN, 2] }),
  "plotPoints with a line of NaN": () =>
    plots.plotPoints(
      { x: [1, 2], y: [1, 2] },
      {
        lines: [
          { slope: NaN, intercept: 0 },
          { slope: 1e308, intercept: 1e308 },
        ],
      },
    ),
  "plotPoints at one place": () => plots.plotPoints({ x: [1, 1], y: [2, 2] }),
  "plotMembership of nothing": () => plots.plotMembership([]),
  "plotMembership of NaN": () => plots.plotMembership([NaN, NaN], { logarithmic: true }),
  "plotSky of no stars": () => plots.plotSky({ ra: [], dec: [] }),
  "plotSky of NaN": () => plots.plotSky({ ra: nothing, dec: nothing }),
  "plotSky of one star": () => plots.plotSky({ ra: [359.9], dec: [40] }, { membership: [NaN] }),
  "plotSky at the pole": () => plots.plotSky({ ra: [10, 130, 250], dec: [89.9, 89.8, 89.95] }),
  "plotSky of the whole sky": () => plots.plotSky({ ra: [0, 90, 180, 270], dec: [0, 0, 0, 0] }),
  "plotSky of nothing at all": () => plots.plotSky(undefined),
  "plotSky of an image without coordinates": () =>
    plots.plotSky(undefined, { image: { values: [1], shape: [1, 1], wcs: undefined } }),
  "plotSky of radius 0": () => plots.plotSky({ ra: [1, 2], dec: [1, 1] }, { radius: 0 }),
  "plotSky of radius NaN": () => plots.plotSky({ ra: [1, 2], dec: [1, 1] }, { radius: NaN }),
  "plotSky without declinations": () => plots.plotSky({ ra: [1, 2] } as never),
  "plotPoints of undefined": () => plots.plotPoints(undefined as never),
  "plotPoints without y": () => plots.plotPoints({ x: [1, 2] } as never),
  "plotPair of undefined": () => plots.plotPair(undefined as never),
  "plotPair of a number": () => plots.plotPair({ a: 3, b: "x" } as never),
  "plotEnergy of null": () => plots.plotEnergy(null as never),
  "plotPriorPosterior of other names": () => plots.plotPriorPosterior({ a: normalChains(1) }, { c: normalChains(1) }),
  "plotPriorPosterior without a prior": () => plots.plotPriorPosterior({ a: normalChains(1) }),
  "plotVectorPoint of nothing": () => plots.plotVectorPoint({ pmra: [], pmdec: [] }),
  "plotVectorPoint of NaN": () =>
    plots.plotVectorPoint({ pmra: nothing, pmdec: nothing }, { motions: [{ pmra: NaN, pmdec: 0, sd: [1, NaN] }] }),
  "plotVectorPoint of one motion": () =>
    plots.plotVectorPoint({ pmra: [1, 1], pmdec: [2, 2] }, { motions: [{ pmra: 1, pmdec: 2, sd: [1, 1], correlation: 2 }] }),
  "plotColorMagnitude of nothing": () => plots.plotColorMagnitude({ color: [], magnitude: [] }),
  "plotColorMagnitude of NaN": () => plots.plotColorMagnitude({ color: nothing, magnitude: sixRows }, { membership: nothing }),
  "plotGraph of nothing": () => plots.plotGraph({ nodes: [], edges: [] }),
  "plotGraph with an arrow to nowhere": () =>
    plots.plotGraph({ nodes: [{ name: "a", kind: "parameter", dims: [] }], edges: [["a", "b"]] }),
  "plotGraph with a cycle": () =>
    plots.plotGraph({
      nodes: ["a", "b"].map((name) => ({ name, kind: "parameter", dims: [] })),
      edges: [
        ["a", "b"],
        ["b", "a"],
      ],
    }),
  "plotForest of no models": () => plots.plotForest({}),
  "plotEnergy without energies": () => plots.plotEnergy({ a: [1, 2, 3] }),
  "plotRank in no bins": () => plots.plotRank({ a: [1, 2, 3] }, { bins: 0 }),
  "plotRank in NaN bins": () => plots.plotRank({ a: [1, 2, 3] }, { bins: NaN }),
  "plotMcse at no points": () => plots.plotMcse({ a: normalChains(1) }, { points: 0 }),
  "plotAutocorrelation to lag -5": () => plots.plotAutocorrelation({ a: normalChains(1) }, { maxLag: -5 }),
  "plotAutocorrelation to lag NaN": () => plots.plotAutocorrelation({ a: normalChains(1) }, { maxLag: NaN }),
  "plotPosterior with 150 %": () => plots.plotPosterior({ a: normalChains(1) }, { probability: 1.5 }),
  "plotForest with 150 % inside": () => plots.plotForest({ fit: { a: normalChains(1) } }, { inner: 1.5 }),
  "plotPosterior with a region that is none": () => plots.plotPosterior({ a: normalChains(1) }, { rope: [1, NaN] }),
  "plotPosterior with a reference of NaN": () => plots.plotPosterior({ a: normalChains(1) }, { references: { a: NaN } }),
  "plotPair with references that are not finite": () =>
    plots.plotPair({ a: normalChains(1), b: normalChains(2) }, { references: { a: NaN, b: Infinity } }),
  "plotTrace with a reference of NaN": () => plots.plotTrace({ a: normalChains(1) }, { references: { a: NaN } }),
  "plotForest with a reference of NaN": () => plots.plotForest({ fit: { a: normalChains(1) } }, { references: { a: Infinity } }),
  "plotPair with a reference far away": () =>
    plots.plotPair({ a: normalChains(1), b: normalChains(2) }, { references: { a: 1e308, b: -1e308 } }),
  "plotPredictiveCheck of no samples": () =>
    plots.plotPredictiveCheck({ observed: sixRows, predicted: sets(1) }, { samples: -3 }),
  "plotRidge with an overlap of NaN": () => plots.plotRidge({ a: normalChains(1) }, { overlap: NaN }),
  "plotParallel of no draws": () => plots.plotParallel({ a: normalChains(1), b: normalChains(2) }, { draws: 0 }),
};

test.each(Object.entries(ofOtherThings))("%s is a typed error or a picture", (_name, draw) => {
  const made = attempt(draw);
  if (made instanceof WasmcmcError) expect(made.remedy.length).toBeGreaterThan(10);
  else check(made);
});
