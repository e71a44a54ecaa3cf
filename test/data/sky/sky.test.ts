import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  angularSeparation,
  fromTangentPlane,
  galacticToIcrs,
  galactocentric,
  icrsToGalactic,
  parallaxToDistance,
  positionAngle,
  properMotionErrorsToGalactic,
  properMotionToGalactic,
  tangentPlane,
  toCartesian,
} from "../../../bindings/data/index.js";

interface Phase {
  readonly ra: number;
  readonly dec: number;
  readonly distance: number;
  readonly pmra: number;
  readonly pmdec: number;
  readonly rv: number;
  readonly l: number;
  readonly b: number;
  readonly pml: number;
  readonly pmb: number;
  readonly cartesian: number[];
  readonly velocity: number[];
  readonly galactocentric: number[];
  readonly galactocentric_velocity: number[];
  readonly other: number[];
}
const fixture = JSON.parse(readFileSync(new URL("../../fixtures/sky.json", import.meta.url), "utf8")) as {
  pairs: { a: [number, number]; b: [number, number]; separation: number; angle: number }[];
  phases: Phase[];
};

/** Degrees; and relative for places in space. Some 1e6 roundings of numbers up to 360 would be needed to reach it. */
const Tolerance = 1e-10;
const place = ([ra, dec]: readonly [number, number]) => ({ ra, dec });
const turn = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

describe("between two places", () => {
  test.each(fixture.pairs)("$a and $b the angles are astropy's", ({ a, b, separation, angle }) => {
    expect(Math.abs(angularSeparation(place(a), place(b)) - separation)).toBeLessThan(Tolerance);
    // A direction to the antipode or to the place itself is lost in rounding.
    const lever = Math.sin((separation * Math.PI) / 180);
    expect(turn(positionAngle(place(a), place(b)), angle) * lever).toBeLessThan(Tolerance);
  });

  test("offsets in the tangent plane lead back", () => {
    for (const { a, b, separation } of fixture.pairs) {
      const offset = tangentPlane(place(a), place(b));
      if (separation >= 89) continue;
      // The plane's distance is the tangent of the angle.
      expect(Math.hypot(offset.xi, offset.eta)).toBeCloseTo((Math.tan((separation * Math.PI) / 180) * 180) / Math.PI, 8);
      expect(angularSeparation(fromTangentPlane(place(a), offset), place(b))).toBeLessThan(Tolerance);
    }
    expect(tangentPlane({ ra: 0, dec: 0 }, { ra: 180, dec: 0 })).toEqual({ xi: NaN, eta: NaN });
  });
});

describe.each(fixture.phases)("a star at $ra, $dec", (star) => {
  test("has astropy's Galactic place and proper motion", () => {
    const { l, b } = icrsToGalactic(star.ra, star.dec);
    expect(turn(l, star.l) * Math.cos((star.b * Math.PI) / 180)).toBeLessThan(Tolerance);
    // Near a pole astropy takes the latitude from its sine or tangent, which costs digits.
    expect(Math.abs(b - star.b)).toBeLessThan(Math.abs(star.b) > 89.99 ? 1e-8 : Tolerance);
    const back = galacticToIcrs(l, b);
    expect(angularSeparation(back, star)).toBeLessThan(Tolerance);
    const { pmLongitude, pmLatitude } = properMotionToGalactic(star.ra, star.dec, star.pmra, star.pmdec);
    // At a pole of either system the two norths have no direction; lengths stay.
    if (Math.abs(star.b) < 89.99 && Math.abs(star.dec) < 89.99) {
      expect(Math.abs(pmLongitude - star.pml)).toBeLessThan(1e-9);
      expect(Math.abs(pmLatitude - star.pmb)).toBeLessThan(1e-9);
    }
    expect(Math.hypot(pmLongitude, pmLatitude)).toBeCloseTo(Math.hypot(star.pmra, star.pmdec), 10);
  });

  test("has astropy's place and velocity in space", () => {
    const motion = { ...star, radialVelocity: star.rv };
    const { position, velocity } = toCartesian(motion);
    const seen = galactocentric(motion);
    const other = galactocentric(motion, { distance: 8.3, sunHeight: 0.027 });
    const compare = (found: readonly number[], known: readonly number[]) => {
      const length = Math.hypot(...known);
      for (const [axis, value] of known.entries()) expect(Math.abs(found[axis]! - value)).toBeLessThan(Tolerance * length);
    };
    compare(position, star.cartesian);
    compare(velocity, star.velocity);
    compare(seen.position, star.galactocentric);
    compare(seen.velocity, star.galactocentric_velocity);
    compare(other.position, star.other);
  });
});

test("errors turn with their proper motion: trace and determinant stay, and the turned covariance is R C R'", () => {
  const errors = { first: 0.05, second: 0.02, correlation: -0.4 };
  const turned = properMotionErrorsToGalactic(295.3, 40.2, errors);
  const determinant = ({ first, second, correlation }: typeof errors) => (first * second) ** 2 * (1 - correlation ** 2);
  expect(turned.first ** 2 + turned.second ** 2).toBeCloseTo(errors.first ** 2 + errors.second ** 2, 15);
  expect(determinant(turned)).toBeCloseTo(determinant(errors), 15);
  const [a, b] = [properMotionToGalactic(295.3, 40.2, 1, 0), properMotionToGalactic(295.3, 40.2, 0, 1)];
  const covariance = errors.correlation * errors.first * errors.second;
  const expected =
    a.pmLongitude ** 2 * errors.first ** 2 +
    2 * a.pmLongitude * b.pmLongitude * covariance +
    b.pmLongitude ** 2 * errors.second ** 2;
  expect(turned.first ** 2).toBeCloseTo(expected, 15);
});

test("NGC 6819 lies where the literature has it", () => {
  // Hunt & Reffert (2023): (-7435.8, 2386.4, 389.4) pc, with another Sun (8.178 kpc less): its y is what can be compared.
  const { position } = galactocentric({ ra: 295.32176, dec: 40.18987, distance: 2.51, pmra: 0, pmdec: 0, radialVelocity: 0 });
  expect(Math.abs(position[1] - 2.3864)).toBeLessThan(0.005);
});

test("a parallax that is not positive is at no distance", () => {
  expect(parallaxToDistance(0.4)).toBe(2.5);
  expect(() => parallaxToDistance(-0.1)).toThrow(/Treat measured parallaxes as data/);
});
