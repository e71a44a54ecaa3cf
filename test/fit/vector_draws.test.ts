/** Draws of vectors: priors and observations by their laws, and chains in the constraints of vectors. */
import { describe, expect, test } from "vitest";
import {
  circular,
  correlation,
  cos,
  type Dist,
  dirichlet,
  dirichletMultinomial,
  exponential,
  flat,
  lkjCholesky,
  model,
  multinomial,
  mvNormal,
  mvStudentT,
  normal,
  observe,
  param,
  potential,
  sample,
  samplePrior,
  scalar,
  sin,
  stack,
  truncated,
  unitVector,
  zeroSum,
  zeroSumNormal,
} from "../../bindings/index.js";
import { vonMises } from "../../bindings/model/distributions/von_mises.js";
import { deviation } from "../agreement.js";
import { evaluate } from "../model/evaluate.js";

const DRAWS = 20000;

/** Draws of a prior for vectors, one list an element. */
function priorDraws(distribution: Dist<never, readonly number[]>, seed = 11): number[][] {
  const made = model({}, () => ({ x: param(distribution) }));
  const { values } = samplePrior(made, {}, { draws: DRAWS, seed }).parameters.x!;
  const width = values.length / DRAWS;
  return Array.from({ length: width }, (_, k) => Array.from({ length: DRAWS }, (_, draw) => values[draw * width + k]!));
}

/** How far from uniform on [0, 1], in units of 1 / sqrt(n): above 2.2 in one of 15 000 samples that are. */
function kolmogorov(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const gap = sorted.reduce(
    (most, u, i) => Math.max(most, Math.abs(u - i / sorted.length), Math.abs(u - (i + 1) / sorted.length)),
    0,
  );
  return gap * Math.sqrt(sorted.length);
}

const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
const covariance = (x: readonly number[], y: readonly number[]) => {
  const [a, b] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - a) * (y[i]! - b)));
};

/** Means and variances within 5 standard errors of the formulas', the kurtosis being that of the draws. */
function expectMoments(distribution: Dist<never, readonly number[]>, elements: readonly (readonly number[])[]): void {
  const [means, variances] = [evaluate(distribution.mean().node), evaluate(distribution.variance().node)];
  elements.forEach((values, k) => {
    const [average, spread] = [mean(values), covariance(values, values)];
    const fourth = mean(values.map((x) => (x - average) ** 4));
    expect(Math.abs(average - means[k]!), `mean ${k}`).toBeLessThanOrEqual(5 * Math.sqrt(spread / DRAWS) + 1e-15);
    const error = Math.sqrt(Math.max(0, fourth - spread ** 2) / DRAWS);
    expect(Math.abs(spread - variances[k]!), `variance ${k}`).toBeLessThanOrEqual(5 * error + 1e-15);
  });
}

describe("draws of priors", () => {
  const matrix = [
    [1.5, -0.8],
    [-0.8, 0.9],
  ];
  const distance = (x: number, y: number) => {
    const [dx, dy] = [x - 0.5, y + 1];
    return (0.9 * dx * dx + 1.6 * dx * dy + 1.5 * dy * dy) / (1.5 * 0.9 - 0.64);
  };

  test.each([
    ["a covariance", mvNormal([0.5, -1], { covariance: matrix })],
    [
      "its factor",
      mvNormal([0.5, -1], {
        cholesky: [
          [Math.sqrt(1.5), 0],
          [-0.8 / Math.sqrt(1.5), Math.sqrt(0.9 - 0.64 / 1.5)],
        ],
      }),
    ],
  ])("of mvNormal by %s lie as its density says", (_, distribution) => {
    const elements = priorDraws(distribution);
    const [x, y] = elements as [number[], number[]];
    expectMoments(distribution, elements);
    // Squared distances of two-dimensional normals are exponential.
    expect(kolmogorov(x.map((value, i) => Math.exp(-distance(value, y[i]!) / 2)))).toBeLessThan(2.2);
    expect(Math.abs(covariance(x, y) + 0.8)).toBeLessThan((5 * Math.sqrt(1.5 * 0.9 + 0.64)) / Math.sqrt(DRAWS));
  });

  test.each([
    ["normal", normal([0, 10, 0], [1, 2, 1])],
    ["exponential", exponential([1, 2, 1])],
    ["truncated normal", truncated(normal([0, 0, 1], 1), 0, 3)],
  ])("of a vector of numbers, by a %s distribution, are independent of one another", (_, distribution) => {
    const elements = priorDraws(distribution);
    const [x, y, z] = elements.map((values) => values.map((value) => value - mean(values))) as [number[], number[], number[]];
    for (const [a, b] of [
      [x, y],
      [x, z],
      [y, z],
    ] as const) {
      // Products of independent numbers have the product of their variances; five standard errors.
      const error = Math.sqrt((covariance(a, a) * covariance(b, b)) / DRAWS);
      expect(Math.abs(covariance(a, b))).toBeLessThan(5 * error);
    }
  });

  test("of mvNormal in four dimensions have its covariance", () => {
    const L = [
      [1, 0, 0, 0],
      [0.5, 2, 0, 0],
      [-0.5, 0.3, 0.7, 0],
      [0.2, 0.2, -0.4, 1.1],
    ];
    const S = L.map((row) => L.map((other) => row.reduce((sum, value, k) => sum + value * other[k]!, 0)));
    const elements = priorDraws(mvNormal([0, 0, 0, 0], { covariance: S }));
    expectMoments(mvNormal([0, 0, 0, 0], { covariance: S }), elements);
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < i; j++) {
        const error = Math.sqrt((S[i]![i]! * S[j]![j]! + S[i]![j]! ** 2) / DRAWS);
        expect(Math.abs(covariance(elements[i]!, elements[j]!) - S[i]![j]!)).toBeLessThan(5 * error);
      }
  });

  test("of mvStudentT have its tails", () => {
    const [x, y] = priorDraws(mvStudentT(2.5, [0.5, -1], { covariance: matrix })) as [number[], number[]];
    // In two dimensions P(squared distance > t) = (1 + t / nu)^(-nu / 2).
    expect(kolmogorov(x.map((value, i) => (1 + distance(value, y[i]!) / 2.5) ** -1.25))).toBeLessThan(2.2);
  });

  test.each([
    ["dirichlet", dirichlet([0.3, 2, 5])],
    ["lkjCholesky", lkjCholesky(3, 1.5)],
    ["zeroSumNormal", zeroSumNormal(1.7, 4)],
  ] as const)("of %s have its mean and variance", (_, distribution) => {
    expectMoments(distribution as never, priorDraws(distribution as never));
  });

  test("of lkjCholesky with eta 1/2 in three dimensions have uniform correlations", () => {
    const made = model({}, () => {
      const L = param(lkjCholesky(3, 0.5));
      return { L, R: correlation(L) };
    });
    const { values } = samplePrior(made, {}, { draws: DRAWS, seed: 5 }).parameters.R!;
    for (const place of [3, 6, 7]) {
      const r = Array.from({ length: DRAWS }, (_, draw) => (values[draw * 9 + place]! + 1) / 2);
      expect(kolmogorov(r)).toBeLessThan(2.2);
    }
  });

  test("of zeroSumNormal sum to 0", () => {
    const elements = priorDraws(zeroSumNormal(1.7, 4));
    elements[0]!.forEach((_, i) => {
      expect(Math.abs(elements.reduce((sum, values) => sum + values[i]!, 0))).toBeLessThan(1e-13);
    });
  });

  test("of normals under a sum of 0 are those of zeroSumNormal, and angles lie anywhere", () => {
    const made = model({}, () => {
      const x = param(normal(3, 1.7), { size: 4, constraint: zeroSum() });
      const angle = param(flat(), { constraint: circular() });
      const near = param(normal(3, 1), { constraint: circular() });
      return { x, angle, near };
    });
    const { x, angle, near } = samplePrior(made, {}, { draws: DRAWS, seed: 2 }).parameters;
    expectMoments(
      zeroSumNormal(1.7, 4),
      [0, 1, 2, 3].map((k) => Array.from({ length: DRAWS }, (_, i) => x!.values[4 * i + k]!)),
    );
    expect(kolmogorov(Array.from(angle!.values, (a) => a / (2 * Math.PI) + 0.5))).toBeLessThan(2.2);
    expect(near!.values.every((a) => Math.abs(a) <= Math.PI)).toBe(true);
  });

  test("of small concentrations are shares all the same", () => {
    const elements = priorDraws(dirichlet([1e-3, 1e-3]));
    elements[0]!.forEach((share, i) => {
      // Logarithms of gamma variates of such shapes are in the thousands: their rounding is 1e-13 of a share.
      expect(share + elements[1]![i]!).toBeCloseTo(1, 12);
    });
  });
});

/** Chi-square of the counts of triples with sum 3 against their probabilities: 9 degrees of freedom, above 39 one time in 100 000. */
function chiSquare(triples: Float64Array, probability: (triple: readonly number[]) => number): number {
  const counts = new Map<string, number>();
  const draws = triples.length / 3;
  for (let draw = 0; draw < draws; draw++) {
    const key = triples.subarray(3 * draw, 3 * draw + 3).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let total = 0;
  for (let a = 0; a <= 3; a++)
    for (let b = 0; b <= 3 - a; b++) {
      const expected = draws * probability([a, b, 3 - a - b]);
      total += ((counts.get([a, b, 3 - a - b].join()) ?? 0) - expected) ** 2 / expected;
    }
  return total;
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

test("counts of multinomial and dirichletMultinomial come as often as they are probable", () => {
  const made = model({ a: scalar(), b: scalar(), c: scalar() }, ({ a, b, c }) => ({
    free: param(dirichlet([1, 1])),
    plain: observe(stack(a, b, c), multinomial(3, [0.5, 0.2, 0.3])),
    compound: observe(stack(a, b, c), dirichletMultinomial(3, [1, 1, 1])),
  }));
  const { observations } = samplePrior(made, {}, { draws: DRAWS, seed: 3 });
  const p = [0.5, 0.2, 0.3];
  const probability = (triple: readonly number[]) => triple.reduce((all, x, k) => (all * p[k]! ** x) / factorial(x), 6);
  expect(chiSquare(observations.plain!.value.values, probability)).toBeLessThan(39);
  // With concentrations of 1 all ten triples are alike.
  expect(chiSquare(observations.compound!.value.values, () => 0.1)).toBeLessThan(39);
});

const options = { chains: 4, draws: 2000, seed: 7, workers: false } as const;
const exact = (mean: number, variance: number) => ({ mean, sd: Math.sqrt(variance), mcseMean: 0, mcseSd: 0 });

/** Mean and sd within 4.5 Monte Carlo errors of what is known; some dozen such comparisons are made here. */
function expectKnown(values: Float64Array, mean: number, variance: number): void {
  const found = deviation(values, options.chains, exact(mean, variance));
  expect(found.mean).toBeLessThan(4.5);
  expect(found.sd).toBeLessThan(4.5);
}

const elementsOf = (flat: Float64Array, width: number, k: number) =>
  Float64Array.from({ length: flat.length / width }, (_, i) => flat[i * width + k]!);

describe("chains", () => {
  test.each([1, 2.5])("in lkjCholesky(3, %d) draw correlations of its marginal beta distribution", async (eta) => {
    const made = model({}, () => {
      const L = param(lkjCholesky(3, eta));
      return { L, R: correlation(L) };
    });
    const fit = await sample(made, {}, options);
    // (r + 1) / 2 is beta with both shapes eta + (K - 2) / 2.
    for (const k of [3, 6, 7]) expectKnown(elementsOf(fit.draws.R, 9, k), 0, 1 / (2 * (eta + 0.5) + 1));
    const [means, variances] = [evaluate(lkjCholesky(3, eta).mean().node), evaluate(lkjCholesky(3, eta).variance().node)];
    for (const k of [3, 4, 6, 7, 8]) expectKnown(elementsOf(fit.draws.L, 9, k), means[k]!, variances[k]!);
  });

  test("of an angle near pi go through the seam", async () => {
    const kappa = 4;
    const made = model({}, () => {
      const angle = param(flat(), { constraint: circular() });
      const away = angle.sub(Math.PI);
      return { angle, away: potential(cos(away).mul(kappa)), sine: sin(angle), cosine: cos(angle) };
    });
    const fit = await sample(made, {}, options);
    // I1(4) / I0(4), and by it the second moments of sine and cosine: E cos^2 = 1 - I1 / (4 I0).
    const ratio = 0.863526;
    const sineSquare = ratio / kappa;
    expectKnown(fit.draws.sine, 0, sineSquare);
    expectKnown(fit.draws.cosine, -ratio, 1 - sineSquare - ratio ** 2);
    const crossings = fit.draws.angle.filter((angle, i) => i > 0 && angle * fit.draws.angle[i - 1]! < 0).length;
    expect(crossings).toBeGreaterThan(fit.draws.angle.length / 10);
  });

  test("of a von Mises prior about 3 lie about 3, across the seam", async () => {
    const fit = await sample(
      model({}, () => {
        const angle = param(vonMises(3, 4));
        return { angle, sine: sin(angle.sub(3)), cosine: cos(angle.sub(3)) };
      }),
      {},
      options,
    );
    const ratio = 0.863526;
    expectKnown(fit.draws.sine, 0, ratio / 4);
    expectKnown(fit.draws.cosine, ratio, 1 - ratio / 4 - ratio ** 2);
  });

  test("of a direction without data are uniform on the sphere", async () => {
    const made = model({}, () => ({ axis: param(flat(), { size: 3, constraint: unitVector() }) }));
    const fit = await sample(made, {}, options);
    for (const k of [0, 1, 2]) expectKnown(elementsOf(fit.draws.axis, 3, k), 0, 1 / 3);
  });

  test("of an angle without data are uniform", async () => {
    const made = model({}, () => ({ angle: param(flat(), { constraint: circular() }) }));
    const fit = await sample(made, {}, options);
    expectKnown(fit.draws.angle, 0, Math.PI ** 2 / 3);
  });
});
