/**
 * Problem 1: the cluster's proper motion in right ascension, from pmra alone.
 *
 * Stars within 5 minutes of arc of the centre, of which many are members, and stars beyond 15, of which few are: the two masks. A star's
 * pmra x, with its catalogue error e, has the density (variances add up)
 *
 *     p(x) = share N(x; mu_c, s_c^2 + e^2) + (1 - share) sum_k f_k N(x; mu_k, s_k^2 + e^2),   k = 1 ... 4,
 *
 * with a share of members for each mask. Priors, proper motions in mas/yr:
 *
 *     share_inside ~ Beta(1, 1)        share_outside ~ Beta(1, 50)        f ~ Dirichlet(1, 1, 1, 1)
 *     mu_c ~ N(0, 10)                  ln s_c ~ N(ln 0.1, 0.5)
 *     mu_k ~ N(0, 10)                  ln s_k ~ N(ln 20 (k - 1) / 3, 0.7), in ascending order
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
import { inMaskOrder, maskRemarks, memberProbability } from "./memberships.js";
import type { ClusterFit, ClusterOptions, ClusterProblem, Estimate, Masks } from "./problem.js";
import { clusterFit, estimate, membershipThin } from "./report.js";
import { maskedStars } from "./selection.js";
import { densestExcess, median } from "./starts.js";

/** Minutes of arc. */
const masks: Masks = { inside: 5, outside: 15 };
const columns = ["ra", "dec", "pmra", "pmra_error"] as const;

/** The logarithms of the field's scatters, as their priors expect them: from 1 to 20 mas/yr in equal ratios. */
const ladder = (count: number): number[] => Array.from({ length: count }, (_, k) => (Math.log(20) * k) / Math.max(1, count - 1));

/** The parameters, and the density of stars of which a share are members. */
export function clusterInField(fieldGaussians: number) {
  const f = param(dirichlet(new Array<number>(fieldGaussians).fill(1)));
  const mu_c = param(normal(0, 10));
  const ln_s_c = param(normal(Math.log(0.1), 0.5));
  const mu_f = param(normal(new Array<number>(fieldGaussians).fill(0), 10));
  const ln_s_f = param(normal(ladder(fieldGaussians), 0.7), { constraint: ordered() });
  const around = <Dim extends string>(mu: Expr<never, []>, ln_s: Expr<never, []>, error: Expr<Dim, []>) =>
    normal(mu, sqrt(exp(ln_s.mul(2)).add(error.square())));
  const density = <Dim extends string>(share: Expr<never, []>, error: Expr<Dim, []>) =>
    mixture([share, sub(1, share)], {
      cluster: around(mu_c, ln_s_c, error),
      field: mixture(
        f,
        ladder(fieldGaussians).map((_, k) => around(mu_f.at(k), ln_s_f.at(k), error)),
      ),
    });
  return { parameters: { mu_c, ln_s_c, f, mu_f, ln_s_f }, density };
}

const masked = model(
  {
    pmra_inside: vector("inside"),
    error_inside: vector("inside"),
    pmra_outside: vector("outside"),
    error_outside: vector("outside"),
  },
  ({ pmra_inside, error_inside, pmra_outside, error_outside }) => {
    const share_inside = param(beta(1, 1), { init: 0.3 });
    const share_outside = param(beta(1, 50), { init: 0.01 });
    const { parameters, density } = clusterInField(4);
    return {
      ...parameters,
      share_inside,
      share_outside,
      inside: observe(pmra_inside, density(share_inside, error_inside)),
      outside: observe(pmra_outside, density(share_outside, error_outside)),
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
  const fit = await sample(target, { jitter: 0.1, ...options, init: { ...init, ...options.init } });
  const thin = membershipThin(fit);
  const [near, far] = [fit.membership("inside", { thin }), fit.membership("outside", { thin })];
  const membership = inMaskOrder(isInside, memberProbability(near), memberProbability(far));
  return clusterFit({
    title: properMotion.title,
    fit,
    selection,
    membership,
    countSd: Math.hypot(near.expectedCounts.sd[0] as number, far.expectedCounts.sd[0] as number),
    estimates: motionEstimates(fit.draws),
    remarks: maskRemarks(membership, isInside),
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
