/** The line with outliers: its two models (one mixture of normals; one whose component densities are written out), and its data. */
import {
  custom,
  dirichlet,
  exp,
  log,
  mixture,
  model,
  normal,
  type Operand,
  observe,
  param,
  sqrt,
  sub,
  uniform,
  vector,
} from "wasmcmc";

const columns = { x: vector("point"), y: vector("point"), yErr: vector("point") } as const;

/** What both models have in common. */
function parameters() {
  const m = param(uniform(0, 10), { init: 3 });
  const b = param(normal(0, 25), { init: -13 });
  const ln_s_out = param(uniform(-3, 4), { init: log(10) });
  const w = param(dirichlet([1, 1]));
  const s_out = exp(ln_s_out.mul(2));
  return { m, b, ln_s_out, w, s_out };
}

/** A mixture of two normals. */
export const line = model(columns, ({ x, y, yErr }) => {
  const { m, b, ln_s_out, w, s_out } = parameters();
  const components = {
    line: normal(m.mul(x).add(b), yErr),
    outlier: normal(0, sqrt(yErr.square().add(s_out))),
  };
  return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, components)) };
});

/** A normal by its variance, written out. */
const ownNormal = (mean: Operand, variance: Operand) =>
  custom({
    name: "ownNormal",
    parameters: { mean, variance },
    requirements: { variance: "positive" },
    logp: (value, { mean, variance }) =>
      sub(value, mean)
        .square()
        .div(variance)
        .add(log(variance))
        .add(Math.log(2 * Math.PI))
        .mul(-0.5),
  });

/** The same with densities of our own: components may be anything that has a log density. */
export const general = model(columns, ({ x, y, yErr }) => {
  const { m, b, ln_s_out, w, s_out } = parameters();
  const components = {
    line: ownNormal(m.mul(x).add(b), yErr.square()),
    outlier: ownNormal(0, yErr.square().add(s_out)),
  };
  return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, components)) };
});
