/** Which random numbers simulations take: the same for a seed however many draws there are, and none of them twice. */
import { describe, expect, test } from "vitest";
import { mixture, model, normal, observe, param, positive, samplePrior, vector } from "../../bindings/index.js";
import { correlated, distance, furthest, numberOf, sigmas } from "./laws.js";

const draws = 20_000;

describe("random numbers", () => {
  const made = model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 1));
    const x = param(normal(mu, 1), { constraint: positive() });
    return { mu, x, y: observe(y, mixture([0.5, 0.5], [normal(mu, 1), normal(x, 1)])) };
  });
  const sample = (count: number, seed = 7) =>
    samplePrior(made, { y: new Float64Array(40) }, { draws: count, seed, components: true });
  const parts = (of: ReturnType<typeof sample>) => [
    of.parameters.mu,
    of.parameters.x,
    of.observations.y.value,
    of.observations.y.component!,
  ];

  test("of a draw are the same however many draws there are, those made again as well", () => {
    const [few, many] = [parts(sample(10)), parts(sample(3000))];
    few.forEach(({ values }, k) => expect(many[k]!.values.subarray(0, values.length)).toEqual(values));
  });

  test("are the same for one seed and others for another", () => {
    expect(sample(20)).toEqual(sample(20));
    sample(20).parameters.mu.values.forEach((value, draw) => expect(sample(20, 8).parameters.mu.values[draw]).not.toBe(value));
  });

  test("of parameters, of those made again and of observations have nothing in common", () => {
    const { parameters, observations } = sample(draws / 4);
    const { mu, x } = parameters;
    expect(x.values.every((value) => value > 0)).toBe(true);
    const noise = numberOf(observations.y.value, 0).map(
      (y, i) => y - (observations.y.component!.values[40 * i] === 0 ? mu : x).values[i]!,
    );
    expect(distance(noise, normal(0, 1))).toBeLessThan(furthest);
    expect(Math.abs(correlated(noise, mu.values))).toBeLessThan(sigmas);
    expect(new Set(mu.values).size).toBe(mu.values.length);
  });

  test("are drawn and recorded where no seed is given", () => {
    const { seed, parameters } = samplePrior(made, { y: [0] }, { draws: 5 });
    expect(samplePrior(made, { y: [0] }, { draws: 5, seed }).parameters).toEqual(parameters);
  });
});
