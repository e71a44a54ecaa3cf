/**
 * The cluster's problems on simulated fields of which the truth is known, one for each of 20 seeds: smaller fields and shorter chains than
 * those of `npm run cluster:seeds`. verdict.ts says what must hold, and why by so much.
 */
import { describe, expect, test } from "vitest";
import { calibrate } from "./calibrate.js";
import { subjects } from "./subjects.js";
import { failuresOf } from "./verdict.js";

const sizes = { seeds: 20, stars: 2500, chains: 2, warmup: 300, draws: 250, distances: 80 };

/** Half a minute is usual; a machine with other things to do takes longer. */
const timeout = 300_000;

describe("on 20 simulated fields", () => {
  for (const subject of subjects.filter(({ problem }) => problem.number % 2 === 1)) {
    test(
      `${subject.problem.title} finds the truth, and gives memberships that are as right as they say`,
      async () => {
        const tally = await calibrate(subject, sizes);
        expect(failuresOf(tally)).toEqual([]);
        expect([...tally.deviations.keys()]).toEqual(expect.arrayContaining(["pmra", "members"]));
      },
      timeout,
    );
  }
});
