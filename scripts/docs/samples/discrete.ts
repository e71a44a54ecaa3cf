/** Samples of distributions of whole numbers. */
import type { Samples } from "../sample.js";

const trials = { n: 'vector("row")' };

export const discrete: Samples = {
  bernoulli: {
    cases: ["bernoulli(0.2)", "bernoulli(0.7)"],
    over: [0, 1],
    scipy: "bernoulli(p)",
    example: {
      data: { x: 'vector("row")' },
      parameters: { a: "normal(0, 2)", b: "normal(0, 2)" },
      observe: "bernoulli(invLogit(a.add(b.mul(x))))",
    },
  },
  binomial: {
    cases: ["binomial(10, 0.2)", "binomial(10, 0.7)", "binomial(20, 0.5)"],
    over: [0, 20],
    scipy: "binom(n, p)",
    example: { data: trials, parameters: { p: "beta(1, 1)" }, observe: "binomial(n, p)" },
  },
  betaBinomial: {
    cases: ["betaBinomial(10, 0.5, 0.5)", "betaBinomial(10, 2, 2)", "betaBinomial(10, 8, 4)"],
    over: [0, 10],
    scipy: "betabinom(n, alpha, beta)",
    example: {
      data: trials,
      parameters: { alpha: "exponential(0.2)", beta: "exponential(0.2)" },
      observe: "betaBinomial(n, alpha, beta)",
    },
  },
  poisson: {
    cases: ["poisson(1)", "poisson(4)", "poisson(10)"],
    over: [0, 20],
    scipy: "poisson(rate)",
    example: {
      data: { x: 'vector("row")' },
      parameters: { a: "normal(0, 2)", b: "normal(0, 2)" },
      observe: "poisson(exp(a.add(b.mul(x))))",
    },
  },
  negativeBinomial: {
    cases: ["negativeBinomial(4, 0.5)", "negativeBinomial(4, 2)", "negativeBinomial(4, 50)"],
    over: [0, 16],
    example: { parameters: { mu: "exponential(0.1)", alpha: "exponential(0.5)" }, observe: "negativeBinomial(mu, alpha)" },
  },
  geometric: {
    cases: ["geometric(0.2)", "geometric(0.5)", "geometric(0.8)"],
    over: [1, 12],
    example: { parameters: { p: "beta(1, 1)" }, observe: "geometric(p)" },
  },
  categorical: {
    cases: ["categorical([0.5, 0.3, 0.2])", "categorical([0.1, 0.1, 0.6, 0.2])"],
    over: [0, 3],
    example: { parameters: { p: "dirichlet([1, 1, 1])" }, observe: "categorical(p)" },
  },
  orderedLogistic: {
    cases: ["orderedLogistic(0, [-1, 0, 2])", "orderedLogistic(1.5, [-1, 0, 2])"],
    over: [0, 3],
    example: {
      data: { x: 'vector("row")' },
      parameters: { b: "normal(0, 2)", cutpoints: "normal(0, 3), { size: 3, constraint: ordered() }" },
      observe: "orderedLogistic(b.mul(x), cutpoints)",
    },
  },
  discreteUniform: {
    cases: ["discreteUniform(1, 6)", "discreteUniform(0, 3)"],
    over: [0, 7],
    example: {
      parameters: { w: "dirichlet([1, 1])" },
      observe: "mixture(w, { fair: discreteUniform(1, 6), six: discreteUniform(6, 6) })",
    },
  },
  hypergeometric: {
    cases: ["hypergeometric(20, 30, 10)", "hypergeometric(5, 45, 10)", "hypergeometric(8, 2, 7)"],
    over: [0, 10],
    example: {
      data: { good: 'vector("row")', bad: 'vector("row")', drawn: 'vector("row")' },
      parameters: { w: "dirichlet([1, 1])" },
      observe: "mixture(w, { blind: hypergeometric(good, bad, drawn), cheat: binomial(drawn, 0.9) })",
    },
  },
};
