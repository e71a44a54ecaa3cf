/**
 * The stars before and behind the cluster: a simple disc. Their distances follow an exponentially decreasing space density,
 * p(r) = r^2 exp(-r / L) / (2 L^3); at each place they go round the Galaxy with the speed of a flat rotation curve less the lag of their
 * population, about which their velocities scatter alike in all directions. Seen from the Sun, which has a motion of its own, near
 * populations give broad wings of proper motion and far ones a narrow core, for which one Gaussian or three are too few.
 */
import type { RandomNumbers } from "wasmcmc";
import { galactocentric, KmsPerMasYrKpc, type SkyPlace } from "wasmcmc/data";

/** kpc. */
export const ScaleLength = 1.7;
/** km/s: that of the rotation curve. */
const RotationSpeed = 233;

/** Share of the stars, lag behind the rotation and scatter of each velocity, km/s. */
export interface Population {
  readonly name: string;
  readonly share: number;
  readonly lag: number;
  readonly scatter: number;
}

export const populations: readonly Population[] = [
  { name: "young thin disc", share: 0.38, lag: 2, scatter: 10 },
  { name: "old thin disc", share: 0.4, lag: 15, scatter: 33 },
  { name: "thick disc", share: 0.16, lag: 50, scatter: 70 },
  { name: "halo", share: 0.06, lag: 200, scatter: 160 },
];

/** True numbers of a star: parallax in mas, proper motions in mas/yr, radial velocity in km/s. */
export interface StarMotion {
  readonly parallax: number;
  readonly pmra: number;
  readonly pmdec: number;
  readonly radial_velocity: number;
}

/** The mean motion of a population at a distance (kpc) from us, as it is seen: across in mas/yr. */
export function meanMotion({ lag }: Population, { ra, dec }: SkyPlace, distance: number): StarMotion {
  const seen = (pmra: number, pmdec: number, radialVelocity: number) =>
    galactocentric({ ra, dec, distance, pmra, pmdec, radialVelocity });
  const { position, velocity: atRest } = seen(0, 0, 0);
  const speed = (RotationSpeed - lag) / Math.hypot(position[0], position[1]);
  const relative = [position[1] * speed - atRest[0], -position[0] * speed - atRest[1], -atRest[2]] as const;
  const across = 1 / (KmsPerMasYrKpc * distance);
  const axis = ({ velocity }: { velocity: readonly [number, number, number] }): number =>
    relative.reduce((sum, component, k) => sum + component * ((velocity[k] as number) - (atRest[k] as number)), 0);
  return {
    parallax: 1 / distance,
    pmra: axis(seen(across, 0, 0)) * across,
    pmdec: axis(seen(0, across, 0)) * across,
    radial_velocity: axis(seen(0, 0, 1)),
  };
}

/** A field star at a place, and the number of its population. */
export function drawFieldStar(random: RandomNumbers, place: SkyPlace): { star: StarMotion; population: number } {
  const population = drawPopulation(random);
  const kind = populations[population] as Population;
  const distance = ScaleLength * random.gamma(3);
  const mean = meanMotion(kind, place, distance);
  const across = kind.scatter / (KmsPerMasYrKpc * distance);
  const star = {
    parallax: 1 / distance,
    pmra: mean.pmra + across * random.normal(),
    pmdec: mean.pmdec + across * random.normal(),
    radial_velocity: mean.radial_velocity + kind.scatter * random.normal(),
  };
  return { star, population };
}

function drawPopulation(random: RandomNumbers): number {
  let left = random.uniform();
  for (const [place, { share }] of populations.entries()) {
    left -= share;
    if (left < 0) return place;
  }
  return populations.length - 1;
}

/** One of many Gaussians whose sum is the density of the field's true motions: their scatter is alike in both proper motions. */
export interface FieldNode extends StarMotion {
  readonly weight: number;
  readonly pmScatter: number;
  readonly velocityScatter: number;
}

/**
 * The field's density of parallax, proper motions and radial velocity at a place, as a sum over populations and distances (the rule of
 * rectangles in log r): what a classifier that knows the truth needs.
 */
export function fieldNodes(place: SkyPlace, distances = 400): FieldNode[] {
  const [nearest, farthest] = [0.03 * ScaleLength, 20 * ScaleLength];
  const step = Math.log(farthest / nearest) / distances;
  const grid = Array.from({ length: distances }, (_, k) => nearest * Math.exp((k + 0.5) * step));
  return populations.flatMap((population) =>
    grid.map((distance) => ({
      ...meanMotion(population, place, distance),
      weight: (population.share * step * distance ** 3 * Math.exp(-distance / ScaleLength)) / (2 * ScaleLength ** 3),
      pmScatter: population.scatter / (KmsPerMasYrKpc * distance),
      velocityScatter: population.scatter,
    })),
  );
}
