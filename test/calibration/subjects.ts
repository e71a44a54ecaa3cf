/** The six models that are calibrated, each with a simulation written apart from it. */
import {
  type AnyModel,
  bernoulli,
  beta,
  type DataOf,
  dirichlet,
  dot,
  exp,
  halfCauchy,
  invLogit,
  lognormal,
  matrix,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  type SampleOptions,
  sample,
  sqrt,
  stack,
  sub,
  uniform,
  vector,
} from "../../bindings/index.js";
import type { Simulation, Subject } from "./calibrate.js";
import type { Random } from "./random.js";

/** A model with what simulates its parameters and data. */
export function subject<M extends AnyModel>(
  name: string,
  modelOf: M,
  simulate: (random: Random) => { truth: Simulation["truth"]; data: DataOf<M> },
  options: SampleOptions = {},
): Subject {
  return {
    name,
    simulate: simulate as Subject["simulate"],
    fit: (data, more) => sample(modelOf, data as DataOf<M>, { ...more, ...options }),
  };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Most points are on the line: where few are, lines through others are modes of their own, which no chain visits all of. */
const line = subject(
  "line with outliers",
  model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
    const m = param(uniform(0, 10));
    const b = param(normal(0, 5));
    const ln_s_out = param(uniform(1, 4));
    const w = param(dirichlet([8, 2]));
    const outlier = normal(0, sqrt(yErr.square().add(exp(ln_s_out.mul(2)))));
    return { m, b, ln_s_out, w, y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier })) };
  }),
  (random) => {
    const [m, b, ln_s_out] = [random.uniform(0, 10), random.normal(0, 5), random.uniform(1, 4)];
    const w = random.dirichlet([8, 2]);
    const x = range(32).map(() => random.uniform(0, 10));
    const yErr = x.map(() => random.uniform(1, 3));
    const y = x.map((at, i) => {
      const onLine = random.uniform() < w[0]!;
      return onLine ? random.normal(m * at + b, yErr[i]) : random.normal(0, Math.hypot(yErr[i]!, Math.exp(ln_s_out)));
    });
    return { truth: { m: [m], b: [b], ln_s_out: [ln_s_out], w }, data: { x, y, yErr } };
  },
);

/** Drawn until they are in order: the normal prior, cut off where the constraint does not hold. */
function orderedNormals(random: Random, means: readonly number[], sd: number): number[] {
  while (true) {
    const drawn = means.map((mean) => random.normal(mean, sd));
    if (drawn.every((value, k) => k === 0 || value > drawn[k - 1]!)) return drawn;
  }
}

/** Priors that hold the components apart: where any could be any other, posteriors have several modes that no chain visits all of. */
const threeNormals = subject(
  "ordered mixture of three normals",
  model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal([-4, 0, 4], 1), { constraint: ordered(), init: [-4, 0, 4] });
    const sigma = param(lognormal([0, 0, 0], 0.2));
    const w = param(dirichlet([8, 8, 8]));
    const components = [0, 1, 2].map((k) => normal(mu.at(k), sigma.at(k)));
    return { mu, sigma, w, y: observe(y, mixture(w, components)) };
  }),
  (random) => {
    const mu = orderedNormals(random, [-4, 0, 4], 1);
    const sigma = random.normals(3).map((z) => Math.exp(0.2 * z));
    const w = random.dirichlet([8, 8, 8]);
    const y = range(100).map(() => {
      const k = random.categorical(w);
      return random.normal(mu[k], sigma[k]);
    });
    return { truth: { mu, sigma, w }, data: { y } };
  },
  { targetAccept: 0.9 },
);

const schools = subject(
  "eight schools, non-centered",
  model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
    const mu = param(normal(0, 5));
    const tau = param(halfCauchy(5));
    const theta_trans = param(normal(0, 1), { dims: "school" });
    const theta = theta_trans.mul(tau).add(mu);
    return { mu, tau, theta_trans, theta, y: observe(y, normal(theta, sigma)) };
  }),
  (random) => {
    const sigma = [15, 10, 16, 11, 9, 11, 10, 18];
    const [mu, tau] = [random.normal(0, 5), random.halfCauchy(5)];
    const theta = random.normals(8).map((z) => mu + tau * z);
    return { truth: { mu: [mu], tau: [tau], theta }, data: { y: theta.map((at, i) => random.normal(at, sigma[i])), sigma } };
  },
  { targetAccept: 0.9 },
);

const zeroInflated = subject(
  "zero-inflated Poisson",
  model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
    const a = param(normal(1, 0.5));
    const b = param(normal(0, 0.5));
    const p = param(beta(2, 2));
    const components = { absent: poisson(0), present: poisson(exp(b.mul(x).add(a))) };
    return { a, b, p, y: observe(y, mixture(stack(p, sub(1, p)), components)) };
  }),
  (random) => {
    const [a, b, p] = [random.normal(1, 0.5), random.normal(0, 0.5), random.beta(2, 2)];
    const x = random.normals(40);
    const y = x.map((at) => (random.uniform() < p ? 0 : random.poisson(Math.exp(a + b * at))));
    return { truth: { a: [a], b: [b], p: [p] }, data: { x, y } };
  },
);

const logisticRegression = subject(
  "logistic regression",
  model({ X: matrix("row", "feature"), y: vector("row") }, ({ X, y }) => {
    const intercept = param(normal(0, 1.5));
    const beta = param(normal(0, 1), { dims: "feature" });
    return { intercept, beta, y: observe(y, bernoulli(invLogit(dot(X, beta).add(intercept)))) };
  }),
  (random) => {
    const intercept = random.normal(0, 1.5);
    const beta = random.normals(3);
    const X = range(50).map(() => random.normals(3));
    const y = X.map((row) => {
      const logit = row.reduce((sum, x, k) => sum + x * beta[k]!, intercept);
      return random.bernoulli(1 / (1 + Math.exp(-logit)));
    });
    return { truth: { intercept: [intercept], beta }, data: { X, y } };
  },
);

const autoregression = subject(
  "AR(1)",
  model({ y: vector("time"), before: vector("time") }, ({ y, before }) => {
    const alpha = param(normal(0, 1));
    const phi = param(uniform(-1, 1));
    const sigma = param(lognormal(0, 0.5));
    return { alpha, phi, sigma, y: observe(y, normal(phi.mul(before).add(alpha), sigma)) };
  }),
  (random) => {
    const [alpha, phi, sigma] = [random.normal(), random.uniform(-1, 1), Math.exp(random.normal(0, 0.5))];
    const series = [random.normal()];
    for (let t = 1; t <= 40; t++) series.push(random.normal(alpha + phi * series[t - 1]!, sigma));
    return { truth: { alpha: [alpha], phi: [phi], sigma: [sigma] }, data: { y: series.slice(1), before: series.slice(0, -1) } };
  },
);

export const subjects: readonly Subject[] = [line, threeNormals, schools, zeroInflated, logisticRegression, autoregression];
