/** Published posteriors, a few of each structure: every mean and sd within Monte Carlo error of the reference. */
import { describe, expect, test } from "vitest";
import { dataFolder } from "../data_folder.js";
import { examine } from "./examine.js";
import { type Posterior, readPosterior } from "./posterior.js";
import { posteriors } from "./posteriors.js";

const options = { chains: 4, draws: 2500, seed: 20261122, workers: false } as const;

/** One of each structure and those that are hard; `npm run posteriordb` samples all. */
const chosen = [
  "eight_schools-eight_schools_noncentered",
  "eight_schools-eight_schools_centered",
  "low_dim_gauss_mix-low_dim_gauss_mix",
  "kidiq-kidscore_momhsiq",
  "earnings-earn_height",
  "sblri-blr",
  "arma-arma11",
  "hmm_example-hmm_example",
  "gp_pois_regr-gp_regr",
];

describe.skipIf(dataFolder === undefined)("posteriordb (needs data)", () => {
  test.each(posteriors.filter(({ name }) => chosen.includes(name)))(
    "$name agrees with its reference ($coordinates coordinates)",
    async (subject: Posterior) => {
      const { columns, reference } = readPosterior(dataFolder as string, subject.name);
      const found = examine(subject, await subject.run(columns, { ...options, ...subject.options }), reference);
      expect(found.failures).toEqual([]);
    },
  );
});
