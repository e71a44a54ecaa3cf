/** Problems 2 and 4 on simulated fields, as calibration.test.ts has problems 1 and 3; each in sizes that its memberships ask for. */
import { describe, expect, test } from "vitest";
import { calibrate } from "./calibrate.js";
import { subjects } from "./subjects.js";
import { failuresOf } from "./verdict.js";

/**
 * Parallaxes alone tell members badly, so that all probabilities of a field go up and down with its share of members: fields are large enough
 * for the share's error to be small against the width of a bin.
 */
const parallaxes = { seeds: 20, stars: 4000, chains: 2, warmup: 200, draws: 200, distances: 150 };
const everything = { seeds: 20, stars: 1500, chains: 2, warmup: 200, draws: 200, distances: 60 };

/** A minute is usual; a machine with other things to do takes longer. */
const timeout = 900_000;

describe("on 20 simulated fields", () => {
  const cases = [
    { number: 2, sizes: parallaxes, names: ["distance", "members"] },
    { number: 4, sizes: everything, names: ["distance", "pmra", "pmdec", "x", "y", "z", "v_x", "v_y", "v_z", "members"] },
  ];
  test.each(cases)(
    "problem $number finds the truth, and gives memberships that are as right as they say",
    async ({ number, sizes, names }) => {
      const subject = subjects.find(({ problem }) => problem.number === number) as (typeof subjects)[number];
      const tally = await calibrate(subject, sizes);
      expect(failuresOf(tally)).toEqual([]);
      expect([...tally.deviations.keys()]).toEqual(expect.arrayContaining(names));
    },
    timeout,
  );
});
