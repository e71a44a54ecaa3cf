/**
 * Mixture models of the star cluster NGC 2323 and the stars before and behind it. Proper motions in mas/yr, parallaxes in mas.
 */

import {
  custom,
  dirichlet,
  type Expr,
  errorCovariance,
  exp,
  log,
  lognormal,
  mixture,
  model,
  mvNormal,
  normal,
  observe,
  param,
  reciprocal,
  sqrt,
  stack,
  vector,
} from "../../bindings/index.js";

/**
 * Proper motions in right ascension: the cluster and two kinds of field stars, each with its scatter beside the catalogue's
 * errors.
 */
export const motions = model({ pmra: vector("star"), pmra_error: vector("star") }, ({ pmra, pmra_error }) => {
  const w = param(dirichlet([1, 1, 1]), { init: [0.4, 0.4, 0.2] });
  const mu_c = param(normal(0, 3), { init: -0.75 });
  const mu_f1 = param(normal(-1, 3), { init: -1 });
  const mu_f2 = param(normal(-1, 5), { init: -1 });
  const ln_s_c = param(normal(Math.log(0.3), 0.5), { init: Math.log(0.3) });
  const ln_s_f1 = param(normal(Math.log(1.5), 0.5), { init: Math.log(1.5) });
  const ln_s_f2 = param(normal(Math.log(5), 0.5), { init: Math.log(5) });
  const scatter = (ln_s: typeof ln_s_c) => sqrt(exp(ln_s.mul(2)).add(pmra_error.square()));
  const components = {
    cluster: normal(mu_c, scatter(ln_s_c)),
    near: normal(mu_f1, scatter(ln_s_f1)),
    far: normal(mu_f2, scatter(ln_s_f2)),
  };
  return { w, mu_c, mu_f1, mu_f2, ln_s_c, ln_s_f1, ln_s_f2, pmra: observe(pmra, mixture(w, components)) };
});

/**
 * Parallaxes of stars whose number in space goes down exponentially, with a scale of `L` kpc:
 *
 *     p(parallax) = exp(-1 / (L parallax)) / (2 L^3 parallax^4)
 *
 * Bailer-Jones (2015), PASP 127, 994, of distances, carried to parallaxes; errors neglected.
 */
const spaceDensity = (L: Expr<never, []>) =>
  custom({
    name: "spaceDensity",
    parameters: { L },
    requirements: { L: "positive" },
    support: "positive",
    logp: (parallax, { L }) => reciprocal(parallax.mul(L)).neg().sub(log(L).mul(3)).sub(log(parallax).mul(4)).sub(Math.LN2),
  });

/** Parallaxes: the cluster among field stars of the space density. */
export const parallaxes = model({ parallax: vector("star"), parallax_error: vector("star") }, ({ parallax, parallax_error }) => {
  const w = param(dirichlet([1, 1]), { init: [0.3, 0.7] });
  const plx_c = param(normal(1, 0.5), { init: 1 });
  const ln_s_c = param(normal(Math.log(0.03), 0.5), { init: Math.log(0.03) });
  const L = param(lognormal(0, 0.5), { init: 0.5 });
  const cluster = normal(plx_c, sqrt(exp(ln_s_c.mul(2)).add(parallax_error.square())));
  return { w, plx_c, ln_s_c, L, parallax: observe(parallax, mixture(w, { cluster, field: spaceDensity(L) })) };
});

const star = vector("star");

/** Both proper motions, with the covariance of each star's errors. */
export const planeMotions = model(
  { pmra: star, pmdec: star, pmra_error: star, pmdec_error: star, pmra_pmdec_corr: star },
  ({ pmra, pmdec, pmra_error, pmdec_error, pmra_pmdec_corr }) => {
    const w = param(dirichlet([1, 1, 1]), { init: [0.15, 0.6, 0.25] });
    const mu_c = param(normal([0, 0], 3), { init: [-0.8, -0.65] });
    const mu_f1 = param(normal([0, 0], 3), { init: [-1, 0] });
    const mu_f2 = param(normal([0, 0], 5), { init: [-1, 0] });
    const ln_s_c = param(normal(Math.log(0.15), 0.5), { init: Math.log(0.15) });
    const ln_s_f1 = param(normal([Math.log(1.5), Math.log(1.5)], 0.5), { init: Math.log(1.5) });
    const ln_s_f2 = param(normal([Math.log(5), Math.log(5)], 0.5), { init: Math.log(5) });
    const errors = errorCovariance(pmra_error, pmdec_error, pmra_pmdec_corr);
    const spread = (ra: typeof ln_s_c, dec: typeof ln_s_c) => ({ covariance: errorCovariance(exp(ra), exp(dec), 0).add(errors) });
    const components = {
      cluster: mvNormal(mu_c, spread(ln_s_c, ln_s_c)),
      near: mvNormal(mu_f1, spread(ln_s_f1.at(0), ln_s_f1.at(1))),
      far: mvNormal(mu_f2, spread(ln_s_f2.at(0), ln_s_f2.at(1))),
    };
    return { w, mu_c, mu_f1, mu_f2, ln_s_c, ln_s_f1, ln_s_f2, pm: observe(stack(pmra, pmdec), mixture(w, components)) };
  },
);
