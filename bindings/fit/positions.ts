/** Stored draws in unconstrained coordinates, as a sampler moved them. */
import type { ParameterPlace } from "../engine/variables.js";
import { RandomNumbers } from "../posterior/statistics/random_numbers.js";
import type { FitDraws } from "./draws.js";

/**
 * Coordinates of every draw, chain by chain. Directions and angles are those of points whose distance from the origin no draw holds: it
 * is independent of all else, so it is drawn anew from its own distribution, by seed.
 */
export function positionsOf(source: FitDraws, seed: number): Float64Array {
  const { chains, draws } = source;
  const { evaluator, parameters } = source.bound;
  const { dimension, parameterLength } = evaluator;
  const random = new RandomNumbers(seed);
  const out = new Float64Array(chains * draws * dimension);
  for (let chain = 0; chain < chains; chain++) {
    const values = source.compact(chain);
    for (let draw = 0; draw < draws; draw++) {
      const position = evaluator.unconstrain(values.subarray(draw * parameterLength, (draw + 1) * parameterLength));
      for (const place of parameters) lengthen(place, position, random);
      out.set(position, (chain * draws + draw) * dimension);
    }
  }
  return out;
}

/** Gives points on the circle or sphere the distances that `vector_constraints.ts` of the lowering says. */
function lengthen(
  { layout, rows, positionOffset, positionWidth }: ParameterPlace,
  position: Float64Array,
  random: RandomNumbers,
): void {
  const { constraint } = layout;
  if (constraint !== "unitVector" && constraint !== "circular") return;
  const width = constraint === "circular" ? 2 : positionWidth;
  for (let row = 0; row < rows; row++) {
    for (let first = 0; first < positionWidth; first += width) {
      const length = constraint === "circular" ? 1 + 0.1 * random.normal() : chi(width, random);
      for (let k = first; k < first + width; k++) position[positionOffset + k * rows + row]! *= length;
    }
  }
}

/** The length of a vector of standard normal numbers. */
function chi(dimension: number, random: RandomNumbers): number {
  return Math.hypot(...Array.from({ length: dimension }, () => random.normal()));
}
