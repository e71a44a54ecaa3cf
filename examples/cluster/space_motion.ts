/** From draws of a cluster's distance and motion to where it is in the Galaxy, and where it goes: draw by draw, so that all goes together. */
import { fromTangentPlane, galactocentric, KmsPerMasYrKpc, type SkyPlace } from "wasmcmc/data";
import type { Estimate } from "./problem.js";
import { estimate } from "./report.js";

type Draws = Readonly<Record<string, Float64Array | undefined>>;

const units = {
  ra: "deg",
  dec: "deg",
  distance: "pc",
  parallax: "mas",
  pmra: "mas/yr",
  pmdec: "mas/yr",
  pm_scatter: "mas/yr",
  r50: "arcmin",
  velocity_scatter: "km/s",
  radial_velocity: "km/s",
  x: "pc",
  y: "pc",
  z: "pc",
  v_east: "km/s",
  v_north: "km/s",
  v_x: "km/s",
  v_y: "km/s",
  v_z: "km/s",
} as const;

export type SpaceName = keyof typeof units;

/**
 * Estimates of the cluster's place (galactocentric x, y, z, astropy's frame "v4.0") and velocity. Where no star had a radial velocity there
 * are those along the sky alone, seen from the Sun: a velocity in space is more than was measured, and is not made up.
 */
export function spaceMotion(draws: Draws, centre: SkyPlace): { estimates: Estimate[]; remark: string } {
  const count = (draws["distance"] as Float64Array).length;
  const rows = Array.from({ length: count }, (_, draw) => seen(draws, centre, draw));
  const names = (Object.keys(units) as SpaceName[]).filter((name) => rows[0]?.[name] !== undefined);
  const estimates = names.map((name) =>
    estimate(
      name,
      units[name],
      rows.map((row) => row[name] as number),
    ),
  );
  const remark = draws["v_r"]
    ? "x, y, z and their velocities are galactocentric (astropy's v4.0)."
    : "x, y, z are galactocentric (astropy's v4.0). No star has a radial velocity: there is a velocity along the sky (v_east, v_north, seen from the Sun), and none in space.";
  return { estimates, remark };
}

function seen(draws: Draws, centre: SkyPlace, draw: number): Partial<Record<SpaceName, number>> {
  const of = (name: string): number => draws[name]?.[draw] as number;
  const [distance, pmra, pmdec] = [of("distance"), of("mu_ra"), of("mu_dec")];
  const scatter = Math.exp(of("ln_sigma"));
  const place = fromTangentPlane(centre, { xi: of("x_c") / 60, eta: of("y_c") / 60 });
  const radialVelocity = draws["v_r"]?.[draw];
  const { position, velocity } = galactocentric({ ...place, distance, pmra, pmdec, radialVelocity: radialVelocity ?? 0 });
  const [x, y, z] = position.map((kiloparsecs) => 1000 * kiloparsecs) as [number, number, number];
  const across = KmsPerMasYrKpc * distance;
  const onSky = { ...place, distance: 1000 * distance, parallax: 1 / distance, pmra, pmdec, pm_scatter: scatter / across };
  const known = { ...onSky, r50: Math.exp(of("ln_r50")), velocity_scatter: scatter, x, y, z };
  if (radialVelocity === undefined) return { ...known, v_east: across * pmra, v_north: across * pmdec };
  const [v_x, v_y, v_z] = velocity;
  return { ...known, radial_velocity: radialVelocity, v_x, v_y, v_z };
}
