/** Discrete and wrapped distributions at the edges of their parameters and supports, and as priors' and models' other parts use them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  add,
  atan2,
  beta,
  betaBinomial,
  binomial,
  categorical,
  censored,
  custom,
  dirichlet,
  discreteUniform,
  exp,
  exponential,
  flat,
  geometric,
  hurdle,
  hypergeometric,
  invLogit,
  log,
  log1p,
  mixture,
  model,
  negativeBinomial,
  normal,
  observe,
  orderedLogistic,
  param,
  poisson,
  softplus,
  sqrt,
  stack,
  sub,
  truncated,
  uniform,
  vector,
  where,
  zeroInflated,
} from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { AnyExpr, Operand } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { evaluateRows, type Make } from "./distribution_rows.js";
import { evaluators } from "./evaluators.js";

/** An exponential with its tails. */
const exponentialWithTails = (rate: AnyExpr) =>
  custom({
    name: "waiting",
    parameters: { rate },
    requirements: { rate: "positive" },
    support: "nonnegative",
    logp: (x, { rate }) => log(rate).sub(rate.mul(x)),
    logSurvival: (x, { rate }) => rate.mul(x).neg(),
  });

const truncatedExponential = (rate: Operand, lower: Operand, upper: Operand) =>
  truncated(exponentialWithTails(add(rate, 0)), lower, upper);

/** Its density is infinite at 0 and 1. */
const arcsine = () =>
  custom({
    name: "arcsine",
    parameters: {},
    support: "unit",
    logp: (x) => log(x).add(log1p(x.neg())).mul(-0.5).sub(log(Math.PI)),
    logCdf: (x) => log(atan2(sqrt(x), sqrt(sub(1, x))).mul(2 / Math.PI)),
  });

const engines = evaluators.map(([name]) => name);

/** The log density at each of some values, as an expression with its guard. */
function logps(evaluator: string, make: Make, parameters: readonly number[], values: readonly number[]): number[] {
  const rows = values.map((value) => ({ parameters, value }));
  return [...evaluateRows(evaluator, make, parameters.length, rows, (distribution, x) => distribution.logp(x)).rows];
}

const nothing = -Infinity;

describe.each(engines)("in %s", (evaluator) => {
  const at = (make: Make, parameters: readonly number[], ...values: number[]) => logps(evaluator, make, parameters, values);

  test.each<[string, Make, readonly number[], readonly number[]]>([
    ["binomial", (p) => binomial(10, p), [0.3], [-1, 11, 0.5]],
    ["betaBinomial", (a, b) => betaBinomial(10, a, b), [2, 3], [-1, 11, 0.5]],
    ["negativeBinomial", negativeBinomial, [3, 2], [-1, 0.5]],
    ["geometric", geometric, [0.3], [0, -1, 1.5]],
    ["categorical", (...p) => categorical(stack(...p)), [0.2, 0.8], [-1, 2, 0.5]],
    ["orderedLogistic", (eta, ...cuts) => orderedLogistic(eta, stack(...cuts)), [0, -1, 1], [-1, 3, 0.5]],
    ["discreteUniform", discreteUniform, [-3, 4], [-4, 5, 0.5]],
    ["hypergeometric", hypergeometric, [10, 4, 7], [2, 8, 3.5, 11]],
    ["truncated poisson", (rate) => truncated(poisson(rate), 2, 5), [3], [1, 6, 2.5]],
    ["truncated exponential", (rate) => truncatedExponential(rate, 1, 2), [3], [0.99, 2.01, -1]],
    ["zeroInflated geometric", (p, q) => zeroInflated(geometric(p), q), [0.3, 0.2], [-1, 0.5]],
    ["zeroInflated discreteUniform", (q) => zeroInflated(discreteUniform(5, 7), q), [0.3], [-1, 4, 8]],
    ["hurdle poisson", (rate, q) => hurdle(poisson(rate), q), [0.3, 0.2], [-1, 0.5]],
    ["hurdle exponential", (rate, q) => hurdle(exponential(rate), q), [0.3, 0.2], [-1]],
  ])("%s is -inf outside its support, not NaN", (_, make, parameters, values) => {
    expect(at(make, parameters, ...values)).toEqual(values.map(() => nothing));
  });

  test("probabilities of 0 and 1 are exact", () => {
    expect(at((p) => binomial(3, p), [0], 0, 1)).toEqual([0, nothing]);
    expect(at((p) => binomial(3, p), [1], 3, 2)).toEqual([0, nothing]);
    expect(at(geometric, [1], 1, 2)).toEqual([0, nothing]);
    expect(at((...p) => categorical(stack(...p)), [0, 1, 0], 0, 1, 2)).toEqual([nothing, 0, nothing]);
    expect(at((q) => zeroInflated(poisson(2), q), [0], 0)[0]).toBeCloseTo(-2, 14);
    expect(at((q) => zeroInflated(poisson(2), q), [1], 0, 3)).toEqual([0, nothing]);
    expect(at((q) => hurdle(poisson(2), q), [0], 0)).toEqual([nothing]);
    expect(at((q) => hurdle(poisson(2), q), [1], 0, 3)).toEqual([0, nothing]);
    expect(at((mu) => negativeBinomial(mu, 3), [0], 0, 2)).toEqual([0, nothing]);
  });

  test("a mean of 0 has its derivative at no count", () => {
    const rows = [{ parameters: [0], value: 0 }];
    expect(evaluateRows(evaluator, (mu) => negativeBinomial(mu, 3), 1, rows).gradients).toEqual([[-1]]);
  });

  test("cutpoints that do not increase are -inf for every category, not NaN", () => {
    for (const cuts of [
      [1, -1, 2],
      [0, 0, 2],
      [-1, 2, 1],
    ])
      expect(at((eta, ...c) => orderedLogistic(eta, stack(...c)), [0.3, ...cuts], 0, 1, 2, 3)).toEqual(
        cuts.concat(0).map(() => nothing),
      );
  });

  test("bounds that have crossed, and a base with nothing between them, are -inf, not NaN", () => {
    expect(at((low, high) => truncated(poisson(3), low, high), [5, 2], 3, 5)).toEqual([nothing, nothing]);
    expect(at((rate) => truncated(poisson(rate), 1, Infinity), [0], 1, 2)).toEqual([nothing, nothing]);
    expect(at((low, high) => truncatedExponential(2, low, high), [2, 1], 1.5)).toEqual([nothing]);
  });

  test("bounds of a truncation may be parameters, and have gradients", () => {
    const rows = [{ parameters: [1, 2, 4], value: 3 }];
    const [gradient] = evaluateRows(evaluator, truncatedExponential, 3, rows).gradients;
    // log rate - rate x - log(exp(-rate a) - exp(-rate b)) by rate, a and b
    const [ea, eb] = [Math.exp(-2), Math.exp(-4)];
    const expected = [1 - 3 + (2 * ea - 4 * eb) / (ea - eb), ea / (ea - eb), -eb / (ea - eb)];
    gradient?.forEach((partial, k) => expect(partial).toBeCloseTo(expected[k] as number, 13));
  });

  test("a density that is infinite at a bound does not make NaN beyond it", () => {
    const spike = (x: number) => at(() => truncated(arcsine(), -1, 0.5), [], x)[0];
    expect(spike(0.7)).toBe(nothing);
    expect(spike(-0.5)).toBe(nothing);
    expect(spike(0.25)).toBeCloseTo(Math.log(1 / (Math.PI * Math.sqrt(0.25 * 0.75))) - Math.log(0.5), 13);
  });

  test("a survival time is censored where its row says so", () => {
    const made: Make = (rate, died, time) => censored(exponentialWithTails(rate), -Infinity, where(died, Infinity, time));
    const rows = [
      { parameters: [0.5, 1, 3], value: 3 },
      { parameters: [0.5, 0, 3], value: 3 },
    ];
    const { rows: logp, gradients } = evaluateRows(evaluator, made, 1, rows);
    [Math.log(0.5) - 1.5, -1.5].forEach((expected, i) => expect(logp[i]).toBeCloseTo(expected, 14));
    expect(gradients).toEqual([[-1], [-3]]);
  });
});

/** The log density at one position of scalar parameters, and the sum of its rows there. */
function scalarAndRows(distribution: (p: AnyExpr) => AnyDist, y: readonly number[], position: number): [number, number] {
  const built = (dims?: "row") =>
    model({ y: vector("row") }, ({ y }) => {
      const p = param(flat(), dims ? { dims } : {}) as AnyExpr;
      return { p, y: observe(y, distribution(p) as never) };
    });
  const ofScalar = built().bind({ y }).logp(Float64Array.of(position));
  return [
    ofScalar,
    built("row")
      .bind({ y })
      .logp(Float64Array.from(y, () => position)),
  ];
}

test.each<[string, (p: AnyExpr) => AnyDist, readonly number[]]>([
  ["binomial", (p) => binomial(9, invLogit(p)), [0, 3, 3, 9, 4]],
  ["categorical", (p) => categorical(stack(invLogit(p), invLogit(p.neg()))), [0, 1, 1, 1]],
  ["orderedLogistic", (p) => orderedLogistic(p, [-1, 0, 2]), [0, 1, 3, 2, 2, 2]],
  ["negativeBinomial", (p) => negativeBinomial(exp(p), 3), [0, 1, 17, 4]],
  ["zeroInflated poisson", (p) => zeroInflated(poisson(exp(p)), 0.3), [0, 0, 1, 5]],
  ["hurdle poisson", (p) => hurdle(poisson(exp(p)), 0.3), [0, 0, 1, 5]],
  ["truncated poisson", (p) => truncated(poisson(exp(p)), 1, Infinity), [1, 2, 2, 9]],
  ["censored poisson", (p) => censored(poisson(exp(p)), -Infinity, 5), [0, 2, 5, 9]],
])("%s of one parameter for all rows is the sum over rows with their own", (_, distribution, y) => {
  const [scalar, rows] = scalarAndRows(distribution, y, 0.4);
  // A few roundings of some ten terms.
  expect(Math.abs(scalar - rows)).toBeLessThanOrEqual(1e-14 * Math.abs(rows));
});

test("wrapped distributions are components of mixtures", () => {
  const counts = mixture([0.4, 0.6], { few: truncated(poisson(1), 1, Infinity), many: hurdle(poisson(9), 0.2) });
  const by = (x: number, rate: number) => Math.exp(x * Math.log(rate) - rate - lgammaOf(x + 1)) / (1 - Math.exp(-rate));
  const [logp] = evaluateRows(
    "the engine",
    () => counts,
    0,
    [{ parameters: [], value: 4 }],
    (dist, x) => dist.logp(x),
  ).rows;
  expect(logp).toBeCloseTo(Math.log(0.4 * by(4, 1) + 0.6 * 0.8 * by(4, 9)), 13);
});

const lgammaOf = (x: number) => Array.from({ length: x - 1 }, (_, k) => Math.log(k + 1)).reduce((sum, term) => sum + term, 0);

describe("values that are outside the support are named when data is bound", () => {
  const bound = (make: (n: AnyExpr) => AnyDist, y: number) => () =>
    model({ y: vector("row"), n: vector("row") }, ({ y, n }) => {
      const none = param(normal(0, 1));
      return { none, y: observe(y, make(n) as never) };
    }).bind({ y: [2, y], n: [5, 5] });

  test.each<[string, (n: AnyExpr) => AnyDist, number, string]>([
    ["binomial", (n) => binomial(n, 0.3), 6, "a whole number from 0 to 5"],
    ["geometric", () => geometric(0.3), 0, "a whole number, 1 or more"],
    ["categorical", () => categorical([0.2, 0.3, 0.5]), 3, "a whole number from 0 to 2"],
    ["truncated poisson", (n) => truncated(poisson(1), 2, n), 6, "a whole number from 2 to 5"],
    ["truncated real", (n) => truncated(upperOnly(), -Infinity, n), 6, "5 or less and finite"],
    ["zeroInflated binomial", (n) => zeroInflated(binomial(n, 0.3), 0.5), -1, "a whole number from 0 to 5"],
    ["hurdle exponential", () => hurdle(exponential(1), 0.5), -1, "0 or more and finite"],
  ])("%s", (_, make, y, must) => {
    const error = mistake(bound(make, y));
    expect(error).toMatchObject({ code: "outside-support", row: 1, value: y });
    expect(error.message).toContain(must);
  });

  const upperOnly = () =>
    custom({
      name: "logistic",
      parameters: {},
      logp: (x) => x.neg().sub(softplus(x.neg()).mul(2)),
      logCdf: (x) => softplus(x.neg()).neg(),
    });
});

describe("what cannot be wrapped is said, with what to do", () => {
  const two = mixture([0.5, 0.5], [poisson(1), poisson(2)]);

  test("a mixture as base", () => {
    expect(mistake(() => truncated(two as never, 1, 2)).message).toMatchInlineSnapshot(
      `"truncated: got mixture([0.5, 0.5], { 0: poisson(1), 1: poisson(2) }). Truncate its components: mixture(weights, { a: truncated(...), ... })."`,
    );
    expect(mistake(() => zeroInflated(two as never, 0.5)).message).toMatchInlineSnapshot(
      `"zeroInflated: got mixture([0.5, 0.5], { 0: poisson(1), 1: poisson(2) }). Give the zeros a component: mixture(weights, { zero: discreteUniform(0, 0), ... })."`,
    );
    expect(mistake(() => censored(two as never, 1, 2))).toMatchObject({ code: "wrapped-distribution", variable: "censored" });
    expect(mistake(() => hurdle(two as never, 0.5))).toMatchObject({ code: "wrapped-distribution", variable: "hurdle" });
  });

  test("a base without a distribution function", () => {
    expect(mistake(() => truncated(beta(2, 2), 0.1, 0.2)).message).toMatchInlineSnapshot(
      `"truncated: beta(2, 2) has no closed distribution function here. Use a base whose cdf is known (the documentation of truncated lists them), such as normal, gamma or weibull, or custom(...) with logCdf."`,
    );
    expect(mistake(() => truncated(negativeBinomial(3, 1), 2, Infinity)).message).toMatchInlineSnapshot(
      `"truncated: negativeBinomial(3, 1) has no closed distribution function here. Give it constant bounds with 128 values or fewer between them, or cut off the zeros alone: truncated(dist, 1, Infinity)."`,
    );
    expect(mistake(() => censored(binomial(5, 0.3), 1, 3)).message).toMatchInlineSnapshot(
      `"censored: binomial(5, 0.3) has no closed distribution function here. Use a base whose cdf is known (the documentation of truncated lists them), such as normal, gamma or weibull, or custom(...) with logCdf."`,
    );
  });

  test("a base of vectors, of other signs, or of no zeros", () => {
    expect(mistake(() => truncated(dirichlet([1, 1]), 0.1, 0.2)).message).toMatchInlineSnapshot(
      `"truncated: got dirichlet([1, 1]), whose values are vectors. Wrap distributions of single numbers."`,
    );
    expect(mistake(() => zeroInflated(normal(0, 1), 0.2)).message).toMatchInlineSnapshot(
      `"zeroInflated: normal(0, 1) is continuous and has no zeros of its own to add to. Use hurdle(dist, p): 0 with probability p, else a positive value."`,
    );
    expect(mistake(() => hurdle(normal(0, 1), 0.2)).message).toMatchInlineSnapshot(
      `"hurdle: normal(0, 1) has values below 0. Use a base of positive values, such as gamma or lognormal, or truncated(dist, 0, Infinity)."`,
    );
    expect(mistake(() => truncated(poisson(3), 5, 2)).message).toMatchInlineSnapshot(
      `"truncated: nothing is left between 5 and 2. Give the lower bound first."`,
    );
    expect(mistake(() => truncated(poisson(3), 2.2, 2.8))).toMatchObject({ code: "wrapped-distribution" });
  });

  test("parameters that no distribution may have", () => {
    expect(mistake(() => binomial(2.5, 0.3))).toMatchObject({ code: "parameter-value", variable: "n", value: 2.5 });
    expect(mistake(() => categorical([0.5, 0.4]))).toMatchObject({ code: "parameter-value", variable: "p" });
    expect(mistake(() => categorical(param(uniform(0, 1))))).toMatchObject({ code: "parameter-value", variable: "p" });
    expect(mistake(() => orderedLogistic(0, [1, 1]))).toMatchObject({ code: "parameter-value", variable: "cutpoints", row: 1 });
    expect(mistake(() => discreteUniform(0, 2.5))).toMatchObject({ code: "parameter-value", variable: "upper", value: 2.5 });
    expect(mistake(() => discreteUniform(3, 2))).toMatchObject({ code: "parameter-value", variable: "upper", value: 2 });
    expect(mistake(() => hypergeometric(3, 2, 6))).toMatchObject({ code: "parameter-value", variable: "drawn", value: 6 });
    expect(mistake(() => zeroInflated(poisson(2), 1.5))).toMatchObject({ code: "parameter-value", variable: "p", value: 1.5 });
    expect(mistake(() => truncated(poisson(2), Number.NaN, 3))).toMatchObject({ code: "wrapped-distribution" });
    expect(mistake(() => param(hurdle(exponential(1), 0.5)))).toMatchObject({ code: "discrete-parameter" });
  });

  test("a formula that takes a parameter from around it", () => {
    const error = mistake(() => {
      const rate = param(exponential(1));
      return custom({ name: "waiting", parameters: {}, support: "nonnegative", logp: (x) => log(rate).sub(rate.mul(x)) });
    });
    expect(error.message).toMatchInlineSnapshot(
      `"waiting: logp uses a parameter of the model, which is not among its parameters. Hand it over: custom({ parameters: { x }, logp: (value, { x }) => ... })."`,
    );
  });
});

test("wrappers nest, and their parameters keep apart", () => {
  const nested = truncated(truncated(uniform01(), 0.1, 0.9), 0.2, 0.6);
  expect(Object.keys((nested.node as { parameters: object }).parameters)).toEqual([
    "lower",
    "upper",
    "truncated lower",
    "truncated upper",
  ]);
  const [logp] = evaluateRows(
    "the engine",
    () => nested,
    0,
    [{ parameters: [], value: 0.3 }],
    (dist, x) => dist.logp(x),
  ).rows;
  expect(logp).toBeCloseTo(-Math.log(0.4), 14);
});

const uniform01 = () => custom({ name: "flatUnit", parameters: {}, support: "unit", logp: () => 0, logCdf: (x) => log(x) });

test("the documentation of truncated lists the distributions whose cdf is known", () => {
  const source = readFileSync(new URL("../../bindings/model/wrappers/truncated.ts", import.meta.url), "utf8");
  const listed = (/\(`dist\.cdf`\):([^.]*?); *\n? *\*? *and custom/s.exec(source)?.[1] ?? "").match(/[a-z]\w+/gi) ?? [];
  const folder = new URL("../../bindings/model/distributions/", import.meta.url);
  const known = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return /^ {2}log(Cdf|Survival)[:,(]/m.test(text) ? [/name: "(\w+)"/.exec(text)?.[1]] : [];
  });
  expect([...listed].sort()).toEqual(known.sort());
});
