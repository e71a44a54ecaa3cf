/** The problems by their numbers. */
import type { ClusterProblem } from "./problem.js";
import { properMotion } from "./proper_motion.js";
import { properMotions } from "./proper_motions.js";

export const problems: readonly ClusterProblem[] = [properMotion, properMotions];
