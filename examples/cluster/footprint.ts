/** The part of the sky where a table has stars: a disc about the cluster's centre, or one with a ring cut out. Minutes of arc. */
import { type SkyPlace, type Table, tangentPlane } from "wasmcmc/data";
import type { Masks } from "./problem.js";

export interface Footprint {
  readonly outer: number;
  /** Without stars: where masks have cut them out. */
  readonly ring?: Masks;
}

/** Offsets of stars from the centre in the plane that touches the sky there, to the east and to the north. */
export interface Offsets {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function offsetsFrom(centre: SkyPlace, stars: Table): Offsets {
  const [ra, dec] = [stars.numbers("ra"), stars.numbers("dec")];
  const offsets = Array.from(ra, (value, row) => tangentPlane(centre, { ra: value, dec: dec[row] as number }));
  return { x: Float64Array.from(offsets, ({ xi }) => 60 * xi), y: Float64Array.from(offsets, ({ eta }) => 60 * eta) };
}

/** Out to the farthest star, but no farther than `largest`. Between masks that have not one star between them a ring was cut out. */
export function footprintOf({ x, y }: Offsets, largest: number, masks: Masks): Footprint {
  const radii = x.map((value, row) => Math.hypot(value, y[row] as number)).filter((radius) => radius <= largest);
  const outer = radii.reduce((most, radius) => Math.max(most, radius), 0);
  const isEmpty = radii.every((radius) => radius <= masks.inside || radius >= masks.outside);
  return isEmpty && outer > masks.outside ? { outer, ring: masks } : { outer };
}

export function isWithin({ outer, ring }: Footprint, radius: number): boolean {
  return radius <= outer && (ring === undefined || radius <= ring.inside || radius >= ring.outside);
}
