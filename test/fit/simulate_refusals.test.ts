/** Draws of priors that there cannot be, each a typed error that says why, and those of models that were read from bytes. */
import { describe, expect, test } from "vitest";
import {
  custom,
  deserialize,
  deserializeModel,
  flat,
  gamma,
  halfFlat,
  log,
  lower,
  model,
  normal,
  observe,
  ordered,
  param,
  positive,
  potential,
  samplePrior,
  serialize,
  serializeModel,
  simplex,
  uniform,
  vector,
} from "../../bindings/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { distance, furthest } from "./laws.js";
import { draws, type Parameters, priors } from "./priors.js";

describe("what cannot be drawn is said", () => {
  test.each<[string, () => Parameters, string]>([
    ["flat priors", () => ({ a: param(normal(0, 1)), b: param(flat()) }), "b"],
    ["half flat priors", () => ({ b: param(halfFlat()) }), "b"],
    ["half flat priors from a bound on", () => ({ b: param(halfFlat(), { constraint: lower(2) }) }), "b"],
    ["ordered flat priors", () => ({ b: param(flat(), { size: 2, constraint: ordered() }) }), "b"],
    [
      "distributions that say no way",
      () => ({ b: param(custom({ name: "mine", parameters: {}, logp: (x) => x.square().neg() })) }),
      "b",
    ],
    ["priors under constraints without a way", () => ({ b: param(gamma(1, 1), { size: 2, constraint: simplex() }) }), "b"],
    [
      "parameters that others depend on",
      () => {
        const b = param(flat());
        return { a: param(normal(b, 1)), b };
      },
      "b",
    ],
  ])("%s", (_, make, variable) => {
    const error = mistake(() => priors(make));
    expect(error).toMatchObject({ code: "cannot-simulate", variable });
    expect(error.message).toContain(`"${variable}"`);
  });

  test.each<[string, () => Parameters]>([
    ["of a bound beyond the support", () => ({ x: param(uniform(0, 1), { constraint: lower(2) }) })],
    [
      "of bounds that parameters hardly meet",
      () => {
        const mu = param(normal(0, 1));
        return { mu, x: param(normal(mu, 1), { dims: "row", constraint: lower(mu.add(6)) }) as AnyExpr };
      },
    ],
  ])("constraints that leave nothing to be drawn, %s, soon", (_, make) => {
    const started = performance.now();
    expect(mistake(() => priors(make)).code).toBe("cannot-simulate");
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("the same of many numbers, of which fewer are tried", () => {
    const made = model({ row: vector("row") }, () => {
      const mu = param(normal(0, 1));
      return { mu, x: param(normal(mu, 1), { dims: "row", constraint: positive() }) };
    });
    const started = performance.now();
    const error = mistake(() => samplePrior(made, { row: new Float64Array(20_000) }, { draws: 5, seed: 1 }));
    expect(error.code).toBe("cannot-simulate");
    // A thousand attempts at 20000 numbers of some 20 ns.
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("potentials, unless they are to be ignored", () => {
    const make = () => {
      const x = param(normal(0, 1));
      return { x, away: potential(log(x.square().add(1))) };
    };
    const made = model({}, make);
    expect(mistake(() => samplePrior(made, {}, { seed: 1 }))).toMatchObject({ code: "cannot-simulate", variable: "away" });
    const { parameters } = samplePrior(made, {}, { draws, seed: 1, ignorePotentials: true });
    expect(distance(parameters.x.values, normal(0, 1))).toBeLessThan(furthest);
  });

  test.each([
    [{ draws: 0 }, "draws"],
    [{ draws: 2.5 }, "draws"],
    [{ seed: -1 }, "seed"],
    [{ seed: 0.5 }, "seed"],
    [{ component: true }, "component"],
  ])("options like %o", (options, variable) => {
    const error = mistake(() => priors(() => ({ x: param(normal(0, 1)) }), options));
    expect(error).toMatchObject({ code: "bad-option", variable });
  });

  test("more draws than there is memory for", () => {
    const made = model({ row: vector("row") }, () => ({ x: param(normal(0, 1), { dims: "row" }) }));
    const error = mistake(() => samplePrior(made, { row: new Float64Array(100_000) }, { draws: 2 ** 31, seed: 1 }));
    expect(error.code).toBe("too-large");
  });
});

describe("a model that was read from bytes", () => {
  const made = model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 1), { constraint: positive() });
    return { mu, y: observe(y, normal(mu, 1)) };
  });
  const data = { y: [1, 2, 3] };

  test("draws what the model draws", () => {
    const expected = samplePrior(made, data, { draws: 50, seed: 8 });
    expect(samplePrior(made.bind(data), { draws: 50, seed: 8 })).toEqual(expected);
    expect(samplePrior(deserialize(serialize(made.bind(data))), { draws: 50, seed: 8 })).toEqual(expected);
    expect(samplePrior(deserializeModel(serializeModel(made)).bind(data), { draws: 50, seed: 8 })).toEqual(expected);
  });

  test("is bound to data first", () => {
    const portable = deserializeModel(serializeModel(made));
    expect(mistake(() => samplePrior(portable as never, data as never))).toMatchObject({ code: "cannot-simulate" });
  });
});
