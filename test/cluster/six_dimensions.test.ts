/** Problem 4: what it makes of stars without radial velocities, of a chain in another mode, and of the real NGC 2323. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readFits } from "../../bindings/data/index.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";
import { fitSixDimensions } from "../../examples/cluster/six_dimensions.js";
import { dataFolder } from "../data_folder.js";

const { closeWorkers } = (await import("wasmcmc" as string)) as { closeWorkers: () => void };
afterAll(() => closeWorkers());

const timeout = 300_000;
const { stars, cluster } = simulateField({ seed: 3, stars: 800, area: "cone" });
const zeroPoint = cluster.parallax_zero_point;
const short = { chains: 2, warmup: 100, draws: 50, seed: 1 };

describe("stars without radial velocities", () => {
  test(
    "take part without one, and are counted",
    async () => {
      const nulls = stars.isNull("radial_velocity").reduce((sum, flag) => sum + flag, 0);
      const found = await fitSixDimensions(stars, cluster, short, { zeroPoint });
      expect(found.selection.rows).toHaveLength(800);
      expect(found.summary()).toContain(`${800 - nulls} of the stars have radial velocities, ${nulls} have none`);
      expect(found.estimates.map(({ name }) => name)).toEqual(expect.arrayContaining(["radial_velocity", "v_x", "v_y", "v_z"]));
    },
    timeout,
  );

  test(
    "where there are no others, give a velocity along the sky and none in space",
    async () => {
      const without = stars.select(stars.names.filter((name) => !name.startsWith("radial_velocity")));
      const found = await fitSixDimensions(without, cluster, short, { zeroPoint });
      const names = found.estimates.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(["x", "y", "z", "v_east", "v_north"]));
      for (const name of ["radial_velocity", "v_x", "v_y", "v_z"]) expect(names).not.toContain(name);
      expect(found.summary()).toContain("No star has a radial velocity");
    },
    timeout,
  );
});

test(
  "from random starts a chain in another mode is named, with how much lower its density is",
  async () => {
    const options = { chains: 4, warmup: 150, draws: 50, seed: 1, jitter: 3 };
    const found = await fitSixDimensions(simulateField({ seed: 1, stars: 1000 }).stars, cluster, options, { zeroPoint });
    expect(found.summary()).toMatch(/Chains sit in different places .*; chains? \d.* with a median log density [\d.e+]+ lower/);
  },
  timeout,
);

describe.skipIf(dataFolder === undefined)("the star cluster NGC 2323 (needs data)", () => {
  test(
    "is where the literature has it, with a velocity along the sky alone",
    async () => {
      const table = await readFits(readFileSync(join(dataFolder as string, "gaia", "ngc2323.fits")));
      const centre = { ra: 105.684, dec: -8.365 };
      const options = { chains: 2, warmup: 300, draws: 200, seed: 2323 };
      const found = await fitSixDimensions(table as never, centre, options, { largestRadius: 15 });
      const mean = (name: string): number => found.estimates.find((estimate) => estimate.name === name)?.mean as number;
      // Between Cantat-Gaudin (2020) and Hunt & Reffert (2023), who differ by less than 0.03 mas/yr and 0.01 mas.
      expect(Math.abs(mean("pmra") - -0.7)).toBeLessThan(0.1);
      expect(Math.abs(mean("pmdec") - -0.607)).toBeLessThan(0.1);
      for (const literature of [0.997, 1.006]) expect(Math.abs(mean("parallax") - literature)).toBeLessThan(0.03);
      expect(Math.hypot(mean("x") + 8122, mean("y"), mean("z") - 20.8)).toBeCloseTo(mean("distance"), -2);
      const names = found.estimates.map(({ name }) => name);
      expect(names).toContain("v_east");
      expect(names).not.toContain("v_x");
    },
    timeout,
  );
});
