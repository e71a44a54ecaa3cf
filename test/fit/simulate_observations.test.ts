/** Draws of observations: of every kind of distribution by its law, and which mixture component each row is of. */
import { describe, expect, test } from "vitest";
import {
  addDiagonal,
  autoregressive,
  flat,
  gaussianProcess,
  gaussianRandomWalk,
  hiddenMarkov,
  log,
  mixture,
  model,
  mvNormal,
  normal,
  observe,
  type PriorSample,
  param,
  poisson,
  rename,
  samplePrior,
  squaredExponential,
  stack,
  vector,
} from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { chiSquare, critical, joined } from "../program/chi_square.js";
import { correlated, covariance, distance, furthest, numberOf, sigmas } from "./laws.js";

const draws = 20_000;

/** Observations of a column over rows, and their components. */
function observed(make: () => AnyDist, rows = 3, count = draws): PriorSample["observations"][string] {
  const made = model({ y: vector("row") }, ({ y }) => ({ none: param(normal(0, 1)), y: observe(y, make() as never) }));
  const sample = samplePrior(made, { y: new Float64Array(rows) }, { draws: count, seed: 5, components: true });
  return (sample as unknown as PriorSample).observations.y!;
}

/** Chi-square of how often each whole number from 0 on came, against probabilities. */
function frequencies(values: Float64Array, probabilities: readonly number[]): void {
  const seen = probabilities.map((_, k) => values.filter((value) => value === k).length);
  expect(seen.reduce((sum, n) => sum + n, 0)).toBe(values.length);
  const bins = joined(
    seen,
    probabilities.map((p) => p * values.length),
  );
  expect(chiSquare(bins)).toBeLessThan(critical(bins.length - 1));
}

describe("rows of a column", () => {
  test("are drawn one by one, from parameters of their own", () => {
    const made = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
      const slope = param(normal(2, 0.1));
      return { slope, y: observe(y, normal(slope.mul(x), 1)) };
    });
    const { parameters, observations } = samplePrior(made, { x: [0, 10, -30] }, { draws, seed: 5 });
    const slopes = parameters.slope.values;
    const errors = [0, 10, -30].map((x, k) => numberOf(observations.y.value, k).map((y, i) => y - x * slopes[i]!));
    expect(observations.y.component).toBeUndefined();
    for (const [k, each] of errors.entries()) {
      expect(distance(each, normal(0, 1))).toBeLessThan(furthest);
      expect(Math.abs(correlated(each, slopes))).toBeLessThan(sigmas);
      expect(Math.abs(correlated(each, errors[(k + 1) % 3]!))).toBeLessThan(sigmas);
    }
  });

  test("of counts come as often as they are probable", () => {
    const probabilities = [Math.exp(-2.5)];
    for (let k = 1; k < 20; k++) probabilities.push((probabilities[k - 1]! * 2.5) / k);
    frequencies(observed(() => poisson(2.5), 2).value.values, probabilities);
  });

  test("are values of what is observed, where that is computed from the data", () => {
    const made = model({ y: vector("row") }, ({ y }) => {
      const mu = param(normal(0, 1));
      return { mu, logs: observe(log(y), normal(mu, 1)) };
    });
    const { observations } = samplePrior(made, { y: [1, 2] }, { draws, seed: 5 });
    expect(distance(numberOf(observations.logs.value, 0), normal(0, Math.SQRT2))).toBeLessThan(furthest);
  });
});

describe("rows of a mixture", () => {
  const far = () => mixture([0.2, 0.3, 0.5], { low: normal(-40, 1), middle: normal(0, 1), high: normal(40, 1) });
  const nearest = (values: Float64Array) => values.map((y) => (y < -20 ? 0 : y > 20 ? 2 : 1));

  test("are of each component as often as its weight says, and say of which", () => {
    const { value, component } = observed(far);
    expect(component!.shape).toEqual([1, draws, 3]);
    expect(component!.values).toEqual(nearest(value.values));
    frequencies(component!.values, [0.2, 0.3, 0.5]);
    const rows = [0, 1].map((k) => numberOf(component!, k)) as [Float64Array, Float64Array];
    expect(Math.abs(correlated(...rows))).toBeLessThan(sigmas);
    const of = (k: number) => value.values.filter((_, i) => component!.values[i] === k);
    for (const [k, mu] of [-40, 0, 40].entries()) expect(distance(of(k), normal(mu, 1))).toBeLessThan(furthest);
  });

  test("never are of a component without weight", () => {
    const { component } = observed(() => mixture([0, 0.5, 0.5, 0], [0, 1, 2, 3].map((mu) => normal(mu, 1)) as never));
    expect(new Set(component!.values)).toEqual(new Set([1, 2]));
  });

  test("of overlapping components are of each as often as its density says there", () => {
    const { value, component } = observed(() => mixture([0.3, 0.7], { a: normal(-1, 1), b: normal(1, 2) }));
    // Among values of one share of being of b, that many are: the sum of squares of what is left over is that of Bernoulli trials.
    const density = (y: number, mu: number, s: number) => Math.exp(-0.5 * ((y - mu) / s) ** 2) / s;
    const share = value.values.map((y) => (0.7 * density(y, 1, 2)) / (0.7 * density(y, 1, 2) + 0.3 * density(y, -1, 1)));
    for (let bin = 0; bin < 10; bin++) {
      const rows = [...share.keys()].filter((i) => Math.floor(10 * share[i]!) === bin);
      const expected = rows.reduce((sum, i) => sum + share[i]!, 0);
      const variance = rows.reduce((sum, i) => sum + share[i]! * (1 - share[i]!), 0);
      const seen = rows.filter((i) => component!.values[i] === 1).length;
      expect(Math.abs(seen - expected)).toBeLessThanOrEqual(sigmas * Math.sqrt(variance));
    }
  });

  test("of mixtures are numbered as the leaves are in memberships", () => {
    const nested = () =>
      mixture([0.3, 0.7], {
        field: mixture([0.5, 0.5], { low: normal(-40, 1), middle: normal(0, 1) }),
        cluster: normal(40, 1),
      });
    const { value, component } = observed(nested);
    expect(nested().components).toEqual(["field/low", "field/middle", "cluster"]);
    expect(component!.values).toEqual(nearest(value.values));
    frequencies(component!.values, [0.15, 0.15, 0.7]);
  });

  test("of vectors take all their numbers from one component", () => {
    const made = model({ a: vector("row"), b: vector("row") }, ({ a, b }) => ({
      none: param(normal(0, 1)),
      y: observe(stack(a, b), mixture([0.5, 0.5], { up: normal([40, -40], 1), down: normal([-40, 40], 1) })),
    }));
    const { y } = samplePrior(made, { a: [0], b: [0] }, { draws, seed: 5, components: true }).observations;
    const [a, b] = [numberOf(y.value, 0), numberOf(y.value, 1)];
    expect(y.component!.values).toEqual(a.map((value) => Number(value < 0)));
    expect(b.every((value, i) => value * a[i]! < 0)).toBe(true);
    expect(Math.abs(correlated(a.map(Math.abs), b.map(Math.abs)))).toBeLessThan(sigmas);
  });
});

describe("rows of vectors", () => {
  test("have the covariance of their distribution", () => {
    const made = model({ a: vector("row"), b: vector("row") }, ({ a, b }) => ({
      none: param(normal(0, 1)),
      joint: observe(
        stack(a, b),
        mvNormal([1, -1], {
          covariance: [
            [4, 1.8],
            [1.8, 1],
          ],
        }),
      ),
      apart: observe(stack(b, a), normal([5, 7], 2)),
    }));
    const { joint, apart } = samplePrior(made, { a: [0, 0], b: [0, 0] }, { draws, seed: 5 }).observations;
    expect(joint.value.shape).toEqual([1, draws, 2, 2]);
    for (const row of [0, 1]) {
      const [a, b] = [numberOf(joint.value, 2 * row), numberOf(joint.value, 2 * row + 1)];
      expect(distance(a, normal(1, 2))).toBeLessThan(furthest);
      expect(
        distance(
          b.map((value, i) => value - 0.45 * a[i]!),
          normal(-1.45, Math.sqrt(0.19)),
        ),
      ).toBeLessThan(furthest);
      const [c, d] = [numberOf(apart.value, 2 * row), numberOf(apart.value, 2 * row + 1)];
      expect(distance(c, normal(5, 2))).toBeLessThan(furthest);
      expect(distance(d, normal(7, 2))).toBeLessThan(furthest);
      expect(Math.abs(correlated(c, d))).toBeLessThan(sigmas);
    }
    const [first, second] = [numberOf(joint.value, 0), numberOf(joint.value, 2)];
    expect(Math.abs(correlated(first, second))).toBeLessThan(sigmas);
  });
});

describe("rows of a hidden Markov model", () => {
  const transition = [
    [0.7, 0.2, 0.1],
    [0.3, 0.4, 0.3],
    [0, 0.5, 0.5],
  ] as const;
  const states = () => ({ low: normal(-40, 1), middle: normal(0, 1), high: normal(40, 1) });
  const chain = (starts?: AnyExpr) =>
    hiddenMarkov({ initial: [0.2, 0.3, 0.5], transition, states: states(), over: "row", ...(starts && { starts }) });

  test("go from state to state as often as the transitions say", () => {
    const rows = 50;
    const { value, component } = observed(chain, rows, 2000);
    expect(component!.values).toEqual(value.values.map((y) => (y < -20 ? 0 : y > 20 ? 2 : 1)));
    frequencies(numberOf(component!, 0), [0.2, 0.3, 0.5]);
    for (const [from, probabilities] of transition.entries()) {
      // Given the states before, the next ones are independent.
      const next = component!.values.filter((_, i) => i % rows > 0 && component!.values[i - 1] === from);
      frequencies(next, probabilities);
    }
  });

  test("begin anew where sequences start", () => {
    const made = model({ y: vector("row"), begins: vector("row") }, ({ y, begins }) => ({
      none: param(normal(0, 1)),
      y: observe(y, chain(begins)),
    }));
    const data = { begins: [1, 0, 0, 1, 0] };
    const { component } = samplePrior(made, data, { draws, seed: 5, components: true }).observations.y;
    frequencies(numberOf(component!, 3), [0.2, 0.3, 0.5]);
    const before = numberOf(component!, 2);
    expect(Math.abs(correlated(before, numberOf(component!, 3)))).toBeLessThan(sigmas);
    frequencies(
      numberOf(component!, 4).filter((_, i) => component!.values[5 * i + 3] === 1),
      transition[1],
    );
  });
});

describe("rows along a dim", () => {
  test("of a Gaussian process have its covariance", () => {
    const made = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
      const kernel = squaredExponential(x, rename(x, "row", "other"), { scale: 2, length: 1.5 });
      const covariance = addDiagonal(kernel, 0.5, "row", "other");
      return { none: param(normal(0, 1)), y: observe(y, gaussianProcess({ mean: x, covariance, over: ["row", "other"] })) };
    });
    const x = [0, 1, 3];
    const { value } = samplePrior(made, { x }, { draws, seed: 5 }).observations.y;
    const rows = x.map((_, k) => numberOf(value, k));
    for (const [i, a] of x.entries()) {
      expect(distance(rows[i]!, normal(a, Math.sqrt(4.5)))).toBeLessThan(furthest);
      for (const [j, b] of x.entries()) {
        const exact = 4 * Math.exp(-(((a - b) / 1.5) ** 2) / 2) + (i === j ? 0.5 : 0);
        // The variance of an estimated covariance of normals.
        const error = Math.sqrt((4.5 ** 2 + exact ** 2) / draws);
        expect(Math.abs(covariance(rows[i]!, rows[j]!) - exact)).toBeLessThan(sigmas * error);
      }
    }
  });

  test("of a random walk have independent steps, as a parameter and as an observation", () => {
    const walk = () => gaussianRandomWalk("row", { sigma: 2, drift: 0.5, init: normal(10, 3) });
    const made = model({ y: vector("row") }, ({ y }) => ({ level: param(walk()), y: observe(y, walk()) }));
    const { parameters, observations } = samplePrior(made, { y: [0, 0, 0] }, { draws, seed: 5 });
    for (const each of [parameters.level, observations.y.value]) {
      const [first, second, third] = [0, 1, 2].map((k) => numberOf(each, k)) as [Float64Array, Float64Array, Float64Array];
      const steps = [second.map((value, i) => value - first[i]!), third.map((value, i) => value - second[i]!)] as const;
      expect(distance(first, normal(10, 3))).toBeLessThan(furthest);
      for (const step of steps) expect(distance(step, normal(0.5, 2))).toBeLessThan(furthest);
      expect(Math.abs(correlated(...steps))).toBeLessThan(sigmas);
      expect(Math.abs(correlated(first, steps[0]))).toBeLessThan(sigmas);
    }
    expect(Math.abs(correlated(parameters.level.values, observations.y.value.values))).toBeLessThan(sigmas);
  });

  test("of a stationary process of order 1 all have its variance, and fall off with its coefficient", () => {
    const sd = 2 / Math.sqrt(1 - 0.6 ** 2);
    const { value } = observed(
      () => autoregressive("row", { coefficients: [0.6], sigma: 2, intercept: 1, init: normal(2.5, sd) }),
      4,
    );
    const rows = [0, 1, 2, 3].map((k) => numberOf(value, k));
    for (const [k, row] of rows.entries()) {
      expect(distance(row, normal(2.5, sd))).toBeLessThan(furthest);
      if (k > 0)
        expect(
          distance(
            row.map((y, i) => y - 0.6 * rows[k - 1]![i]!),
            normal(1, 2),
          ),
        ).toBeLessThan(furthest);
    }
  });

  test("of a process of order 2 follow both rows before", () => {
    const { value } = observed(() => autoregressive("row", { coefficients: [0.5, -0.8], sigma: 1, init: normal(0, 3) }), 4);
    const rows = [0, 1, 2, 3].map((k) => numberOf(value, k));
    for (const k of [0, 1]) expect(distance(rows[k]!, normal(0, 3))).toBeLessThan(furthest);
    for (const k of [2, 3]) {
      const noise = rows[k]!.map((y, i) => y - 0.5 * rows[k - 1]![i]! + 0.8 * rows[k - 2]![i]!);
      expect(distance(noise, normal(0, 1))).toBeLessThan(furthest);
    }
  });

  test.each([
    ["gaussianRandomWalk", () => gaussianRandomWalk("row", { sigma: 1, init: flat() })],
    ["autoregressive", () => autoregressive("row", { coefficients: [0.5], sigma: 1, init: flat() })],
  ])("of %s from a flat start cannot be drawn, as parameters and as observations", (_, make) => {
    expect(mistake(() => observed(make as never))).toMatchObject({ code: "cannot-simulate", variable: "y" });
    const made = model({ y: vector("row") }, ({ y }) => {
      const level = param(make());
      return { level, y: observe(y, normal(level, 1)) };
    });
    expect(mistake(() => samplePrior(made, { y: [0, 0] }, { seed: 1 }))).toMatchObject({
      code: "cannot-simulate",
      variable: "level",
    });
  });
});
