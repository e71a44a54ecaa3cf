/** Discrete distributions and wrapped ones against mpmath at 50 digits: densities and tails with their derivatives, moments, quantiles. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as wasmcmc from "../../bindings/index.js";
import { stack } from "../../bindings/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { fixtures } from "../oracle/fixtures.js";
import { evaluateRows, type Make, type Row } from "./distribution_rows.js";
import { evaluators } from "./evaluators.js";
import { type JsonNumber, readFixture, toNumber } from "./fixture.js";

const {
  bernoulli,
  betaBinomial,
  binomial,
  categorical,
  censored,
  custom,
  discreteUniform,
  exp,
  exponential,
  geometric,
  hurdle,
  hypergeometric,
  invLogit,
  log,
  logit,
  negativeBinomial,
  orderedLogistic,
  poisson,
  softplus,
  truncated,
  zeroInflated,
} = wasmcmc;

interface Case extends Row {
  readonly logp: number;
  /** Of the terms of the formula. */
  readonly largest: number;
  readonly derivatives: readonly number[];
  /** The largest derivative of a term by each parameter. */
  readonly scales: readonly number[];
}

interface TailCase extends Row {
  readonly logCdf: number;
  readonly logSurvival: JsonNumber;
  readonly largest: number;
  readonly derivatives: readonly (readonly JsonNumber[])[];
}

interface Group {
  readonly free: number;
  readonly cases: readonly Case[];
  readonly tails: readonly TailCase[];
  readonly moments: readonly { readonly parameters: readonly number[]; readonly mean: number; readonly variance: number }[];
  readonly quantiles: readonly { readonly parameters: readonly number[]; readonly share: number; readonly value: number }[];
}

const { "made by": _, ...groups } = readFixture<Record<string, Group>>("discrete_distributions.json");

/** A base with closed tails on both sides. */
const logistic = (mu: AnyExpr, s: AnyExpr) =>
  custom({
    name: "logistic",
    parameters: { mu, s },
    requirements: { s: "positive" },
    logp: (x, { mu, s }) => {
      const z = x.sub(mu).div(s);
      return z.neg().sub(softplus(z.neg()).mul(2)).sub(log(s));
    },
    logCdf: (x, { mu, s }) => softplus(mu.sub(x).div(s)).neg(),
    logSurvival: (x, { mu, s }) => softplus(x.sub(mu).div(s)).neg(),
    quantile: (p, { mu, s }) => mu.add(s.mul(logit(p))),
  });

const makers: Readonly<Record<string, Make>> = {
  bernoulli,
  "bernoulli.logit": (eta) => bernoulli(invLogit(eta)),
  binomial: (p, n) => binomial(n, p),
  "binomial.logit": (eta, n) => binomial(n, invLogit(eta)),
  betaBinomial: (alpha, beta, n) => betaBinomial(n, alpha, beta),
  negativeBinomial,
  "negativeBinomial.exp": (eta, alpha) => negativeBinomial(exp(eta), alpha),
  geometric,
  "geometric.logit": (eta) => geometric(invLogit(eta)),
  categorical: (...p) => categorical(stack(...p)),
  orderedLogistic: (eta, ...cuts) => orderedLogistic(eta, stack(...cuts)),
  "orderedLogistic.two": (eta, cut) => orderedLogistic(eta, stack(cut)),
  discreteUniform,
  hypergeometric,
  poisson,
  truncatedLogistic: (mu, s, lower, upper) => truncated(logistic(mu, s), lower, upper),
  truncatedLogisticAbove: (mu, s, lower) => truncated(logistic(mu, s), lower, Infinity),
  censoredLogistic: (mu, s, lower, upper) => censored(logistic(mu, s), lower, upper),
  truncatedPoisson: (rate) => truncated(poisson(rate), 1, Infinity),
  truncatedPoissonBetween: (rate) => truncated(poisson(rate), 2.5, 8),
  truncatedPoissonAbove: (rate) => truncated(poisson(rate), 1000, Infinity),
  truncatedGeometric: (p) => truncated(geometric(p), 4, 9),
  truncatedBinomial: (p, n) => truncated(binomial(n, p), 2, 5),
  truncatedNegativeBinomial: (mu, alpha) => truncated(negativeBinomial(mu, alpha), 1, Infinity),
  censoredPoisson: (rate) => censored(poisson(rate), 2, 7),
  zeroInflatedPoisson: (p, rate) => zeroInflated(poisson(rate), p),
  "zeroInflatedPoisson.logit": (eta, rate) => zeroInflated(poisson(rate), invLogit(eta)),
  zeroInflatedBinomial: (q, p, n) => zeroInflated(binomial(n, p), q),
  zeroInflatedNegativeBinomial: (q, mu, alpha) => zeroInflated(negativeBinomial(mu, alpha), q),
  hurdlePoisson: (p, rate) => hurdle(poisson(rate), p),
  hurdleNegativeBinomial: (q, mu, alpha) => hurdle(negativeBinomial(mu, alpha), q),
  hurdleExponential: (p, rate) => hurdle(exponential(rate), p),
};

/** 1e-12 of the largest term, and of 1: what is left of terms that cancel, or of lgamma near its zeros. */
function expectClose(actual: number, expected: number, largest: number, what: string): void {
  if (!Number.isFinite(expected)) return expect(actual, what).toBe(expected);
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(1e-12 * Math.max(largest, 1e-3));
}

/** 1e-12 of the value, as far as tails may reach; what is close to 0, as the log of almost 1, to a few roundings of what it is made of. */
function expectRelative(actual: number, expected: number, what: string, largest = 1): void {
  if (!Number.isFinite(expected)) return expect(actual, what).toBe(expected);
  const bound = 1e-12 * Math.abs(expected) + 1e-15 * largest;
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(bound);
}

const names = Object.keys(groups);
const at = (row: Row) => `(${row.parameters.join(", ")}) at ${row.value}`;

test("every distribution of the fixture has its maker", () => {
  expect(Object.keys(makers).sort()).toEqual([...names].sort());
});

describe.each(evaluators.map(([name]) => name))("in %s", (evaluator) => {
  describe.each(names)("%s", (name) => {
    const { free, cases, tails, moments, quantiles } = groups[name] as Group;
    const make = makers[name] as Make;

    test("has the log probabilities and their derivatives", () => {
      const { logp, rows, gradients } = evaluateRows(evaluator, make, free, cases);
      cases.forEach((row, i) => {
        expectClose(rows[i] as number, row.logp, row.largest, `logp${at(row)}`);
        row.derivatives.forEach((derivative, k) => {
          expectClose(gradients[i]?.[k] as number, derivative, row.scales[k] as number, `derivative ${k} of ${at(row)}`);
        });
      });
      const sizes = cases.reduce((sum, { largest }) => sum + largest, 0);
      expectClose(
        logp,
        cases.reduce((sum, row) => sum + row.logp, 0),
        sizes,
        "sum",
      );
    });

    if (tails.length > 0)
      test("has both tails and their derivatives", () => {
        for (const tail of ["logCdf", "logSurvival"] as const) {
          const { rows, gradients } = evaluateRows(evaluator, make, free, tails, (distribution, x) => distribution[tail](x));
          tails.forEach((row, i) => {
            const expected = toNumber(row[tail]);
            expectRelative(rows[i] as number, expected, `${tail}${at(row)}`, row.largest);
            if (!Number.isFinite(expected)) return;
            row.derivatives[tail === "logCdf" ? 0 : 1]?.forEach((derivative, k) => {
              expectRelative(
                gradients[i]?.[k] as number,
                toNumber(derivative),
                `derivative ${k} of ${tail}${at(row)}`,
                row.largest,
              );
            });
          });
        }
      });

    if (moments.length > 0)
      test("has the mean and the variance", () => {
        for (const moment of ["mean", "variance"] as const) {
          const given = moments.map(({ parameters, ...rest }) => ({ parameters, value: 1, ...rest }));
          const { rows } = evaluateRows(evaluator, make, free, given, (distribution, x) => distribution[moment]().mul(x));
          given.forEach((row, i) => {
            expectRelative(rows[i] as number, row[moment], moment);
          });
        }
      });

    if (quantiles.length > 0)
      test("has the quantiles", () => {
        const given = quantiles.map(({ parameters, share }) => ({ parameters, value: share }));
        const { rows } = evaluateRows(evaluator, make, free, given, (distribution, p) => distribution.quantile(p));
        expect([...rows]).toEqual(quantiles.map(({ value }) => value));
      });
  });
});

const remade = fixtures("discrete_distributions.py");
describe.skipIf(remade === undefined)("the fixture of discrete distributions", () => {
  test("is what its script writes (needs Python)", () => {
    const again = readFileSync(join(remade as string, "discrete_distributions.json"), "utf8");
    expect(JSON.parse(again)).toEqual(readFixture("discrete_distributions.json"));
  });
});
