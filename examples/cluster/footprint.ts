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

/** A ring in which a whole field has not one star was cut out before. */
const usualRing: Masks = { inside: 5, outside: 15 };

/**
 * Out to the farthest star, but no farther than `largest`. The ring is that of `masks`; without, the usual one where it is empty and stars
 * are on both sides of it.
 */
export function footprintOf({ x, y }: Offsets, largest: number, masks?: Masks): Footprint {
  const radii = x.map((value, row) => Math.hypot(value, y[row] as number)).filter((radius) => radius <= largest);
  const outer = radii.reduce((most, radius) => Math.max(most, radius), 0);
  if (masks !== undefined) return { outer, ring: masks };
  const between = radii.filter((radius) => radius > usualRing.inside && radius < usualRing.outside).length;
  return between === 0 && outer > usualRing.outside ? { outer, ring: usualRing } : { outer };
}

export function isWithin({ outer, ring }: Footprint, radius: number): boolean {
  return radius <= outer && (ring === undefined || radius <= ring.inside || radius >= ring.outside);
}

/** Square minutes of arc. */
export function areaOf({ outer, ring = { inside: 0, outside: 0 } }: Footprint): number {
  return Math.PI * (outer ** 2 - ring.outside ** 2 + ring.inside ** 2);
}
