/** Published posteriors: every mean and sd within Monte Carlo error of the reference. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deviation } from "../agreement.js";
import { dataFolder } from "../data_folder.js";
import { type Case, cases, valuesOf } from "./models.js";

interface Reference {
  readonly parameters: Record<string, { mean: number; sd: number; mcse_mean: number; mcse_sd: number }>;
}

const read = (file: string) => JSON.parse(readFileSync(join(dataFolder as string, "posteriordb", file), "utf8"));

/**
 * Four combined Monte Carlo errors: with some 40 numbers compared here, a right sampler exceeds it at one of them with
 * probability 40 * 6e-5; the seed is fixed, so it never flakes.
 */
const SIGMAS = 4;
const options = { chains: 4, draws: 2500, seed: 20261122, workers: false } as const;

describe.skipIf(dataFolder === undefined)("posteriordb (needs data)", () => {
  test.each(cases)("$posterior agrees with its reference ($coordinates coordinates)", async (subject: Case) => {
    const data = read(`${subject.data}.data.json`);
    const reference: Reference = read(`${subject.posterior}.reference.json`);
    const fit = await subject.run(data, { ...options, ...subject.options });
    const summary = fit.summary();
    const total = fit.chains.length * fit.drawCount;
    for (const [name, moments] of Object.entries(reference.parameters)) {
      const label = subject.label(name);
      const values = valuesOf(fit, label);
      const { mean, sd } = deviation(values, fit.chains.length, {
        ...moments,
        mcseMean: moments.mcse_mean,
        mcseSd: moments.mcse_sd,
      });
      expect(mean, `mean of ${label}`).toBeLessThan(SIGMAS);
      expect(sd, `sd of ${label}`).toBeLessThan(SIGMAS);
      const row = summary.row(label);
      expect(Math.min(row.ess_bulk, row.ess_tail), `effective draws of ${label}`).toBeGreaterThan(subject.leastEss * total);
      expect(row.r_hat, `R-hat of ${label}`).toBeLessThan(1.01);
    }
    const divergences = fit.sampleStats.diverging.reduce((sum, flag) => sum + flag, 0);
    expect(divergences).toBeLessThanOrEqual(subject.mostDivergences * total);
  });
});
