/** The calibration's own instruments: do they see what is wrong? */
import { expect, test } from "vitest";
import type { ClusterFit } from "../../examples/cluster/problem.js";
import { type SimulatedField, simulateField } from "../../examples/cluster/simulator/field.js";
import { oracleMembership } from "./oracle.js";
import { Tally } from "./tally.js";
import { failuresOf } from "./verdict.js";

const fields = [1, 2, 3, 4].map((seed) => simulateField({ seed, stars: 2000 }));

/** What a fit would say that knew the truth, with its probabilities changed and its estimate off by some standard deviations. */
function saidOf(field: SimulatedField, change: (p: number) => number, off: number): ClusterFit {
  const probability = oracleMembership(field.stars, field.cluster, ["pmra", "pmdec"], "mask", 80);
  const count = field.isMember.reduce((sum, flag) => sum + flag, 0);
  return {
    fit: { summary: () => ({ rows: [{ r_hat: 1 }] }) } as unknown as ClusterFit["fit"],
    selection: { rows: Uint32Array.from(probability.keys()) } as ClusterFit["selection"],
    membership: probability.map(change),
    expectedMembers: { mean: count, sd: 1 },
    estimates: [{ name: "pmra", unit: "mas/yr", mean: field.cluster.pmra + off * 0.01, sd: 0.01 }],
    summary: () => "",
  };
}

function failuresWith(change: (p: number) => number, off = 0): string[] {
  const tally = new Tally();
  for (const field of fields) {
    tally.add(field, saidOf(field, change, off), oracleMembership(field.stars, field.cluster, ["pmra", "pmdec"], "mask", 80));
  }
  return failuresOf(tally);
}

test("the classifier that knows the truth is calibrated", () => {
  expect(failuresWith((p) => p)).toEqual([]);
});

test("probabilities that are too sure of themselves, or a third too small, are noticed", () => {
  expect(failuresWith((p) => p ** 3 / (p ** 3 + (1 - p) ** 3)).join()).toMatch(/bin 1/);
  expect(failuresWith((p) => 0.67 * p).join()).toMatch(/bin \d.*completeness/);
});

test("an estimate four standard deviations from the truth is noticed", () => {
  expect(failuresWith((p) => p, 4)).toEqual(["pmra: the truth is within 3 sd in 0 of 4 fields"]);
});
