/** Mixture models of the star cluster NGC 2323 and the stars before and behind it. Proper motions in mas/yr, parallaxes in mas. */
import { dirichlet, exp, mixture, model, normal, observe, param, sqrt, vector } from "../../bindings/index.js";

/** Proper motions in right ascension: the cluster and two kinds of field stars, each with its scatter beside the catalogue's errors. */
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
