/**
 * The best classifier there can be: it knows the truth of the cluster and of its field, and for each star, from the same measurements as
 * a fit had, the probability to be a member. The field's density is a sum over many Gaussians, one a population and a distance.
 */

import type { Table } from "../../bindings/data/table.js";
import { arcminutesFrom } from "../../examples/cluster/selection.js";
import { ConeRadius, memberShareAt, memberShareBetween } from "../../examples/cluster/simulator/area.js";
import { type FieldNode, fieldNodes } from "../../examples/cluster/simulator/disc.js";
import { type ClusterTruth, properMotionScatter } from "../../examples/cluster/simulator/truth.js";

/** What is measured of a star, in the order of the matrices below. */
export type Measured = "parallax" | "pmra" | "pmdec" | "radial_velocity";

/** What is known of a star's place: whether it is within 5 minutes of arc or beyond 15, or where it is. */
export type Place = "mask" | "position";

/** A Gaussian of true values whose scatters are independent. */
interface Gaussian {
  readonly weight: number;
  readonly mean: Readonly<Record<Measured, number>>;
  readonly scatter: Readonly<Record<Measured, number>>;
}

const clusterGaussian = (cluster: ClusterTruth): Gaussian => {
  const pm = properMotionScatter(cluster);
  return {
    weight: 1,
    mean: { ...cluster, parallax: 1000 / cluster.distance },
    scatter: { parallax: cluster.parallax_scatter, pmra: pm, pmdec: pm, radial_velocity: cluster.velocity_scatter },
  };
};

const fieldGaussian = ({ weight, pmScatter, velocityScatter, ...mean }: FieldNode): Gaussian => ({
  weight,
  mean,
  scatter: { parallax: 0, pmra: pmScatter, pmdec: pmScatter, radial_velocity: velocityScatter },
});

/** For each row of the table the probability of membership, given these measurements; null ones are left out. */
export function oracleMembership(
  stars: Table,
  cluster: ClusterTruth,
  measured: readonly Measured[],
  place: Place,
  distances?: number,
): Float64Array {
  const field = fieldNodes(cluster, distances).map(fieldGaussian);
  const member = clusterGaussian(cluster);
  const column = (name: string): Float64Array => stars.numbers(name);
  const values = measured.map(column);
  const errors = measured.map((name) => column(`${name}_error`));
  const correlations = measured.map((a, i) =>
    measured.slice(0, i).map((b) => (a === "radial_velocity" ? undefined : column(`${b}_${a}_corr`))),
  );
  const radius = arcminutesFrom(cluster, stars);
  return radius.map((distance, row) => {
    const share = place === "mask" ? maskShare(distance, cluster) : memberShareAt(distance, cluster);
    if (share === 0) return 0;
    const known = measured.map((_, k) => k).filter((k) => Number.isFinite(values[k]![row]));
    const covariance = known.map((i) =>
      known.map((j) => {
        const correlation = i === j ? 1 : (correlations[Math.max(i, j)]![Math.min(i, j)]?.[row] ?? 0);
        return correlation * errors[i]![row]! * errors[j]![row]!;
      }),
    );
    const names = known.map((k) => measured[k]!);
    const seen = known.map((k) => values[k]![row]! - (measured[k] === "parallax" ? cluster.parallax_zero_point : 0));
    const density = (gaussian: Gaussian): number => gaussian.weight * normalDensity(seen, names, gaussian, covariance);
    const own = share * density(member);
    return own / (own + (1 - share) * field.reduce((sum, gaussian) => sum + density(gaussian), 0));
  });
}

function maskShare(distance: number, cluster: ClusterTruth): number {
  return distance < 5 ? memberShareBetween(0, 5, cluster) : memberShareBetween(15, ConeRadius, cluster);
}

/** A normal density, with the Gaussian's own scatter added to the errors' covariance, by its Cholesky factor. */
function normalDensity(
  seen: readonly number[],
  names: readonly Measured[],
  { mean, scatter }: Gaussian,
  errors: readonly (readonly number[])[],
): number {
  const factor: number[][] = [];
  const whitened: number[] = [];
  let [exponent, root] = [0, 1];
  for (const [i, name] of names.entries()) {
    const line: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = errors[i]![j]! + (i === j ? scatter[name] ** 2 : 0);
      for (let k = 0; k < j; k++) sum -= line[k]! * (j === i ? line[k]! : factor[j]![k]!);
      line.push(i === j ? Math.sqrt(sum) : sum / factor[j]![j]!);
    }
    factor.push(line);
    let distance = seen[i]! - mean[name];
    for (let k = 0; k < i; k++) distance -= line[k]! * whitened[k]!;
    whitened.push(distance / line[i]!);
    exponent -= whitened[i]! ** 2 / 2;
    root *= line[i]! * Math.sqrt(2 * Math.PI);
  }
  return Math.exp(exponent) / root;
}
