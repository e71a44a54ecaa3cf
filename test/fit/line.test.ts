/** The line with outliers against its reference posterior: 200,000 draws of an independent sampler. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { deviation } from "../agreement.js";
import { dataFolder } from "../data_folder.js";
import { lineModel, linePoints } from "./line_model.js";

interface Reference {
  readonly summary: Record<string, { mean: number; sd: number; mcse: number; mcse_sd: number }>;
  readonly membership_weighted: number[];
  readonly membership_unweighted: number[];
  readonly weighted_least_squares: { m: number; b: number };
}

/** Four combined Monte Carlo errors for twelve numbers: exceeded by a right sampler with probability 8e-4; the seed is fixed. */
const SIGMAS = 4;
const outliers = [2, 6, 10, 11, 13, 25, 28];

describe.skipIf(dataFolder === undefined)("the line with outliers (needs data)", () => {
  const line = lineModel(library);
  const data = linePoints(library);
  let reference: Reference;
  let fit: library.Fit<typeof line>;

  beforeAll(async () => {
    reference = JSON.parse(readFileSync(join(dataFolder as string, "line", "reference.json"), "utf8"));
    fit = await library.sample(line, data, { chains: 4, draws: 5000, seed: 42, workers: false });
  });

  test("has the reference's means and standard deviations", () => {
    for (const [label, moments] of Object.entries(reference.summary)) {
      const [name, place] = label.replace("]", "").split("[") as [keyof typeof fit.draws, string | undefined];
      const all = fit.draws[name];
      const width = all.length / (fit.chains.length * fit.drawCount);
      const values = all.filter((_, i) => i % width === Number(place ?? 0));
      const found = deviation(values, 4, { mean: moments.mean, sd: moments.sd, mcseMean: moments.mcse, mcseSd: moments.mcse_sd });
      expect(found.mean, `mean of ${label}`).toBeLessThan(SIGMAS);
      expect(found.sd, `sd of ${label}`).toBeLessThan(SIGMAS);
    }
  });

  test("mixes well: effective draws, R-hat, no divergence, nothing to warn of", () => {
    for (const { label, ess_bulk, ess_tail, r_hat } of fit.summary().rows) {
      expect(Math.min(ess_bulk, ess_tail), `effective draws of ${label}`).toBeGreaterThan(0.2 * 20_000);
      expect(r_hat, `R-hat of ${label}`).toBeLessThan(1.01);
    }
    expect(fit.sampleStats.diverging.every((flag) => flag === 0)).toBe(true);
    expect(fit.warnings).toEqual([]);
  });

  test.each([
    [true, "membership_weighted"],
    [false, "membership_unweighted"],
  ] as const)("gives the reference's memberships, weights %s", (weights, key) => {
    const { probability, mcse } = fit.membership("y", { weights });
    expect(probability.shape).toEqual([32, 2]);
    const onLine = library.select(probability, { component: "line" }).values;
    const errors = library.select(mcse, { component: "line" }).values;
    onLine.forEach((share, row) => {
      expect(Math.abs(share - (reference[key][row] as number)), `row ${row}`).toBeLessThan(0.01);
      expect(errors[row], `error of row ${row}`).toBeLessThan(0.003);
    });
    if (weights) expect([...onLine.keys()].filter((row) => (onLine[row] as number) < 0.5)).toEqual(outliers);
  });

  test("starts from the weighted least squares line", () => {
    const { coefficients } = library.leastSquares({ m: data.x, b: 1 }, data.y, { sigma: data.yErr });
    expect(coefficients.m).toBeCloseTo(reference.weighted_least_squares.m, 8);
    expect(coefficients.b).toBeCloseTo(reference.weighted_least_squares.b, 8);
  });

  test("stores log densities that its rows, priors and Jacobian add up to", () => {
    const rows = fit.logLikelihood("y");
    const target = line.bind(data);
    expect(rows.shape).toEqual([4, 5000, 32]);
    for (const draw of [0, 777, 4999]) {
      const sum = rows.values.subarray(draw * 32, draw * 32 + 32).reduce((total, value) => total + value, 0);
      const [m, b, lnS, w] = [fit.draws.m[draw], fit.draws.b[draw], fit.draws.ln_s_out[draw], fit.draws.w[2 * draw]] as [
        number,
        number,
        number,
        number,
      ];
      const priors = -Math.log(10) - Math.log(7) - 0.5 * (b / 25) ** 2 - Math.log(25) - 0.5 * Math.log(2 * Math.PI);
      const unit = (value: number) => Math.log(value) + Math.log1p(-value);
      const jacobian = Math.log(10) + unit(m / 10) + Math.log(7) + unit((lnS + 3) / 7) + unit(w) + 0.5 * Math.log(2);
      // 1e-12 of the sum of absolute terms, here about 150.
      expect(Math.abs(sum + priors + jacobian - (fit.sampleStats.lp[draw] as number))).toBeLessThan(1.5e-10);
    }
    expect(target.dimension).toBe(4);
  });

  test("gives component log densities, of which the weighted ones add up to the rows", () => {
    const rows = fit.logLikelihood("y").values;
    const components = fit.componentLogp("y");
    expect(components.shape).toEqual([4, 5000, 32, 2]);
    for (const at of [0, 31, 32 * 4321 + 7]) {
      const draw = Math.floor(at / 32);
      const total = [0, 1].reduce(
        (sum, k) => sum + (fit.draws.w[2 * draw + k] as number) * Math.exp(components.values[2 * at + k] as number),
        0,
      );
      expect(Math.log(total)).toBeCloseTo(rows[at] as number, 10);
    }
  });
});
