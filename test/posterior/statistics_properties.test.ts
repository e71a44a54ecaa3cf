import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Chains,
  type EssMethod,
  ess,
  eti,
  hdi,
  type Interval,
  type McseMethod,
  mcse,
  quantile,
  type RhatMethod,
  rhat,
} from "../../bindings/index.js";
import { Generator } from "./draw_sets.js";

/** Sums in another order, and draws that are rounded once more: far above both for a few hundred numbers of order one. */
const Tolerance = 1e-9;
const Runs = { seed: 7, numRuns: 80 };

function close(found: number, expected: number, scale = Math.abs(expected)): boolean {
  return Object.is(found, expected) || Math.abs(found - expected) <= Tolerance * scale;
}

/** Autoregressive chains in places of their own. */
const anyChains = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    chains: fc.integer({ min: 2, max: 6 }),
    draws: fc.integer({ min: 4, max: 150 }),
    phi: fc.constantFrom(-0.5, 0, 0.5, 0.9),
    apart: fc.constantFrom(0, 0.2, 2),
  })
  .map(({ seed, chains, draws, phi, apart }) => {
    const generator = new Generator(seed);
    return Array.from({ length: chains }, (_, chain) => {
      let state = 0;
      return Float64Array.from({ length: draws }, () => {
        state = phi * state + generator.normal();
        return state + apart * chain;
      });
    });
  });

/** Numbers with 30 bits after the point, so that moving them by whole numbers and stretching them by powers of two is exact. */
const exactChains = anyChains.map((chains) => mapped(chains, (value) => Math.round(value * 2 ** 30) / 2 ** 30));

const mapped = (chains: Chains, map: (value: number) => number): Float64Array[] =>
  chains.map((chain) => Float64Array.from(chain, map));

const increasing = fc.constantFrom<(value: number) => number>(
  (x) => Math.exp(x / 4),
  (x) => Math.atan(x / 8),
  (x) => x ** 3 + x,
  (x) => (x < 0 ? x : 100 * x),
);

/** What a permutation of places moves. */
function permuted<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, place) => ({ item, key: keys[place % keys.length]! * 1e3 + place }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const keys = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 });

describe("statistics of ranks", () => {
  const rankEss: readonly EssMethod[] = ["bulk", "z_scale"];
  // Interpolation between two draws does not go along with a map that bends, but the draws below it are the same.
  const orderEss: readonly EssMethod[] = ["tail", "median"];

  test("do not change under increasing maps", () => {
    fc.assert(
      fc.property(anyChains, increasing, (chains, map) => {
        const bent = mapped(chains, map);
        for (const method of [...rankEss, ...orderEss]) expect(close(ess(bent, { method }), ess(chains, { method }))).toBe(true);
        expect(close(rhat(bent, { method: "z_scale" }), rhat(chains, { method: "z_scale" }))).toBe(true);
      }),
      Runs,
    );
  });

  test("do not change when all draws are negated", () => {
    fc.assert(
      fc.property(anyChains, (chains) => {
        const turned = mapped(chains, (value) => -value);
        for (const method of rankEss) expect(close(ess(turned, { method }), ess(chains, { method }))).toBe(true);
        for (const method of ["rank", "z_scale", "folded"] as const) {
          expect(close(rhat(turned, { method }), rhat(chains, { method }))).toBe(true);
        }
      }),
      Runs,
    );
  });

  test("and all others do not depend on the order of the chains", () => {
    const essMethods: readonly EssMethod[] = ["bulk", "tail", "mean", "sd", "median", "mad", "folded", "identity"];
    const rhatMethods: readonly RhatMethod[] = ["rank", "split", "folded", "z_scale", "identity"];
    fc.assert(
      fc.property(anyChains, keys, (chains, order) => {
        const moved = permuted(chains, order);
        for (const method of essMethods) expect(close(ess(moved, { method }), ess(chains, { method }))).toBe(true);
        for (const method of rhatMethods) expect(close(rhat(moved, { method }), rhat(chains, { method }))).toBe(true);
      }),
      Runs,
    );
  });
});

describe("draws that are moved and stretched", () => {
  const affine = fc.record({ power: fc.integer({ min: -8, max: 8 }), shift: fc.integer({ min: -1000, max: 1000 }) });
  const both = ({ lower, upper }: Interval): number[] => [lower, upper];

  test("move and stretch their narrowest interval to the bit", () => {
    fc.assert(
      fc.property(exactChains, affine, fc.double({ min: 0.05, max: 0.95 }), (chains, { power, shift }, share) => {
        const map = (value: number): number => (value + shift) * 2 ** power;
        expect(both(hdi(mapped(chains, map), share))).toEqual(both(hdi(chains, share)).map(map));
      }),
      Runs,
    );
  });

  test("move and stretch their equal-tailed interval and quantiles", () => {
    fc.assert(
      fc.property(exactChains, affine, fc.double({ min: 0.05, max: 0.95 }), (chains, { power, shift }, share) => {
        const map = (value: number): number => (value + shift) * 2 ** power;
        const scale = (10 + Math.abs(shift)) * 2 ** power;
        const found = [...both(eti(mapped(chains, map), share)), quantile(mapped(chains, map), share)];
        const expected = [...both(eti(chains, share)), quantile(chains, share)].map(map);
        expect(found.every((value, k) => close(value, expected[k]!, scale))).toBe(true);
      }),
      Runs,
    );
  });

  test("that are negated turn their equal-tailed interval around", () => {
    fc.assert(
      fc.property(anyChains, fc.double({ min: 0.05, max: 0.95 }), (chains, share) => {
        const { lower, upper } = eti(
          mapped(chains, (value) => -value),
          share,
        );
        const before = eti(chains, share);
        expect(close(lower, -before.upper, 10) && close(upper, -before.lower, 10)).toBe(true);
      }),
      Runs,
    );
  });

  test("stretch their Monte Carlo errors, and leave effective sample sizes and R-hats alone", () => {
    const methods: readonly McseMethod[] = ["mean", "sd", "median", "quantile"];
    fc.assert(
      fc.property(exactChains, affine, (chains, { power, shift }) => {
        const moved = mapped(chains, (value) => (value + shift) * 2 ** power);
        for (const method of methods) {
          const options = { method, ...(method === "quantile" && { probability: 0.3 }) };
          expect(close(mcse(moved, options), mcse(chains, options) * 2 ** power)).toBe(true);
        }
        for (const method of ["mean", "sd", "identity", "mad"] as const) {
          expect(close(ess(moved, { method }), ess(chains, { method }))).toBe(true);
        }
        for (const method of ["rank", "split", "identity"] as const) {
          expect(close(rhat(moved, { method }), rhat(chains, { method }))).toBe(true);
        }
      }),
      Runs,
    );
  });
});
