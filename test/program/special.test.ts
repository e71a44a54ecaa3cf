/** The reference's own special functions against mpmath. */
import { describe, expect, test } from "vitest";
import * as bessel from "../../bindings/program/reference/bessel.js";
import * as normal from "../../bindings/program/reference/normal_tails.js";
import * as special from "../../bindings/program/reference/special.js";
import { readFixture } from "./fixture.js";

const fixture = readFixture<Record<string, readonly (readonly [number, number])[]>>("reference_special.json");

const functions = {
  ...special,
  ...bessel,
  ...normal,
  normalQuantileSlope: (p: number) => normal.normalQuantileSlope(p, normal.normalQuantile(p)),
};

const nearZeros: ReadonlySet<string> = new Set(["lgamma", "digamma"]);
/** Largest errors in ulp, as the file's header states them. */
const bounds: Readonly<Record<string, number>> = { lgamma: 1, digamma: 1, erf: 1, logNormalCdfSlope: 5 };

function ulp(x: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -1022);
  return 2 ** (exponent - 52);
}

describe("the reference's special functions", () => {
  test.each(Object.keys(fixture))("%s is within its stated error", (name) => {
    const f = functions[name as "lgamma"];
    for (const [x, value] of fixture[name] ?? []) {
      // 1e-28 is what double-double arithmetic leaves next to a zero of lgamma or digamma.
      expect(Math.abs(f(x) - value), `${name}(${x})`).toBeLessThanOrEqual(
        (bounds[name] ?? 3) * ulp(value) + (nearZeros.has(name) ? 1e-28 : 0),
      );
    }
  });

  test("are exact at zeros, infinities and NaN", () => {
    const { lgamma, digamma, erf, logit, log1mexp, softplus, logistic, pow } = special;
    expect([lgamma(0), lgamma(-3), lgamma(Infinity), lgamma(-Infinity), lgamma(NaN)]).toEqual([
      Infinity,
      Infinity,
      Infinity,
      Infinity,
      NaN,
    ]);
    expect([lgamma(1), lgamma(2)]).toEqual([0, 0]);
    expect([digamma(0), digamma(-0), digamma(-2), digamma(Infinity), digamma(NaN)]).toEqual([
      -Infinity,
      Infinity,
      NaN,
      Infinity,
      NaN,
    ]);
    expect([erf(0), erf(-0), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([0, -0, 1, -1, NaN]);
    expect([logit(0), logit(1), logit(0.5), logit(-0.1), logit(1.1), logit(NaN)]).toEqual([
      -Infinity,
      Infinity,
      0,
      NaN,
      NaN,
      NaN,
    ]);
    expect([log1mexp(0), log1mexp(-Infinity), log1mexp(1), log1mexp(NaN)]).toEqual([-Infinity, -0, NaN, NaN]);
    expect([softplus(-Infinity), softplus(Infinity), softplus(NaN)]).toEqual([0, Infinity, NaN]);
    expect([logistic(-Infinity), logistic(Infinity), logistic(NaN)]).toEqual([0, 1, NaN]);
    expect([pow(0, 0), pow(NaN, 0), pow(1, NaN), pow(1, Infinity), pow(0, -1)]).toEqual([1, 1, NaN, NaN, Infinity]);
  });
});
