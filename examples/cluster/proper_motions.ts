/**
 * Problem 3: the cluster's proper motion on the sky, from pmra and pmdec with each star's covariance.
 *
 * Stars within 5 minutes of arc of the centre and beyond 15: the two masks. With C_i the covariance of a star's errors, from pmra_error,
 * pmdec_error and pmra_pmdec_corr, its motion (pmra, pmdec) has the density (covariances add up)
 *
 *     p(x) = share N(x; mu_c, s_c^2 I + C_i) + (1 - share) sum_k f_k N(x; mu_k, diag(s_k,ra^2, s_k,dec^2) + C_i),   k = 1 ... 4,
 *
 * with a share of members for each mask. Priors, proper motions in mas/yr, each axis alike:
 *
 *     share_inside ~ Beta(1, 1)        share_outside ~ Beta(1, 50)        f ~ Dirichlet(1, 1, 1, 1)
 *     mu_c ~ N(0, 10)                  ln s_c ~ N(ln 0.1, 0.5)
 *     mu_k ~ N(0, 10)                  ln s_k,ra ~ N(ln 20 (k - 1) / 3, 0.7), in ascending order
 *                                      ln (s_k,dec / s_k,ra) ~ N(0, 0.3)
 */
import {
  beta,
  dirichlet,
  type Expr,
  errorCovariance,
  exp,
  mixture,
  model,
  mvNormal,
  normal,
  observe,
  ordered,
  param,
  sample,
  stack,
  sub,
  vector,
} from "wasmcmc";
import type { SkyPlace, Table } from "wasmcmc/data";
import { inMaskOrder, maskRemarks, memberProbability } from "./memberships.js";
import type { ClusterFit, ClusterOptions, ClusterProblem, Masks } from "./problem.js";
import { clusterFit, estimate, membershipThin } from "./report.js";
import { maskedStars } from "./selection.js";
import { densestExcess, median } from "./starts.js";

/** Minutes of arc. */
const masks: Masks = { inside: 5, outside: 15 };
const columns = ["ra", "dec", "pmra", "pmdec", "pmra_error", "pmdec_error", "pmra_pmdec_corr"] as const;

/** The logarithms of the field's scatters, as their priors expect them: from 1 to 20 mas/yr in equal ratios. */
const ladder = [0, 1, 2, 3].map((k) => (Math.log(20) * k) / 3);

type Star<Dim extends string> = Expr<Dim, []>;

function clusterInField() {
  const f = param(dirichlet([1, 1, 1, 1]));
  const mu_c = param(normal([0, 0], 10));
  const ln_s_c = param(normal(Math.log(0.1), 0.5));
  const mu_f_ra = param(normal([0, 0, 0, 0], 10));
  const mu_f_dec = param(normal([0, 0, 0, 0], 10));
  const ln_s_f = param(normal(ladder, 0.7), { constraint: ordered() });
  const ln_ratio_f = param(normal([0, 0, 0, 0], 0.3));
  const density = <Dim extends string>(share: Expr<never, []>, ra: Star<Dim>, dec: Star<Dim>, correlation: Star<Dim>) => {
    const errors = errorCovariance(ra, dec, correlation);
    const spread = (ln_ra: Expr<never, []>, ln_dec: Expr<never, []>) => errorCovariance(exp(ln_ra), exp(ln_dec), 0).add(errors);
    return mixture([share, sub(1, share)], {
      cluster: mvNormal(mu_c, { covariance: spread(ln_s_c, ln_s_c) }),
      field: mixture(
        f,
        ladder.map((_, k) => {
          const ln_ra = ln_s_f.at(k);
          return mvNormal(stack(mu_f_ra.at(k), mu_f_dec.at(k)), { covariance: spread(ln_ra, ln_ra.add(ln_ratio_f.at(k))) });
        }),
      ),
    });
  };
  return { parameters: { mu_c, ln_s_c, f, mu_f_ra, mu_f_dec, ln_s_f, ln_ratio_f }, density };
}

const [inside, outside] = [vector("inside"), vector("outside")];

const masked = model(
  {
    ra_in: inside,
    dec_in: inside,
    ra_error_in: inside,
    dec_error_in: inside,
    correlation_in: inside,
    ra_out: outside,
    dec_out: outside,
    ra_error_out: outside,
    dec_error_out: outside,
    correlation_out: outside,
  },
  (stars) => {
    const share_inside = param(beta(1, 1), { init: 0.3 });
    const share_outside = param(beta(1, 50), { init: 0.01 });
    const { parameters, density } = clusterInField();
    const near = density(share_inside, stars.ra_error_in, stars.dec_error_in, stars.correlation_in);
    const far = density(share_outside, stars.ra_error_out, stars.dec_error_out, stars.correlation_out);
    return {
      ...parameters,
      share_inside,
      share_outside,
      inside: observe(stack(stars.ra_in, stars.dec_in), near),
      outside: observe(stack(stars.ra_out, stars.dec_out), far),
    };
  },
);

/** Chains start at the excess of stars inside, with the field about the middle of the stars outside. */
function startOf(inside: Table, outside: Table) {
  const excess = (name: string): number => densestExcess(inside.numbers(name), outside.numbers(name), 0.3);
  const middle = (name: string): number[] => new Array<number>(4).fill(median(outside.numbers(name)));
  return {
    mu_c: [excess("pmra"), excess("pmdec")],
    mu_f_ra: middle("pmra"),
    mu_f_dec: middle("pmdec"),
    ln_s_f: ladder,
  };
}

async function fit(
  stars: Table,
  centre: SkyPlace,
  { masks: chosen = masks, ...options }: ClusterOptions = {},
): Promise<ClusterFit> {
  const { selection, isInside, inside, outside } = maskedStars(stars, centre, columns, chosen);
  const target = masked.bind({
    ...inside.toData({
      ra_in: "pmra",
      dec_in: "pmdec",
      ra_error_in: "pmra_error",
      dec_error_in: "pmdec_error",
      correlation_in: "pmra_pmdec_corr",
    }),
    ...outside.toData({
      ra_out: "pmra",
      dec_out: "pmdec",
      ra_error_out: "pmra_error",
      dec_error_out: "pmdec_error",
      correlation_out: "pmra_pmdec_corr",
    }),
  });
  const fit = await sample(target, { jitter: 0.1, ...options, init: { ...startOf(inside, outside), ...options.init } });
  const thin = membershipThin(fit);
  const [near, far] = [fit.membership("inside", { thin }), fit.membership("outside", { thin })];
  const membership = inMaskOrder(isInside, memberProbability(near), memberProbability(far));
  const axis = (k: number): Float64Array => fit.draws.mu_c.filter((_, i) => i % 2 === k);
  return clusterFit({
    title: properMotions.title,
    fit,
    selection,
    membership,
    countSd: Math.hypot(near.expectedCounts.sd[0] as number, far.expectedCounts.sd[0] as number),
    estimates: [
      estimate("pmra", "mas/yr", axis(0)),
      estimate("pmdec", "mas/yr", axis(1)),
      estimate("pm_scatter", "mas/yr", fit.draws.ln_s_c.map(Math.exp)),
    ],
    remarks: maskRemarks(membership, isInside),
  });
}

export const properMotions: ClusterProblem = {
  number: 3,
  title: "Problem 3: proper motions in both directions",
  columns,
  fit,
};
