/** Problem 2 and its forms of the field: the integral over distances against quadratures by scipy, and against a distance for each star. */
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import {
  cellsOfDistance,
  fieldByDistances,
  fitParallax,
  type ParallaxField,
  parallaxModel,
} from "../../examples/cluster/parallax.js";
import { betaField, errorFreeField, latentDistances } from "../../examples/cluster/parallax_fields.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";
import { readFixture } from "../program/fixture.js";

// The examples import the built package, whose expressions are not those of the sources.
const { closeWorkers, explain, mcse } = (await import("wasmcmc" as string)) as typeof Library;
afterAll(() => closeWorkers());

interface Point {
  readonly x: number;
  readonly error: number;
  readonly L: number;
  readonly logp: number;
}

const { observed } = readFixture<{ observed: readonly Point[] }>("space_density.json");
const { stars, cluster } = simulateField({ seed: 1, stars: 1000 });
const zeroPoint = cluster.parallax_zero_point;

/** Of one more star outside: the log density with it less that without. */
function outsideDensity(
  field: ParallaxField,
  position: (names: readonly string[]) => number[],
  star: { x: number; error: number },
) {
  const { x, error } = star;
  const [inside, largest] = [{ parallax_inside: [0.4], error_inside: [0.1] }, Math.max(x, 1)];
  const cells = cellsOfDistance(Float64Array.of(largest), Float64Array.of(error), 0);
  const logp = (count: number): number => {
    const outside = { parallax_outside: new Array(count).fill(x), error_outside: new Array(count).fill(error) };
    const target = parallaxModel(field).bind({ ...inside, ...outside, ...cells, zero_point: 0, error_factor: 1 });
    return target.logp(Float64Array.from(position(Object.keys(target.constrain(new Float64Array(target.dimension))))));
  };
  return logp(2) - logp(1);
}

describe("the field of an integral over distances", () => {
  test("computes its matrix of stars and cells when data is bound, and never again", () => {
    const [, bind, logp] = /\nbind\n([\s\S]*?)\ntransform\n[\s\S]*?\nlogp\n([\s\S]*?)\nunconstrain\n/.exec(
      String(explain(parallaxModel(fieldByDistances))),
    ) as unknown as [string, string, string];
    expect(bind).toMatch(/logNormalCdf/);
    expect(logp).not.toMatch(/logNormalCdf/);
    expect(logp).toMatch(/over \[outside\], whole\n.* = product bound/);
  });

  test.each(observed)("has scipy's density of a parallax $x +- $error, at L = $L", ({ x, error, L, logp }) => {
    const position = (names: readonly string[]) => names.map((name) => (name === "L" ? Math.log(L) : 0));
    const found = outsideDensity(fieldByDistances, position, { x, error });
    // Cells are 12 % wide at most: within one the density changes by up to (4 + r / L) times that, of which a star far more precise than
    // the cell sees half at most, others the square.
    expect(Math.abs(found - logp)).toBeLessThan(0.03);
  });
});

describe("other forms of the field", () => {
  test("without errors it refuses a parallax below 0 by its row", async () => {
    const row = stars.numbers("parallax").findIndex((value) => value < 0);
    expect(row).toBeGreaterThanOrEqual(0);
    const refused = fitParallax(stars, cluster, {}, { zeroPoint, field: errorFreeField });
    await expect(refused).rejects.toMatchObject({ code: "parameter-value", row: expect.any(Number) });
    await expect(refused).rejects.toThrow(/parallax.* is -\d.* in row \d+, but must be positive/);
  });

  test("a Beta distribution has a density with the integral 1: its Jacobian is in it", () => {
    const field = betaField({ least: -2, most: 6 });
    const position = (names: readonly string[]) =>
      names.map((name) => (name === "alpha" ? Math.log(3) : name === "beta" ? Math.log(5) : 0));
    const step = 0.1;
    const places = Array.from({ length: 80 }, (_, k) => -2 + (k + 0.5) * step);
    const integral = places.reduce((sum, x) => sum + step * Math.exp(outsideDensity(field, position, { x, error: 0.1 })), 0);
    // The rule of rectangles on a smooth density that is 0 at both ends: its error is of the order of (step / width)^3.
    expect(Math.abs(integral - 1)).toBeLessThan(1e-4);
  });

  test("a distance for each of 1,000 stars gives the posterior of the integral", async () => {
    const options = { seed: 5, chains: 4, warmup: 600, draws: 800 };
    const whole = await fitParallax(stars, cluster, options, { zeroPoint });
    const latent = await fitParallax(stars, cluster, { ...options, targetAccept: 0.9 }, { zeroPoint, field: latentDistances });
    for (const name of ["distance", "L", "share", "ln_s"]) {
      const [a, b] = [whole.fit, latent.fit].map((fit) => {
        const values = (fit.draws as unknown as Record<string, Float64Array>)[name] as Float64Array;
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return { mean, error: mcse([0, 1, 2, 3].map((chain) => values.slice(800 * chain, 800 * (chain + 1)))) };
      }) as [{ mean: number; error: number }, { mean: number; error: number }];
      // Four combined Monte Carlo errors: of four means one is beyond with probability 3e-4.
      expect(Math.abs(a.mean - b.mean), name).toBeLessThan(4 * Math.hypot(a.error, b.error));
    }
    expect(Math.abs(whole.expectedMembers.mean - latent.expectedMembers.mean)).toBeLessThan(0.3 * whole.expectedMembers.sd);
  }, 300_000);
});
