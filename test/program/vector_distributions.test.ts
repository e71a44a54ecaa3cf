/** Distributions of vectors against mpmath: log density and every partial, in the engine and in the reference; means and variances. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import {
  type Dist,
  dirichlet,
  dirichletMultinomial,
  type Expr,
  flat,
  lkjCholesky,
  model,
  multinomial,
  mvNormal,
  mvStudentT,
  param,
  potential,
  stack,
  vector,
  zeroSumNormal,
} from "../../bindings/index.js";
import { eventOf } from "../../bindings/model/small_matrix.js";
import { fixtures } from "../oracle/fixtures.js";
import { readFixture } from "./fixture.js";
import { referenceOf } from "./lowering.js";

interface Case {
  readonly name: string;
  readonly tail: boolean;
  readonly value: readonly number[];
  readonly parameters: readonly (readonly number[])[];
  readonly logp: number;
  readonly largest: number;
  readonly partials: readonly number[];
  readonly mean: readonly Moment[];
  readonly variance: readonly Moment[];
}

/** null is NaN: there is none. */
type Moment = number | "inf" | null;
// biome-ignore lint/suspicious/noExplicitAny: any dims and events
type AnyExpr = Expr<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: any dims and events
type AnyDist = Dist<any, any>;
type Numbers = readonly (AnyExpr | number)[];

const { cases } = readFixture<{ cases: readonly Case[] }>("vector_distributions.json");

const symmetric = (lower: Numbers) =>
  rowsOf(lower, (i, j) => lower[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)]);
const triangular = (lower: Numbers) => rowsOf(lower, (i, j) => (j > i ? 0 : lower[(i * (i + 1)) / 2 + j]));

function rowsOf(lower: Numbers, at: (i: number, j: number) => AnyExpr | number | undefined): (AnyExpr | number)[][] {
  const size = (Math.sqrt(8 * lower.length + 1) - 1) / 2;
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => at(i, j) ?? Number.NaN));
}

type Make = (size: number, ...parameters: readonly Numbers[]) => AnyDist;
const one = (list: Numbers | undefined) => list?.[0] ?? Number.NaN;
const makers: Readonly<Record<string, Make>> = {
  "mvNormal/covariance": (_, mu = [], c = []) => mvNormal(mu, { covariance: symmetric(c) }),
  "mvNormal/cholesky": (_, mu = [], c = []) => mvNormal(mu, { cholesky: triangular(c) }),
  "mvStudentT/covariance": (_, nu, mu = [], c = []) => mvStudentT(one(nu), mu, { covariance: symmetric(c) }),
  "mvStudentT/cholesky": (_, nu, mu = [], c = []) => mvStudentT(one(nu), mu, { cholesky: triangular(c) }),
  dirichlet: (_, alpha = []) => dirichlet(stack(...alpha)),
  multinomial: (_, n, p = []) => multinomial(one(n), p),
  dirichletMultinomial: (_, n, alpha = []) => dirichletMultinomial(one(n), alpha),
  lkjCholesky: (size, eta) => lkjCholesky(Math.sqrt(size), one(eta)),
  zeroSumNormal: (size, sigma) => zeroSumNormal(one(sigma), size),
};
const isDiscrete = ({ name }: Case) => name === "multinomial" || name === "dirichletMultinomial";

/** All numbers of the case in order, as free parameters (over a dim, where one is named); those of counts as they are. */
function numbersOf(each: Case, dims: "row"[] = []): { groups: Numbers[]; free: Record<string, AnyExpr>; at: number[] } {
  const free: Record<string, AnyExpr> = {};
  const at: number[] = [];
  const groups = [each.value, ...each.parameters].map((group, g) =>
    group.map((x) => {
      if (isDiscrete(each) && g < 2) return x;
      const parameter = param(flat(), { dims });
      free[`p${at.length}`] = parameter;
      at.push(x);
      return parameter;
    }),
  );
  return { groups, free, at };
}

const label = ({ name, value, tail }: Case) => `${name} at [${value.join(", ")}]${tail ? ", a tail" : ""}`;

describe("distributions of vectors", () => {
  // Over a dim a covariance is each row's own, and in two and three dimensions one op.
  test.each(
    cases.flatMap(
      (each) =>
        [
          [label(each), each, []],
          [`${label(each)}, row by row`, each, ["row" as const]],
        ] as const,
    ),
  )("%s are mpmath's", (_, each, dims) => {
    const { groups, free, at } = numbersOf(each, [...dims]);
    const [value = [], ...parameters] = groups;
    const distribution = makers[each.name]?.(value.length, ...parameters) as AnyDist;
    const shaped = eventOf(value, distribution.event);
    const density = model({ one: vector("row") }, () => ({ ...free, logp: potential(distribution.logp(shaped)) }));
    const data = { one: [1] };
    // In the bulk 1e-12 of the largest term, in tails 1e-9 of it; of partials likewise of the largest partial.
    const accuracy = each.tail ? 1e-9 : 1e-12;
    const wanted = each.partials.slice(each.partials.length - at.length);
    const largest = Math.max(...wanted.map(Math.abs), 1e-3);
    for (const evaluator of [density.bind(data).bound.evaluator, referenceOf(density, data)]) {
      const { logp, gradient } = evaluator.logpAndGradient(Float64Array.from(at));
      expect(Math.abs(logp - each.logp)).toBeLessThanOrEqual(accuracy * each.largest);
      wanted.forEach((partial, k) => {
        expect(Math.abs((gradient[k] as number) - partial), `partial ${k}`).toBeLessThanOrEqual(accuracy * largest);
      });
    }
  });

  test.each(cases.map((each) => [label(each), each] as const))("%s have mpmath's mean and variance", (_, each) => {
    const { groups, free, at } = numbersOf(each);
    const [value = [], ...parameters] = groups;
    const distribution = makers[each.name]?.(value.length, ...parameters) as AnyDist;
    const moments = model({}, () => ({
      ...free,
      mean: distribution.mean() as Expr<never, [number]>,
      variance: distribution.variance() as Expr<never, [number]>,
    }));
    const { evaluator } = moments.bind({}).bound;
    const out = evaluator.section(Section.Track, Float64Array.from(at));
    [...each.mean, ...each.variance].forEach((moment, k) => {
      const actual = out[k] as number;
      if (moment === null) expect(actual).toBeNaN();
      else if (moment === "inf") expect(actual).toBe(Number.POSITIVE_INFINITY);
      // Variances are differences of squares in places: 1e-13 of 1 or of the moment.
      else expect(Math.abs(actual - moment)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(moment)));
    });
  });

  const folder = fixtures("vector_distributions.py");
  test.skipIf(folder === undefined)("the fixture is what its script writes (needs Python)", () => {
    const made: unknown = JSON.parse(readFileSync(join(folder as string, "vector_distributions.json"), "utf8"));
    expect(made).toEqual(readFixture("vector_distributions.json"));
  });
});
