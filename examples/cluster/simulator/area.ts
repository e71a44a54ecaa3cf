/** Where on the sky stars of a simulated field are: a cone about the centre, or those parts of it that the masks keep. Minutes of arc. */
import type { RandomNumbers } from "wasmcmc";

/** "masks": within 5 minutes of arc and from 15 on, where the fits look; "cone": everywhere. */
export type Area = "masks" | "cone";

export const ConeRadius = 20.4;
const rings: Readonly<Record<Area, readonly (readonly [number, number])[]>> = {
  masks: [
    [0, 5],
    [15, ConeRadius],
  ],
  cone: [[0, ConeRadius]],
};

/** Stars of the field in a square minute, and members of the whole cluster: those of NGC 6819 in a cone of some 32,000 stars. */
const FieldDensity = 22.7;
const ClusterMembers = 2311;

/** Of a Plummer sphere seen from outside, half of which is within `r50`: the share within a radius. */
const shareWithin = (radius: number, r50: number): number => radius ** 2 / (radius ** 2 + r50 ** 2);

/** The share of the stars in an area that are members. */
export function memberShare(area: Area, r50: number): number {
  const sum = (of: (radius: number) => number): number => rings[area].reduce((total, [from, to]) => total + of(to) - of(from), 0);
  const members = ClusterMembers * sum((radius) => shareWithin(radius, r50));
  return members / (members + FieldDensity * sum((radius) => Math.PI * radius ** 2));
}

/** How far from the centre a star is: a member by the profile, one of the field evenly. */
export function drawRadius(random: RandomNumbers, area: Area, member: boolean, r50: number): number {
  for (;;) {
    const u = random.uniform();
    const radius = member ? r50 * Math.sqrt(u / (1 - u)) : ConeRadius * Math.sqrt(u);
    if (rings[area].some(([from, to]) => radius >= from && radius < to)) return radius;
  }
}
