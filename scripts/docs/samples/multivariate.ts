/** Samples of distributions of vectors, and of matrices. */
import type { Samples } from "../sample.js";

const plane = { data: { x: 'vector("row")', y: 'vector("row")' }, value: "stack(x, y)" };
const correlated = { L: "lkjCholesky(2, 2)", sigma: "halfNormal(1), { size: 2 }" };

export const multivariate: Samples = {
  mvNormal: {
    cases: ["mvNormal([0, 0], { covariance: [[1, 0.8], [0.8, 1]] })", "mvNormal([2, -1], { covariance: [[0.5, 0], [0, 0.1]] })"],
    over: [-3, 4],
    across: [-3, 3],
    value: "stack(x, y)",
    scipy: "multivariate_normal(mu, S)",
    example: {
      ...plane,
      parameters: { ...correlated, mu: "normal(0, 10), { size: 2 }" },
      observe: "mvNormal(mu, { cholesky: scaleRows(sigma, L) })",
    },
    around: {
      data: { pmraError: 'vector("star")', pmdecError: 'vector("star")', pmCorr: 'vector("star")' },
      code: "const mu = param(normal(0, 10), { size: 2 }); const sigma = param(halfNormal(1), { size: 2 }); const L = param(lkjCholesky(2, 2));",
    },
  },
  mvStudentT: {
    cases: [
      "mvStudentT(3, [0, 0], { covariance: [[1, 0.8], [0.8, 1]] })",
      "mvStudentT(30, [2, -1], { covariance: [[0.5, 0], [0, 0.1]] })",
    ],
    over: [-3, 4],
    across: [-3, 3],
    value: "stack(x, y)",
    scipy: "multivariate_t(mu, S, df = nu)",
    example: {
      ...plane,
      parameters: { ...correlated, mu: "normal(0, 10), { size: 2 }", nu: "gamma(2, 0.1)" },
      observe: "mvStudentT(nu, mu, { cholesky: scaleRows(sigma, L) })",
    },
  },
  dirichlet: {
    cases: ["dirichlet([1, 1])", "dirichlet([2, 5])", "dirichlet([10, 10])"],
    over: [0, 1],
    value: "stack(x, x.neg().add(1))",
    label: "first of two shares",
    scipy: "dirichlet(alpha)",
    example: {
      parameters: { w: "dirichlet([1, 1])" },
      observe: "mixture(w, { low: normal(-1, 1), high: normal(1, 1) })",
    },
  },
  multinomial: {
    cases: ["multinomial(10, [0.3, 0.7])", "multinomial(10, [0.5, 0.5])"],
    over: [0, 10],
    value: "stack(x, x.neg().add(10))",
    label: "first of two counts with the sum 10",
    scipy: "multinomial(n, p)",
    example: {
      data: { a: 'vector("row")', b: 'vector("row")', c: 'vector("row")' },
      value: "stack(a, b, c)",
      parameters: { p: "dirichlet([1, 1, 1])" },
      observe: "multinomial(a.add(b).add(c), p)",
    },
  },
  dirichletMultinomial: {
    cases: ["dirichletMultinomial(10, [0.5, 0.5])", "dirichletMultinomial(10, [3, 7])", "dirichletMultinomial(10, [50, 50])"],
    over: [0, 10],
    value: "stack(x, x.neg().add(10))",
    label: "first of two counts with the sum 10",
    scipy: "dirichlet_multinomial(alpha, n)",
    example: {
      data: { a: 'vector("row")', b: 'vector("row")', c: 'vector("row")' },
      value: "stack(a, b, c)",
      parameters: { alpha: "exponential(0.1), { size: 3 }" },
      observe: "dirichletMultinomial(a.add(b).add(c), alpha)",
    },
  },
  lkjCholesky: {
    cases: ["lkjCholesky(2, 0.7)", "lkjCholesky(2, 1)", "lkjCholesky(2, 4)"],
    over: [-1, 1],
    value: "scaleRows([1, 1], [[1, 0], [x, sqrt(x.square().neg().add(1))]])",
    label: "correlation of two variables",
    top: 1.5,
    example: {
      ...plane,
      parameters: correlated,
      observe: "mvNormal([0, 0], { cholesky: scaleRows(sigma, L) })",
      results: ["rho: correlation(L).at(1)"],
    },
    around: { data: { x: 'vector("row")', y: 'vector("row")' } },
  },
  zeroSumNormal: {
    cases: ["zeroSumNormal(1, 4)"],
    example: {
      data: { x: 'vector("row")' },
      parameters: { level: "normal(0, 10)", effect: "zeroSumNormal(2, 2)" },
      between: ["const mean = level.add(where(x, effect.at(0), effect.at(1)));"],
      observe: "normal(mean, 1)",
    },
  },
};
