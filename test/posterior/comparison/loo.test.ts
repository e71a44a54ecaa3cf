import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Elpd, goodK, loo, looWeights, namedArray, psis, type Scale, waic } from "../../../bindings/index.js";
import { exponential } from "../../../bindings/posterior/comparison/exponential.js";
import { fixed } from "../../../bindings/posterior/comparison/printed.js";
import { disagreement, Generator } from "../draw_sets.js";
import { disagreements, fitOf, fixture, logLikelihoodOf, type StoredElpd } from "./log_likelihood_sets.js";

/** Closed forms in another order of operations: far above rounding (about 1e-13 here), far below any digit that matters. */
const Tolerance = 1e-10;

/** Sums and effective numbers of parameters are differences of sums, so the scale of their errors is that of the parts. */
function compared(found: Elpd, stored: StoredElpd): string[] {
  const parts = stored.pointwise.reduce<number>((sum, part) => sum + Math.abs(Number(part)), 0);
  return [
    ...disagreements("pointwise", found.pointwise.values, stored.pointwise, Tolerance, 1),
    ...(stored.k === undefined ? [] : disagreements("k", found.paretoK!.values, stored.k, Tolerance, 1)),
    disagreement("elpd", found.elpd, stored.elpd, Tolerance, parts),
    disagreement("se", found.se, stored.se, Tolerance, parts),
    disagreement("p", found.p, stored.p, Tolerance, parts),
    stored.goodK === undefined ? "" : disagreement("goodK", found.goodK!, stored.goodK, Tolerance),
    found.warning === stored.warning ? "" : `warning: ${found.warning}`,
  ].filter(Boolean);
}

describe.each(fixture.cases)("of $case.name", (known) => {
  const fit = fitOf(known.case);

  test("both languages have the same log-likelihoods", () => {
    const { values } = logLikelihoodOf(known.case);
    expect([values[0], values.at(-1)]).toEqual([known.first, known.last]);
  });

  test("LOO, its parts and shapes are ArviZ's", () => {
    expect(compared(loo(fit), known.loo)).toEqual([]);
  });

  test("WAIC and its parts are ArviZ's", () => {
    expect(compared(waic(fit), known.waic)).toEqual([]);
  });

  test("both print as ArviZ prints them", () => {
    expect(String(loo(fit))).toBe(known.loo.text);
    expect(String(waic(fit))).toBe(known.waic.text);
  });

  test("smoothed weights are ArviZ's, all at once or one by one", () => {
    const { logWeights, paretoK } = looWeights(fit);
    const size = known.case.y.length;
    const draws = logWeights.values.length / size;
    const likelihoods = logLikelihoodOf(known.case).values;
    known.weights.forEach((stored, observation) => {
      const column = Float64Array.from({ length: draws }, (_, draw) => logWeights.values[draw * size + observation]!);
      const single = psis(
        column.map((_, draw) => -likelihoods[draw * size + observation]!),
        { relativeEss: known.relativeEss },
      );
      expect(single.logWeights).toEqual(column);
      expect(single.k).toBe(paretoK.values[observation]);
      const sorted = column.sort().reverse();
      const every = Math.max(1, Math.floor(draws / 12));
      const found = sorted.filter((_, place) => place % every === 0);
      expect(disagreements("weight", found, stored, Tolerance, 1)).toEqual([]);
    });
  });
});

test.each(["deviance", "negative_log"] as const)(
  "on the scale %s LOO and WAIC are ArviZ's, and print like them",
  (scale: Scale) => {
    const stored = fixture.scales.results[scale as "deviance"];
    const fit = fitOf(fixture.scales.case);
    expect([...compared(loo(fit, { scale }), stored.loo), ...compared(waic(fit, { scale }), stored.waic)]).toEqual([]);
    expect([String(loo(fit, { scale })), String(waic(fit, { scale }))]).toEqual([stored.loo.text, stored.waic.text]);
  },
);

test("numbers print as in Python, halves to even", () => {
  expect(fixture.printed.map(([value, decimals]) => fixed(Number(value), decimals))).toEqual(
    fixture.printed.map(([, , text]) => text),
  );
});

test("the exponential function is within 3 units in the last place, down to numbers that vanish", () => {
  const worst = Array.from({ length: 40_000 }, (_, i) => -(i ** 2) / 2.2e6).map((x) => {
    const exact = Math.exp(x);
    return exact === 0 ? exponential(x) : Math.abs(exponential(x) / exact - 1);
  });
  // Math.exp itself is within 1.
  expect(Math.max(...worst)).toBeLessThan(4 * Number.EPSILON);
  expect([exponential(0), exponential(-Infinity), exponential(-745), exponential(-1e9)]).toEqual([1, 0, Math.exp(-745), 0]);
});

test("the limit of shapes is 0.7 from 2,200 draws on", () => {
  expect(goodK(100)).toBe(0.5);
  expect(goodK(4000)).toBe(0.7);
});

const columns = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  scale: fc.double({ min: 0.01, max: 5, noNaN: true }),
});

test("draws that differ by rounding alone count as a constant: no tail, and a finite LOO (in ArviZ NaN)", () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => -1.5 * (1 + (i % 3) * Number.EPSILON));
  const found = loo(namedArray(values, [4, 100, 1], ["chain", "draw", "row"]));
  expect(found.paretoK!.values).toEqual(Float64Array.from([Infinity]));
  expect(found.warning).toBe(true);
  expect(found.elpd).toBeCloseTo(-1.5, 12);
});

test("many draws in one bucket, of ratios that span 300 orders of magnitude, are sorted all the same", () => {
  const generator = new Generator(9);
  const values = Float64Array.from({ length: 2000 }, (_, i) => (i === 700 ? -1e6 : -2) - generator.uniform() ** 2);
  const sorted = values.slice().sort();
  const [mixed, ordered] = [values, sorted].map((own) => loo(namedArray(own, [1, 2000, 1], ["chain", "draw", "row"])));
  expect(mixed!.paretoK).toEqual(ordered!.paretoK);
  expect(mixed!.elpd).toBeCloseTo(ordered!.elpd, 8);
});

test("an added constant shifts LOO and leaves shapes as they are", () => {
  fc.assert(
    fc.property(columns, fc.double({ min: -50, max: 50, noNaN: true }), ({ seed, scale }, shift) => {
      const base = fixture.cases[1]!.case;
      const array = logLikelihoodOf({ ...base, draws: { ...base.draws, chains: 1, draws: 200, seed, scale } });
      const moved = namedArray(
        array.values.map((value) => value + shift),
        array.shape,
        array.dims,
      );
      const [before, after] = [loo(array), loo(moved)];
      before.pointwise.values.forEach((part, i) => {
        // Rounding of the shifted numbers, 1e-14 each, enters the fit of the tail.
        expect(after.pointwise.values[i]! - shift).toBeCloseTo(part, 8);
        expect(after.paretoK!.values[i]).toBeCloseTo(before.paretoK!.values[i]!, 8);
      });
    }),
    { numRuns: 40, seed: 7 },
  );
});

test("LOO and WAIC do not depend on the order of draws", () => {
  fc.assert(
    fc.property(columns, ({ seed, scale }) => {
      const base = fixture.cases[1]!.case;
      const array = logLikelihoodOf({
        ...base,
        y: [1.5],
        shape: [1],
        draws: { ...base.draws, chains: 2, draws: 150, seed, scale },
      });
      const reversed = namedArray(array.values.slice().reverse(), array.shape, array.dims);
      expect(loo(reversed).elpd).toBeCloseTo(loo(array).elpd, 10);
      expect(loo(reversed).paretoK).toEqual(loo(array).paretoK);
      expect(waic(reversed).elpd).toBeCloseTo(waic(array).elpd, 10);
    }),
    { numRuns: 40, seed: 8 },
  );
});
