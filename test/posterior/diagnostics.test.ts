import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bfmi,
  type Chains,
  ess,
  eti,
  hdi,
  mcse,
  namedArray,
  quantile,
  type RhatMethod,
  rhat,
  WasmcmcError,
} from "../../bindings/index.js";
import { betaQuantile } from "../../bindings/posterior/statistics/beta_quantile.js";
import { disagreement, drawsOf, Generator, type Stored, fixture as summaries } from "./draw_sets.js";

/** Closed forms in another order of operations: far above rounding (about 1e-13 here), far below any digit that matters. */
const Tolerance = 1e-10;

interface Case {
  readonly name: string;
  readonly local: Stored | null;
  readonly z_scale: Stored | null;
  readonly relative: Stored | null;
  readonly mcse_median: Stored | null;
  readonly mcse_quantile: Stored | null;
  readonly bfmi: readonly Stored[] | null;
  readonly eti: readonly [Stored, Stored];
  readonly superchains?: readonly number[];
  readonly nested?: Readonly<Record<RhatMethod, Stored | null>>;
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/arviz_diagnostics.json", import.meta.url), "utf8")) as {
  cases: readonly Case[];
  beta: readonly (readonly [number, number, number, number])[];
};

function chainsOf(name: string): Float64Array[] {
  const { values, chains, draws } = drawsOf(summaries.cases.find(({ spec }) => spec.name === name)!.spec);
  return Array.from({ length: chains }, (_, chain) => values.slice(chain * draws, (chain + 1) * draws));
}

describe.each(fixture.cases)("of $name", (known) => {
  const chains = chainsOf(known.name);
  const agrees = (name: string, found: number, stored: Stored | null, tolerance = Tolerance) =>
    stored === null ? "" : disagreement(name, found, stored, tolerance);

  test("sizes of regions and errors of quantiles are ArviZ's", () => {
    expect(
      [
        agrees("local", ess(chains, { method: "local", probabilities: [0.2, 0.4] }), known.local),
        agrees("z_scale", ess(chains, { method: "z_scale" }), known.z_scale),
        // A constant has a relative size of 1 here, and of the number of draws in ArviZ.
        known.name.startsWith("a constant") ? "" : agrees("relative", ess(chains, { relative: true }), known.relative),
        agrees("median", mcse(chains, { method: "median" }), known.mcse_median),
        agrees("quantile", mcse(chains, { method: "quantile", probability: 0.9 }), known.mcse_quantile),
      ].filter(Boolean),
    ).toEqual([]);
  });

  test("energies' missing information and equal-tailed intervals are ArviZ's", () => {
    const found = bfmi(chains);
    expect((known.bfmi ?? []).map((stored, k) => agrees(`chain ${k}`, found[k]!, stored)).filter(Boolean)).toEqual([]);
    const { lower, upper } = eti(chains, 0.89);
    expect([agrees("lower", lower, known.eti[0]), agrees("upper", upper, known.eti[1])].filter(Boolean)).toEqual([]);
  });

  test("nested R-hats are ArviZ's", () => {
    const { superchains } = known;
    if (superchains === undefined) return;
    const problems = Object.entries(known.nested!).map(([method, stored]) =>
      agrees(method, rhat(chains, { method: method as RhatMethod, superchains }), stored),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

test("quantiles of the beta distribution are scipy's", () => {
  // Both are roots of functions with relative errors around 1e-13.
  const problems = fixture.beta.map(([p, a, b, x]) => disagreement(`${p} of beta(${a}, ${b})`, betaQuantile(p, a, b), x, 1e-10));
  expect(problems.filter(Boolean)).toEqual([]);
});

/** Chains of different means, with a seed. */
function someChains(seed: number, chains: number, draws: number): Float64Array[] {
  const generator = new Generator(seed);
  return Array.from({ length: chains }, (_, chain) =>
    Float64Array.from({ length: draws }, () => generator.normal() + 0.1 * chain),
  );
}
const anyChains = fc
  .tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 5 }), fc.integer({ min: 4, max: 120 }))
  .map(([seed, chains, draws]) => someChains(seed, chains, draws));
const mapped = (chains: Chains, map: (value: number) => number): Float64Array[] =>
  chains.map((chain) => Float64Array.from(chain, map));
const close = (a: number, b: number, tolerance = 1e-9): boolean => Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.abs(b);

describe("statistics of ranks", () => {
  test("do not change under an increasing map", () => {
    fc.assert(
      fc.property(anyChains, (chains) => {
        const bent = mapped(chains, (value) => Math.exp(value / 2));
        expect(close(rhat(bent, { method: "z_scale" }), rhat(chains, { method: "z_scale" }), 1e-12)).toBe(true);
        expect(close(ess(bent), ess(chains), 1e-12)).toBe(true);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test("do not depend on the order of the chains", () => {
    fc.assert(
      fc.property(anyChains, (chains) => {
        const reversed = chains.toReversed();
        expect(close(rhat(reversed), rhat(chains))).toBe(true);
        expect(close(ess(reversed), ess(chains))).toBe(true);
        expect(close(ess(reversed, { method: "tail" }), ess(chains, { method: "tail" }))).toBe(true);
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});

test("intervals move and stretch with the draws, and errors stretch", () => {
  fc.assert(
    // Powers of two, so that no draw is rounded and ties stay as they are.
    fc.property(anyChains, fc.integer({ min: -3, max: 3 }), (chains, power) => {
      const scale = 2 ** power;
      const moved = mapped(chains, (value) => value * scale);
      for (const interval of [hdi, eti]) {
        const [before, after] = [interval(chains, 0.8), interval(moved, 0.8)];
        expect([after.lower, after.upper]).toEqual([before.lower * scale, before.upper * scale]);
      }
      expect(close(mcse(moved), mcse(chains) * scale, 1e-12)).toBe(true);
    }),
    { seed: 3, numRuns: 60 },
  );
});

describe("arrays", () => {
  const chains = someChains(5, 2, 50);
  const theta = namedArray(
    Float64Array.from(chains.flatMap((chain) => [...chain].flatMap((v) => [v, -v, v * v]))),
    [2, 50, 3],
    ["chain", "draw", "school"],
    { school: ["a", "b", "c"] },
  );

  test("give a number for each element, with its coordinates", () => {
    const found = rhat(theta);
    expect({ shape: found.shape, dims: found.dims, coords: found.coords }).toEqual({
      shape: [3],
      dims: ["school"],
      coords: { school: ["a", "b", "c"] },
    });
    expect(found.values[0]).toBe(rhat(chains));
    expect(quantile(theta, 0.5).values[1]).toBe(-quantile(chains, 0.5));
  });

  test("of a scalar give an array without dims", () => {
    const scalar = namedArray(Float64Array.from(chains.flatMap((chain) => [...chain])), [2, 50], ["chain", "draw"]);
    expect(ess(scalar)).toEqual({ values: Float64Array.of(ess(chains)), shape: [], dims: [], coords: {} });
  });
});

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof WasmcmcError) return error.code;
    throw error;
  }
  return undefined;
}

describe("wrong input", () => {
  test("is named: ragged chains, wrong dims, wrong probabilities and superchains", () => {
    expect(
      codeOf(() =>
        rhat([
          [1, 2, 3, 4],
          [1, 2, 3],
        ]),
      ),
    ).toBe("ragged-chains");
    expect(codeOf(() => ess(namedArray(new Float64Array(8), [8], ["draw"])))).toBe("bad-shape");
    expect(codeOf(() => ess([[1, 2, 3, 4]], { method: "quantile" }))).toBe("bad-option");
    expect(codeOf(() => ess([[1, 2, 3, 4]], { method: "local", probabilities: [0.5, 0.2] }))).toBe("bad-option");
    expect(codeOf(() => mcse([[1, 2, 3, 4]], { method: "quantile", probability: 1.5 }))).toBe("bad-option");
    expect(codeOf(() => rhat(someChains(1, 4, 8), { superchains: [0, 0, 0, 1] }))).toBe("bad-option");
    expect(codeOf(() => eti([[1, 2]], 1))).toBe("bad-option");
    expect(codeOf(() => bfmi(new Float64Array(7), 2))).toBe("bad-shape");
  });

  test("that is too little gives NaN, as in ArviZ", () => {
    expect([
      rhat([[1, 2, 3, 5]]),
      rhat([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      ess([[1, 2, 3]]),
      mcse([[1, 2, 3]]),
    ]).toEqual([NaN, NaN, NaN, NaN]);
    expect(ess([[1, NaN, 3, 4, 5]])).toBeNaN();
  });
});
