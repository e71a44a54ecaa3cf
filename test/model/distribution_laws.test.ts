/** What holds for every distribution: it integrates to 1, its cdf is its density's integral, its moments are those of the density. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mixture } from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { Family, PlainDistribution } from "../../bindings/model/distribution.js";
import { Expr } from "../../bindings/model/expression.js";
import type { Node } from "../../bindings/model/graph.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { evaluateRows } from "../program/distribution_rows.js";
import { others, type Sample, samples } from "./distribution_samples.js";
import { integrals, pieces } from "./quadrature.js";
import { compute } from "./rows.js";

const plain = ({ distribution }: Sample): PlainDistribution => {
  if (distribution.node.kind !== "plain") throw new Error("a mixture");
  return distribution.node;
};
const familyOf = (sample: Sample): Family => plain(sample).family;

const title = (name: string, k: number) => `${name} ${k + 1}`;
const all = Object.entries(samples).flatMap(([name, list]) => list.map((sample, k) => [title(name, k), sample] as const));
const having = (...what: readonly (keyof Family)[]) => all.filter(([, sample]) => what.every((one) => familyOf(sample)[one]));

const at = (points: ArrayLike<number>, formula: (x: AnyExpr) => AnyExpr) =>
  compute(
    Array.from(points, (x) => [x]),
    formula,
  );
const logp = (distribution: AnyDist, points: readonly number[]) => at(points, (x) => distribution.logp(x)).values;
const number = (formula: AnyExpr): number => compute([[0]], () => formula).values[0] as number;

function ends(sample: Sample): [lower: number, upper: number] {
  const support = familyOf(sample).support(plain(sample).parameters);
  const bound = (node: Node) => number(new Expr(node) as AnyExpr);
  const low = "lower" in support ? bound(support.lower) : undefined;
  const high = "upper" in support ? bound(support.upper) : undefined;
  switch (support.kind) {
    case "circular":
      return [-Math.PI, Math.PI];
    case "unit":
    case "boolean":
      return [0, 1];
    case "positive":
    case "nonnegative":
    case "count":
      return [0, Number.POSITIVE_INFINITY];
    default:
      return [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY];
  }
}

/** Points, and what a sum over them weighs each with, in all or in each of the pieces between `cuts`. */
function grid(sample: Sample, cuts: readonly number[] = []) {
  const [lower, upper] = ends(sample);
  if (familyOf(sample).discrete) {
    const last = Math.min(upper, sample.upTo ?? 400);
    const points = Array.from({ length: last - lower + 1 }, (_, k) => lower + k);
    return { points, sum: (values: ArrayLike<number>) => [Array.from(values).reduce((total, value) => total + value, 0)] };
  }
  const isOpen = !Number.isFinite(lower) && !Number.isFinite(upper);
  const inner = [...(sample.knots ?? (isOpen ? [0] : [])), ...cuts].filter((x) => x > lower && x < upper);
  // An outer piece starts where there is a bound, else at the outermost knot.
  const parts = pieces([lower, ...new Set(inner.sort((a, b) => a - b)), upper], sample.width);
  const points = parts.flatMap((part) => part.points);
  return { points, sum: (values: ArrayLike<number>) => integrals(parts, values) };
}

const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0);

test("every distribution that is exported is in the table, or said why not", () => {
  const folder = new URL("../../bindings/model/", import.meta.url);
  const exported = [
    ...readFileSync(new URL("index.ts", folder), "utf8").matchAll(/export \{([^}]*)\} from "\.\/(distributions|wrappers)\//g),
  ]
    .flatMap(([, names]) => (names as string).split(",").map((one) => one.trim()))
    .filter((one) => one !== "" && !one.startsWith("type "));
  expect(exported.length).toBeLessThanOrEqual(readdirSync(new URL("distributions/", folder)).length + 10);
  expect([...Object.keys(samples), ...Object.keys(others)].sort()).toEqual(exported.sort());
});

describe("densities", () => {
  // Quadrature is good to some 1e-13; rounding of points near a bound other than 0, and of tables of weights, makes the rest.
  test.each(all)("of %s integrate to 1", (_, sample) => {
    const { points, sum } = grid(sample);
    expect(Math.abs(total(sum(logp(sample.distribution, points).map(Math.exp))) - 1)).toBeLessThan(1e-10);
  });

  // The same terms in another order, and the squares that the density form adds: some roundings of the largest.
  test.each(all)("of %s are the same where they are observed, and as components of mixtures", (_, sample) => {
    const values = spread(grid(sample).points).filter((x) => Number.isFinite(logp(sample.distribution, [x])[0] as number));
    const rows = values.map((value) => ({ parameters: [], value }));
    const alone = logp(sample.distribution, values);
    const { distribution } = sample;
    for (const make of [() => distribution, () => mixture([0.25, 0.75], [distribution, distribution]) as AnyDist]) {
      evaluateRows("the engine", make, 0, rows).rows.forEach((seen, i) => {
        const expected = alone[i] as number;
        expect(Math.abs(seen - expected)).toBeLessThan(1e-12 * Math.max(10, Math.abs(expected)));
      });
    }
  });
});

/** Some of them. */
const spread = (points: readonly number[]) => points.filter((_, i) => i % Math.ceil(points.length / 20) === 0);

describe("moments", () => {
  test.each(having("mean"))("the mean of %s is its density's", (_, sample) => {
    const expected = number(sample.distribution.mean());
    if (!Number.isFinite(expected)) return;
    const { points, sum } = grid(sample);
    const density = logp(sample.distribution, points).map(Math.exp);
    const found = total(sum(points.map((x, i) => x * (density[i] as number))));
    expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
  });

  test.each(having("mean", "variance"))("the variance of %s is its density's", (_, sample) => {
    const expected = number(sample.distribution.variance());
    if (!Number.isFinite(expected)) return;
    const { points, sum } = grid(sample);
    const mean = number(sample.distribution.mean());
    const density = logp(sample.distribution, points).map(Math.exp);
    const found = total(sum(points.map((x, i) => (x - mean) ** 2 * (density[i] as number))));
    expect(Math.abs(found - expected)).toBeLessThan(1e-8 * Math.max(1e-4, expected));
  });
});

const shares = [1e-12, 1e-4, 0.03, 0.25, 0.5, 0.75, 0.97, 0.9999];
const continuous = (list: typeof all) => list.filter(([, sample]) => !familyOf(sample).discrete);
const discrete = (list: typeof all) => list.filter(([, sample]) => familyOf(sample).discrete);

describe("distribution functions", () => {
  // By automatic differentiation: exp(logp) = exp(logCdf) d logCdf / dx = -exp(logSurvival) d logSurvival / dx.
  test.each(continuous(having("logCdf")))("of %s have the density as derivative", (_, sample) => {
    const { distribution } = sample;
    const inner = points(sample, [1e-9, 0.01, 0.2, 0.45, 0.7, 0.9, 0.999]);
    const density = logp(distribution, inner);
    for (const [tail, sign] of [
      ["logCdf", 1],
      ["logSurvival", -1],
    ] as const) {
      const { values, derivatives } = at(inner, (x) => distribution[tail](x));
      inner.forEach((x, i) => {
        const expected = Math.exp((density[i] as number) - (values[i] as number));
        const slope = sign * (derivatives[0]?.[i] as number);
        expect(Math.abs(slope / expected - 1), `${tail} at ${x}`).toBeLessThan(1e-9);
      });
    }
  });

  // Central differences: step^2 of the third derivative, and roundings over the step.
  test.each(continuous(having("logCdf")))("of %s grow as the density says", (_, sample) => {
    const { distribution } = sample;
    const middle = points(sample, [0.35, 0.45, 0.62]);
    const h = 1e-5 * ((middle[2] as number) - (middle[0] as number));
    const cdf = (shift: number) =>
      at(
        middle.map((x) => x + shift),
        (x) => distribution.cdf(x),
      ).values;
    const [above, below, density] = [cdf(h), cdf(-h), logp(distribution, middle)];
    middle.forEach((_, i) => {
      const slope = ((above[i] as number) - (below[i] as number)) / (2 * h);
      expect(Math.abs(slope / Math.exp(density[i] as number) - 1)).toBeLessThan(1e-6);
    });
  });

  test.each(continuous(having("logCdf")))("of %s are the integral of the density up to there, and sum to 1", (_, sample) => {
    const { distribution } = sample;
    const cuts = points(sample, [0.1, 0.5, 0.8]);
    const below = at(cuts, (x) => distribution.cdf(x)).values;
    const above = at(cuts, (x) => distribution.logSurvival(x)).values.map(Math.exp);
    cuts.forEach((cut, i) => {
      expect(Math.abs((below[i] as number) + (above[i] as number) - 1)).toBeLessThan(1e-13);
      const nodes = grid(sample, [cut]);
      const density = logp(distribution, nodes.points).map((value, k) =>
        (nodes.points[k] as number) <= cut ? Math.exp(value) : 0,
      );
      expect(Math.abs(total(nodes.sum(density)) - (below[i] as number))).toBeLessThan(1e-9);
    });
  });

  test.each(discrete(having("logCdf")))("of %s are the sums of the probabilities", (_, sample) => {
    const { distribution } = sample;
    const values = grid({ ...sample, upTo: 40 }).points;
    const probabilities = logp(distribution, values).map(Math.exp);
    const below = at(values, (x) => distribution.cdf(x)).values;
    const above = at(values, (x) => distribution.logSurvival(x)).values.map(Math.exp);
    let sum = 0;
    values.forEach((_, i) => {
      sum += probabilities[i] as number;
      expect(Math.abs((below[i] as number) - sum)).toBeLessThan(1e-12);
      expect(Math.abs((above[i] as number) - (1 - sum))).toBeLessThan(1e-12);
    });
  });
});

/** Places at shares: quantiles where there are any, else on a grid of points about the bulk. */
function points(sample: Sample, at: readonly number[]): number[] {
  if (familyOf(sample).quantile)
    return [
      ...compute(
        at.map((p) => [p]),
        (p: AnyExpr) => sample.distribution.quantile(p),
      ).values,
    ];
  const nodes = grid(sample);
  const density = logp(sample.distribution, nodes.points).map(Math.exp);
  const order = nodes.points.map((x, i) => [x, density[i] as number] as const).sort((a, b) => a[0] - b[0]);
  const bulk = order.filter(([, p]) => p > 0.02 * Math.max(...density)).map(([x]) => x);
  const [low, high] = [bulk[0] as number, bulk.at(-1) as number];
  return at.map((share) => low + share * (high - low));
}

const roundingOf = ({ size = 0 }: Sample, x: number) => 1e-15 * Math.max(size, Math.abs(x));

describe("quantiles", () => {
  test.each(continuous(having("quantile", "logCdf")))("of %s are what the cdf takes back", (_, sample) => {
    const { distribution } = sample;
    const quantiles = at(shares, (p) => distribution.quantile(p)).values;
    const [below, above] = [
      at(quantiles, (x) => distribution.logCdf(x)).values,
      at(quantiles, (x) => distribution.logSurvival(x)).values,
    ];
    shares.forEach((p, i) => {
      // A quantile is rounded: its share changes by the density times that.
      const x = quantiles[i] as number;
      const rounding = roundingOf(sample, x) * Math.exp((logp(distribution, [x])[0] as number) - Math.log(Math.min(p, 1 - p)));
      const error = p < 0.5 ? (below[i] as number) - Math.log(p) : (above[i] as number) - Math.log1p(-p);
      expect(Math.abs(error), `${p}: ${x}`).toBeLessThan(1e-10 + 4 * rounding);
    });
  });

  const sides = [
    ["lowerQuantile", "logCdf"],
    ["upperQuantile", "logSurvival"],
  ] as const;
  for (const [quantile, tail] of sides) {
    test.each(continuous(having(quantile)))(`of %s by ${quantile} keep the digits of tiny shares`, (_, sample) => {
      const { distribution } = sample;
      const logShares = [-600, -69, -11, -0.9, -0.1];
      const family = familyOf(sample);
      const everywhere = at(logShares, (q) => new Expr(family[quantile]?.(q.node, plain(sample).parameters) as Node)).values;
      // Beyond the range of numbers lies nothing to compare.
      const found = everywhere.filter((x) => Number.isFinite(x));
      const reached = at(found, (x) => distribution[tail](x)).values;
      logShares.slice(-found.length).forEach((q, i) => {
        const x = found[i] as number;
        const rounding = roundingOf(sample, x) * Math.exp((logp(distribution, [x])[0] as number) - q);
        if (ends(sample).includes(x) || rounding > 0.01) return;
        expect(Math.abs((reached[i] as number) - q), `${q}: ${x}`).toBeLessThan(1e-10 * Math.max(1, -q) + 4 * rounding);
      });
    });
  }

  test.each(discrete(having("quantile", "logCdf")))("of %s are the first values whose cdf reaches the share", (_, sample) => {
    const { distribution } = sample;
    const wanted = shares.slice(1);
    const found = at(wanted, (p) => distribution.quantile(p)).values;
    const reached = at(found, (x) => distribution.cdf(x)).values;
    const before = at(
      found.map((x) => x - 1),
      (x) => distribution.cdf(x),
    ).values;
    wanted.forEach((p, i) => {
      expect(reached[i]).toBeGreaterThanOrEqual(p - 1e-12);
      expect(before[i]).toBeLessThan(p + 1e-12);
    });
  });
});
