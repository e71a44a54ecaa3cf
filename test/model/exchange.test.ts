import { describe, expect, test } from "vitest";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { HiddenMarkovDistribution, MixtureDistribution } from "../../bindings/model/distribution.js";
import { exchangeOf } from "../../bindings/model/exchange.js";
import {
  dirichlet,
  Expr,
  exp,
  hiddenMarkov,
  mixture,
  normal,
  ordered,
  param,
  positive,
  studentT,
  sum,
} from "../../bindings/model/index.js";

// biome-ignore lint/suspicious/noExplicitAny: any expression
const exchange = (distribution: AnyDist, results: Record<string, Expr<any, any>> = {}) =>
  exchangeOf(
    distribution.node as MixtureDistribution | HiddenMarkovDistribution,
    Object.entries(results).map(([name, { node }]) => ({ name, node })),
  );

const column = (name: string) => new Expr<"row", []>({ kind: "data", name, role: "value", dims: ["row"], event: [] });

/** Group numbers as they come, from 0. */
const pattern = (groups: readonly number[]): number[] => groups.map((group) => [...new Set(groups)].indexOf(group));

describe("components that can change places", () => {
  test("are those of one form, whatever their constants and parameters", () => {
    const [a, b] = [param(normal(0, 1)), param(normal(2, 3))];
    const pair = param(normal(0, 1), { size: 2 });
    const parts = [normal(a, 1), normal(b, 2), normal(pair.at(0), 1), studentT(3, a, 1), normal(0, 1)];
    expect(pattern(exchange(mixture([0.2, 0.2, 0.2, 0.2, 0.2], parts)).groups)).toEqual([0, 0, 0, 1, 2]);
  });

  test("do not include a line and its outliers", () => {
    const [m, s] = [param(normal(0, 1)), param(normal(0, 1))];
    const [x, yErr] = [column("x"), column("yErr")];
    const parts = { line: normal(m.mul(x), yErr), outlier: normal(0, yErr.square().add(s)) };
    expect(pattern(exchange(mixture([0.5, 0.5], parts)).groups)).toEqual([0, 1]);
  });

  test("tell regressions on different columns apart, but not different slopes", () => {
    const [m, n] = [param(normal(0, 1)), param(normal(0, 1))];
    const [x, z] = [column("x"), column("z")];
    const parts = [normal(m.mul(x), 1), normal(n.mul(x), 1), normal(n.mul(z), 1)];
    expect(pattern(exchange(mixture([0.3, 0.3, 0.4], parts)).groups)).toEqual([0, 0, 1]);
  });

  test("are told apart by an ordered vector, a transformed one as well", () => {
    const mu = param(normal(0, 1), { size: 2, constraint: ordered() });
    const parts = [normal(mu.at(0), 1), normal(mu.at(1), 1)];
    expect(pattern(exchange(mixture([0.5, 0.5], parts)).groups)).toEqual([0, 0]);
    expect(pattern(exchange(mixture([0.5, 0.5], parts)).free)).toEqual([0, 1]);
    const scale = exp(mu);
    expect(pattern(exchange(mixture([0.5, 0.5], [normal(0, scale.at(0)), normal(0, scale.at(1))])).free)).toEqual([0, 1]);
  });

  test("are not so by an ordered vector that all of them read alike", () => {
    const mu = param(normal(0, 1), { size: 2, constraint: ordered() });
    const s = param(normal(0, 1), { size: 2, constraint: positive() });
    const parts = [normal(mu.at(0), s.at(0)), normal(mu.at(0), s.at(1))];
    expect(pattern(exchange(mixture([0.5, 0.5], parts)).free)).toEqual([0, 0]);
  });

  test("stay within their nested mixture", () => {
    const mu = param(normal(0, 1), { size: 4 });
    const inner = mixture([0.5, 0.5], { a: normal(mu.at(0), 1), b: normal(mu.at(1), 1) });
    const found = exchange(mixture([0.2, 0.3, 0.5], { field: inner, c: normal(mu.at(2), 1), d: normal(mu.at(3), 1) }), { mu });
    expect(pattern(found.groups)).toEqual([0, 0, 1, 1]);
    expect(found.vectors).toEqual([{ name: "mu", positions: [0, 1, 2, 3] }]);
  });
});

describe("vectors with an element for each component", () => {
  test("are the weights, and what components read by .at(k), in their own order", () => {
    const [mu, s, w] = [param(normal(0, 1), { size: 2 }), param(normal(0, 1), { size: 2 }), param(dirichlet([1, 1]))];
    const scale = exp(s);
    const parts = [normal(mu.at(1), scale.at(0)), normal(mu.at(0), scale.at(1))];
    expect(exchange(mixture(w, parts), { mu, s, w, scale }).vectors).toEqual([
      { name: "mu", positions: [1, 0] },
      { name: "s", positions: [0, 1] },
      { name: "w", positions: [0, 1] },
      { name: "scale", positions: [0, 1] },
    ]);
  });

  test("may lack components of other forms", () => {
    const [mu, w] = [param(normal(0, 1), { size: 2 }), param(dirichlet([1, 1, 1]))];
    const parts = { a: normal(mu.at(0), 1), b: normal(mu.at(1), 1), rest: normal(0, 10) };
    expect(exchange(mixture(w, parts), { mu, w }).vectors).toEqual([
      { name: "mu", positions: [0, 1, -1] },
      { name: "w", positions: [0, 1, 2] },
    ]);
  });

  test("are not those that components share, read as a whole or read twice", () => {
    const [mu, beta, s] = [0, 1, 2].map(() => param(normal(0, 1), { size: 2 })) as [
      Expr<never, [2]>,
      Expr<never, [2]>,
      Expr<never, [2]>,
    ];
    const parts = [normal(mu.at(0).add(beta.at(0)).add(sum(s)), s.at(0)), normal(mu.at(1).add(beta.at(0)).add(sum(s)), s.at(1))];
    expect(exchange(mixture([0.5, 0.5], parts), { mu, beta, s }).vectors).toEqual([{ name: "mu", positions: [0, 1] }]);
    const twice = [normal(mu.at(0), 1), normal(mu.at(1).add(mu.at(0)), 1)];
    expect(exchange(mixture([0.5, 0.5], twice), { mu }).vectors).toEqual([]);
  });

  test("of nested mixtures are the inner weights, not the outer ones", () => {
    const [inner, outer] = [param(dirichlet([1, 1])), param(dirichlet([1, 1]))];
    const field = mixture(inner, { a: normal(0, 1), b: normal(1, 1) });
    const found = exchange(mixture(outer, { field, star: studentT(3, 0, 1) }), { inner, outer });
    expect(found.vectors).toEqual([{ name: "inner", positions: [0, 1, -1] }]);
  });
});

test("states of a hidden Markov model are components, and their first probabilities a vector of theirs", () => {
  const [mu, first] = [param(normal(0, 1), { size: 2 }), param(dirichlet([1, 1]))];
  const transition = [
    [0.9, 0.1],
    [0.2, 0.8],
  ];
  const states = { calm: normal(mu.at(0), 1), wild: normal(mu.at(1), 1), other: studentT(3, 0, 1) };
  const three = { initial: [0.4, 0.4, 0.2], transition: [0, 1, 2].map(() => [0.3, 0.3, 0.4]), states, over: "time" } as const;
  expect(pattern(exchange(hiddenMarkov(three), { mu }).groups)).toEqual([0, 0, 1]);
  const two = hiddenMarkov({ initial: first, transition, states: { calm: states.calm, wild: states.wild }, over: "time" });
  expect(exchange(two, { mu, first }).vectors.map(({ name }) => name)).toEqual(["mu", "first"]);
});

test("a graph deeper than the call stack is no obstacle", () => {
  const mu = param(normal(0, 1), { size: 2 });
  let [a, b] = [mu.at(0), mu.at(1)];
  for (let i = 0; i < 20_000; i++) [a, b] = [a.add(1), b.add(1)];
  const found = exchange(mixture([0.5, 0.5], [normal(a, 1), normal(b, 1)]), { mu });
  expect(pattern(found.groups)).toEqual([0, 0]);
  expect(found.vectors).toEqual([{ name: "mu", positions: [0, 1] }]);
});
