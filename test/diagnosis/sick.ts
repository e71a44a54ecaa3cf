/** Fits that are sick, each in its own way, with the problem that is to be reported first. */
import {
  cauchy,
  exp,
  flat,
  halfCauchy,
  index,
  mixture,
  model,
  normal,
  observe,
  param,
  sample,
  uniform,
  vector,
} from "../../bindings/index.js";
import { edge, lines, normals, oneMean, options, type Subject, two } from "./subject.js";

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
