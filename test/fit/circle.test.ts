/** An angle as a parameter: its prior is von Mises about a mean beside the cut at pi, which the chains do not see. */
import { expect, test } from "vitest";
import { model, observe, param, sample, vector, vonMises } from "../../bindings/index.js";

const data = { angle: [3, -3.1, 2.8, -2.9, 3.1] };

test("the posterior of a mean angle beside pi is von Mises", async () => {
  const circle = model({ angle: vector("row") }, ({ angle }) => {
    const mu = param(vonMises(2.9, 2));
    return { mu, angle: observe(angle, vonMises(mu, 3)) };
  });
  const fit = await sample(circle, data, { chains: 4, warmup: 500, draws: 1000, seed: 5, workers: false });
  // Resultants add: kappa exp(i mu) is the prior's and the data's sum.
  const terms = [[2, 2.9], ...data.angle.map((angle) => [3, angle])] as [number, number][];
  const sum = (of: (angle: number) => number) => terms.reduce((total, [kappa, angle]) => total + kappa * of(angle), 0);
  const [kappa, mu] = [Math.hypot(sum(Math.cos), sum(Math.sin)), Math.atan2(sum(Math.sin), sum(Math.cos))];
  const draws = Array.from(fit.draws.mu);
  const mean = (of: (x: number) => number) => draws.reduce((total, x) => total + of(x), 0) / draws.length;
  // About 4000 draws of which 1500 are effective, at the least: the sine's standard deviation is 1 / sqrt(kappa), 0.25; 5 sigma.
  expect(Math.abs(mean((x) => Math.sin(x - mu)))).toBeLessThan((5 * 0.25) / Math.sqrt(1500));
  // I1(kappa) / I0(kappa) is 1 - 1 / (2 kappa) - 1 / (8 kappa^2) - ...; the cosine's standard deviation is below 1 / kappa.
  const length = 1 - 1 / (2 * kappa) - 1 / (8 * kappa ** 2) - 1 / (8 * kappa ** 3);
  expect(Math.abs(mean((x) => Math.cos(x - mu)) - length)).toBeLessThan((5 * 0.06) / Math.sqrt(1500));
  expect(draws.every((x) => Math.abs(x) <= Math.PI)).toBe(true);
  expect(draws.some((x) => x > 0) && draws.some((x) => x < 0)).toBe(true);
});
