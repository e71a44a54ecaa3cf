/** What a fit says of the components that rows belong to. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  dirichlet,
  type Fit,
  halfNormal,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  sample,
  select,
  studentT,
  vector,
} from "../../bindings/index.js";
import { mcseOf } from "../../bindings/posterior/statistics/mcse.js";
import { mistake } from "../model/mistake.js";
import { Generator } from "../posterior/draw_sets.js";

const generator = new Generator(11);
const y = Array.from({ length: 80 }, (_, i) => [-2, 2][i % 2]! + generator.normal());

const two = model({ y: vector("row") }, (data) => {
  const mu = param(normal(0, 5), { size: 2, constraint: ordered() });
  const s = param(halfNormal(2));
  const w = param(dirichlet([1, 1]));
  return { mu, s, w, y: observe(data.y, mixture(w, { low: normal(mu.at(0), s), high: normal(mu.at(1), s) })) };
});

describe("a membership", () => {
  let fit: Fit<typeof two>;
  beforeAll(async () => {
    fit = await sample(two, { y }, { chains: 4, draws: 1000, seed: 12, workers: false });
  });

  test("keeps the responsibilities of each draw, of which all else is made", () => {
    const { probability, responsibilities, expectedCounts } = fit.membership("y", { responsibilities: true });
    expect(responsibilities.dims).toEqual(["chain", "draw", "row", "component"]);
    expect(responsibilities.shape).toEqual([4, 1000, 80, 2]);
    const element = (i: number) => Float64Array.from({ length: 4000 }, (_, draw) => responsibilities.values[160 * draw + i]!);
    for (const i of [0, 1, 77, 158]) {
      const values = element(i);
      expect(probability.values[i]).toBeCloseTo(values.reduce((a, b) => a + b) / 4000, 12);
    }
    for (const k of [0, 1]) {
      const counts = Float64Array.from({ length: 4000 }, (_, draw) => {
        let sum = 0;
        for (let row = 0; row < 80; row++) sum += responsibilities.values[160 * draw + 2 * row + k]!;
        return sum;
      });
      const mean = counts.reduce((a, b) => a + b) / 4000;
      expect(expectedCounts.mean[k]).toBeCloseTo(mean, 10);
      expect(expectedCounts.sd[k]).toBeCloseTo(Math.sqrt(counts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 3999), 10);
      expect(expectedCounts.mcse[k]).toBeCloseTo(mcseOf({ values: counts, chains: 4, draws: 1000 }), 10);
    }
  });

  test("has Monte Carlo errors as the effective sample sizes of its responsibilities give them", () => {
    const { mcse: errors, responsibilities } = fit.membership("y", { responsibilities: true });
    const ratios = Array.from({ length: 80 }, (_, row) => {
      const values = Float64Array.from({ length: 4000 }, (_, draw) => responsibilities.values[160 * draw + 2 * row]!);
      return errors.values[2 * row]! / mcseOf({ values, chains: 4, draws: 1000 });
    });
    // 130 batches leave 6 % of noise, the effective sample size as much; rows share both, so that their mean has it too.
    const mean = ratios.reduce((a, b) => a + b) / 80;
    expect(Math.abs(mean - 1)).toBeLessThan(0.15);
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.4);
  });

  test("thins responsibilities, with the numbers of the draws that are kept", () => {
    const all = fit.membership("y", { responsibilities: true }).responsibilities;
    const some = fit.membership("y", { responsibilities: { thin: 300 } }).responsibilities;
    expect(some.shape).toEqual([4, 4, 80, 2]);
    expect(some.coords.draw).toEqual([0, 300, 600, 900]);
    expect(select(some, { chain: 2, draw: 600 }).values).toEqual(select(all, { chain: 2, draw: 600 }).values);
    expect("responsibilities" in fit.membership("y")).toBe(false);
    for (const thin of [0, 1.5]) {
      expect(() => fit.membership("y", { responsibilities: { thin } })).toThrow(
        expect.objectContaining({ code: "bad-option", variable: "thin", value: thin }),
      );
    }
  });

  test("averages over each n-th draw of a chain where thinning is asked for, and keeps the responsibilities of those alone", () => {
    const all = fit.membership("y", { responsibilities: true }).responsibilities;
    const thinned = fit.membership("y", { thin: 3, responsibilities: { thin: 2 } });
    const drawsTaken = Array.from({ length: 4 }, (_, chain) =>
      Array.from({ length: 334 }, (_, k) => chain * 1000 + 3 * k),
    ).flat();
    for (const i of [0, 77, 159]) {
      const mean = drawsTaken.reduce((sum, draw) => sum + all.values[160 * draw + i]!, 0) / drawsTaken.length;
      // Sums of 1336 numbers of at most 1, in another order.
      expect(thinned.probability.values[i]).toBeCloseTo(mean, 12);
    }
    const kept = Array.from({ length: 167 }, (_, k) => 6 * k);
    expect(thinned.responsibilities.shape).toEqual([4, 167, 80, 2]);
    expect(thinned.responsibilities.coords["draw"]).toEqual(kept);
    expect(thinned.responsibilities.values.slice(-160)).toEqual(all.values.slice(160 * 3996, 160 * 3997));
    expect(mistake(() => fit.membership("y", { thin: 0 }))).toMatchObject({ code: "bad-option", variable: "thin" });
  });

  test("labels each row with its most probable component", () => {
    const { labels, probability, components } = fit.membership("y");
    expect(labels.index.length).toBe(80);
    labels.index.forEach((k, row) => {
      expect(probability.values[2 * row + k]).toBeGreaterThanOrEqual(0.5);
      expect(labels.name[row]).toBe(components[k]);
    });
    expect(new Set(labels.name)).toEqual(new Set(["low", "high"]));
  });

  test("has no parents where nothing is nested", () => {
    const { parents } = fit.membership("y");
    expect(parents.components).toEqual([]);
    expect(parents.probability.shape).toEqual([80, 0]);
  });
});

test("components that are alike share a row, and the first of them labels it", async () => {
  const alike = model({ y: vector("row") }, (data) => {
    const mu = param(normal(0, 1));
    return { mu, y: observe(data.y, mixture([0.25, 0.5, 0.25], { a: normal(9, 1), b: normal(mu, 1), c: normal(mu, 1) })) };
  });
  const fit = await sample(alike, { y: [0, 1, 9] }, { chains: 1, warmup: 100, draws: 20, seed: 1, workers: false });
  expect(fit.membership("y", { weights: false }).labels.name).toEqual(["b", "b", "a"]);
});

test("responsibilities beyond what is kept are refused, and the thinning that would do is named", async () => {
  const many = model({ y: vector("row") }, (data) => {
    const mu = param(normal(0, 1));
    return {
      mu,
      y: observe(
        data.y,
        mixture(
          Array<number>(64).fill(1 / 64),
          Array.from({ length: 64 }, (_, k) => normal(mu.add(k), 1)),
        ),
      ),
    };
  });
  const rows = Array.from({ length: 700 }, (_, i) => i / 11);
  const options = { chains: 1, warmup: 0, draws: 800, maxTreeDepth: 1, seed: 1, workers: false } as const;
  const fit = await sample(many, { y: rows }, options);
  const refused = mistake(() => fit.membership("y", { responsibilities: true }));
  expect(refused).toMatchObject({ code: "too-large", variable: "responsibilities", value: 800 * 700 * 64 });
  expect(refused.message).toContain("{ thin: 2 }");
  expect(fit.membership("y", { responsibilities: { thin: 2 } }).responsibilities.shape).toEqual([1, 400, 700, 64]);
});

test("a nested mixture has its leaves as components, and sums for its parents", async () => {
  const nested = model({ y: vector("row") }, (data) => {
    const mu = param(normal(0, 5), { size: 2, constraint: ordered() });
    const w = param(dirichlet([5, 2]));
    const field = mixture(w, {
      a: normal(mu.at(0), 1),
      b: mixture([0.5, 0.5], { near: normal(mu.at(1), 1), far: normal(mu.at(1), 5) }),
    });
    return { mu, w, y: observe(data.y, mixture([0.9, 0.1], { field, star: studentT(3, 0, 10) })) };
  });
  const fit = await sample(nested, { y }, { chains: 2, draws: 300, seed: 2, workers: false });
  const { components, probability, parents, expectedCounts, labels } = fit.membership("y");
  expect(components).toEqual(["field/a", "field/b/near", "field/b/far", "star"]);
  expect(parents.components).toEqual(["field", "field/b"]);
  expect(parents.probability.shape).toEqual([80, 2]);
  for (let row = 0; row < 80; row++) {
    const [a, near, far, star] = probability.values.subarray(4 * row, 4 * row + 4) as unknown as [number, number, number, number];
    expect(parents.probability.values[2 * row]).toBeCloseTo(a + near + far, 12);
    expect(parents.probability.values[2 * row + 1]).toBeCloseTo(near + far, 12);
    // What "field" has, "star" has not: one error for both.
    expect(parents.mcse.values[2 * row]).toBeCloseTo(fit.membership("y").mcse.values[4 * row + 3]!, 12);
    expect(a + near + far + star).toBeCloseTo(1, 12);
  }
  expect(parents.expectedCounts.mean[0]).toBeCloseTo(80 - expectedCounts.mean[3]!, 9);
  expect(parents.expectedCounts.sd[0]).toBeCloseTo(expectedCounts.sd[3]!, 9);
  expect(labels.name.every((name) => components.includes(name))).toBe(true);
});

test("a component's name has no slash in it: that stands for nesting", () => {
  const error = mistake(() => mixture([0.5, 0.5], { "field/a": normal(0, 1), b: normal(1, 1) }));
  expect(error).toMatchObject({ code: "mixture-components", variable: "field/a" });
  expect(error.message).toMatchInlineSnapshot(
    `"mixture: the component name "field/a" has a "/" in it. Name components by words, or give a list of them."`,
  );
});
