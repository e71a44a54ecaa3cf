/** Samples of distributions that are made of others. */
import type { Samples } from "../sample.js";

export const wrappers: Samples = {
  mixture: {
    cases: [
      "mixture([0.7, 0.3], { low: normal(-1, 1), high: normal(3, 0.5) })",
      "mixture([0.8, 0.2], { core: normal(0, 1), tails: normal(0, 4) })",
    ],
    over: [-8, 8],
    example: {
      parameters: { w: "dirichlet([1, 1])", mu: "normal(0, 5), { size: 2, constraint: ordered() }" },
      observe: "mixture(w, { low: normal(mu.at(0), 1), high: normal(mu.at(1), 1) })",
    },
    around: {
      data: { x: 'vector("point")', yErr: 'vector("point")' },
      code: "const [m, b, sOut] = [param(normal(0, 5)), param(normal(0, 5)), param(halfNormal(5))]; const w = param(dirichlet([1, 1]));",
    },
  },
  truncated: {
    cases: ["truncated(normal(0, 1), -0.5, 2)", "truncated(normal(0, 1), 1, Infinity)", "truncated(exponential(1), 0.5, 3)"],
    over: [-1, 4],
    example: { parameters: { mu: "normal(0, 10)" }, observe: "truncated(normal(mu, 1), 0, Infinity)" },
  },
  censored: {
    cases: ["censored(poisson(4), 2, 7)", "poisson(4)"],
    over: [2, 7],
    example: {
      data: { limit: 'vector("row")' },
      parameters: { mu: "normal(0, 10)" },
      observe: "censored(normal(mu, 1), limit, Infinity)",
    },
    around: {
      data: { time: 'vector("row")', died: 'vector("row")' },
      code: "const [alpha, sigma] = [param(halfNormal(3)), param(halfNormal(5))];",
    },
  },
  zeroInflated: {
    cases: ["zeroInflated(poisson(4), 0)", "zeroInflated(poisson(4), 0.3)", "zeroInflated(negativeBinomial(4, 2), 0.3)"],
    over: [0, 14],
    example: { parameters: { rate: "exponential(0.2)", p: "beta(1, 1)" }, observe: "zeroInflated(poisson(rate), p)" },
  },
  hurdle: {
    cases: ["hurdle(poisson(2), 0.2)", "hurdle(poisson(4), 0.5)"],
    over: [0, 12],
    example: {
      parameters: { dry: "uniform(0, 1)", alpha: "exponential(0.5)", beta: "exponential(0.5)" },
      observe: "hurdle(gamma(alpha, beta), dry)",
    },
  },
  custom: {
    cases: [
      'custom({ name: "spaceDensity", parameters: { L: 0.5 }, support: "positive", logp: (r, { L }) => log(r).mul(2).sub(r.div(L)).sub(log(L).mul(3)).sub(log(2)) })',
    ],
    labels: ["spaceDensity, L 0.5"],
    over: [0, 6],
    example: {
      parameters: {
        r: 'custom({ name: "cosine", parameters: {}, support: { lower: 0, upper: Math.PI }, logp: (x) => log(sin(x)).sub(log(2)) })',
      },
      observe: "normal(r, 0.1)",
    },
    around: { data: { y: 'vector("row")' } },
  },
};
