import { describe, expect, test } from "vitest";
import { type ComparedModel, compare, loo, looSubsample, stackingWeights, WasmcmcError, waic } from "../../../bindings/index.js";
import { disagreement } from "../draw_sets.js";
import { disagreements, fitOf, fixture, type StoredComparison } from "./log_likelihood_sets.js";

/** Sums in another order; weights are exponentials of differences of sums of 40 observations. */
const Tolerance = 1e-10;

const columnsCompared = { elpd: "elpd", p: "p", elpdDiff: "elpd_diff", se: "se", dse: "dse" } as const;

function fitsOf({ models }: StoredComparison) {
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, fitOf(model)]));
}

function elpdsOf(known: StoredComparison) {
  const judge = known.kind === "waic" ? waic : loo;
  return Object.fromEntries(Object.entries(fitsOf(known)).map(([name, fit]) => [name, judge(fit, known)]));
}

const column = (models: readonly ComparedModel[], name: keyof ComparedModel) => models.map((model) => Number(model[name]));

describe.each(fixture.comparisons)("of $name, by $kind on the scale $scale", (known) => {
  const { kind, scale } = known;

  test("the table of pseudo-BMA is ArviZ's, number by number and as printed", () => {
    const stored = known["pseudo-BMA"];
    const found = compare(fitsOf(known), { method: "pseudo-BMA", kind, scale });
    expect(found.models.map(({ name }) => name)).toEqual(stored.order);
    expect(found.models.map(({ warning }) => warning)).toEqual(stored.warning);
    const problems = Object.entries(columnsCompared).flatMap(([ours, theirs]) =>
      disagreements(ours, column(found.models, ours as keyof ComparedModel), stored[theirs], Tolerance, 1),
    );
    expect([...problems, ...disagreements("weight", column(found.models, "weight"), stored.weight, Tolerance, 1)]).toEqual([]);
    expect(String(found)).toBe(stored.text);
  });

  test("stacking reaches the optimum to 1e-8, with its weights to 1e-4", () => {
    const elpds = elpdsOf(known);
    const factor = { log: 1, deviance: -2, negative_log: -1 }[scale];
    const parts = Object.values(elpds).map(({ pointwise }) => pointwise.values.map((value) => value / factor));
    const weights = stackingWeights(parts);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(objective(parts, weights) - known.objective)).toBeLessThan(1e-8);
    // Models that are the same share their weight as they like.
    if (known.name !== "two that are the same") {
      const found = compare(elpds);
      for (const [name, weight] of Object.entries(known.optimum))
        expect(Math.abs(found.model(name).weight - weight)).toBeLessThan(1e-4);
    }
  });

  test("bootstrapped pseudo-BMA is ArviZ's within the error of the bootstrap", () => {
    const stored = known["BB-pseudo-BMA"];
    const [replicates, theirs] = [5000, 20_000];
    const error = Math.sqrt(1 / replicates + 1 / theirs);
    const found = compare(elpdsOf(known), { method: "BB-pseudo-BMA", bootstrap: { replicates, seed: 5 } });
    found.models.forEach(({ weight, se }, rank) => {
      // Each weight's standard deviation over replicates is at most 1/2; both tables have the error, at 5 of it.
      expect(Math.abs(weight - Number(stored.weight[rank]))).toBeLessThan(5 * 0.5 * error);
      // A standard deviation's relative error is 1 / sqrt(2n), more where the bootstrap is skewed (three observations).
      expect(Math.abs(se / Number(stored.se[rank]) - 1)).toBeLessThan((8 * error) / Math.SQRT2);
    });
  });
});

/** ArviZ's objective, each observation relative to its best model. */
function objective(parts: readonly Float64Array[], weights: Float64Array): number {
  return -parts[0]!.reduce((sum, _, i) => {
    const best = Math.max(...parts.map((of) => of[i]!));
    return sum + Math.log(parts.reduce((mixed, of, k) => mixed + weights[k]! * Math.exp(of[i]! - best), 0));
  }, 0);
}

test("differences of sampled models are those of arviz-stats, from the observations they share", () => {
  const [first, second] = fixture.subsamples.map(({ case: model, observations }) => looSubsample(fitOf(model), { observations }));
  const found = compare({ first: first!, second: second! });
  const worse = found.models[1]!;
  const { elpd_diff, se_diff, subsampling_dse } = fixture.subsample_difference;
  expect(
    [
      disagreement("difference", worse.elpdDiff, elpd_diff, Tolerance, 1),
      disagreement("se", worse.dse, se_diff, Tolerance, 1),
      disagreement("subsampling", worse.subsamplingDse!, subsampling_dse, Tolerance, 1),
    ].filter(Boolean),
  ).toEqual([]);
  expect(found.models[0]!.subsamplingDse).toBe(0);
  expect(String(found)).toContain("subsampling_dse");
});

test("the order in which models are given makes no difference", () => {
  const elpds = elpdsOf(fixture.comparisons[4]!);
  const turned = Object.fromEntries(Object.entries(elpds).reverse());
  // Sums over models in another order.
  for (const { name, weight } of compare(elpds).models) expect(compare(turned).model(name).weight).toBeCloseTo(weight, 6);
});

test("what cannot be compared is refused", () => {
  const [{ left }, three] = [elpdsOf(fixture.comparisons[0]!), elpdsOf(fixture.comparisons[11]!)] as const;
  const codes = [
    () => compare({}),
    () => compare({ left: left!, a: three.a! }),
    () => compare({ left: left!, right: waic(fitOf(fixture.comparisons[0]!.models.right!)) }),
    () =>
      compare({
        first: looSubsample(fitOf(fixture.subsamples[0]!.case), { observations: [1, 2, 3] }),
        second: looSubsample(fitOf(fixture.subsamples[1]!.case), { observations: [4, 5, 6] }),
      }),
  ].map((action) => {
    try {
      action();
    } catch (error) {
      return error instanceof WasmcmcError ? error.code : error;
    }
    return "none";
  });
  expect(codes).toEqual(Array(4).fill("bad-log-likelihood"));
  expect(() => compare({ left: left! }).model("right")).toThrow('There is no model "right"');
});
