/** The cluster's problems as a person meets them: on a table of stars, with what is printed, and without masks. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTable } from "wasmcmc/data";
import { properMotion } from "../../examples/cluster/proper_motion.js";
import { properMotions } from "../../examples/cluster/proper_motions.js";
import { arcminutesFrom, select } from "../../examples/cluster/selection.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";
import { densestExcess } from "../../examples/cluster/starts.js";
import { fitWithoutMasks } from "../../examples/cluster/swallowed.js";
import { dataFolder } from "../data_folder.js";
import { readReference } from "./reference.js";

/** Seconds are usual; a machine with other things to do takes longer. */
const timeout = 120_000;

describe("a selection", () => {
  const { stars } = simulateField({ seed: 3, stars: 400, area: "cone" });
  const g = stars.numbers("phot_g_mean_mag");

  test("counts the stars that have no number, and those that each cut leaves out", () => {
    const bright = Array.from(g.filter((magnitude) => magnitude < 14)).length;
    const chosen = select(stars, ["ra", "radial_velocity"], { "brighter than G = 12.5": (row) => g[row]! >= 12.5 });
    const left = chosen.leftOut["brighter than G = 12.5"] as number;
    expect(chosen.leftOut["without radial_velocity"]).toBe(400 - bright);
    expect(chosen.rows.length).toBe(bright - left);
    expect([...chosen.rows].every((row) => g[row]! >= 12.5 && g[row]! < 14)).toBe(true);
    expect(String(chosen)).toBe(
      `${bright - left} of 400 stars took part; left out: ${400 - bright} without radial_velocity, ${left} brighter than G = 12.5`,
    );
  });

  test("of no star at all says why, before anything runs", async () => {
    const none = () => select(stars, ["ra"], { "fainter than 5": () => false });
    expect(none).toThrow(expect.objectContaining({ code: "empty-data", value: { "fainter than 5": 400 } }));
    const elsewhere = properMotion.fit(stars, { ra: 10, dec: 10 });
    await expect(elsewhere).rejects.toMatchObject({ code: "empty-data", remedy: expect.stringContaining("centre") });
  });
});

test("chains start where stars inside are denser than the field's, not where the field is densest", () => {
  const field = Array.from({ length: 2000 }, (_, k) => (k % 1000) / 200 - 2.5 + (k % 7) / 70);
  const members = Array.from({ length: 60 }, (_, k) => 4 + k / 200);
  const start = densestExcess([...field.slice(0, 500), ...members], field, 0.3);
  expect(start).toBeGreaterThan(4);
  expect(start).toBeLessThan(4.3);
});

describe("without masks", () => {
  const { stars, cluster, isMember } = simulateField({ seed: 2, stars: 6000 });
  const options = { seed: 1, chains: 2, warmup: 400, draws: 100 };

  test(
    "three Gaussians for the field swallow the cluster, and the summary says so",
    async () => {
      const found = await fitWithoutMasks(stars, cluster, 3, options);
      const [motion, scatter] = found.estimates;
      expect(scatter!.mean).toBeGreaterThan(0.3);
      expect(Math.abs(motion!.mean - cluster.pmra)).toBeGreaterThan(5 * motion!.sd);
      expect(found.expectedMembers.mean).toBeGreaterThan(2000);
      expect(found.summary()).toContain("THE CLUSTER IS SWALLOWED BY THE FIELD");
    },
    timeout,
  );

  test(
    "with four the cluster stands by itself",
    async () => {
      const found = await fitWithoutMasks(stars, cluster, 4, options);
      const [motion] = found.estimates;
      expect(Math.abs(motion!.mean - cluster.pmra)).toBeLessThan(3 * motion!.sd);
      const members = isMember.reduce((sum, flag) => sum + flag, 0);
      expect(Math.abs(found.expectedMembers.mean - members)).toBeLessThan(3 * found.expectedMembers.sd);
      expect(found.summary()).not.toContain("SWALLOWED");
    },
    timeout,
  );
});

test(
  "from random starts a chain in another mode is named, with how far its log density is below",
  async () => {
    const { stars, cluster } = simulateField({ seed: 1, stars: 2000 });
    const { fit, summary } = await properMotion.fit(stars, cluster, { seed: 1, jitter: 4, chains: 6, warmup: 400, draws: 200 });
    const groups = fit.warnings.find(({ code }) => code === "separate-chains")?.groups ?? [];
    expect(groups.length).toBeGreaterThan(1);
    for (const { chains, deficit } of groups.slice(1)) {
      const words = `${chains.length === 1 ? "chain" : "chains"} ${chains.join(", ")} with a median log density ${deficit.toPrecision(3)} lower`;
      expect(summary()).toContain(words);
      // Three standard deviations of a log density with 16 parameters.
      expect(deficit).toBeGreaterThan(3 * Math.sqrt(16 / 2));
    }
  },
  timeout,
);

describe.skipIf(dataFolder === undefined)("the star cluster NGC 2323 (needs data)", () => {
  test(
    "moves as by the published model of its motions, with other field and masks",
    async () => {
      const folder = dataFolder as string;
      const all = await readTable(join(folder, "gaia", "ngc2323.fits"));
      const centre = { ra: 105.684, dec: -8.365 };
      const distance = arcminutesFrom(centre, all);
      const stars = all.filter((row) => distance[row]! < 30);
      const options = { masks: { inside: 10, outside: 20 }, seed: 1, chains: 2, warmup: 300, draws: 200 };
      const reference = readReference(folder, "C");
      const labels: Readonly<Record<string, string>> = { pmra: "mu_c[0]", pmdec: "mu_c[1]" };
      for (const problem of [properMotion, properMotions]) {
        const { estimates } = await problem.fit(stars, centre, options);
        for (const { name, mean } of estimates.filter((one) => one.name in labels)) {
          // Two and a half posterior standard deviations: the stars are partly the same, the fields' models are not.
          const expected = reference.get(labels[name] as string)!.mean;
          expect(Math.abs(mean - expected), `${name} of problem ${problem.number}`).toBeLessThan(0.05);
        }
      }
    },
    timeout,
  );
});
