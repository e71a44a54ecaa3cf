/** The problems as they are put to the test: on which part of the sky, and what the classifier that knows the truth may look at. */
import { parallax } from "../../examples/cluster/parallax.js";
import type { ClusterProblem } from "../../examples/cluster/problem.js";
import { withParallaxes } from "../../examples/cluster/problems.js";
import { properMotion } from "../../examples/cluster/proper_motion.js";
import { properMotions } from "../../examples/cluster/proper_motions.js";
import type { Area } from "../../examples/cluster/simulator/area.js";
import { ngc6819 } from "../../examples/cluster/simulator/truth.js";
import { sixDimensions } from "../../examples/cluster/six_dimensions.js";
import type { Measured, Place } from "./oracle.js";

export interface Subject {
  readonly problem: ClusterProblem;
  readonly area: Area;
  readonly measured: readonly Measured[];
  readonly place: Place;
}

/** The zero point of the catalogue is known, as to an astronomer. */
const known = { zeroPoint: ngc6819.parallax_zero_point, errorFactor: 1 };

export const subjects: readonly Subject[] = [
  { problem: properMotion, area: "masks", measured: ["pmra"], place: "mask" },
  { problem: withParallaxes(parallax, known), area: "masks", measured: ["parallax"], place: "mask" },
  { problem: properMotions, area: "masks", measured: ["pmra", "pmdec"], place: "mask" },
  {
    problem: withParallaxes(sixDimensions, known),
    area: "cone",
    measured: ["parallax", "pmra", "pmdec", "radial_velocity"],
    place: "position",
  },
];
