/**
 * Problem 1: the cluster's proper motion in right ascension, from pmra alone.
 *
 * The two masks: stars within 5 minutes of arc of the centre, of which a share are members, and stars beyond 15, outside the cluster's
 * tidal radius, all of which are taken for stars of the field. A star's pmra x, with its catalogue error e, has the density (variances
 * add up)
 *
 *     inside:   p(x) = share N(x; mu_c, s_c^2 + e^2) + (1 - share) field(x)
 *     outside:  p(x) = field(x) = sum_k f_k N(x; mu_k, s_k^2 + e^2),   k = 1 ... 4
 *
 * so that the share of members and the field's Gaussians are the same for bright stars and faint ones. Priors, proper motions in mas/yr:
 *
 *     share ~ Beta(1, 1)     mu_c ~ N(0, 10)     ln s_c ~ N(ln 0.1, 0.5)
 *     f ~ Dirichlet(1, 1, 1, 1)                  mu_k ~ N(0, 10)
 *     ln s_k ~ N((k - 1) ln(20) / 3, 0.7), in ascending order
 *
 * Without the masks three Gaussians for the field are too few, and the cluster is swallowed: swallowed.ts shows it.
 */
import {
  beta,
  dirichlet,
  type Expr,
  exp,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  sample,
  sqrt,
  sub,
  vector,
} from "wasmcmc";
import type { SkyPlace, Table } from "wasmcmc/data";
import { memberProbability, withOutside } from "./memberships.js";
import type { ClusterFit, ClusterOptions, ClusterProblem, Estimate, Masks } from "./problem.js";
import { clusterFit, estimate, membershipThin } from "./report.js";
import { maskedStars } from "./selection.js";
import { densestExcess, median } from "./starts.js";

/** Minutes of arc. */
const masks: Masks = { inside: 5, outside: 15 };
const columns = ["ra", "dec", "pmra", "pmra_error"] as const;

/** The logarithms of the field's scatters, as their priors expect them: from 1 to 20 mas/yr in equal ratios. */
const ladder = (count: number): number[] => Array.from({ length: count }, (_, k) => (Math.log(20) * k) / Math.max(1, count - 1));

/** The parameters, and the densities of stars that are of the field, and of those of which a share are members. */
export function clusterInField(fieldGaussians: number) {
  const mu_c = param(normal(0, 10));
  const ln_s_c = param(normal(Math.log(0.1), 0.5));
  const f = param(dirichlet(new Array<number>(fieldGaussians).fill(1)));
  const mu_f = param(normal(new Array<number>(fieldGaussians).fill(0), 10));
  const ln_s_f = param(normal(ladder(fieldGaussians), 0.7), { constraint: ordered() });
  const around = <Dim extends string>(mu: Expr<never, []>, ln_s: Expr<never, []>, error: Expr<Dim, []>) =>
    normal(mu, sqrt(exp(ln_s.mul(2)).add(error.square())));
  const field = <Dim extends string>(error: Expr<Dim, []>) =>
    mixture(
      f,
      ladder(fieldGaussians).map((_, k) => around(mu_f.at(k), ln_s_f.at(k), error)),
    );
  const withCluster = <Dim extends string>(share: Expr<never, []>, error: Expr<Dim, []>) =>
    mixture([share, sub(1, share)], { cluster: around(mu_c, ln_s_c, error), field: field(error) });
  return { parameters: { mu_c, ln_s_c, f, mu_f, ln_s_f }, field, withCluster };
}

const masked = model(
  {
    pmra_inside: vector("inside"),
    error_inside: vector("inside"),
    pmra_outside: vector("outside"),
    error_outside: vector("outside"),
  },
  ({ pmra_inside, error_inside, pmra_outside, error_outside }) => {
    const share = param(beta(1, 1), { init: 0.3 });
    const { parameters, field, withCluster } = clusterInField(4);
    return {
      ...parameters,
      share,
      inside: observe(pmra_inside, withCluster(share, error_inside)),
      outside: observe(pmra_outside, field(error_outside)),
    };
  },
);

/** Chains start at the excess of stars inside, with the field about the middle of the stars outside. */
export function startOf(inside: Float64Array, outside: Float64Array, fieldGaussians: number) {
  return {
    mu_c: densestExcess(inside, outside, 0.3),
    mu_f: new Array<number>(fieldGaussians).fill(median(outside)),
    ln_s_f: ladder(fieldGaussians),
  };
}

async function fit(
  stars: Table,
  centre: SkyPlace,
  { masks: chosen = masks, ...options }: ClusterOptions = {},
): Promise<ClusterFit> {
  const { selection, isInside, inside, outside } = maskedStars(stars, centre, columns, chosen);
  const target = masked.bind({
    ...inside.toData({ pmra_inside: "pmra", error_inside: "pmra_error" }),
    ...outside.toData({ pmra_outside: "pmra", error_outside: "pmra_error" }),
  });
  const init = startOf(inside.numbers("pmra"), outside.numbers("pmra"), 4);
  const fit = await sample(target, { jitter: 0.1, metric: "dense", ...options, init: { ...init, ...options.init } });
  const members = fit.membership("inside", { thin: membershipThin(fit) });
  return clusterFit({
    title: properMotion.title,
    fit,
    selection,
    membership: withOutside(isInside, memberProbability(members)),
    countSd: members.expectedCounts.sd[0] as number,
    estimates: motionEstimates(fit.draws),
  });
}

export function motionEstimates({ mu_c, ln_s_c }: { readonly mu_c: Float64Array; readonly ln_s_c: Float64Array }): Estimate[] {
  return [estimate("pmra", "mas/yr", mu_c), estimate("pm_scatter", "mas/yr", ln_s_c.map(Math.exp))];
}

export const properMotion: ClusterProblem = {
  number: 1,
  title: "Problem 1: proper motion in right ascension",
  columns,
  fit,
};
