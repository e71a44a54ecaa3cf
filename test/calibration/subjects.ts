/** The six models that are calibrated. */

import {
  bernoulli,
  beta,
  dirichlet,
  dot,
  exp,
  halfCauchy,
  invLogit,
  lag,
  lognormal,
  matrix,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  scalar,
  sqrt,
  uniform,
  vector,
  zeroInflated,
} from "../../bindings/index.js";
import type { Random } from "./random.js";
import { type Subject, subject } from "./subject.js";

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const none = () => ({});

/** Most points are on the line: where few are, lines through others are modes of their own, which no chain visits all of. */
const line = subject("line with outliers", {
  model: model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
    const m = param(uniform(0, 10));
    const b = param(normal(0, 5));
    const ln_s_out = param(uniform(1, 4));
    const w = param(dirichlet([8, 2]));
    const outlier = normal(0, sqrt(yErr.square().add(exp(ln_s_out.mul(2)))));
    return { m, b, ln_s_out, w, y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier })) };
  }),
  covariates: (random) => ({ x: random.uniforms(32, 0, 10), yErr: random.uniforms(32, 1, 3) }),
  prior: (random) => ({
    m: random.uniform(0, 10),
    b: random.normal(0, 5),
    ln_s_out: random.uniform(1, 4),
    w: random.dirichlet([8, 2]),
  }),
  likelihood: (random, { m, b, ln_s_out, w }, { x, yErr }) =>
    x.map((at, i) => {
      const onLine = random.uniform() < w[0]!;
      return onLine ? random.normal(m * at + b, yErr[i]) : random.normal(0, Math.hypot(yErr[i]!, Math.exp(ln_s_out)));
    }),
});

/** Drawn until they are in order: the normal prior, cut off where the constraint does not hold. */
function orderedNormals(random: Random, means: readonly number[], sd: number): number[] {
  while (true) {
    const drawn = means.map((mean) => random.normal(mean, sd));
    if (drawn.every((value, k) => k === 0 || value > drawn[k - 1]!)) return drawn;
  }
}

/**
 * Priors that hold the components apart: where any could be any other, posteriors have several modes that no chain visits all
 * of.
 */
const threeNormals = subject("ordered mixture of three normals", {
  model: model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal([-4, 0, 4], 1), { constraint: ordered(), init: [-4, 0, 4] });
    const sigma = param(lognormal([0, 0, 0], 0.2));
    const w = param(dirichlet([8, 8, 8]));
    const components = [0, 1, 2].map((k) => normal(mu.at(k), sigma.at(k)));
    return { mu, sigma, w, y: observe(y, mixture(w, components)) };
  }),
  covariates: none,
  prior: (random) => ({
    mu: orderedNormals(random, [-4, 0, 4], 1),
    sigma: random.normals(3).map((z) => Math.exp(0.2 * z)),
    w: random.dirichlet([8, 8, 8]),
  }),
  likelihood: (random, { mu, sigma, w }) =>
    range(100).map(() => {
      const k = random.categorical(w);
      return random.normal(mu[k], sigma[k]);
    }),
  options: { targetAccept: 0.9 },
});

const schools = subject("eight schools, non-centered", {
  model: model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
    const mu = param(normal(0, 5));
    const tau = param(halfCauchy(5));
    const theta_trans = param(normal(0, 1), { dims: "school" });
    const theta = theta_trans.mul(tau).add(mu);
    return { mu, tau, theta_trans, theta, y: observe(y, normal(theta, sigma)) };
  }),
  covariates: () => ({ sigma: [15, 10, 16, 11, 9, 11, 10, 18] }),
  prior: (random) => {
    const [mu, tau] = [random.normal(0, 5), random.halfCauchy(5)];
    return { mu, tau, theta: random.normals(8).map((z) => mu + tau * z) };
  },
  likelihood: (random, { theta }, { sigma }) => theta.map((at, i) => random.normal(at, sigma[i])),
  options: { targetAccept: 0.9 },
});

const counts = subject("zero-inflated Poisson", {
  model: model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
    const a = param(normal(1, 0.5));
    const b = param(normal(0, 0.5));
    const p = param(beta(2, 2));
    return { a, b, p, y: observe(y, zeroInflated(poisson(exp(b.mul(x).add(a))), p)) };
  }),
  covariates: (random) => ({ x: random.normals(40) }),
  prior: (random) => ({ a: random.normal(1, 0.5), b: random.normal(0, 0.5), p: random.beta(2, 2) }),
  likelihood: (random, { a, b, p }, { x }) => x.map((at) => (random.uniform() < p ? 0 : random.poisson(Math.exp(a + b * at)))),
});

const logisticRegression = subject("logistic regression", {
  model: model({ X: matrix("row", "feature"), y: vector("row") }, ({ X, y }) => {
    const intercept = param(normal(0, 1.5));
    const beta = param(normal(0, 1), { dims: "feature" });
    return { intercept, beta, y: observe(y, bernoulli(invLogit(dot(X, beta).add(intercept)))) };
  }),
  covariates: (random) => ({ X: range(50).map(() => random.normals(3)) }),
  prior: (random) => ({ intercept: random.normal(0, 1.5), beta: random.normals(3) }),
  likelihood: (random, { intercept, beta }, { X }) =>
    X.map((row) => random.bernoulli(1 / (1 + Math.exp(-row.reduce((sum, x, k) => sum + x * beta[k]!, intercept))))),
});

/** The value before the first is given. */
const autoregression = subject("AR(1)", {
  model: model({ y: vector("time"), first: scalar() }, ({ y, first }) => {
    const alpha = param(normal(0, 1));
    const phi = param(uniform(-1, 1));
    const sigma = param(lognormal(0, 0.5));
    return { alpha, phi, sigma, y: observe(y, normal(phi.mul(lag(y, "time", 1, first)).add(alpha), sigma)) };
  }),
  covariates: (random) => ({ first: random.normal() }),
  prior: (random) => ({ alpha: random.normal(), phi: random.uniform(-1, 1), sigma: Math.exp(random.normal(0, 0.5)) }),
  likelihood: (random, { alpha, phi, sigma }, { first }) => {
    let before = first;
    return range(40).map(() => {
      before = random.normal(alpha + phi * before, sigma);
      return before;
    });
  },
  sequential: true,
});

export const subjects: readonly Subject[] = [line, threeNormals, schools, counts, logisticRegression, autoregression];
