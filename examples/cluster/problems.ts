/** The problems by their numbers. */
import { fitParallax, parallax } from "./parallax.js";
import type { ClusterProblem } from "./problem.js";
import { properMotion } from "./proper_motion.js";
import { properMotions } from "./proper_motions.js";
import { fitSixDimensions, sixDimensions } from "./six_dimensions.js";

export const problems: readonly ClusterProblem[] = [properMotion, parallax, properMotions, sixDimensions];

/** What is known of a catalogue's parallaxes: what they have too much (mas), and by what their errors are to be multiplied. */
export interface CatalogueParallaxes {
  readonly zeroPoint: number;
  readonly errorFactor: number;
}

/** The same problem with these in the place of 0 and 1, where it looks at parallaxes. */
export function withParallaxes(problem: ClusterProblem, known: CatalogueParallaxes): ClusterProblem {
  if (problem === parallax) return { ...problem, fit: (stars, centre, options) => fitParallax(stars, centre, options, known) };
  if (problem !== sixDimensions) return problem;
  return { ...problem, fit: (stars, centre, options) => fitSixDimensions(stars, centre, options, known) };
}
