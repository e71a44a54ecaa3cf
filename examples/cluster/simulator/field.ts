/**
 * A star field with an open cluster in it, as Gaia would have catalogued it: a table with Gaia's names and units, the truth of every
 * star beside what was measured of it, and the truth of the cluster. By seed, the same on every host.
 */
import { RandomNumbers } from "wasmcmc";
import { type Column, fromTangentPlane, Table } from "wasmcmc/data";
import { type Area, drawRadius, memberShare } from "./area.js";
import { type CatalogueErrors, drawErrors } from "./catalogue_errors.js";
import { drawFieldStar, type StarMotion } from "./disc.js";
import { type ClusterTruth, ngc6819, properMotionScatter, truthByName } from "./truth.js";

export interface FieldOptions {
  /** Stars in the table: 17,000. Fewer or more have the same share of members, on average. */
  readonly stars?: number;
  readonly seed?: number;
  readonly area?: Area;
  readonly cluster?: ClusterTruth;
}

export interface SimulatedField {
  readonly stars: Table;
  /** The cluster's, by the names of estimates. */
  readonly truth: Readonly<Record<string, number>>;
  readonly cluster: ClusterTruth;
  /** For each row: 1 for members. */
  readonly isMember: Uint8Array;
}

/** Units of the columns of numbers, in their order. */
const units = {
  ra: "deg",
  dec: "deg",
  parallax: "mas",
  parallax_error: "mas",
  pmra: "mas.yr**-1",
  pmra_error: "mas.yr**-1",
  pmdec: "mas.yr**-1",
  pmdec_error: "mas.yr**-1",
  parallax_pmra_corr: "",
  parallax_pmdec_corr: "",
  pmra_pmdec_corr: "",
  phot_g_mean_mag: "mag",
  radial_velocity: "km.s**-1",
  radial_velocity_error: "km.s**-1",
  true_parallax: "mas",
  true_pmra: "mas.yr**-1",
  true_pmdec: "mas.yr**-1",
  true_radial_velocity: "km.s**-1",
} as const;

type Row = Record<keyof typeof units, number>;

/**
 *     const { stars, truth, isMember } = simulateField({ seed: 1 });
 *     stars.numbers("pmra"); truth.pmra; // mas/yr
 *
 * The columns `true_*` hold what no catalogue has: membership, population (0 is the cluster, 1 the first of the field's), parallax,
 * motions. The zero point is in the measured parallaxes, not in the true ones.
 */
export function simulateField(options: FieldOptions = {}): SimulatedField {
  const { stars: count = 17_000, seed = 6819, area = "masks", cluster = ngc6819 } = options;
  const random = new RandomNumbers(seed);
  const share = memberShare(area, cluster);
  const isMember = new Uint8Array(count);
  const population = new Uint8Array(count);
  const values = Object.fromEntries(Object.keys(units).map((name) => [name, new Float64Array(count)]));
  for (let row = 0; row < count; row++) {
    const member = random.uniform() < share;
    const place = drawPlace(random, cluster, area, member);
    const drawn = member ? { star: drawMember(random, cluster), population: -1 } : drawFieldStar(random, place);
    isMember[row] = member ? 1 : 0;
    population[row] = drawn.population + 1;
    const seen: Row = { ...place, ...observe(random, drawn.star, drawErrors(random), cluster) };
    for (const [name, value] of Object.entries(seen)) (values[name] as Float64Array)[row] = value;
  }
  return { stars: tableOf(values, isMember, population), truth: truthByName(cluster), cluster, isMember };
}

function drawPlace(random: RandomNumbers, cluster: ClusterTruth, area: Area, member: boolean): { ra: number; dec: number } {
  const radius = (Math.tan((drawRadius(random, area, member, cluster) * Math.PI) / 10_800) * 180) / Math.PI;
  const angle = 2 * Math.PI * random.uniform();
  return fromTangentPlane(cluster, { xi: radius * Math.sin(angle), eta: radius * Math.cos(angle) });
}

function drawMember(random: RandomNumbers, cluster: ClusterTruth): StarMotion {
  const scatter = properMotionScatter(cluster);
  return {
    parallax: 1000 / cluster.distance + cluster.parallax_scatter * random.normal(),
    pmra: cluster.pmra + scatter * random.normal(),
    pmdec: cluster.pmdec + scatter * random.normal(),
    radial_velocity: cluster.radial_velocity + cluster.velocity_scatter * random.normal(),
  };
}

/** Errors of parallax and proper motions go together as the star's correlations say: by the Cholesky factor of their matrix. */
function observe(
  random: RandomNumbers,
  star: StarMotion,
  errors: CatalogueErrors,
  cluster: ClusterTruth,
): Omit<Row, "ra" | "dec"> {
  const { parallax_pmra_corr: a, parallax_pmdec_corr: b, pmra_pmdec_corr: c } = errors;
  const [z1, z2, z3, z4] = [random.normal(), random.normal(), random.normal(), random.normal()];
  const diagonal = Math.sqrt(1 - a * a);
  const below = (c - a * b) / diagonal;
  return {
    ...errors,
    parallax: star.parallax + cluster.parallax_zero_point + errors.parallax_error * z1,
    pmra: star.pmra + errors.pmra_error * (a * z1 + diagonal * z2),
    pmdec: star.pmdec + errors.pmdec_error * (b * z1 + below * z2 + Math.sqrt(1 - b * b - below * below) * z3),
    radial_velocity: star.radial_velocity + errors.radial_velocity_error * z4,
    true_parallax: star.parallax,
    true_pmra: star.pmra,
    true_pmdec: star.pmdec,
    true_radial_velocity: star.radial_velocity,
  };
}

function tableOf(values: Readonly<Record<string, Float64Array>>, isMember: Uint8Array, population: Uint8Array): Table {
  const source_id = BigInt64Array.from(
    { length: isMember.length },
    (_, row) => 2_076_000_000_000_000_000n + BigInt(row) * 12_345_678_901n,
  );
  const numbers = Object.entries(units).map(([name, unit]): Column => {
    const column = values[name] as Float64Array;
    const nulls = Uint8Array.from(column, (value) => (Number.isNaN(value) ? 1 : 0));
    return {
      name,
      type: "float64",
      shape: [],
      values: column,
      ...(unit !== "" && { unit }),
      ...(nulls.includes(1) && { nulls }),
    };
  });
  const columns: readonly Column[] = [
    { name: "source_id", type: "int64", shape: [], values: source_id },
    ...numbers,
    { name: "true_member", type: "boolean", shape: [], values: isMember },
    { name: "true_population", type: "uint8", shape: [], values: population },
  ];
  return new Table(columns, isMember.length, { name: "simulated field" });
}
