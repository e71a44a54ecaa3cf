/** Relabelling on fits whose labels the model leaves open, against fits whose labels it orders. */
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
  type Summary,
  sample,
  studentT,
  unconstrained,
  vector,
} from "../../bindings/index.js";
import { Generator } from "../posterior/draw_sets.js";

/** Points of three clumps in turn. */
function clumps(count: number, centers: readonly number[], seed: number): number[] {
  const generator = new Generator(seed);
  return Array.from({ length: count }, (_, i) => centers[i % centers.length]! + generator.normal());
}

const three = (constraint: ReturnType<typeof ordered> | ReturnType<typeof unconstrained>) =>
  model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 5), { size: 3, constraint });
    const s = param(halfNormal(2), { size: 3 });
    const w = param(dirichlet([2, 2, 2]));
    const [a, b, c] = ([0, 1, 2] as const).map((k) => normal(mu.at(k), s.at(k)));
    return { mu, s, w, twice: mu.mul(2), y: observe(y, mixture(w, { a: a!, b: b!, c: c! })) };
  });
const [free, told] = [three(unconstrained()), three(ordered())];
const data = { y: clumps(150, [-4, 0, 5], 7) };

/** Components in the order of their mu. */
function orderOf(summary: Summary): number[] {
  return [0, 1, 2].sort((i, j) => summary.row(`mu[${i}]`).mean - summary.row(`mu[${j}]`).mean);
}

describe("three components that the model does not tell apart", () => {
  let fit: Fit<typeof free>;
  let reference: Fit<typeof told>;

  beforeAll(async () => {
    fit = await sample(free, data, { chains: 4, draws: 1000, seed: 3, workers: false });
    reference = await sample(told, data, { chains: 4, draws: 1000, seed: 4, workers: false });
  });

  test("have swapped labels, which the fit says first", () => {
    expect(fit.warnings[0]).toMatchObject({ code: "label-switching", variable: "y" });
    expect(fit.warnings[0]?.message).toMatch(/swapped the labels of components .* of "y" against chain/);
    expect(String(fit.summary())).toContain("swapped the labels");
    expect(reference.warnings.map(({ code }) => code)).not.toContain("label-switching");
  });

  test.each(["stephens", "ecr", "ecr-iterative"] as const)("agree after relabelling by %s with the ordered fit", (method) => {
    const relabelled = fit.relabel("y", { method });
    expect(relabelled.names).toEqual(["mu", "s", "w"]);
    const [found, expected] = [relabelled.summary(), reference.summary()];
    expect(found.warnings).toEqual([]);
    const order = orderOf(found);
    for (const name of ["mu", "s", "w"]) {
      for (const [place, k] of order.entries()) {
        const [row, other] = [found.row(`${name}[${k}]`), expected.row(`${name}[${place}]`)];
        // Four combined Monte Carlo errors for nine means and nine standard deviations; the seeds are fixed.
        expect(Math.abs(row.mean - other.mean), row.label).toBeLessThan(4 * Math.hypot(row.mcse_mean, other.mcse_mean));
        expect(Math.abs(row.sd - other.sd), row.label).toBeLessThan(4 * Math.hypot(row.mcse_sd, other.mcse_sd));
        expect(row.r_hat).toBeLessThan(1.02);
      }
    }
  });

  test("have memberships after relabelling like the ordered fit's", () => {
    const relabelled = fit.relabel("y");
    const order = orderOf(relabelled.summary());
    const [found, expected] = [relabelled.membership({ responsibilities: { thin: 50 } }), reference.membership("y")];
    for (let row = 0; row < 150; row++) {
      for (const [place, k] of order.entries()) {
        const at = [3 * row + k, 3 * row + place] as const;
        const error = Math.hypot(found.mcse.values[at[0]]!, expected.mcse.values[at[1]]!);
        // 450 probabilities: 4.5 errors are exceeded by one with probability 3e-3. Errors of a few batches are rough near 0 and 1.
        expect(Math.abs(found.probability.values[at[0]]! - expected.probability.values[at[1]]!)).toBeLessThan(4.5 * error + 1e-3);
      }
    }
    expect(found.responsibilities.shape).toEqual([4, 20, 150, 3]);
    const first = found.responsibilities.values.subarray(0, 3);
    const own = fit.membership("y", { responsibilities: { thin: 50 } }).responsibilities.values.subarray(0, 3);
    expect([...first]).toEqual([...relabelled.permutations.subarray(0, 3)].map((label) => own[label]));
  });

  test("take each draw's elements from where its permutation says", () => {
    const { permutations, draws, array } = fit.relabel("y", { parameters: ["twice", "w"] });
    void array;
    expect(permutations.length).toBe(4 * 1000 * 3);
    expect(Object.keys(draws)).toEqual(["twice", "w"]);
    for (const at of [0, 1, 2, 5000, 11_999]) {
      const start = at - (at % 3);
      expect(draws.twice?.[at]).toBe(2 * fit.draws.mu[start + permutations[at]!]!);
    }
  });

  test("are told by name which parameter cannot be relabelled, and why", () => {
    const wrong = (parameters: string[]) => () => fit.relabel("y", { parameters: parameters as never });
    expect(wrong(["sigma"])).toThrow(expect.objectContaining({ code: "unknown-variable", variable: "sigma" }));
    expect(() => fit.relabel("y", { method: "kmeans" as never })).toThrow(
      expect.objectContaining({ code: "bad-option", variable: "method", value: "kmeans" }),
    );
    expect(() => fit.relabel("y", { parameters: ["w"] }).array("mu")).toThrow(
      expect.objectContaining({ code: "unknown-variable", variable: "mu" }),
    );
  });

  // The neighbours overlap: in a rare draw both change places in all but the order of their means.
  test("stay as they are where nothing was swapped", () => {
    const { permutations } = reference.relabel("y");
    const changed = permutations.filter((label, i) => label !== i % 3).length;
    expect(changed).toBeLessThan(permutations.length / 1000);
  });
});

describe("relabelling", () => {
  test("moves only components of one form, and the elements that belong to them", async () => {
    const clusters = model({ y: vector("row") }, ({ y }) => {
      const mu = param(normal(0, 5), { size: 2 });
      const w = param(dirichlet([2, 2, 2]));
      return { mu, w, y: observe(y, mixture(w, { a: normal(mu.at(1), 1), rest: studentT(3, 0, 10), b: normal(mu.at(0), 1) })) };
    });
    const fit = await sample(clusters, { y: clumps(80, [-4, 4], 3) }, { draws: 300, seed: 3, workers: false });
    const relabelled = fit.relabel("y");
    expect(fit.warnings[0]?.message).toContain('"a" and "b"');
    expect(relabelled.names).toEqual(["mu", "w"]);
    const { draws, permutations } = relabelled;
    expect(permutations.every((label, i) => i % 3 !== 1 || label === 1)).toBe(true);
    const swapped = permutations.findIndex((label, i) => i % 3 === 0 && label === 2) / 3;
    expect(swapped).toBeGreaterThanOrEqual(0);
    const vectorAt = (values: Float64Array, size: number) => [...values.subarray(swapped * size, (swapped + 1) * size)];
    expect(vectorAt(draws.mu!, 2)).toEqual(vectorAt(fit.draws.mu, 2).reverse());
    expect(vectorAt(draws.w!, 3)).toEqual(vectorAt(fit.draws.w, 3).reverse());
    expect(Math.max(...relabelled.summary().rows.map(({ r_hat }) => r_hat))).toBeLessThan(1.05);
  });

  test("asks for names where the model does not say them, and refuses parameters over dims", async () => {
    const separate = model({ y: vector("row") }, ({ y }) => {
      const [left, right] = [param(normal(0, 5), { init: -3 }), param(normal(0, 5), { init: 3 })];
      const each = param(normal(0, 1), { dims: "row" });
      return { left, right, each, y: observe(y, mixture([0.5, 0.5], { a: normal(left.add(each), 1), b: normal(right, 1) })) };
    });
    const fit = await sample(separate, { y: [-3, 3] }, { chains: 1, warmup: 50, draws: 50, seed: 1, workers: false });
    expect(() => fit.relabel("y")).toThrow(expect.objectContaining({ code: "bad-option", variable: "parameters" }));
    const refused = () => fit.relabel("y", { parameters: ["each"] });
    expect(refused).toThrow(expect.objectContaining({ code: "bad-shape", variable: "each" }));
    expect(refused).toThrow("its axes are row");
    expect(fit.relabel("y", { parameters: [] }).membership().components).toEqual(["a", "b"]);
  });
});
