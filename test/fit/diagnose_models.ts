/** Models that are sick, each in its own way, and models that are not, with data made by a seed. */
import {
  bernoulli,
  binomial,
  cauchy,
  dirichlet,
  exp,
  exponential,
  type Fit,
  flat,
  gamma,
  halfCauchy,
  halfNormal,
  index,
  invLogit,
  lognormal,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  type SampleOptions,
  sample,
  studentT,
  uniform,
  vector,
} from "../../bindings/index.js";
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";
import { process, schools, schoolsData, states } from "./many_models.js";

export interface Subject {
  readonly name: string;
  /** What is to be reported first; none for a healthy fit. */
  readonly first?: string;
  // biome-ignore lint/suspicious/noExplicitAny: fits of any model
  run(seed: number): PromiseLike<Fit<any>>;
}

const normals = (seed: number, count: number, mean = 0, sd = 1): Float64Array => {
  const random = new RandomNumbers(seed);
  return Float64Array.from({ length: count }, () => mean + sd * random.normal());
};
const options = (seed: number, more: SampleOptions = {}): SampleOptions => ({ chains: 4, seed, workers: false, ...more });

const oneMean = (prior = normal(0, 10), scale = halfNormal(5)) =>
  model({ y: vector("row") }, ({ y }) => {
    const mu = param(prior);
    const sigma = param(scale);
    return { mu, sigma, y: observe(y, normal(mu, sigma)) };
  });

const two = (a: number, b: number): Float64Array => Float64Array.from([...normals(1, 60, a), ...normals(2, 60, b)]);

const funnel = model({ y: vector("row") }, ({ y }) => {
  const tau = param(normal(0, 3));
  const x = param(normal(0, exp(tau.div(2))), { dims: "row" });
  return { tau, x, y: observe(y, normal(x, 50)) };
});

const unordered = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal([0, 0], 5), { init: [0, 0] });
  return { mu, y: observe(y, mixture([0.5, 0.5], { a: normal(mu.at(0), 1), b: normal(mu.at(1), 1) })) };
});

const twoModes = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 20), { init: 0 });
  return { mu, y: observe(y, mixture([0.6, 0.4], { near: normal(mu, 0.5), far: normal(mu.add(12), 0.5) })) };
});

const sum = model({ y: vector("row") }, ({ y }) => {
  const a = param(normal(0, 100));
  const b = param(normal(0, 100));
  return { a, b, y: observe(y, normal(a.add(b), 1)) };
});

const edge = model({ y: vector("row") }, ({ y }) => {
  const mu = param(uniform(0, 1));
  return { mu, y: observe(y, normal(mu, 1)) };
});

/** Far from its mean, so that intercept and slope make up for each other. */
const uncentred = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
  const intercept = param(normal(0, 1000));
  const slope = param(normal(0, 100));
  return { intercept, slope, y: observe(y, normal(slope.mul(x.add(100)).add(intercept), 0.1)) };
});

/** The density ends at the largest observation, and the parameter does not know. */
const cliff = model({ y: vector("row") }, ({ y }) => {
  const top = param(normal(0, 10), { init: 20 });
  return { top, y: observe(y, uniform(0, top)) };
});

const unheld = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 10));
  const loose = param(flat());
  return { mu, loose, y: observe(y, normal(mu, 1)) };
});

const overflowing = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 10));
  return { mu, big: exp(exp(mu.mul(100))), y: observe(y, normal(mu, 1)) };
});

const centredGroups = model({ y: vector("row"), group: index("group", "row") }, ({ y, group }) => {
  const tau = param(halfCauchy(5));
  const theta = param(normal(0, tau), { dims: "group" });
  return { tau, theta, y: observe(y, normal(theta.at(group), 15)) };
});

const heavy = model({ y: vector("row") }, ({ y }) => {
  const mu = param(cauchy(0, 10));
  return { mu, y: observe(y, normal(mu, 1e5)) };
});

const groups = { y: normals(5, 8, 0, 15), group: ["a", "b", "c", "d", "e", "f", "g", "h"] };

export const sick: readonly Subject[] = [
  { name: "a funnel", first: "funnel", run: (seed) => sample(funnel, { y: normals(3, 5) }, options(seed)) },
  {
    name: "swapped labels",
    first: "label-switching",
    run: (seed) => sample(unordered, { y: two(-3, 3) }, options(seed, { jitter: 2 })),
  },
  {
    name: "saturated trees on a ridge",
    first: "strong-correlation",
    run: (seed) => sample(uncentred, lines(200), options(seed, { maxTreeDepth: 4 })),
  },
  {
    name: "chains in two modes",
    first: "separate-chains",
    run: (seed) => sample(twoModes, { y: normals(6, 40, 0, 0.5) }, options(seed, { jitter: 14 })),
  },
  {
    name: "a sum whose parts are not known",
    first: "not-identified",
    run: (seed) => sample(sum, { y: normals(4, 200) }, options(seed)),
  },
  {
    name: "a mean at the end of its range",
    first: "at-bound",
    run: (seed) => sample(edge, { y: normals(7, 50, 1.6) }, options(seed)),
  },
  {
    name: "data that the prior did not expect",
    first: "prior-data-conflict",
    run: (seed) => sample(oneMean(normal(0, 1)), { y: normals(8, 100, 30) }, options(seed)),
  },
  {
    name: "a location with Cauchy tails",
    first: "heavy-tails",
    run: (seed) => sample(heavy, { y: [0] }, options(seed)),
  },
  {
    name: "too few draws",
    first: "too-few-draws",
    run: (seed) => sample(oneMean(), { y: normals(10, 30) }, options(seed, { draws: 40 })),
  },
  {
    name: "a short warm-up and a start far away",
    first: "short-warmup",
    run: (seed) =>
      sample(
        oneMean(),
        { y: normals(11, 30) },
        options(seed, { warmup: 5, draws: 200, init: { mu: 400, sigma: 300 }, jitter: 0 }),
      ),
  },
  {
    name: "long steps beside a cliff",
    first: "divergences",
    run: (seed) => sample(cliff, { y: normals(12, 30).map((v) => Math.abs(v)) }, options(seed, { targetAccept: 0.6 })),
  },
  {
    name: "an expression that overflows",
    first: "not-finite",
    run: (seed) => sample(overflowing, { y: normals(9, 20, 2) }, options(seed)),
  },
  { name: "centred groups with little data", first: "funnel", run: (seed) => sample(centredGroups, groups, options(seed)) },
  {
    name: "a flat prior that nothing holds",
    first: "not-identified",
    run: (seed) => sample(unheld, { y: normals(26, 20) }, options(seed)),
  },
];

const xs = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i / count - 0.5);
const along = (seed: number, count: number, slope: number): Float64Array =>
  normals(seed, count).map((noise, i) => slope * xs(count)[i]! + noise);
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
const lines = (count: number) => ({ x: xs(count), y: along(20, count, 2) });

/** Of the healthy models of `many_models.ts`, those that sampling suits; their data are larger here. */
const waves = (count: number): Float64Array => normals(31, count, 0, 0.2).map((v, i) => v + Math.sin(i / 3));
const changing = Float64Array.from([...normals(32, 40, 0, 0.3), ...normals(33, 40, 0, 2), ...normals(34, 40, 0, 0.3)]);

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
