/** Ranks of truths among draws of their posteriors are uneven where something is wrong, and only there. */
import { describe, expect, test } from "vitest";
import { model, normal, observe, param, vector } from "../../bindings/index.js";
import { calibrate } from "./calibrate.js";
import { type CalibratedFit, type Subject, subject } from "./subject.js";
import { subjects } from "./subjects.js";
import { chiSquareSurvival, coverage, ecdfProbability } from "./uniformity.js";
import { failuresOf } from "./verdict.js";

const SEED = 20261122;

/** One number, seen once with an error twice the prior's sd: most of what its posterior says is the prior. */
const oneNumber = (sdOfTruth: number): Subject =>
  subject("one number", {
    model: model({ y: vector("row") }, ({ y }) => {
      const mu = param(normal(0, 1));
      return { mu, y: observe(y, normal(mu, 2)) };
    }),
    covariates: () => ({}),
    prior: (random) => ({ mu: random.normal(0, sdOfTruth) }),
    likelihood: (random, { mu }) => [random.normal(mu, 2)],
  });

describe("tests of uniformity", () => {
  test("have the chi-square distribution's tails", () => {
    // SciPy 1.17.1: chi2.sf(x, degrees).
    for (const [x, degrees, tail] of [
      [0.5, 1, 0.47950012218695337],
      [3.84, 1, 0.05004352124870519],
      [9, 4, 0.06109948096033269],
      [30, 19, 0.05179845889302389],
      [2, 3, 0.5724067044708798],
      [80, 19, 1.8596255029858537e-9],
    ] as const) {
      // Sums of at most ten terms, each of a few roundings.
      expect(Math.abs(chiSquareSurvival(x, degrees) / tail - 1), `${x}, ${degrees}`).toBeLessThan(1e-13);
    }
  });

  test("have a band that as many ECDFs leave as it says, counted over all of them", () => {
    const [n, places] = [5, 4];
    const all = Array.from({ length: places ** n }, (_, i) =>
      Array.from({ length: n }, (_, k) => Math.floor(i / places ** k) % places),
    );
    const probabilities = all.map((ranks) => ecdfProbability(ranks, places));
    for (const probability of new Set(probabilities)) {
      // As uneven or more so: rounding aside, as many as the probability says.
      const share = probabilities.filter((other) => other <= probability + 1e-9).length / all.length;
      expect(share).toBeCloseTo(probability, 9);
    }
  });

  test("widen the pointwise band as many places ask for", () => {
    // Of the pointwise 95 % bands at 100 places every other ECDF leaves one or another; of those of 99.7 % one in twenty does.
    expect(coverage(500, 100, 0.05)).toBeLessThan(0.6);
    expect(coverage(500, 100, 0.003)).toBeGreaterThan(0.93);
  });
});

describe("calibration", () => {
  test("finds nothing wrong with a right model", async () => {
    expect(failuresOf(await calibrate(oneNumber(1), { replicates: 500, seed: SEED }))).toEqual([]);
  });

  test("finds a prior whose sd is 30 % too small, by both tests", async () => {
    const [mu] = (await calibrate(oneNumber(1.3), { replicates: 500, seed: SEED })).quantities;
    expect(failuresOf({ quantities: [mu!] } as never)).toHaveLength(2);
  });

  test("finds draws that are spread 30 % too wide, by both tests", async () => {
    const right = oneNumber(1);
    const fit: Subject["fit"] = async (data, options) => {
      const found = (await right.fit(data, options)) as CalibratedFit & { draws: { mu: Float64Array } };
      const mean = found.draws.mu.reduce((sum, x) => sum + x, 0) / found.draws.mu.length;
      const { chains, drawCount, sampleStats } = found;
      return Object.assign({ summary: () => found.summary(), chains, drawCount, sampleStats } as CalibratedFit, {
        draws: { mu: found.draws.mu.map((x) => mean + 1.3 * (x - mean)) },
      });
    };
    const [mu] = (await calibrate({ ...right, fit }, { replicates: 500, seed: SEED })).quantities;
    expect(failuresOf({ quantities: [mu!] } as never)).toHaveLength(2);
  });

  test.each(subjects)("holds for 40 replicates of: $name", async (each) => {
    expect(failuresOf(await calibrate(each, { replicates: 40, seed: SEED }))).toEqual([]);
  });

  const drawn = subjects.filter(({ simulatePrior }) => simulatePrior !== undefined);
  test.each(drawn)("holds for 40 replicates, drawn by samplePrior, of: $name", async (each) => {
    expect(failuresOf(await calibrate(each, { replicates: 40, seed: SEED, simulate: each.simulatePrior! }))).toEqual([]);
  });
});
