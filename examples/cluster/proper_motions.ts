/**
 * Problem 3: the cluster's proper motion on the sky, from pmra and pmdec with each star's covariance.
 *
 * The two masks: stars within 5 minutes of arc of the centre, of which a share are members, and stars beyond 15, outside the cluster's
 * tidal radius, all of which are taken for stars of the field. With C the covariance of a star's errors, from pmra_error, pmdec_error and
 * pmra_pmdec_corr, its motion x = (pmra, pmdec) has the density (covariances add up)
 *
 *     inside:   p(x) = share N(x; mu_c, s_c^2 I + C) + (1 - share) field(x)
 *     outside:  p(x) = field(x) = sum_k f_k N(x; mu_k, diag(s_k^2, (r_k s_k)^2) + C),   k = 1 ... 4
 *
 * Priors, proper motions in mas/yr, both axes alike where nothing else is said:
 *
 *     share ~ Beta(1, 1)     mu_c ~ N(0, 10)     ln s_c ~ N(ln 0.1, 0.5)
 *     f ~ Dirichlet(1, 1, 1, 1)                  mu_k ~ N(0, 10)
 *     ln s_k ~ N((k - 1) ln(20) / 3, 0.7), in ascending order     ln r_k ~ N(0, 0.3)
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
import { memberProbability, withOutside } from "./memberships.js";
import type { ClusterFit, ClusterOptions, ClusterProblem, Masks } from "./problem.js";
import { clusterFit, estimate, membershipThin } from "./report.js";
import { maskedStars } from "./selection.js";
import { densestExcess, median } from "./starts.js";

/** Minutes of arc. */
const masks: Masks = { inside: 5, outside: 15 };
const columns = ["ra", "dec", "pmra", "pmdec", "pmra_error", "pmdec_error", "pmra_pmdec_corr"] as const;

/** The logarithms of the field's scatters, as their priors expect them: from 1 to 20 mas/yr in equal ratios. */
const ladder = [0, 1, 2, 3].map((k) => (Math.log(20) * k) / 3);

type Scalar = Expr<never, []>;
type Pair = Expr<never, [2]>;
type Errors<Dim extends string> = Expr<Dim, [2, 2]>;

function clusterInField() {
  const f = param(dirichlet([1, 1, 1, 1]));
  const mu_c = param(normal([0, 0], 10));
  const ln_s_c = param(normal(Math.log(0.1), 0.5));
  const mu_f_ra = param(normal([0, 0, 0, 0], 10));
  const mu_f_dec = param(normal([0, 0, 0, 0], 10));
  const ln_s_f = param(normal(ladder, 0.7), { constraint: ordered() });
  const ln_ratio_f = param(normal([0, 0, 0, 0], 0.3));
  const around = <Dim extends string>(mean: Pair, ln_ra: Scalar, ln_dec: Scalar, errors: Errors<Dim>) =>
    mvNormal(mean, { covariance: errorCovariance(exp(ln_ra), exp(ln_dec), 0).add(errors) });
  const field = <Dim extends string>(errors: Errors<Dim>) =>
    mixture(
      f,
      ladder.map((_, k) => {
        const ln_s = ln_s_f.at(k);
        return around(stack(mu_f_ra.at(k), mu_f_dec.at(k)), ln_s, ln_s.add(ln_ratio_f.at(k)), errors);
      }),
    );
  const withCluster = <Dim extends string>(share: Scalar, errors: Errors<Dim>) =>
    mixture([share, sub(1, share)], { cluster: around(mu_c, ln_s_c, ln_s_c, errors), field: field(errors) });
  return { parameters: { mu_c, ln_s_c, f, mu_f_ra, mu_f_dec, ln_s_f, ln_ratio_f }, field, withCluster };
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
    const share = param(beta(1, 1), { init: 0.3 });
    const { parameters, field, withCluster } = clusterInField();
    const errorsInside = errorCovariance(stars.ra_error_in, stars.dec_error_in, stars.correlation_in);
    const errorsOutside = errorCovariance(stars.ra_error_out, stars.dec_error_out, stars.correlation_out);
    return {
      ...parameters,
      share,
      inside: observe(stack(stars.ra_in, stars.dec_in), withCluster(share, errorsInside)),
      outside: observe(stack(stars.ra_out, stars.dec_out), field(errorsOutside)),
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
  const fit = await sample(target, {
    jitter: 0.1,
    metric: "dense",
    ...options,
    init: { ...startOf(inside, outside), ...options.init },
  });
  const members = fit.membership("inside", { thin: membershipThin(fit) });
  const axis = (k: number): Float64Array => fit.draws.mu_c.filter((_, i) => i % 2 === k);
  return clusterFit({
    title: properMotions.title,
    fit,
    selection,
    membership: withOutside(isInside, memberProbability(members)),
    countSd: members.expectedCounts.sd[0] as number,
    estimates: [
      estimate("pmra", "mas/yr", axis(0)),
      estimate("pmdec", "mas/yr", axis(1)),
      estimate("pm_scatter", "mas/yr", fit.draws.ln_s_c.map(Math.exp)),
    ],
  });
}

export const properMotions: ClusterProblem = {
  number: 3,
  title: "Problem 3: proper motions in both directions",
  columns,
  fit,
};
