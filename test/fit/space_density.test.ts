/** The worked example of a custom density: parallaxes under the exponentially decreasing space density, against quadratures by scipy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { exactParallax, observedParallax } from "../../examples/space_density.js";
import { deviation } from "../agreement.js";
import { fixtures } from "../oracle/fixtures.js";
import { readFixture } from "../program/fixture.js";

// The example imports the built package, whose expressions are not those of the sources.
const { closeWorkers, flat, gamma, model, observe, param, sample, samplePrior, vector } = (await import(
  "wasmcmc" as string
)) as typeof Library;
afterAll(() => closeWorkers());

interface Point {
  readonly x: number;
  readonly error: number;
  readonly L: number;
  readonly logp: number;
  readonly derivative: number;
}

interface Stars {
  readonly x: readonly number[];
  readonly error: readonly number[];
  readonly mean: number;
  readonly sd: number;
}

const fixture = readFixture<{ exact: readonly Point[]; observed: readonly Point[]; stars: Stars }>("space_density.json");

/** Distances in steps of 5.5 %: less than the relative errors of the fixture. */
const grid = { nearest: 0.1, farthest: 100, points: 128 };

const columns = { x: vector("star"), error: vector("star") };

const measured = model(columns, ({ x, error }) => {
  const L = param(gamma(2, 1));
  return { L, x: observe(x, observedParallax(L as never, error as never, grid) as never) };
});

function expectPoint({ x, error = 1, L, logp, derivative }: Point, density: "exact" | "observed"): void {
  const built = model(columns, ({ x, error }) => {
    const L = param(flat());
    const distribution = density === "exact" ? exactParallax(L as never) : observedParallax(L as never, error as never, grid);
    return { L, x: observe(x, distribution as never) };
  });
  const result = built.bind({ x: [x], error: [error] }).logpAndGradient(Float64Array.of(L));
  // Quadratures to 1e-12; the rule of rectangles to 1e-11 where steps are three quarters of the relative error.
  expect(Math.abs(result.logp - logp)).toBeLessThan(1e-10 * Math.max(1, Math.abs(logp)));
  expect(Math.abs((result.gradient[0] as number) - derivative)).toBeLessThan(1e-10 * Math.max(1, Math.abs(derivative)));
}

describe("the exponentially decreasing space density", () => {
  test.each(fixture.exact)("has scipy's density of a parallax $x without error, at L = $L", (point) =>
    expectPoint(point, "exact"),
  );

  test.each(fixture.observed)("has scipy's density of a parallax $x +- $error, at L = $L", (point) =>
    expectPoint(point, "observed"),
  );

  test("gives scipy's posterior of the length of 60 stars", async () => {
    const { mean, sd, ...stars } = fixture.stars;
    const fit = await sample(measured, stars as never, { chains: 4, draws: 1000, warmup: 500, seed: 3 });
    const ours = deviation((fit.draws as unknown as { L: Float64Array }).L, 4, { mean, sd, mcseMean: 0, mcseSd: 0 });
    expect(ours.mean).toBeLessThan(4);
    expect(ours.sd).toBeLessThan(4);
  });

  test("draws parallaxes whose distances have the mean 3 L", () => {
    const built = model({ x: vector("star"), one: vector("star") }, ({ x, one }) => {
      const L = param(gamma(2, 1));
      return { L, x: observe(x, exactParallax(1.5) as never), scaled: L.mul(one) };
    });
    const { value } = samplePrior(built, { one: new Float64Array(1000) } as never, { draws: 20, seed: 1 }).observations
      .x as never as {
      value: { values: Float64Array };
    };
    const distances = value.values.map((x) => 1 / x);
    const average = distances.reduce((sum, r) => sum + r, 0) / distances.length;
    // A gamma variate of shape 3 and scale 1.5 has the standard deviation 1.5 sqrt(3); four errors of the mean.
    expect(Math.abs(average - 4.5)).toBeLessThan(4 * 1.5 * Math.sqrt(3 / distances.length));
  });
});

const remade = fixtures("space_density.py");
describe.skipIf(remade === undefined)("the fixture of the space density", () => {
  test("is what its script writes (needs Python)", () => {
    const numbers = (value: unknown): number[] =>
      typeof value === "number"
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(numbers)
          : [];
    const ours = numbers(fixture);
    const theirs = numbers(JSON.parse(readFileSync(join(remade as string, "space_density.json"), "utf8")));
    expect(theirs.length).toBe(ours.length);
    // Quadratures round differently on other machines.
    theirs.forEach((x, i) => expect(Math.abs(x - (ours[i] as number))).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(x))));
  });
});
