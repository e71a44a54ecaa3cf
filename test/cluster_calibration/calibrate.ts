/** Fits a problem to many simulated fields, one a seed, and counts how right it was. */
import type { SampleOptions } from "../../bindings/index.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";
import { oracleMembership } from "./oracle.js";
import type { Subject } from "./subjects.js";
import { Tally } from "./tally.js";

export interface CalibrationOptions extends SampleOptions {
  readonly seeds: number;
  readonly stars: number;
  /** Distances of the classifier that knows the truth: a few hundred. */
  readonly distances?: number;
  readonly report?: (seed: number, tally: Tally) => void;
}

export async function calibrate({ problem, area, measured, place }: Subject, options: CalibrationOptions): Promise<Tally> {
  const { seeds, stars, distances, report, ...sampling } = options;
  const tally = new Tally();
  for (let seed = 1; seed <= seeds; seed++) {
    const field = simulateField({ seed, stars, area });
    const found = await problem.fit(field.stars, field.cluster, { ...sampling, seed });
    tally.add(field, found, oracleMembership(found.selection.table, field.cluster, measured, place, distances));
    report?.(seed, tally);
  }
  return tally;
}
