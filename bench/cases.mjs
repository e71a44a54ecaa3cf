/** What is timed: a model in the library's own language, its data, the native loops beside it, and how much slower or faster it may be. */

import { dataSets, featureCount } from "./data.mjs";
import { lineModel } from "./line.mjs";

/** w0 = 0.73 and the like as logits; exact values matter little, as long as they are typical of the posterior. */
const logit = (p) => Math.log(p / (1 - p));

const regressionModel = (w) =>
  w.model({ x: w.vector("point"), y: w.vector("point") }, ({ x, y }) => {
    const slope = w.param(w.normal(0, 10));
    const intercept = w.param(w.normal(0, 10));
    const sigma = w.param(w.halfNormal(2));
    const nu = w.param(w.gamma(2, 0.1));
    return { slope, intercept, sigma, nu, y: w.observe(y, w.studentT(nu, slope.mul(x).add(intercept), sigma)) };
  });

const lognormalModel = (w) =>
  w.model({ y: w.vector("point") }, ({ y }) => {
    const mu = w.param(w.normal(0, 3), { size: 3 });
    const sigma = w.param(w.halfNormal(2), { size: 3 });
    const weights = w.param(w.dirichlet([1, 1, 1]));
    const components = [0, 1, 2].map((k) => w.lognormal(mu.at(k), sigma.at(k)));
    return { mu, sigma, weights, y: w.observe(y, w.mixture(weights, components)) };
  });

const gatherModel = (w) =>
  w.model({ y: w.vector("point"), school: w.index("school", "point"), x: w.vector("point") }, ({ y, school }) => {
    const theta = w.param(w.normal(0, 5), { dims: "school" });
    const sigma = w.param(w.halfNormal(2));
    return { theta, sigma, y: w.observe(y, w.normal(theta.at(school), sigma)) };
  });

/** With a slope the rows of a group differ in more than their data: this one gathers and scatters for every draw. */
const gatherSlopeModel = (w) =>
  w.model({ y: w.vector("point"), school: w.index("school", "point"), x: w.vector("point") }, ({ y, school, x }) => {
    const theta = w.param(w.normal(0, 5), { dims: "school" });
    const slope = w.param(w.normal(0, 1));
    const sigma = w.param(w.halfNormal(2));
    return { theta, slope, sigma, y: w.observe(y, w.normal(theta.at(school).add(slope.mul(x)), sigma)) };
  });

const gaussMixModel = (w) =>
  w.model({ y: w.vector("point") }, ({ y }) => {
    const mu = w.param(w.normal(0, 2), { size: 2, constraint: w.ordered() });
    const sigma = w.param(w.halfNormal(2), { size: 2 });
    const theta = w.param(w.beta(5, 5));
    const components = [0, 1].map((k) => w.normal(mu.at(k), sigma.at(k)));
    return { mu, sigma, theta, y: w.observe(y, w.mixture([theta, theta.neg().add(1)], components)) };
  });

const dotModel = (w) =>
  w.model({ x: w.matrix("row", "feature"), y: w.vector("row") }, ({ x, y }) => {
    const beta = w.param(w.normal(0, 1), { dims: "feature" });
    const sigma = w.param(w.halfNormal(2));
    return { beta, sigma, y: w.observe(y, w.normal(w.dot(x, beta), sigma)) };
  });

/** Rows of a covariance matrix that is known but for two factors: apart from its factor there is next to nothing to do. */
const relatedModel = (w) =>
  w.model({ similarity: w.matrix("row", "other"), y: w.vector("row") }, ({ similarity, y }) => {
    const scale = w.param(w.halfNormal(2));
    const sigma = w.param(w.halfNormal(2));
    const covariance = w.addDiagonal(similarity.mul(scale.square()), sigma.square(), "row", "other");
    return { scale, sigma, y: w.observe(y, w.gaussianProcess({ covariance, over: ["row", "other"] })) };
  });

const processModel = (w) =>
  w.model({ x: w.vector("row"), y: w.vector("row") }, ({ x, y }) => {
    const scale = w.param(w.halfNormal(2));
    const length = w.param(w.halfNormal(2));
    const sigma = w.param(w.halfNormal(2));
    const smooth = w.squaredExponential(x, w.rename(x, "row", "other"), { scale, length });
    const covariance = w.addDiagonal(smooth, sigma.square(), "row", "other");
    return { scale, length, sigma, y: w.observe(y, w.gaussianProcess({ covariance, over: ["row", "other"] })) };
  });

const designRows = (_, n) => ({
  x: Array.from({ length: n }, (_, i) => dataSets.design.x.subarray(i * featureCount, (i + 1) * featureCount)),
  y: dataSets.design.y.subarray(0, n),
});

const similarRows = (_, n) => {
  const x = dataSets.points.x.subarray(0, n);
  return { similarity: Array.from(x, (a) => x.map((b) => Math.exp(-Math.abs(a - b)))), y: dataSets.points.y.subarray(0, n) };
};

const cubic = (n) => n ** 3 / 100;

/** Proper motions of a cluster and of the field, each row with the covariance of its own errors. */
const pairsModel = (w) =>
  w.model(
    { x: w.vector("star"), y: w.vector("star"), xErr: w.vector("star"), yErr: w.vector("star"), rho: w.vector("star") },
    ({ x, y, xErr, yErr, rho }) => {
      const mu = w.param(w.normal(0, 5), { size: 2 });
      const [a, c] = [w.param(w.halfNormal(1)), w.param(w.halfNormal(1))];
      const b = w.param(w.normal(0, 0.1));
      const field = w.param(w.halfNormal(30), { size: 2 });
      const share = w.param(w.beta(1, 1));
      const errors = w.errorCovariance(xErr, yErr, rho);
      const components = {
        cluster: w.mvNormal(mu, {
          covariance: w
            .stackRows([
              [a, b],
              [b, c],
            ])
            .add(errors),
        }),
        field: w.mvNormal([0, 0], {
          covariance: w
            .stackRows([
              [field.at(0), 0],
              [0, field.at(1)],
            ])
            .add(errors),
        }),
      };
      return { mu, a, c, b, field, share, pm: w.observe(w.stack(x, y), w.mixture([share, share.neg().add(1)], components)) };
    },
  );

const varianceModel = (w, start, step, deviation) =>
  w.model({ y: w.vector("time") }, ({ y }) => {
    const [a0, a1, mu] = [w.param(w.normal(0, 1)), w.param(w.normal(0, 1)), w.param(w.normal(0, 1))];
    const b1 = w.param(w.beta(2, 2));
    const { level } = w.scan("time", { level: start }, ({ level }) => ({ level: step(level, y.sub(mu), { a0, a1, b1 }) }));
    return { a0, a1, mu, b1, y: w.observe(y, w.normal(mu, deviation(level))) };
  });

const garchModel = (w) => varianceModel(w, 1, (v, r, { a0, a1, b1 }) => b1.mul(v).add(a0.add(a1.mul(r.square()))), w.sqrt);

/** The exponential keeps it from being linear in its state. */
const egarchModel = (w) =>
  varianceModel(
    w,
    0,
    (h, r, { a0, a1, b1 }) => b1.mul(h).add(a0.add(a1.mul(w.abs(r)).mul(w.exp(h.mul(-0.5))))),
    (h) => w.exp(h.mul(0.5)),
  );

const hmmModel = (states) => (w) =>
  w.model({ y: w.vector("time") }, ({ y }) => {
    const mu = w.param(w.normal(0, 2), { size: states });
    const sigma = w.param(w.halfNormal(2), { size: states });
    const ones = Array.from({ length: states }, () => 1);
    const rows = ones.map((_, k) => w.param(w.dirichlet(ones), { name: `row${k}`, track: false }));
    const components = Object.fromEntries(ones.map((_, k) => [`state${k}`, w.normal(mu.at(k), sigma.at(k))]));
    const chain = { initial: ones.map((one) => one / states), transition: rows, states: components, over: "time" };
    return { mu, sigma, y: w.observe(y, w.hiddenMarkov(chain)) };
  });

/**
 * `native` are the loops of bench/native/ on the same rows; `targets` bound our time: `ratio` to a native loop at the row counts of
 * `at`, or `microseconds` a call. A case may have row counts of its own, a way to take so many rows, and a measure of its work. `position` is unconstrained, in the order of the parameters.
 */
export const cases = [
  {
    name: "line with outliers",
    data: "line",
    model: lineModel,
    position: [logit(0.31), -12, logit((2.35 + 3) / 7), 0.7],
    native: [{ name: "line_log" }, { name: "line_density" }],
    targets: [
      { native: "line_log", ratio: 0.9, at: [16992, 100000] },
      { native: "line_density", ratio: 1.7, at: [16992, 100000] },
      { microseconds: 0.8, at: [32] },
    ],
  },
  {
    name: "two normals (low_dim_gauss_mix)",
    data: "normals",
    model: gaussMixModel,
    position: [-2.7, Math.log(5.6), 0, 0, logit(0.63)],
    native: [{ name: "gauss_mix" }],
    targets: [{ microseconds: 12, at: [1000] }],
  },
  {
    name: "Student-t regression",
    data: "regression",
    model: regressionModel,
    position: [1.5, -0.7, Math.log(0.8), Math.log(4)],
    native: [{ name: "student_t" }],
    targets: [{ native: "student_t", ratio: 2, at: [16992, 100000] }],
  },
  {
    name: "three lognormals",
    data: "lognormals",
    model: lognormalModel,
    position: [-1, 0.5, 2, Math.log(0.4), Math.log(0.3), Math.log(0.6), 0.1, -0.2],
    native: [{ name: "lognormal_mixture" }],
    targets: [{ native: "lognormal_mixture", ratio: 2, at: [16992, 100000] }],
  },
  {
    name: "pairs, a covariance a row",
    data: "stars",
    model: pairsModel,
    position: [-0.6, -1.7, Math.log(0.04), Math.log(0.05), 0.01, Math.log(16), Math.log(20), logit(0.4)],
    native: [{ name: "pairs_mixture" }],
    targets: [{ native: "pairs_mixture", ratio: 2, at: [16992, 100000] }],
  },
  {
    name: "8 group means (summed up at bind)",
    data: "groups",
    model: gatherModel,
    position: [-2, -1.2, -0.6, 0.3, 0.4, 1.1, 1.7, 2.5, Math.log(0.9)],
    native: [{ name: "gather" }],
    targets: [{ native: "gather", ratio: 2, at: [16992, 100000] }],
  },
  {
    name: "gather of 8 levels, and a slope",
    data: "groups",
    model: gatherSlopeModel,
    position: [-2, -1.2, -0.6, 0.3, 0.4, 1.1, 1.7, 2.5, 0.4, Math.log(0.9)],
    native: [{ name: "gather_slope" }],
    targets: [{ native: "gather_slope", ratio: 2, at: [16992, 100000] }],
  },
  {
    name: "GARCH(1, 1), a linear recurrence",
    data: "series",
    model: garchModel,
    position: [0.2, 0.3, 0.1, logit(0.5)],
    native: [{ name: "garch" }],
    targets: [{ native: "garch", ratio: 2, at: [16992] }],
  },
  {
    name: "hidden Markov chain of two states",
    data: "series",
    model: hmmModel(2),
    position: [-1, 2, 0, Math.log(0.7), 2.4, -2.4],
    native: [{ name: "hmm2" }],
    targets: [{ native: "hmm2", ratio: 2, at: [16992] }],
  },
  {
    name: "hidden Markov chain of three states",
    data: "series",
    model: hmmModel(3),
    position: [-1, 2, 0.5, 0, Math.log(0.7), Math.log(2), 2.7, 1.6, -2.7, 1.6, 0, -1.7],
    native: [{ name: "hmm3" }],
    targets: [{ native: "hmm3", ratio: 2, at: [16992] }],
  },
  {
    name: "a recursion that is not linear",
    data: "series",
    model: egarchModel,
    position: [-0.2, 0.3, 0.1, logit(0.5)],
    native: [{ name: "egarch" }],
    targets: [{ native: "egarch", ratio: 2, at: [16992] }],
  },
  {
    name: "regression on 30 features",
    data: "design",
    counts: [1000, 10000],
    take: designRows,
    work: (n) => 10 * n,
    model: dotModel,
    position: [...Array.from({ length: featureCount }, (_, j) => Math.sin(j + 0.1)), Math.log(0.8)],
    native: [{ name: "dot" }],
    targets: [{ native: "dot", ratio: 2, at: [1000, 10000] }],
  },
  {
    name: "covariance matrix with two factors",
    data: "points",
    counts: [50, 500],
    take: similarRows,
    work: cubic,
    model: relatedModel,
    position: [Math.log(1.2), Math.log(0.4)],
    native: [{ name: "related" }],
    targets: [{ native: "related", ratio: 3, at: [50, 500] }],
  },
  {
    name: "Gaussian process",
    data: "points",
    counts: [100],
    work: cubic,
    model: processModel,
    position: [Math.log(1.2), Math.log(0.9), Math.log(0.4)],
    native: [{ name: "process" }],
    targets: [{ native: "process", ratio: 3, at: [100] }],
  },
];
