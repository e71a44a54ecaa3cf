/** Every distribution of single numbers with sample parameters: the tests of what holds for all of them walk this table. */
import {
  asymmetricLaplace,
  bernoulli,
  beta,
  betaBinomial,
  binomial,
  categorical,
  cauchy,
  chiSquared,
  discreteUniform,
  exGaussian,
  exponential,
  gamma,
  geometric,
  gumbel,
  halfCauchy,
  halfNormal,
  halfStudentT,
  hurdle,
  hypergeometric,
  inverseGamma,
  kumaraswamy,
  laplace,
  logistic,
  logitNormal,
  lognormal,
  negativeBinomial,
  normal,
  orderedLogistic,
  pareto,
  poisson,
  rice,
  skewNormal,
  studentT,
  triangular,
  truncated,
  truncatedNormal,
  uniform,
  vonMises,
  wald,
  weibull,
  zeroInflated,
} from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";

export interface Sample {
  readonly distribution: AnyDist;
  /**
   * Where a continuous density has its bulk or a kink; by default its lower end, its upper end, or 0. Quadrature goes from each to the
   * next, and outwards.
   */
  readonly knots?: readonly number[];
  /** The largest number that values are computed from, where that is not the value itself: their rounding is in proportion to it. */
  readonly size?: number;
  /** Its width, where the support has no two ends: 1. */
  readonly width?: number;
  /** Largest value that counts, of a discrete one without an upper end: 400. */
  readonly upTo?: number;
}

const { POSITIVE_INFINITY: infinity } = Number;

/** By the name under which it is exported. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  asymmetricLaplace: [
    { distribution: asymmetricLaplace(0.5, 2, 0.6), knots: [0.5] },
    { distribution: asymmetricLaplace(-30, 0.1, 3), knots: [-30], width: 10 },
  ],
  bernoulli: [{ distribution: bernoulli(0.3) }],
  beta: [{ distribution: beta(2.2, 3) }, { distribution: beta(0.5, 1) }],
  betaBinomial: [{ distribution: betaBinomial(12, 0.7, 2.5) }],
  binomial: [{ distribution: binomial(12, 0.3) }],
  categorical: [{ distribution: categorical([0.2, 0.5, 0.3]) }],
  cauchy: [{ distribution: cauchy(3, 0.5), knots: [3] }],
  chiSquared: [{ distribution: chiSquared(1) }, { distribution: chiSquared(2) }, { distribution: chiSquared(7) }],
  discreteUniform: [{ distribution: discreteUniform(-3, 5) }],
  exGaussian: [
    { distribution: exGaussian(1, 0.5, 2), knots: [1] },
    { distribution: exGaussian(400, 40, 100), knots: [400], width: 40 },
    { distribution: exGaussian(0, 1, 1e-3) },
  ],
  exponential: [{ distribution: exponential(2.5) }],
  gamma: [{ distribution: gamma(2.2, 3.1) }, { distribution: gamma(0.4, 0.1), width: 10 }],
  geometric: [{ distribution: geometric(0.3) }],
  gumbel: [{ distribution: gumbel(0.5, 2), knots: [0.5] }],
  halfCauchy: [{ distribution: halfCauchy(2) }],
  halfNormal: [{ distribution: halfNormal(1.3) }],
  halfStudentT: [
    { distribution: halfStudentT(5, 2) },
    { distribution: halfStudentT(1.5, 1) },
    { distribution: halfStudentT(0.7, 1) },
  ],
  hurdle: [{ distribution: hurdle(poisson(2), 0.3) }],
  hypergeometric: [{ distribution: hypergeometric(10, 6, 9) }],
  inverseGamma: [
    { distribution: inverseGamma(3.5, 2) },
    { distribution: inverseGamma(1.5, 1) },
    { distribution: inverseGamma(0.8, 1) },
  ],
  kumaraswamy: [{ distribution: kumaraswamy(2.2, 3) }, { distribution: kumaraswamy(0.5, 1) }],
  laplace: [{ distribution: laplace(1, 0.7), knots: [1] }],
  logistic: [{ distribution: logistic(1, 0.7), knots: [1] }],
  logitNormal: [{ distribution: logitNormal(0.4, 0.8) }, { distribution: logitNormal(-1, 3) }],
  lognormal: [{ distribution: lognormal(0.3, 0.8) }],
  negativeBinomial: [{ distribution: negativeBinomial(3.7, 1.2) }],
  normal: [
    { distribution: normal(1.5, 0.7), knots: [1.5] },
    { distribution: normal(-1e4, 30), knots: [-1e4], width: 30 },
  ],
  orderedLogistic: [{ distribution: orderedLogistic(0.3, [-1, 0.5, 2]) }],
  pareto: [{ distribution: pareto(3.5, 1.5) }, { distribution: pareto(0.8, 2) }],
  poisson: [{ distribution: poisson(3.7) }],
  rice: [{ distribution: rice(1.5, 0.7), knots: [0, 1.5] }, { distribution: rice(0, 2) }],
  skewNormal: [{ distribution: skewNormal(1, 2, 3), knots: [1] }],
  studentT: [
    { distribution: studentT(5, 1, 2), knots: [1] },
    { distribution: studentT(0.8, 0, 1) },
    { distribution: studentT(200, 0, 1) },
  ],
  triangular: [
    { distribution: triangular(-1, 0.5, 4), knots: [0.5] },
    { distribution: triangular(0, 0, 2), size: 2 },
  ],
  truncated: [
    { distribution: truncated(poisson(1.7), 1, infinity) },
    { distribution: truncated(lognormal(0, 1), 0.5, 3) },
    { distribution: truncated(gumbel(0, 1), 30, infinity) },
    { distribution: truncated(weibull(2, 1), 20, infinity), width: 0.02 },
  ],
  truncatedNormal: [
    { distribution: truncatedNormal(0.5, 2, -1, 3) },
    { distribution: truncatedNormal(3, 0.5, -infinity, 1) },
    { distribution: truncatedNormal(0, 1, 8, infinity), width: 0.1 },
    { distribution: truncatedNormal(0, 1, -9, -7) },
    { distribution: truncatedNormal(0.2, 200, -0.3, 1.1), size: 200 },
    { distribution: truncatedNormal(1, 2, -infinity, infinity), knots: [1] },
  ],
  uniform: [{ distribution: uniform(-1, 4) }],
  vonMises: [
    { distribution: vonMises(0.5, 2) },
    { distribution: vonMises(3, 0) },
    { distribution: vonMises(1, 400), knots: [1] },
  ],
  wald: [
    { distribution: wald(1.5, 2), knots: [0, 1.5] },
    { distribution: wald(20, 0.5), knots: [0, 0.2] },
  ],
  weibull: [{ distribution: weibull(1.7, 2.5) }, { distribution: weibull(0.6, 1) }],
  zeroInflated: [{ distribution: zeroInflated(binomial(6, 0.4), 0.3) }],
};

/** What the table leaves out, and why. */
export const others: Readonly<Record<string, string>> = {
  autoregressive: "a vector",
  censored: "has a probability at its limits and a density between them",
  custom: "is what its user says",
  dirichlet: "a vector",
  dirichletMultinomial: "a vector",
  flat: "improper",
  gaussianProcess: "a vector",
  gaussianRandomWalk: "a vector",
  halfFlat: "improper",
  hiddenMarkov: "a sequence",
  lkjCholesky: "a matrix",
  multinomial: "a vector",
  mvNormal: "a vector",
  mvStudentT: "a vector",
  zeroSumNormal: "a vector",
};
