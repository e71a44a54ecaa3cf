/** Densities of one's own: as good as those of the house wherever a distribution may stand. */
import { describe, expect, test } from "vitest";
import {
  beta,
  custom,
  exp,
  flat,
  log,
  mixture,
  model,
  normal,
  observe,
  param,
  samplePrior,
  stack,
  truncated,
  truncatedNormal,
  vector,
} from "../../bindings/index.js";
import type { AnyExpr, Operand } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { evaluateRows } from "./distribution_rows.js";

const halfLogTwoPi = 0.9189385332046728;

const gaussian = (mu: Operand, sigma: Operand) =>
  custom({
    name: "gaussian",
    parameters: { mu, sigma },
    requirements: { sigma: "positive" },
    logp: (x, { mu, sigma }) => x.sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(halfLogTwoPi),
  });

const rows = [
  { parameters: [0.3, 1.2], value: 2 },
  { parameters: [-4, 0.1], value: -3.9 },
];

describe("a density of one's own", () => {
  test("has the value and the gradient of the same density in the house", () => {
    const [ours, theirs] = [gaussian, normal].map((make) => evaluateRows("the engine", make, 2, rows));
    ours?.rows.forEach((logp, i) => expect(logp).toBeCloseTo(theirs?.rows[i] as number, 13));
    ours?.gradients.flat().forEach((partial, k) => expect(partial).toBeCloseTo(theirs?.gradients.flat()[k] as number, 11));
  });

  test("implies the constraint of its support where it is a prior", () => {
    const target = model({ y: vector("row") }, ({ y }) => {
      const scale = param(custom({ name: "decay", parameters: {}, support: "positive", logp: (x) => x.neg() }));
      const share = param(custom({ name: "even", parameters: {}, support: { lower: 2, upper: 4 }, logp: () => -Math.LN2 }));
      return { scale, share, y: observe(y, normal(share, scale)) };
    }).bind({ y: [1, 2] });
    const { scale, share } = target.constrain(Float64Array.of(-1, 0));
    expect([scale?.[0], share?.[0]]).toEqual([expect.closeTo(Math.exp(-1), 14), 3]);
  });

  test("is a component of a mixture beside those of the house", () => {
    const ours = mixture([0.3, 0.7], { own: gaussian(0, 1), broad: normal(0, 9) });
    const theirs = mixture([0.3, 0.7], { own: normal(0, 1), broad: normal(0, 9) });
    const at = (make: () => typeof ours | typeof theirs) =>
      evaluateRows("the engine", make, 0, [{ parameters: [], value: 1.5 }]).logp;
    expect(at(() => ours)).toBeCloseTo(
      at(() => theirs),
      13,
    );
  });

  test("may be one of vectors", () => {
    const pair = (rho: Operand) =>
      custom({
        name: "pair",
        parameters: { rho },
        event: [2],
        logp: (x, { rho }) =>
          x
            .at(0)
            .square()
            .add(x.at(1).square())
            .mul(-0.5)
            .add(rho.mul(x.at(0)).mul(x.at(1))),
      });
    const target = model({ a: vector("row"), b: vector("row") }, ({ a, b }) => {
      const rho = param(flat());
      return { rho, both: observe(stack(a, b), pair(rho) as never) };
    }).bind({ a: [1, 2], b: [3, -1] });
    const { logp, gradient } = target.logpAndGradient(Float64Array.of(0.5));
    expect(logp).toBe(-5 + 1.5 - 2.5 - 1);
    expect([...gradient]).toEqual([1]);
  });

  test("refuses constants that its requirements exclude", () => {
    expect(mistake(() => gaussian(0, -1)).message).toMatchInlineSnapshot(
      `"gaussian: sigma must be positive and finite, but is -1. Give sigma as a number that is positive and finite, or as an expression."`,
    );
  });

  test("cannot be drawn from where its support has no two ends, which is said", () => {
    const built = model({ y: vector("row") }, ({ y }) => {
      const mu = param(gaussian(0, 1));
      return { mu, y: observe(y, normal(mu, 1) as never) };
    });
    const error = mistake(() => samplePrior(built, { y: [0] } as never, { draws: 1, seed: 1 }));
    expect(error).toMatchObject({ code: "cannot-simulate" });
    expect(error.message).toMatchInlineSnapshot(
      `"The parameter "mu" cannot be drawn from its prior: gaussian(0, 1) says no way to draw from it. Use proper priors and distributions that can be drawn from; give a custom one its random."`,
    );
  });

  test("has no finite density where a parameter leaves its range", () => {
    const make = (logShare: AnyExpr) => truncated(gaussianTails(0, exp(logShare)), 0, Infinity);
    expect(evaluateRows("the engine", (s) => gaussian(0, s), 1, [{ parameters: [-1], value: 1 }]).logp).not.toSatisfy(
      Number.isFinite,
    );
    expect(evaluateRows("the engine", make, 1, [{ parameters: [0], value: 1 }]).logp).toBeCloseTo(
      Math.LN2 - 0.5 - halfLogTwoPi,
      14,
    );
  });

  const gaussianTails = (mu: Operand, sigma: Operand) =>
    custom({
      name: "gaussian",
      parameters: { mu, sigma },
      logp: (x, { mu, sigma }) => normal(mu, sigma).logp(x),
      logCdf: (x, { mu, sigma }) => normal(mu, sigma).logCdf(x),
      logSurvival: (x, { mu, sigma }) => normal(mu, sigma).logSurvival(x),
    });
});

test("a truncated normal is the truncatedNormal", () => {
  const free = [
    { parameters: [0.3, 1.2, -1, 2], value: 1 },
    { parameters: [0.3, 1.2, 20, 22], value: 20.5 },
    { parameters: [0.3, 1.2, -60, -50], value: -51 },
    { parameters: [80, 1.2, -1, 2], value: 1.5 },
  ];
  const ours = evaluateRows("the engine", (mu, s, a, b) => truncated(normal(mu, s), a, b), 4, free);
  const theirs = evaluateRows("the engine", truncatedNormal, 4, free);
  // Logarithms of tails of up to 2000 are subtracted.
  ours.rows.forEach((logp, i) => expect(Math.abs(logp - (theirs.rows[i] as number))).toBeLessThan(1e-11));
  ours.gradients.flat().forEach((partial, k) => {
    const expected = theirs.gradients.flat()[k] as number;
    expect(Math.abs(partial - expected)).toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
  });
});

test("the numbers of a prior that is a vector of them are drawn independently", () => {
  for (const prior of [normal([0, 0], 1), truncated(normal([0, 0], 1), -1, Infinity), beta([1, 1], 1)]) {
    const built = model({ y: vector("row") }, ({ y }) => {
      const a = param(prior);
      return { a, y: observe(y, normal(a.at(0), 1)) };
    });
    const values = samplePrior(built, { y: [0] } as never, { draws: 500, seed: 2 }).parameters.a?.values as Float64Array;
    const [first, second] = [0, 1].map((k) => values.filter((_, i) => i % 2 === k)) as [Float64Array, Float64Array];
    const centred = (x: Float64Array) => x.map((v) => v - x.reduce((sum, each) => sum + each, 0) / x.length);
    const [a, b] = [centred(first), centred(second)];
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
    // Four standard errors of a correlation of 0.
    expect(Math.abs(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))).toBeLessThan(4 / Math.sqrt(500));
  }
});
