/** What a sick fit says of itself. */
import { expect, test } from "vitest";
import { exp, mixture, model, normal, observe, param, sample, vector } from "../../bindings/index.js";

/** Two clumps of 26 and 34 points. */
const y = Array.from({ length: 60 }, (_, i) => (i < 26 ? -4 : 4) + 0.1 * (i % 7));

test("chains in different modes are named, with how far one lies below the other", async () => {
  const bimodal = model({ y: vector("row") }, (data) => {
    const mu = param(normal(0, 10));
    return { mu, y: observe(data.y, mixture([0.5, 0.5], { clump: normal(mu, 0.5), rest: normal(0, 6) })) };
  });
  const fits = [-4, 4].map((start) =>
    sample(bimodal, { y }, { chains: 2, draws: 300, seed: 5, jitter: 0, init: { mu: start }, workers: false }),
  );
  const [low, high] = await Promise.all(fits);
  const spread = model({ y: vector("row") }, (data) => {
    const mu = param(normal(0, 10), { init: 0 });
    return { mu, y: observe(data.y, mixture([0.5, 0.5], { clump: normal(mu, 0.5), rest: normal(0, 6) })) };
  });
  const both = await sample(spread, { y }, { chains: 8, draws: 300, seed: 8, jitter: 8, workers: false });
  expect(low?.warnings.map(({ code }) => code)).not.toContain("separate-chains");
  expect(high?.warnings.map(({ code }) => code)).not.toContain("separate-chains");
  const warning = both.warnings.find(({ code }) => code === "separate-chains");
  expect(both.warnings[0]).toBe(warning);
  expect(warning?.message).toMatch(/log density/);
  expect(warning?.groups?.length).toBe(2);
  expect(String(both.summary())).toContain("Warning:");
});

test("a funnel reports its divergences first, and what to try", async () => {
  const funnel = model({ y: vector("row") }, (data) => {
    const v = param(normal(0, 3));
    const x = param(normal(0, exp(v.mul(0.5))), { dims: "row" });
    return { v, x, y: observe(data.y, normal(x, 100)) };
  });
  const fit = await sample(funnel, { y: y.slice(0, 9) }, { draws: 500, seed: 3, workers: false });
  const [first] = fit.warnings;
  expect(first?.code).toBe("divergences");
  expect(first?.remedy).toContain("targetAccept");
});
