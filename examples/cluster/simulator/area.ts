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

/** A Plummer sphere seen from outside, cut off at the tidal radius. */
export interface Profile {
  readonly r50: number;
  readonly tidal_radius: number;
}

/** The share of the members within a radius. */
function shareWithin(radius: number, { r50, tidal_radius }: Profile): number {
  const uncut = (r: number): number => r ** 2 / (r ** 2 + r50 ** 2);
  return uncut(Math.min(radius, tidal_radius)) / uncut(tidal_radius);
}

/** Members and stars of the field, on average, between two distances from the centre. */
function expectedStars(from: number, to: number, profile: Profile): { members: number; field: number } {
  const members = ClusterMembers * (shareWithin(to, profile) - shareWithin(from, profile));
  return { members, field: FieldDensity * Math.PI * (to ** 2 - from ** 2) };
}

/** The share of the stars between two distances from the centre that are members. */
export function memberShareBetween(from: number, to: number, profile: Profile): number {
  const { members, field } = expectedStars(from, to, profile);
  return members / (members + field);
}

/** The share of the stars at a distance from the centre that are members. */
export function memberShareAt(radius: number, profile: Profile): number {
  const step = 1e-3 * profile.r50;
  return memberShareBetween(radius, radius + step, profile);
}

/** The share of the stars in an area that are members. */
export function memberShare(area: Area, profile: Profile): number {
  const parts = rings[area].map(([from, to]) => expectedStars(from, to, profile));
  const members = parts.reduce((sum, part) => sum + part.members, 0);
  return members / parts.reduce((sum, part) => sum + part.members + part.field, 0);
}

/** How far from the centre a star is: a member by the profile, one of the field evenly. */
export function drawRadius(random: RandomNumbers, area: Area, member: boolean, { r50, tidal_radius }: Profile): number {
  for (;;) {
    const u = random.uniform();
    const radius = member ? r50 * Math.sqrt(u / (1 - u)) : ConeRadius * Math.sqrt(u);
    if (member && radius >= tidal_radius) continue;
    if (rings[area].some(([from, to]) => radius >= from && radius < to)) return radius;
  }
}
