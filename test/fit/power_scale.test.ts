import { expect, test } from "vitest";
import {
  gamma,
  logPotential,
  logPrior,
  model,
  normal,
  observe,
  param,
  potential,
  powerScale,
  powerScaling,
  sample,
  square,
  vector,
  WasmcmcError,
} from "../../bindings/index.js";

const options = { seed: 5, chains: 2, warmup: 300, draws: 500, workers: false } as const;
const y = Array.from({ length: 20 }, (_, i) => Math.sin(1.9 * (i + 1)));
const mean = (location: number, scale: number) =>
  model({ y: vector("row") }, (data) => {
    const mu = param(normal(location, scale));
    return { mu, y: observe(data.y, normal(mu, 1)) };
  });

test("a weak prior, a strong one and one that the data contradict are told apart", async () => {
  const diagnosis = async (location: number, scale: number) => {
    const fit = await sample(mean(location, scale), { y }, options);
    return powerScale(fit).row("mu").diagnosis;
  };
  expect(await diagnosis(0, 10)).toBe("✓");
  expect(await diagnosis(0, 0.02)).toBe("potential strong prior / weak likelihood");
  expect(await diagnosis(4, 0.3)).toBe("potential prior-data conflict");
});

test("the fit's log densities are what is scaled", async () => {
  const fit = await sample(mean(1, 0.5), { y }, options);
  const rows = fit.logLikelihood("y").values;
  const logLikelihood = logPrior(fit)["mu"]!.values.map((_, draw) => {
    return rows.subarray(20 * draw, 20 * (draw + 1)).reduce((sum, value) => sum + value, 0);
  });
  const expected = powerScaling(
    { mu: fit.array("mu") },
    { logPrior: [logPrior(fit)["mu"]!.values], logLikelihood: [logLikelihood] },
  );
  expect(powerScale(fit)).toEqual(expected);
  expect(String(powerScale(fit, { alphas: [0.8, 1.25] }))).toMatch(/^ {4}prior {2}likelihood +diagnosis\nmu +0\.\d/);
});

test("priors, observations and potentials are chosen by name", async () => {
  const subject = model({ y: vector("row") }, (data) => {
    const mu = param(normal(0, 1));
    const sigma = param(gamma(2, 2));
    return { mu, sigma, pull: potential(square(mu.sub(2)).mul(-1)), y: observe(data.y, normal(mu, sigma)) };
  });
  const fit = await sample(subject, { y }, options);
  expect(Object.keys(logPotential(fit))).toEqual(["pull"]);
  const all = powerScale(fit);
  const own = powerScale(fit, { priors: ["sigma"], likelihoods: ["y", "pull"], variables: ["mu"] });
  expect(own.rows.map(({ label }) => label)).toEqual(["mu"]);
  expect(own.row("mu").prior).toBeLessThan(all.row("mu").prior);
  expect(own.row("mu").likelihood).not.toBe(all.row("mu").likelihood);
  for (const wrong of [{ priors: ["y"] }, { likelihoods: ["sigma"] }, { priors: [] }, { variables: ["nu"] }])
    expect(() => powerScale(fit, wrong)).toThrow(WasmcmcError);
});
