/** Mixture models of a star cluster, against reference posteriors by another sampler (NumPyro's NUTS, 4 chains of 3000 draws). */
import { describe, expect, test } from "vitest";
import { sample } from "../../bindings/index.js";
import { deviation, type ReferenceMoments } from "../agreement.js";
import { dataFolder } from "../data_folder.js";
import { type AnyFit, valuesOf } from "../posteriordb/posterior.js";
import { motions, parallaxes, planeMotions } from "./models.js";
import { readReference, readStars } from "./reference.js";

/**
 * Four combined Monte Carlo errors: of the 27 numbers' means and sds a right sampler exceeds it at one with probability 54 *
 * 6e-5 = 0.3 %.
 */
const SIGMAS = 4;

const options = { chains: 4, draws: 3000, seed: 2323, jitter: 0.1, workers: false } as const;

function expectAgreement(fit: AnyFit, reference: Map<string, ReferenceMoments>): void {
  for (const [label, moments] of reference) {
    const found = deviation(valuesOf(fit, label), fit.chains.length, moments);
    expect(found.mean, `mean of ${label}`).toBeLessThan(SIGMAS);
    expect(found.sd, `sd of ${label}`).toBeLessThan(SIGMAS);
    expect(fit.summary().row(label).r_hat, `R-hat of ${label}`).toBeLessThan(1.01);
  }
  expect(fit.sampleStats.diverging.every((flag) => flag === 0)).toBe(true);
}

/** Some ten seconds are usual; a machine with other things to do takes longer. */
const timeout = 120_000;

describe.skipIf(dataFolder === undefined)("the star cluster NGC 2323 (needs data)", () => {
  const folder = dataFolder as string;

  test("has the reference's proper motions in right ascension, cluster and field", async () => {
    const stars = readStars(folder, ({ pmra }, distance) => distance < 10 && Math.abs(pmra) < 20);
    expect(stars.ra).toHaveLength(1225);
    const reference = readReference(folder, "A");
    expect(reference.size).toBe(9);
    const fit = await sample(motions, { pmra: stars.pmra, pmra_error: stars.pmra_error }, options);
    expectAgreement(fit, reference);
  });

  test("has the reference's parallaxes, the field by a density of its own", async () => {
    const { parallax, parallax_error } = readStars(folder, (_, distance) => distance < 10);
    expect(parallax).toHaveLength(1227);
    const reference = readReference(folder, "B");
    expect(reference.size).toBe(4);
    expectAgreement(await sample(parallaxes, { parallax, parallax_error }, options), reference);
  });

  test(
    "has the reference's proper motions in both directions, with each star's covariance",
    async () => {
      const { ra, dec, parallax, parallax_error, ...stars } = readStars(
        folder,
        ({ pmra, pmdec }, distance) => distance < 15 && Math.abs(pmra) < 20 && Math.abs(pmdec) < 20,
      );
      expect(stars.pmra).toHaveLength(2461);
      const reference = readReference(folder, "C");
      expect(reference.size).toBe(14);
      expectAgreement(await sample(planeMotions, stars, options), reference);
    },
    timeout,
  );
});
