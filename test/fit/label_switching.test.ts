/** The warning about swapped labels on fits: it comes where they are, and nowhere else. */
import { describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { dirichlet, halfNormal, mixture, model, normal, observe, ordered, param, sample, vector } from "../../bindings/index.js";
import { Generator } from "../posterior/draw_sets.js";
import { lineModel, linePoints } from "./line_model.js";

function clumps(count: number, centers: readonly number[], seed: number): number[] {
  const generator = new Generator(seed);
  return Array.from({ length: count }, (_, i) => centers[i % centers.length]! + generator.normal());
}

const codes = (fit: { readonly warnings: readonly library.Warning[] }): string[] => fit.warnings.map(({ code }) => code);
const quick = { chains: 4, warmup: 400, draws: 400, workers: false } as const;

const two = (means: "free" | "ordered" | "told by priors") =>
  model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 5), { size: 2, ...(means === "ordered" && { constraint: ordered() }) });
    const [low, high] = [param(normal(-4, 1), { init: -4 }), param(normal(4, 1), { init: 4 })];
    const s = param(halfNormal(2), { size: 2 });
    const w = param(dirichlet([2, 2]));
    const [a, b] = means === "told by priors" ? [low, high] : [mu.at(0), mu.at(1)];
    const parts = { a: normal(a, s.at(0)), b: normal(b, s.at(1)) };
    return { mu, low, high, s, w, y: observe(y, mixture(w, parts)) };
  });

describe.each([1, 2, 3])("with seed %d", (seed) => {
  test("two exchangeable components that lie apart swap labels between chains", async () => {
    const fits = await Promise.all(
      [seed, seed + 100].map((each) => sample(two("free"), { y: clumps(60, [-4, 4], 2) }, { ...quick, seed: each })),
    );
    // Chains choose a labelling by their starts: that four agree has probability 1/8, that they do so twice 1/64; the seeds are fixed.
    const messages = fits.flatMap(({ warnings }) => warnings.filter(({ code }) => code === "label-switching"));
    expect(messages.length).toBeGreaterThan(0);
    expect(messages[0]?.message).toMatch(/^Chains? .* swapped the labels of components "a" and "b" of "y" against chains? /);
  });

  test("two exchangeable components that overlap change places along chains", async () => {
    const fit = await sample(two("free"), { y: clumps(60, [-1, 1], 2) }, { ...quick, seed });
    expect(codes(fit)[0]).toBe("label-switching");
    expect(fit.warnings[0]?.message).toContain("change places along chains");
  });

  test.each(["ordered", "told by priors"] as const)("components %s give no alarm", async (means) => {
    const fit = await sample(two(means), { y: clumps(60, [-4, 4], 2) }, { ...quick, seed });
    expect(codes(fit)).not.toContain("label-switching");
  });

  test("a line with outliers gives no alarm", async () => {
    const fit = await sample(lineModel(library), linePoints(library), { ...quick, draws: 1000, seed });
    expect(fit.warnings).toEqual([]);
  });
});

test("components of an ordered fit agree even where nobody says that they are told apart", async () => {
  const fit = await sample(two("ordered"), { y: clumps(90, [-4, 4], 5) }, { ...quick, seed: 9 });
  const { responsibilities } = fit.membership("y", { responsibilities: { thin: 4 } });
  const [chains, draws, points, components] = responsibilities.shape as [number, number, number, number];
  const size = points * components;
  const probabilities = (draw: number) => responsibilities.values.subarray(draw * size, (draw + 1) * size);
  expect(
    library.labelSwitching({ observation: "y", names: ["a", "b"], chains, draws, points, components, probabilities }),
  ).toBeUndefined();
});
