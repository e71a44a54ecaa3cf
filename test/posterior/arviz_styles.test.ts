import { describe, expect, test } from "vitest";
import {
  autocorrelation,
  type EssMethod,
  ess,
  eti,
  hdi,
  type McseMethod,
  mcse,
  quantile,
  type RhatMethod,
  rhat,
} from "../../bindings/index.js";
import { disagreement, type Stored } from "./draw_sets.js";
import { chainsOf, type Known, styles } from "./styles.js";

/** Closed forms in another order of operations: far above rounding (about 1e-13 here), far below any digit that matters. */
const Tolerance = 1e-10;

const compare = (name: string, found: number, stored: Known | undefined, scale = 0): string =>
  stored === null || stored === undefined ? "" : disagreement(name, found, stored, Tolerance, scale);

const compareAll = (name: string, found: ArrayLike<number>, stored: readonly Stored[], scale = 0): string[] =>
  stored.map((each, k) => compare(`${name} ${k}`, found[k]!, each, scale));

const option = (method: string, probability: number) => (method === "quantile" ? { probability } : {});

describe.each(styles.cases)("of $spec.name", ({ spec, "1.x": new1, "0.x": old }) => {
  const chains = chainsOf(spec);

  test("effective sample sizes are those of arviz-stats", () => {
    const problems = Object.entries(new1.ess).map(([method, stored]) => {
      const local = method === "local" ? { probabilities: [0.2, 0.4] as const } : {};
      return compare(
        method,
        ess(chains, { method: method as EssMethod, style: "1.x", ...option(method, 0.9), ...local }),
        stored,
      );
    });
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("R-hats are those of arviz-stats", () => {
    const problems = Object.entries(new1.rhat).map(([method, stored]) =>
      compare(method, rhat(chains, { method: method as RhatMethod }), stored),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("Monte Carlo standard errors are those of arviz-stats", () => {
    const problems = Object.entries(new1.mcse).map(([method, stored]) =>
      compare(method, mcse(chains, { method: method as McseMethod, style: "1.x", ...option(method, 0.1) }), stored),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("intervals and quantiles are those of arviz-stats, with and without draws that are NaN", () => {
    const both = ({ lower, upper }: { lower: number; upper: number }): number[] => [lower, upper];
    const problems = [
      ...compareAll("hdi", both(hdi(chains, 0.89)), new1.hdi),
      ...compareAll("eti", both(eti(chains)), new1.eti),
      ...compareAll("hdi of numbers", both(hdi(chains, 0.5, { skipNaN: true })), new1.hdi_skipna),
      ...compareAll("eti of numbers", both(eti(chains, 0.5, { skipNaN: true })), new1.eti_skipna),
      ...compareAll("quantile", quantile(chains, [0, 0.1, 0.5, 0.75, 1]), new1.quantiles),
    ];
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("what ArviZ 0.x has besides is the same", () => {
    const found = autocorrelation(chains).at(-1)!;
    const problems = [
      compare("mad", ess(chains, { method: "mad" }), old.mad),
      compare("tails", ess(chains, { method: "tail", probabilities: [0.2, 0.9] }), old.other_tails),
      compare("tail", ess(chains, { method: "tail", probability: 0.1 }), old.one_tail),
      // Of a constant whose mean is rounded, autocovariances are rounding errors.
      ...(spec.noise === "none" ? [] : compareAll("lag", found, old.autocorrelation, 1)),
    ];
    expect(problems.filter(Boolean)).toEqual([]);
  });
});
