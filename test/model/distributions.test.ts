import { describe, expect, test } from "vitest";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { QuadraticForm } from "../../bindings/model/distribution.js";
import * as wasmcmc from "../../bindings/model/index.js";
import { firstRefused, isInside } from "../../bindings/model/requirement.js";
import { constraintOf, supportOf } from "../../bindings/model/support.js";
import { evaluate } from "./evaluate.js";
import { mistake } from "./mistake.js";

const {
  bernoulli,
  beta,
  dirichlet,
  exp,
  gamma,
  halfNormal,
  log,
  invLogit,
  lognormal,
  mixture,
  normal,
  param,
  pareto,
  poisson,
  stack,
  truncatedNormal,
  uniform,
  vonMises,
} = wasmcmc;

/** Log densities by scipy 1.17.1: norm, halfnorm, uniform, expon, gamma, beta, lognorm, t, cauchy, halfcauchy, bernoulli, poisson. */
const scipy: readonly [string, readonly number[], number, number][] = [
  ["normal", [1.5, 0.7], 2.3, -1.215324813755736],
  ["halfNormal", [1.3], 0.4, -0.5354928952187273],
  ["halfNormal", [1.3], 0, -0.48815561711221844],
  ["uniform", [-1, 4], 4, -1.6094379124341003],
  ["exponential", [2.5], 0.3, 0.1662907318741551],
  ["exponential", [2.5], 0, 0.916290731874155],
  ["gamma", [2.2, 3.1], 0.9, -0.5242954402996092],
  ["beta", [2.2, 0.7], 0.35, -0.8854967776436711],
  ["beta", [1, 2], 0, 0.6931471805599453],
  ["beta", [2, 1], 1, 0.6931471805599453],
  ["lognormal", [0.3, 0.8], 1.7, -1.2679774440370046],
  ["studentT", [3.5, 0.5, 2], -4, -3.695536550778643],
  ["cauchy", [0.5, 2], -4, -3.6399993226729475],
  ["halfCauchy", [2], 3, -2.3233848821910463],
  ["bernoulli", [0.3], 1, -1.2039728043259361],
  ["bernoulli", [0.3], 0, -0.35667494393873245],
  ["poisson", [3.7], 5, -1.9458276445311515],
  ["poisson", [3.7], 0, -3.7],
];

const make = (name: string, parameters: readonly unknown[]): AnyDist =>
  (wasmcmc as unknown as Record<string, (...args: unknown[]) => AnyDist>)[name]?.(...parameters) as AnyDist;
const logp = (distribution: AnyDist, value: number): number => evaluate(distribution.logp(value).node)[0] as number;

describe("log densities", () => {
  // A few roundings of terms of size 1 to 10 in either computation: 1e-14 of 1 or of the value.
  test.each(scipy)("%s(%j) at %d is scipy's", (name, parameters, value, expected) => {
    expect(Math.abs(logp(make(name, parameters), value) - expected)).toBeLessThan(1e-14 * Math.max(10, Math.abs(expected)));
  });

  test.each(scipy)("%s(%j) at %d is the same where the parameters are expressions", (name, parameters, value, expected) => {
    const unknown = parameters.map(() => param(wasmcmc.flat()));
    const values = new Map(unknown.map(({ node }, i) => [node, [parameters[i] as number]]));
    const [actual] = evaluate(make(name, unknown).logp(value).node, values);
    expect(Math.abs((actual as number) - expected)).toBeLessThan(1e-14 * Math.max(10, Math.abs(expected)));
  });

  test("the Dirichlet's is scipy's, with a share of zero as well", () => {
    const at = (alpha: readonly number[], x: readonly number[]) => evaluate(dirichlet(alpha).logp(stack(...x)).node)[0];
    expect(at([2, 1, 0.5], [0.5, 0.3, 0.2])).toBeCloseTo(0.7401804350794792, 13);
    expect(at([2, 1, 3], [0.5, 0, 0.5])).toBeCloseTo(2.0149030205422647, 13);
    expect(at([2, 1, 3], [0.5, 0, 0.4])).toBe(-Infinity);
    expect(at([1, 1], [1.5, -0.5])).toBe(-Infinity);
  });

  test.each([
    ["halfNormal", [1], -0.1],
    ["uniform", [0, 1], 1.01],
    ["exponential", [1], -1],
    ["gamma", [2, 1], 0],
    ["beta", [2, 2], -0.5],
    ["beta", [2, 2], 1.5],
    ["lognormal", [0, 1], -1],
    ["halfCauchy", [1], -3],
    ["bernoulli", [0.5], 0.5],
    ["bernoulli", [0.5], 2],
    ["poisson", [1], 1.5],
    ["poisson", [1], -1],
  ] as const)("%s(%j) at %d is -inf, not NaN", (name, parameters, value) => {
    expect(logp(make(name, parameters), value)).toBe(-Infinity);
  });

  test("edges of the parameters are exact", () => {
    expect(logp(bernoulli(1), 1)).toBe(0);
    expect(logp(bernoulli(1), 0)).toBe(-Infinity);
    expect(logp(bernoulli(0), 0)).toBeCloseTo(0, 15);
    // log(0!) is exact to 2e-14 in the evaluator of these tests.
    expect(logp(poisson(0), 0)).toBeCloseTo(0, 13);
    expect(logp(poisson(0), 1)).toBe(-Infinity);
    expect(logp(beta(3, 1), 0)).toBe(-Infinity);
    expect(logp(beta(0.5, 1), 0)).toBe(Infinity);
  });

  test("the Bernoulli of a logistic keeps its tails", () => {
    expect(logp(bernoulli(invLogit(-800)), 1)).toBe(-800);
    expect(logp(bernoulli(invLogit(40)), 0)).toBe(-40);
  });

  test("the Poisson of an exponential takes no logarithm", () => {
    const eta = param(normal(0, 1));
    expect(evaluate(poisson(exp(eta)).logp(3).node, new Map([[eta.node, [-800]]]))).toEqual([
      -2400 - evaluate(wasmcmc.lgamma(4).node)[0]!,
    ]);
  });

  test("a mixture's is the log of the weighted sum, with a weight of zero as well", () => {
    const two = mixture([0.25, 0.75], [normal(0, 1), normal(3, 2)]);
    const byHand = Math.log(0.25 * Math.exp(logp(normal(0, 1), 1)) + 0.75 * Math.exp(logp(normal(3, 2), 1)));
    expect(logp(two, 1)).toBeCloseTo(byHand, 14);
    expect(logp(mixture([0, 1], [normal(0, 1), normal(3, 2)]), 1)).toBe(logp(normal(3, 2), 1));
  });
});

test.each([
  ["normal", [1.5, 0.7], 2.3],
  ["halfNormal", [1.3], 0.4],
  ["lognormal", [0.3, 0.8], 1.7],
])("%s's density form is its density", (name, parameters, value) => {
  const { node } = make(name, parameters);
  if (node.kind !== "plain") throw new Error("not plain");
  const form = node.family.densityForm?.(wasmcmc.stack(value).at(0).node, node.parameters);
  if (!form) throw new Error("no density form");
  if ("kind" in form.quadratic) throw new Error("not one-dimensional");
  const [at, mean, root] = [form.quadratic.value, form.quadratic.mean, form.quadratic.inverseRoot].map(
    (part) => evaluate(part)[0] as number,
  );
  const offset = form.offset ? (evaluate(form.offset)[0] as number) : 0;
  const density = -0.5 * ((at! - mean!) * root!) ** 2 + Math.log(root!) + offset - Math.log(2 * Math.PI) / 2;
  expect(density).toBeCloseTo(logp(make(name, parameters), value), 14);
});

test("the density form of a value outside the support has offset -inf and no NaN", () => {
  const { node } = lognormal(0, 1);
  if (node.kind !== "plain") throw new Error("not plain");
  const form = node.family.densityForm?.(wasmcmc.stack(-1).at(0).node, node.parameters);
  expect(evaluate(form!.offset!)).toEqual([-Infinity]);
  expect(evaluate((form as { quadratic: QuadraticForm }).quadratic.value)).toEqual([0]);
});

test("a square root as a scale is kept as it is", () => {
  const variance = param(halfNormal(1));
  const { node } = normal(0, wasmcmc.sqrt(variance));
  if (node.kind !== "plain") throw new Error("not plain");
  const form = node.family.densityForm?.(variance.node, node.parameters);
  expect(form?.inverseRoot).toMatchObject({ op: "reciprocal", args: [{ op: "sqrt", args: [variance.node] }] });
  expect((form?.quadratic as QuadraticForm | undefined)?.inverseRoot).toBe(form?.inverseRoot);
});

test("supports imply constraints", () => {
  expect(constraintOf(supportOf(gamma(1, 1).node))).toEqual({ kind: "positive" });
  expect(constraintOf(supportOf(uniform(0, 2).node))).toMatchObject({
    kind: "interval",
    lower: { values: [0] },
    upper: { values: [2] },
  });
  expect(constraintOf(supportOf(beta(1, 1).node))).toMatchObject({
    kind: "interval",
    lower: { values: [0] },
    upper: { values: [1] },
  });
  expect(constraintOf(supportOf(vonMises(0, 1).node))).toEqual({ kind: "circular" });
  expect(constraintOf(supportOf(pareto(1, 2).node))).toMatchObject({ kind: "lower", lower: { values: [2] } });
  const cut = (lower: number, upper: number) => constraintOf(supportOf(truncatedNormal(0, 1, lower, upper).node)).kind;
  expect([cut(0, 1), cut(0, Infinity), cut(-Infinity, 1), cut(-Infinity, Infinity)]).toEqual([
    "interval",
    "lower",
    "upper",
    "none",
  ]);
  expect(constraintOf(supportOf(dirichlet([1, 1]).node))).toEqual({ kind: "simplex" });
  expect(constraintOf(supportOf(mixture([0.5, 0.5], [halfNormal(1), halfNormal(9)]).node))).toEqual({ kind: "positive" });
  expect(constraintOf(supportOf(mixture([0.5, 0.5], [halfNormal(1), normal(0, 1)]).node))).toEqual({ kind: "none" });
});

test("requirements admit what they say", () => {
  expect(firstRefused("positive", [1, Number.POSITIVE_INFINITY])).toBe(1);
  expect(firstRefused("simplex", [0.5, 0.5])).toBe(-1);
  expect(firstRefused("simplex", [0.5, 0.4])).toBe(0);
  expect(firstRefused("count", [0, 3, 2.5])).toBe(2);
  expect(isInside("interval", 2, 0, 2)).toBe(true);
});

test("shapes of parameters join", () => {
  expect(normal([0, 1, 2], 1)).toMatchObject({ dims: [], event: [3] });
  expect(dirichlet([1, 2, 3])).toMatchObject({ dims: [], event: [3] });
});

test("a negative constant scale is refused", () => {
  const error = mistake(() => normal(0, -1));
  expect(error).toMatchObject({ code: "parameter-value", variable: "sigma", value: -1 });
  expect(error.message).toMatchInlineSnapshot(
    `"normal: sigma must be positive and finite, but is -1. Give sigma as a number that is positive and finite, or as an expression."`,
  );
});

test("a NaN as a parameter is refused by name", () => {
  const error = mistake(() => gamma(2, Number.NaN));
  expect(error).toMatchObject({ code: "parameter-value", variable: "beta", value: Number.NaN });
  expect(error.message).toMatchInlineSnapshot(`"gamma: beta is NaN. Give numbers."`);
});

test("an empty interval is refused", () => {
  const error = mistake(() => uniform(10, 0));
  expect(error).toMatchObject({ code: "parameter-value", variable: "upper", value: 0 });
  expect(error.message).toMatchInlineSnapshot(
    `"uniform: upper must be above lower, but upper is 0 and lower is 10. Give the lower bound first."`,
  );
});

test("a concentration of zero is refused with its place", () => {
  const error = mistake(() => dirichlet([1, 0]));
  expect(error).toMatchObject({ code: "parameter-value", variable: "alpha", row: 1, value: 0 });
  expect(error.message).toMatchInlineSnapshot(
    `"dirichlet: alpha must be positive and finite, but its element 1 is 0. Give alpha as a number that is positive and finite, or as an expression."`,
  );
});

test("a Dirichlet of one share is refused", () => {
  expect(mistake(() => dirichlet([1]))).toMatchObject({ code: "parameter-value", variable: "alpha" });
});

test("weights of the wrong length are refused", () => {
  const w = param(dirichlet([1, 1, 1]));
  const error = mistake(() => mixture(w, { line: normal(0, 1), outlier: normal(0, 9) }));
  expect(error).toMatchObject({ code: "mixture-weights", variable: "weights", value: 3 });
  expect(error.message).toMatchInlineSnapshot(
    `"mixture: there are 2 components (line, outlier), but 3 weights. Give one weight for each component, such as param(dirichlet([1, 1])) for two."`,
  );
});

test("constant weights that do not sum to 1 are refused", () => {
  const error = mistake(() => mixture([0.5, 0.4], [normal(0, 1), normal(0, 9)]));
  expect(error).toMatchObject({ code: "parameter-value", variable: "weights" });
  expect(error.message).toMatchInlineSnapshot(
    `"mixture: weights must be nonnegative with sum 1, but are [0.5, 0.4]. Divide them by their sum."`,
  );
});

test("a component that is a number is refused", () => {
  const error = mistake(() => mixture([0.5, 0.5], { line: normal(0, 1), outlier: 3 as never }));
  expect(error).toMatchObject({ code: "mixture-components", variable: "outlier", value: 3 });
  expect(error.message).toMatchInlineSnapshot(
    `"mixture: the component outlier is not a distribution. Give distributions, as in { line: normal(mean, sd), outlier: normal(0, 10) }."`,
  );
});

test("components of different kinds are refused", () => {
  const error = mistake(() => mixture([0.5, 0.5], { zero: poisson(1), other: normal(0, 1) }));
  expect(error).toMatchObject({ code: "mixture-components", variable: "other" });
  expect(error.message).toMatchInlineSnapshot(
    `"mixture: one of zero and other is discrete, the other continuous. Components must be distributions of the same kind of value."`,
  );
});

test("integer names of components are refused", () => {
  expect(mistake(() => mixture([0.5, 0.5], { 1: normal(0, 1), 0: normal(0, 1) }))).toMatchObject({
    code: "mixture-components",
    variable: "0",
  });
});

test("weights may be numbers and expressions", () => {
  const p = param(beta(1, 1));
  const { node } = mixture([p, wasmcmc.sub(1, p)], [normal(0, 1), normal(log(2), 1)]);
  expect(node).toMatchObject({
    kind: "mixture",
    weights: { kind: "stack", event: [2] },
    components: [{ name: "0" }, { name: "1" }],
  });
});
