/**
 * The truth of a simulated cluster, by default that of NGC 6819 as published: Hunt & Reffert (2023), A&A 673, A114, and what their mean
 * parallax of 0.3758 mas implies at 2,510 pc, a zero point of -0.0226 mas. The scatters are what errors do not explain.
 */
import { galactocentric, KmsPerMasYrKpc } from "wasmcmc/data";

export interface ClusterTruth {
  /** The centre; degrees. */
  readonly ra: number;
  readonly dec: number;
  /** pc. */
  readonly distance: number;
  /** mas/yr, pmra with its factor cos(dec). */
  readonly pmra: number;
  readonly pmdec: number;
  /** km/s, away from us. */
  readonly radial_velocity: number;
  /** Standard deviation of the members' velocities along each axis; km/s. */
  readonly velocity_scatter: number;
  /** Of the members' parallaxes, from the cluster's depth; mas. */
  readonly parallax_scatter: number;
  /** What the catalogue's parallaxes have too much; mas. */
  readonly parallax_zero_point: number;
  /** The scale of the members' profile on the sky, that of a Plummer sphere, half of which is within; minutes of arc. */
  readonly r50: number;
  /** Members are no farther from the centre: the Galaxy's tides have taken them. Minutes of arc. */
  readonly tidal_radius: number;
}

export const ngc6819: ClusterTruth = {
  ra: 295.32176,
  dec: 40.18987,
  distance: 2510,
  pmra: -2.89956,
  pmdec: -3.87028,
  radial_velocity: 2.97,
  velocity_scatter: 0.7,
  parallax_scatter: 0.0004,
  parallax_zero_point: -0.0226,
  r50: 3.52,
  tidal_radius: 15,
};

/** mas/yr: the scatter of velocities seen from this distance. */
export function properMotionScatter({ velocity_scatter, distance }: ClusterTruth): number {
  return velocity_scatter / (KmsPerMasYrKpc * (distance / 1000));
}

/** All that a fit may estimate, by the names of estimates: the parallax in mas as it is without a zero point, x, y, z in pc, v_* in km/s. */
export function truthByName(truth: ClusterTruth): Readonly<Record<string, number>> {
  const { ra, dec, pmra, pmdec } = truth;
  const distance = truth.distance / 1000;
  const { position, velocity } = galactocentric({ ra, dec, distance, pmra, pmdec, radialVelocity: truth.radial_velocity });
  const [x, y, z] = position.map((kiloparsecs) => 1000 * kiloparsecs) as [number, number, number];
  const [v_x, v_y, v_z] = velocity;
  return { ...truth, parallax: 1 / distance, pm_scatter: properMotionScatter(truth), x, y, z, v_x, v_y, v_z };
}
