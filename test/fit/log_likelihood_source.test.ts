import { beforeAll, describe, expect, test } from "vitest";
import {
  exp,
  type Fit,
  logLikelihoodSource,
  loo,
  looSubsample,
  model,
  normal,
  observe,
  param,
  poisson,
  sample,
  vector,
  WasmcmcError,
  waic,
} from "../../bindings/index.js";

/** Two observations, of 40 and 9 rows, so that the second one's rows lie behind the first one's. */
const twoObservations = model({ x: vector("row"), y: vector("row"), n: vector("cell") }, ({ x, y, n }) => {
  const a = param(normal(0, 5));
  const b = param(normal(0, 5));
  const rate = param(normal(1, 1));
  return { a, b, rate, y: observe(y, normal(a.add(b.mul(x)), 0.5)), n: observe(n, poisson(exp(rate))) };
});

const x = Float64Array.from({ length: 40 }, (_, i) => i / 10);
const y = x.map((value, i) => 1 + 2 * value + ((i * 7) % 11) / 10 - 0.5);
const n = Float64Array.from([3, 1, 2, 5, 0, 3, 4, 2, 2]);

let fit: Fit;
beforeAll(async () => {
  const options = { chains: 2, warmup: 200, draws: 101, seed: 3, workers: false } as const;
  fit = (await sample(twoObservations, { x, y, n }, options)) as unknown as Fit;
});

const total = 202;

describe.each(["y", "n"])("of the observation %s", (name) => {
  test.each([8, 5 * 8 * total, 1e9])("columns kept in %d bytes are the matrix's, in any order and number", (bytes) => {
    const array = fit.logLikelihood(name);
    const size = array.shape[2]!;
    const source = logLikelihoodSource(fit, name, { bytes });
    expect([source.shape, source.dims, source.coords]).toEqual([array.shape, array.dims, array.coords]);
    for (const [first, count] of [
      [0, size],
      [3, 2],
      [size - 1, 1],
      [0, 1],
      [2, 5],
    ] as const) {
      const expected = Float64Array.from(
        { length: total * count },
        (_, i) => array.values[(i % total) * size + first + Math.floor(i / total)]!,
      );
      expect(source.columns(first, count).slice()).toEqual(expected);
    }
    const [third, first] = [source.columns(2, 1).slice(), source.columns(0, 1).slice()];
    expect(source.chosen!([2, 0])).toEqual(Float64Array.from([...third, ...first]));
  });

  test("LOO and WAIC are those of the fit, the relative effective sample size as well", () => {
    const source = logLikelihoodSource(fit, name, { bytes: 8 * total * 3 });
    expect(loo(source)).toEqual(loo(fit, { observation: name }));
    expect(waic(source)).toEqual(waic(fit, { observation: name }));
    expect(source.relativeEss).not.toBe(1);
    expect(loo(fit.logLikelihood(name), { relativeEss: source.relativeEss ?? NaN })).toEqual(loo(source));
  });
});

test("log densities at the posterior means are those of the means", () => {
  const mean = (name: string) => fit.array(name as never).values.reduce((sum, value) => sum + value / total, 0);
  const [a, b, rate] = [mean("a"), mean("b"), mean("rate")];
  const found = logLikelihoodSource(fit, "y").atMeans!();
  found.forEach((value, row) => {
    const z = (y[row]! - a - b * x[row]!) / 0.5;
    // 40 rows of sums of 202 draws: rounding.
    expect(value).toBeCloseTo(-0.5 * z * z - Math.log(0.5) - 0.5 * Math.log(2 * Math.PI), 10);
  });
  expect(logLikelihoodSource(fit, "n").atMeans!()[4]).toBeCloseTo(-Math.exp(rate), 10);
});

test("a sample of the observations, corrected by densities at the means, is near LOO of all", () => {
  const source = logLikelihoodSource(fit, "y");
  const whole = loo(source);
  const found = looSubsample(source, { observations: 15, approximation: "plpd", seed: 2 });
  expect(found.subsample!.se).toBeGreaterThan(0);
  expect(Math.abs(found.elpd - whole.elpd)).toBeLessThan(4 * found.subsample!.se);
  expect(found.pointwise.values[found.subsample!.observations[0]!]).toBe(
    whole.pointwise.values[found.subsample!.observations[0]!],
  );
});

test("a name that is no observation is refused, with those that are", () => {
  expect(() => logLikelihoodSource(fit, "z")).toThrow(WasmcmcError);
  expect(() => logLikelihoodSource(fit, "z")).toThrow("y, n");
});
