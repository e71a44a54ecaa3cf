/** The problems as they are put to the test: on which part of the sky, and what the classifier that knows the truth may look at. */
import type { ClusterProblem } from "../../examples/cluster/problem.js";
import { properMotion } from "../../examples/cluster/proper_motion.js";
import { properMotions } from "../../examples/cluster/proper_motions.js";
import type { Area } from "../../examples/cluster/simulator/area.js";
import type { Measured, Place } from "./oracle.js";

export interface Subject {
  readonly problem: ClusterProblem;
  readonly area: Area;
  readonly measured: readonly Measured[];
  readonly place: Place;
}

export const subjects: readonly Subject[] = [
  { problem: properMotion, area: "masks", measured: ["pmra"], place: "mask" },
  { problem: properMotions, area: "masks", measured: ["pmra", "pmdec"], place: "mask" },
];
