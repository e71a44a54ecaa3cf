/** Continuous distributions in the engine against mpmath: densities, tails, their derivatives, quantiles and moments. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AnyDist } from "../../bindings/model/dist.js";
import * as wasmcmc from "../../bindings/model/index.js";
import type { AnyExpr, Operand } from "../../bindings/model/types.js";
import { fixtures } from "../oracle/fixtures.js";
import { type JsonNumber, readFixture, toNumber } from "../program/fixture.js";
import { mistake } from "./mistake.js";
import { compute } from "./rows.js";

interface Case {
  readonly parameters: readonly JsonNumber[];
  readonly value: number;
  readonly logp: JsonNumber;
  readonly largest: number;
  readonly derivatives: readonly JsonNumber[];
  readonly scales: readonly JsonNumber[];
  readonly tailLargest?: number;
  readonly logCdf?: JsonNumber;
  readonly logCdfDerivatives?: readonly JsonNumber[];
  readonly logSurvival?: JsonNumber;
  readonly logSurvivalDerivatives?: readonly JsonNumber[];
}

interface Given {
  readonly parameters: readonly JsonNumber[];
}

interface Fixture {
  readonly cases: readonly Case[];
  readonly moments?: readonly (Given & { readonly mean: JsonNumber; readonly variance: JsonNumber })[];
  readonly quantiles?: readonly (Given & { readonly share: number; readonly value: JsonNumber })[];
}

const name = "continuous_distributions.json";
const fixture = readFixture<Record<string, Fixture>>(name);
const byName = wasmcmc as unknown as Record<string, (...parameters: readonly Operand[]) => AnyDist>;

function distribution(family: string, parameters: readonly Operand[]): AnyDist {
  const make = byName[family];
  if (make === undefined) throw new Error(`${family} is not exported`);
  return make(...parameters);
}

/** Of those that have what is asked for. */
const having = (what: (fixture: Fixture) => unknown) => Object.entries(fixture).filter(([, each]) => what(each) !== undefined);

function expectNear(actual: number | undefined, expected: number, bound: number, what: string): void {
  const difference = Object.is(actual, expected) ? 0 : Math.abs((actual as number) - expected);
  if (Number.isFinite(expected)) expect(difference, `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(bound);
  else expect(actual, what).toBe(expected);
}

const label = ({ parameters }: Given, at: number) => `(${parameters.join(", ")}) at ${at}`;
const rowsOf = (cases: readonly Case[]) => cases.map(({ value, parameters }) => [value, ...parameters.map(toNumber)]);

describe("log densities and their derivatives are mpmath's", () => {
  test.each(Object.entries(fixture))("%s", (family, { cases }) => {
    const rows = rowsOf(cases);
    const { values, derivatives } = compute(rows, (x: AnyExpr, ...parameters) => distribution(family, parameters).logp(x));
    cases.forEach((given, i) => {
      // Hundreds of roundings of the largest term.
      expectNear(values[i], toNumber(given.logp), 1e-13 * given.largest, label(given, given.value));
      given.derivatives.forEach((expected, k) => {
        // The same of the largest derivative of a term, and of what a change of the argument by its own size makes.
        const size = Math.max(Math.abs(rows[i]?.[k] as number), 1e-300);
        const bound = 1e-12 * toNumber(given.scales[k] as JsonNumber) + (1e-14 * given.largest) / size;
        expectNear(derivatives[k]?.[i], toNumber(expected), bound, `${label(given, given.value)}, by argument ${k}`);
      });
    });
  });
});

describe.each(["logCdf", "logSurvival"] as const)("%s and its derivatives are mpmath's", (tail) => {
  test.each(having(({ cases }) => cases[0]?.[tail]))("%s", (family, { cases }) => {
    const rows = rowsOf(cases);
    const found = compute(rows, (x: AnyExpr, ...parameters) => distribution(family, parameters)[tail](x));
    cases.forEach((given, i) => {
      const expected = toNumber(given[tail] as JsonNumber);
      const largest = given.tailLargest as number;
      expectNear(found.values[i], expected, 1e-13 * Math.max(largest, Math.abs(expected)), label(given, given.value));
      given[`${tail}Derivatives`]?.forEach((derivative, k) => {
        // A slope is a density over the tail: its relative error is the absolute one of the tail's logarithm, and that of a
        // difference of points down to 1e-4 apart.
        const slope = toNumber(derivative);
        const bound = 4e-12 * largest * Math.max(1, Math.abs(slope));
        expectNear(found.derivatives[k]?.[i], slope, bound, `${label(given, given.value)}, by argument ${k}`);
      });
    });
  });
});

describe("quantiles are those of mpmath's tails", () => {
  test.each(having(({ quantiles }) => quantiles))("%s", (family, { quantiles = [] }) => {
    const rows = quantiles.map(({ share, parameters }) => [share, ...parameters.map(toNumber)]);
    const { values } = compute(rows, (p: AnyExpr, ...parameters) => distribution(family, parameters).quantile(p));
    quantiles.forEach((given, i) => {
      const expected = toNumber(given.value);
      // Location and scale are added, and may nearly cancel.
      const largest = Math.max(Math.abs(expected), ...given.parameters.map(toNumber).filter(Number.isFinite).map(Math.abs));
      const isPositive = ["real", "interval", "upper"].every((kind) => kind !== supportKind(family, given));
      expectNear(values[i], expected, 1e-12 * (isPositive ? expected : largest), label(given, given.share));
    });
  });
});

const supportKind = (family: string, { parameters }: Given): string => {
  const { node } = distribution(family, parameters.map(toNumber));
  return node.kind === "plain" ? node.family.support(node.parameters).kind : node.kind;
};

describe("means and variances are mpmath's", () => {
  test.each(having(({ moments }) => moments))("%s", (family, { moments = [] }) => {
    for (const { parameters, mean, variance } of moments) {
      const rows = [parameters.map(toNumber)];
      const found = compute(rows, (...given) => distribution(family, given).mean()).values[0];
      const spread = compute(rows, (...given) => distribution(family, given).variance()).values[0];
      expectNear(found, toNumber(mean), 1e-11 * Math.abs(toNumber(mean)), `mean (${parameters})`);
      // Differences of squares that lose up to five digits; of a normal cut off far out more.
      if (parameters.some((p) => Math.abs(toNumber(p)) >= 30) && family === "truncatedNormal") continue;
      expectNear(spread, toNumber(variance), 1e-10 * toNumber(variance), `variance (${parameters})`);
    }
  });
});

describe("at and beyond the edges of the support", () => {
  const outside: readonly [string, readonly number[], readonly number[]][] = [
    ["halfStudentT", [3, 1], [-1e-300, -5]],
    ["halfFlat", [], [-1]],
    ["inverseGamma", [2, 1], [0, -1]],
    ["logitNormal", [0, 1], [0, 1, -0.1, 1.5]],
    ["weibull", [0.5, 2], [-1]],
    ["weibull", [2, 2], [0, -1]],
    ["pareto", [2, 1.5], [1.4999, 0, -3]],
    ["vonMises", [1, 2], [3.1416, -4]],
    ["wald", [1, 2], [0, -1]],
    ["chiSquared", [3], [0, -1]],
    ["kumaraswamy", [2, 3], [0, 1, -0.1, 1.1]],
    ["triangular", [0, 1, 3], [0, 3, -0.1, 3.1]],
    ["triangular", [0, 0, 3], [3, -1e-9]],
    ["rice", [1, 2], [0, -1]],
    ["truncatedNormal", [0, 1, -1, 2], [-1.001, 2.001]],
    ["truncatedNormal", [0, 1, Number.NEGATIVE_INFINITY, 2], [2.001]],
  ];
  test.each(outside)("the log density of %s(%j) is -Infinity at %j", (family, parameters, points) => {
    const rows = points.map((x) => [x, ...parameters]);
    const { values } = compute(rows, (x: AnyExpr, ...given) => distribution(family, given).logp(x));
    expect([...values]).toEqual(points.map(() => Number.NEGATIVE_INFINITY));
  });

  const finite: readonly [string, readonly number[], number, number][] = [
    ["halfStudentT", [1, 2], 0, Math.log(1 / Math.PI)],
    ["weibull", [1, 2], 0, -Math.log(2)],
    ["chiSquared", [2], 0, -Math.log(2)],
    ["kumaraswamy", [1, 3], 0, Math.log(3)],
    ["kumaraswamy", [3, 1], 1, Math.log(3)],
    ["triangular", [0, 0, 4], 0, -Math.log(2)],
    ["triangular", [0, 4, 4], 4, -Math.log(2)],
    ["triangular", [0, 1, 4], 1, -Math.log(2)],
    ["pareto", [2, 1.5], 1.5, Math.log(2 / 1.5)],
    ["laplace", [1, 2], 1, -Math.log(4)],
    ["vonMises", [0, 0], Math.PI, -Math.log(2 * Math.PI)],
    ["rice", [0, 1], 1, -0.5],
    ["truncatedNormal", [0, 1, 0, Number.POSITIVE_INFINITY], 0, Math.log(2 / Math.sqrt(2 * Math.PI))],
    ["truncatedNormal", [50, 1, 0, 1e-9], 1e-9, Math.log(1e9)],
  ];
  // A few roundings; 5e-8 where the density itself changes by that over the interval.
  test.each(finite)("the log density of %s(%j) at %d is %d, with finite derivatives", (family, parameters, x, expected) => {
    const { values, derivatives } = compute([[x, ...parameters]], (y: AnyExpr, ...given) => distribution(family, given).logp(y));
    expectNear(values[0], expected, 5e-8, family);
    for (const column of derivatives) expect(Number.isFinite(column[0])).toBe(true);
  });

  test("both tails are known beyond the ends, and whole at infinity", () => {
    const tails = (family: string, parameters: readonly number[], points: readonly number[]) =>
      (["logCdf", "logSurvival"] as const).map((tail) => [
        ...compute(
          points.map((x) => [x, ...parameters]),
          (x: AnyExpr, ...given) => distribution(family, given)[tail](x),
        ).values,
      ]);
    const none = Number.NEGATIVE_INFINITY;
    const ends = [
      [none, 0],
      [0, none],
    ];
    expect(tails("truncatedNormal", [0, 1, -1, 2], [-1, 2])).toEqual(ends);
    expect(tails("truncatedNormal", [0, 1, -1, 2], [-3, 5])).toEqual(ends);
    expect(tails("triangular", [0, 1, 3], [-1, 4])).toEqual(ends);
    expect(tails("kumaraswamy", [2, 3], [0, 1])).toEqual(ends);
    expect(tails("pareto", [2, 3], [3, Number.POSITIVE_INFINITY])).toEqual(ends);
    expect(tails("weibull", [2, 3], [-1, Number.POSITIVE_INFINITY])).toEqual(ends);
  });
});

describe("relations between constant bounds", () => {
  test.each([
    ["triangular: upper must be above lower, but upper is 1 and lower is 2.", () => wasmcmc.triangular(2, 1.5, 1)],
    ["triangular: mode must be at or above lower, but mode is -1 and lower is 0.", () => wasmcmc.triangular(0, -1, 3)],
    ["triangular: upper must be at or above mode, but upper is 3 and mode is 4.", () => wasmcmc.triangular(0, 4, 3)],
    ["truncatedNormal: upper must be above lower, but upper is 0 and lower is 0.", () => wasmcmc.truncatedNormal(0, 1, 0, 0)],
  ] as const)("%s", (message, make) => {
    const error = mistake(make);
    expect(error).toMatchObject({ code: "parameter-value" });
    expect(error.message).toContain(message);
  });
});

const remade = fixtures("continuous_distributions.py");
describe.skipIf(remade === undefined)("the fixture of continuous distributions", () => {
  test("is what its script writes (needs Python)", () => {
    expect(JSON.parse(readFileSync(join(remade as string, name), "utf8"))).toEqual(fixture);
  });
});
