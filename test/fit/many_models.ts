/** Models of many kinds, bound to a little data: every constraint, joint densities, groups, recursions, potentials. */

import * as library from "../../bindings/index.js";
import {
  affine,
  circular,
  dirichlet,
  exp,
  gamma,
  gaussianProcess,
  gaussianRandomWalk,
  halfCauchy,
  halfNormal,
  hiddenMarkov,
  index,
  interval,
  lag,
  lkjCholesky,
  lognormal,
  lower,
  matrix,
  mixture,
  model,
  mvNormal,
  normal,
  observe,
  ordered,
  param,
  poisson,
  positiveOrdered,
  potential,
  scaleRows,
  scan,
  square,
  squaredExponential,
  stack,
  studentT,
  sum,
  type Target,
  truncated,
  uniform,
  unitVector,
  upper,
  vector,
  vonMises,
  zeroSumNormal,
} from "../../bindings/index.js";
import { lineModel, linePoints } from "./line_model.js";

/** Reproducible numbers between -1 and 1. */
const numbers = (count: number, step: number) => Array.from({ length: count }, (_, i) => Math.sin(step * (i + 1)));
const [u, v] = [numbers(12, 1.7), numbers(12, 2.9)];
const groups = ["a", "b", "b", "c", "a", "c", "c", "b", "a", "a", "b", "c"];

const line = lineModel(library).bind(linePoints(library));

/** Eight schools: each school's row has a parameter of its own. */
export const schools = model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
  const mu = param(normal(0, 5));
  const tau = param(halfCauchy(5));
  const theta = param(normal(0, 1), { dims: "school" });
  return { mu, tau, theta, y: observe(y, normal(theta.mul(tau).add(mu), sigma)) };
});
export const schoolsData = { y: [28, 8, -3, 7, -1, 1, 18, 12], sigma: [15, 10, 16, 11, 9, 11, 10, 18] };

/** Rows of groups, with two observations a row. */
export const grouped = model({ x: vector("row"), y: vector("row"), n: vector("row"), group: index("group", "row") }, (data) => {
  const mu = param(normal(0, 2));
  const tau = param(halfNormal(1));
  const level = param(normal(mu, tau), { dims: "group", constraint: affine(mu, tau) });
  const slope = param(studentT(4, 0, 1));
  const sigma = param(gamma(2, 2));
  const mean = level.at(data.group).add(slope.mul(data.x));
  return { mu, tau, level, slope, sigma, y: observe(data.y, normal(mean, sigma)), n: observe(data.n, poisson(exp(mean))) };
});
export const groupedData = { x: u, y: v, n: u.map((x) => Math.round(2 + 2 * x)), group: groups };

const vectors = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
  const weights = param(dirichlet([2, 1, 1]));
  const centres = param(normal(0, 2), { size: 3, constraint: ordered() });
  const widths = param(lognormal(0, 1), { size: 3, constraint: positiveOrdered() });
  const effects = param(zeroSumNormal(1, 4));
  const component = (k: 0 | 1 | 2) => normal(centres.at(k).add(effects.at(k).mul(x)), widths.at(k));
  const components = { low: component(0), middle: component(1), high: component(2) };
  return { weights, centres, widths, effects, y: observe(y, mixture(weights, components)) };
});

const bounded = model({ y: vector("row") }, ({ y }) => {
  const low = param(normal(-2, 0.5), { constraint: upper(-1) });
  const high = param(normal(3, 0.5), { constraint: lower(2) });
  const inside = param(uniform(-1, 1), { constraint: interval(-0.5, 0.5), dims: "row" });
  const scale = param(truncated(normal(1, 1), 0.2, Infinity));
  const shape = param(mixture([0.3, 0.7], { narrow: normal(0, 0.3), wide: normal(1, 2) }), { size: 2 });
  const mean = inside.add(low).add(high).add(shape.at(0)).sub(shape.at(1));
  return { low, high, inside, scale, shape, y: observe(y, normal(mean, scale)) };
});

/** Directions: their coordinates have a length that draws do not hold. */
const directions = model({ y: vector("row") }, ({ y }) => {
  const direction = param(normal(0, 1), { size: 3, constraint: unitVector() });
  const angle = param(vonMises(0.3, 2), { constraint: circular() });
  return { direction, angle, y: observe(y, normal(angle.add(direction.at(0)).sub(direction.at(2)), 1)) };
});

const pairs = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
  const factor = param(lkjCholesky(2, 2));
  const sigma = param(halfNormal(1), { size: 2 });
  const mu = param(
    mvNormal([0, 0], {
      covariance: [
        [1, 0.3],
        [0.3, 2],
      ],
    }),
  );
  return { factor, sigma, mu, xy: observe(stack(x, y), mvNormal(mu, { cholesky: scaleRows(sigma, factor) })) };
});

const walk = model({ y: vector("day") }, ({ y }) => {
  const step = param(halfNormal(1));
  const level = param(gaussianRandomWalk("day", { sigma: step, init: normal(0, 1) }), { dims: "day" });
  const smooth = potential(square(level).mul(-0.1));
  const pull = potential(sum(level).mul(-0.05));
  return { step, level, smooth, pull, y: observe(y, normal(level, 0.5)) };
});

/** Its rows are one joint observation. */
export const process = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const length = param(lognormal(0, 1));
  const noise = param(halfNormal(1));
  const covariance = library.addDiagonal(
    squaredExponential(x, library.rename(x, "point", "other"), { length }),
    square(noise).add(0.1),
    "point",
    "other",
  );
  const cholesky = library.cholesky(covariance, "point", "other");
  return { length, noise, y: observe(y, gaussianProcess({ cholesky, over: ["point", "other"] })) };
});

/** Its rows are one joint observation too. */
export const states = model({ y: vector("time") }, ({ y }) => {
  const stay = param(dirichlet([8, 2]));
  const leave = param(dirichlet([2, 8]));
  const wild = param(halfNormal(2));
  const emissions = { calm: normal(0, 0.3), wild: normal(0, wild.add(0.3)) };
  return {
    stay,
    leave,
    wild,
    y: observe(y, hiddenMarkov({ initial: [0.5, 0.5], transition: [stay, leave], states: emissions, over: "time" })),
  };
});

/** Each row's variance reads the rows before. */
export const garch = model({ r: vector("day") }, ({ r }) => {
  const base = param(gamma(2, 4));
  const shock = param(uniform(0, 0.5));
  const memory = param(uniform(0, 0.5));
  const { variance } = scan("day", { variance: 0.4 }, (before) => ({
    variance: base.add(shock.mul(lag(square(r), "day"))).add(memory.mul(before.variance)),
  }));
  return { base, shock, memory, r: observe(r, normal(0, variance.pow(0.5))) };
});

/** A matrix of observations. */
export const table = model({ y: matrix("person", "item") }, ({ y }) => {
  const ability = param(normal(0, 1), { dims: "person" });
  const ease = param(normal(0, 1), { dims: "item" });
  const interaction = param(normal(0, 0.5), { dims: ["person", "item"] });
  return { ability, ease, interaction, y: observe(y, normal(ability.add(ease).add(interaction), 1)) };
});
export const tableData = { y: [u.slice(0, 4), v.slice(0, 4), u.slice(4, 8)] };

export const manyModels: Readonly<Record<string, Target<unknown>>> = {
  line,
  schools: schools.bind(schoolsData),
  grouped: grouped.bind(groupedData),
  vectors: vectors.bind({ x: u, y: v }),
  bounded: bounded.bind({ y: v }),
  directions: directions.bind({ y: v }),
  pairs: pairs.bind({ x: u, y: v }),
  walk: walk.bind({ y: u }),
  process: process.bind({ x: u.map((x) => 2 * x), y: v }),
  states: states.bind({ y: v }),
  garch: garch.bind({ r: u }),
  table: table.bind(tableData),
};
