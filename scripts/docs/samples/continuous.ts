/** Samples of continuous distributions of single numbers. */
import type { Samples } from "../sample.js";

const scale = { sigma: "halfNormal(5)" };
const located = { mu: "normal(0, 10)", ...scale };

export const continuous: Samples = {
  normal: {
    cases: ["normal(0, 1)", "normal(0, 2)", "normal(2, 0.5)"],
    over: [-6, 6],
    scipy: "norm(loc = mu, scale = sigma)",
    example: { parameters: located, observe: "normal(mu, sigma)" },
  },
  truncatedNormal: {
    cases: ["truncatedNormal(0, 1, -1, 3)", "truncatedNormal(-3, 1, 0, Infinity)"],
    over: [-2, 4],
    scipy: "truncnorm((lower - mu) / sigma, (upper - mu) / sigma, loc = mu, scale = sigma)",
    example: { parameters: { effect: "truncatedNormal(1, 1, 0, Infinity)" }, observe: "normal(effect, 1)" },
  },
  halfNormal: {
    cases: ["halfNormal(0.5)", "halfNormal(1)", "halfNormal(2)"],
    over: [0, 6],
    scipy: "halfnorm(scale = sigma)",
    example: { parameters: scale, observe: "normal(0, sigma)" },
  },
  studentT: {
    cases: ["studentT(1, 0, 1)", "studentT(4, 0, 1)", "studentT(30, 0, 1)"],
    over: [-6, 6],
    scipy: "t(df = nu, loc = mu, scale = sigma)",
    example: { parameters: { nu: "gamma(2, 0.1)", ...located }, observe: "studentT(nu, mu, sigma)" },
  },
  halfStudentT: {
    cases: ["halfStudentT(1, 1)", "halfStudentT(4, 1)", "halfStudentT(4, 2)"],
    over: [0, 8],
    example: { parameters: { sigma: "halfStudentT(4, 2)" }, observe: "normal(0, sigma)" },
  },
  cauchy: {
    cases: ["cauchy(0, 0.5)", "cauchy(0, 1)", "cauchy(2, 2)"],
    over: [-8, 8],
    scipy: "cauchy(loc = mu, scale = sigma)",
    example: { parameters: located, observe: "cauchy(mu, sigma)" },
  },
  halfCauchy: {
    cases: ["halfCauchy(0.5)", "halfCauchy(1)", "halfCauchy(3)"],
    over: [0, 8],
    scipy: "halfcauchy(scale = sigma)",
    example: { parameters: { tau: "halfCauchy(5)" }, observe: "normal(0, tau)" },
  },
  uniform: {
    cases: ["uniform(0, 1)", "uniform(-1, 2)"],
    over: [-2, 3],
    scipy: "uniform(loc = lower, scale = upper - lower)",
    example: { parameters: { m: "uniform(0, 10)" }, observe: "normal(m, 1)" },
  },
  flat: { cases: ["flat()"], example: { parameters: { mu: "flat()" }, observe: "normal(mu, 1)" } },
  halfFlat: { cases: ["halfFlat()"], example: { parameters: { sigma: "halfFlat()" }, observe: "normal(0, sigma)" } },
  exponential: {
    cases: ["exponential(0.5)", "exponential(1)", "exponential(2)"],
    over: [0, 6],
    scipy: "expon(scale = 1 / rate)",
    example: { parameters: { rate: "halfNormal(1)" }, observe: "exponential(rate)" },
  },
  gamma: {
    cases: ["gamma(1, 1)", "gamma(3, 1)", "gamma(3, 3)", "gamma(9, 2)"],
    over: [0, 10],
    scipy: "gamma(alpha, scale = 1 / beta)",
    example: { parameters: { alpha: "exponential(0.2)", beta: "exponential(1)" }, observe: "gamma(alpha, beta)" },
  },
  inverseGamma: {
    cases: ["inverseGamma(1, 1)", "inverseGamma(3, 1)", "inverseGamma(3, 3)"],
    over: [0, 4],
    scipy: "invgamma(alpha, scale = beta)",
    example: { parameters: { length: "inverseGamma(5, 5)" }, observe: "exponential(length)" },
  },
  lognormal: {
    cases: ["lognormal(0, 0.25)", "lognormal(0, 1)", "lognormal(1, 0.5)"],
    over: [0, 7],
    scipy: "lognorm(sigma, scale = exp(mu))",
    example: { parameters: { mu: "normal(0, 2)", sigma: "halfNormal(1)" }, observe: "lognormal(mu, sigma)" },
  },
  beta: {
    cases: ["beta(0.5, 0.5)", "beta(2, 2)", "beta(2, 6)"],
    over: [0, 1],
    top: 4,
    scipy: "beta(alpha, beta)",
    example: { parameters: { p: "beta(2, 2)" }, observe: "bernoulli(p)" },
  },
  laplace: {
    cases: ["laplace(0, 0.5)", "laplace(0, 1)", "laplace(2, 2)"],
    over: [-6, 6],
    scipy: "laplace(loc = mu, scale = b)",
    example: { parameters: { mu: "normal(0, 10)", b: "halfNormal(5)" }, observe: "laplace(mu, b)" },
  },
  asymmetricLaplace: {
    cases: ["asymmetricLaplace(0, 1, 1)", "asymmetricLaplace(0, 1, 0.5)", "asymmetricLaplace(0, 2, 2)"],
    over: [-6, 6],
    scipy: "laplace_asymmetric(kappa, loc = mu, scale = 1 / b)",
    example: {
      parameters: { mu: "normal(0, 10)", b: "halfNormal(2)", kappa: "lognormal(0, 0.5)" },
      observe: "asymmetricLaplace(mu, b, kappa)",
    },
  },
  logistic: {
    cases: ["logistic(0, 0.5)", "logistic(0, 1)", "logistic(2, 2)"],
    over: [-8, 8],
    scipy: "logistic(loc = mu, scale = s)",
    example: { parameters: { mu: "normal(0, 10)", s: "halfNormal(5)" }, observe: "logistic(mu, s)" },
  },
  logitNormal: {
    cases: ["logitNormal(0, 0.5)", "logitNormal(0, 1.5)", "logitNormal(-1, 1)"],
    over: [0, 1],
    example: { parameters: { share: "logitNormal(0, 1.5)" }, observe: "bernoulli(share)" },
  },
  weibull: {
    cases: ["weibull(1, 1)", "weibull(2, 1)", "weibull(4, 2)"],
    over: [0, 4],
    scipy: "weibull_min(alpha, scale = beta)",
    example: { parameters: { alpha: "halfNormal(3)", beta: "halfNormal(5)" }, observe: "weibull(alpha, beta)" },
  },
  pareto: {
    cases: ["pareto(1, 1)", "pareto(3, 1)", "pareto(3, 2)"],
    over: [0, 6],
    scipy: "pareto(alpha, scale = m)",
    example: { parameters: { alpha: "gamma(2, 1)" }, observe: "pareto(alpha, 1)" },
  },
  gumbel: {
    cases: ["gumbel(0, 1)", "gumbel(0, 2)", "gumbel(2, 0.5)"],
    over: [-4, 8],
    scipy: "gumbel_r(loc = mu, scale = beta)",
    example: { parameters: { mu: "normal(0, 10)", beta: "halfNormal(5)" }, observe: "gumbel(mu, beta)" },
  },
  vonMises: {
    cases: ["vonMises(0, 0.5)", "vonMises(0, 4)", "vonMises(3, 2)"],
    over: [-Math.PI, Math.PI],
    label: "x, radians",
    scipy: "vonmises(kappa, loc = mu)",
    example: { parameters: { mu: "vonMises(0, 1)", kappa: "halfNormal(5)" }, observe: "vonMises(mu, kappa)" },
  },
  skewNormal: {
    cases: ["skewNormal(0, 1, 0)", "skewNormal(0, 1, 4)", "skewNormal(0, 2, -4)"],
    over: [-6, 5],
    scipy: "skewnorm(alpha, loc = mu, scale = sigma)",
    example: { parameters: { ...located, alpha: "normal(0, 3)" }, observe: "skewNormal(mu, sigma, alpha)" },
  },
  exGaussian: {
    cases: ["exGaussian(0, 1, 0.5)", "exGaussian(0, 1, 3)", "exGaussian(0, 0.3, 3)"],
    over: [-4, 12],
    scipy: "exponnorm(nu / sigma, loc = mu, scale = sigma)",
    example: { parameters: { ...located, nu: "halfNormal(5)" }, observe: "exGaussian(mu, sigma, nu)" },
  },
  wald: {
    cases: ["wald(1, 0.5)", "wald(1, 3)", "wald(3, 3)"],
    over: [0, 6],
    scipy: "invgauss(mu / lambda, scale = lambda)",
    example: { parameters: { mu: "halfNormal(3)", lambda: "halfNormal(3)" }, observe: "wald(mu, lambda)" },
  },
  chiSquared: {
    cases: ["chiSquared(1)", "chiSquared(3)", "chiSquared(6)"],
    over: [0, 14],
    top: 0.6,
    scipy: "chi2(nu)",
    example: { parameters: { nu: "gamma(2, 0.5)" }, observe: "chiSquared(nu)" },
  },
  kumaraswamy: {
    cases: ["kumaraswamy(0.5, 0.5)", "kumaraswamy(2, 2)", "kumaraswamy(2, 6)"],
    over: [0, 1],
    top: 4,
    example: { parameters: { p: "kumaraswamy(2, 2)" }, observe: "bernoulli(p)" },
  },
  triangular: {
    cases: ["triangular(0, 1, 4)", "triangular(0, 2, 4)", "triangular(1, 3, 3)"],
    over: [-1, 5],
    scipy: "triang((mode - lower) / (upper - lower), loc = lower, scale = upper - lower)",
    example: { parameters: { effect: "triangular(-1, 0, 3)" }, observe: "normal(effect, 1)" },
  },
  rice: {
    cases: ["rice(0, 1)", "rice(2, 1)", "rice(4, 0.5)"],
    over: [0, 7],
    scipy: "rice(nu / sigma, scale = sigma)",
    example: { parameters: { nu: "halfNormal(5)", sigma: "halfNormal(1)" }, observe: "rice(nu, sigma)" },
  },
};
