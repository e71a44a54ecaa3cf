/** Twenty fits that nothing is wrong with: of many families, of little data and of much, with and without structure. */
import {
  addDiagonal,
  bernoulli,
  binomial,
  cholesky,
  dirichlet,
  exp,
  exponential,
  gamma,
  gaussianProcess,
  halfCauchy,
  halfNormal,
  hiddenMarkov,
  invLogit,
  lognormal,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  rename,
  sample,
  square,
  squaredExponential,
  studentT,
  uniform,
  vector,
} from "../../bindings/index.js";
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";
import { edge, lines, normals, oneMean, options, type Subject, two, xs } from "./subject.js";

const tosses = (seed: number, count: number, p: number): Float64Array => {
  const random = new RandomNumbers(seed);
  return Float64Array.from({ length: count }, () => (random.uniform() < p ? 1 : 0));
};
const counts = (seed: number, count: number, rate: number): Float64Array => {
  const random = new RandomNumbers(seed);
  return Float64Array.from({ length: count }, () => {
    let k = 0;
    for (let t = random.gamma(1); t < rate; t += random.gamma(1)) k++;
    return k;
  });
};

const slope = (family: "normal" | "t" = "normal") =>
  model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
    const a = param(normal(0, 5));
    const b = param(normal(0, 5));
    const sigma = param(exponential(1));
    const mean = b.mul(x).add(a);
    return { a, b, sigma, y: observe(y, family === "t" ? studentT(4, mean, sigma) : normal(mean, sigma)) };
  });
const logistic = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
  const a = param(normal(0, 2));
  const b = param(normal(0, 2));
  return { a, b, y: observe(y, bernoulli(invLogit(b.mul(x).add(a)))) };
});
const rate = model({ y: vector("row") }, ({ y }) => {
  const lambda = param(gamma(2, 0.5));
  return { lambda, y: observe(y, poisson(lambda)) };
});
const logRate = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
  const a = param(normal(0, 2));
  const b = param(normal(0, 2));
  return { a, b, y: observe(y, poisson(exp(b.mul(x).add(a)))) };
});
const shareOfMany = model({ y: vector("row") }, ({ y }) => {
  const p = param(uniform(0, 1));
  return { p, y: observe(y, binomial(20, p)) };
});
const orderedPair = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal([0, 0], 5), { constraint: ordered() });
  const w = param(dirichlet([2, 2]));
  return { mu, w, y: observe(y, mixture(w, { low: normal(mu.at(0), 1), high: normal(mu.at(1), 1) })) };
});
const shares = model({ y: vector("row") }, ({ y }) => {
  const w = param(dirichlet([2, 2, 2]));
  return { w, y: observe(y, mixture(w, { a: normal(-4, 1), b: normal(0, 1), c: normal(4, 1) })) };
});
const logs = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 2));
  const sigma = param(halfNormal(2));
  return { mu, sigma, y: observe(y, lognormal(mu, sigma)) };
});
const waits = model({ y: vector("row") }, ({ y }) => {
  const alpha = param(gamma(2, 1));
  const b = param(gamma(2, 1));
  return { alpha, b, y: observe(y, gamma(alpha, b)) };
});
const priorOnly = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 1));
  const free = param(normal(3, 2));
  return { mu, free, y: observe(y, normal(mu, 1)) };
});
const many = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 3), { dims: "row" });
  return { mu, y: observe(y, normal(mu, 1)) };
});

const waves = (count: number): Float64Array => normals(31, count, 0, 0.2).map((v, i) => v + Math.sin(i / 3));
const changing = Float64Array.from([...normals(32, 40, 0, 0.3), ...normals(33, 40, 0, 2), ...normals(34, 40, 0, 0.3)]);

const schools = model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta = param(normal(0, 1), { dims: "school" });
  return { mu, tau, theta, y: observe(y, normal(theta.mul(tau).add(mu), sigma)) };
});
const schoolsData = { y: [28, 8, -3, 7, -1, 1, 18, 12], sigma: [15, 10, 16, 11, 9, 11, 10, 18] };
const process = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const length = param(lognormal(0, 1));
  const noise = param(halfNormal(1));
  const kernel = squaredExponential(x, rename(x, "point", "other"), { length });
  const factor = cholesky(addDiagonal(kernel, square(noise).add(0.1), "point", "other"), "point", "other");
  return { length, noise, y: observe(y, gaussianProcess({ cholesky: factor, over: ["point", "other"] })) };
});
const states = model({ y: vector("time") }, ({ y }) => {
  const stay = param(dirichlet([8, 2]));
  const leave = param(dirichlet([2, 8]));
  const wild = param(halfNormal(2));
  const emissions = { calm: normal(0, 0.3), wild: normal(0, wild.add(0.3)) };
  const chain = { initial: [0.5, 0.5], transition: [stay, leave], states: emissions, over: "time" as const };
  return { stay, leave, wild, y: observe(y, hiddenMarkov(chain)) };
});

export const healthy: readonly Subject[] = [
  { name: "a mean and a scale", run: (seed) => sample(oneMean(), { y: normals(13, 40, 2) }, options(seed)) },
  {
    name: "three rows",
    run: (seed) => sample(oneMean(normal(0, 3), halfNormal(1)), { y: [0.5, 1.2, 0.1] }, options(seed, { targetAccept: 0.95 })),
  },
  { name: "ten thousand rows", run: (seed) => sample(oneMean(), { y: normals(14, 10_000, -1) }, options(seed)) },
  { name: "a line", run: (seed) => sample(slope(), lines(50), options(seed)) },
  { name: "a line with heavy-tailed noise", run: (seed) => sample(slope("t"), lines(100), options(seed)) },
  { name: "a line by a dense metric", run: (seed) => sample(slope(), lines(60), options(seed, { metric: "dense" })) },
  { name: "logistic regression", run: (seed) => sample(logistic, { x: xs(120), y: tosses(15, 120, 0.4) }, options(seed)) },
  { name: "a rate", run: (seed) => sample(rate, { y: counts(16, 30, 3) }, options(seed)) },
  { name: "Poisson regression", run: (seed) => sample(logRate, { x: xs(60), y: counts(17, 60, 4) }, options(seed)) },
  { name: "a share of many tosses", run: (seed) => sample(shareOfMany, { y: [7, 9, 5, 8, 6] }, options(seed)) },
  { name: "groups that are not centred", run: (seed) => sample(schools, schoolsData, options(seed, { targetAccept: 0.95 })) },
  { name: "a Gaussian process", run: (seed) => sample(process, { x: xs(25).map((x) => 8 * x), y: waves(25) }, options(seed)) },
  { name: "a hidden Markov model", run: (seed) => sample(states, { y: changing }, options(seed)) },
  { name: "an ordered mixture", run: (seed) => sample(orderedPair, { y: two(-3, 3) }, options(seed)) },
  {
    name: "shares of known components",
    run: (seed) =>
      sample(
        shares,
        { y: Float64Array.from([...normals(21, 30, -4), ...normals(22, 40), ...normals(23, 20, 4)]) },
        options(seed),
      ),
  },
  { name: "lognormal sizes", run: (seed) => sample(logs, { y: normals(24, 40, 1, 0.5).map(Math.exp) }, options(seed)) },
  {
    name: "gamma waiting times",
    run: (seed) => sample(waits, { y: counts(25, 50, 4).map((k) => 0.3 + 0.4 * k) }, options(seed)),
  },
  { name: "a parameter of which the data say nothing", run: (seed) => sample(priorOnly, { y: normals(26, 20) }, options(seed)) },
  { name: "a mean a row", run: (seed) => sample(many, { y: normals(27, 30, 0, 3) }, options(seed)) },
  { name: "a uniform prior that the data leave", run: (seed) => sample(edge, { y: normals(28, 200, 0.5) }, options(seed)) },
];
