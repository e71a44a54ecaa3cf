/** Samples of distributions of all rows along a dim together. */
import type { Samples } from "../sample.js";

const walk = (sigma: string) => `gaussianRandomWalk("row", { sigma: ${sigma}, init: normal(0, 1) })`;
const series = (phi: string) => `autoregressive("row", { coefficients: [${phi}], sigma: 1, init: normal(0, 1) })`;
const process = (kernel: string) =>
  `gaussianProcess({ covariance: addDiagonal(${kernel}, 1e-8, "row", "other"), over: ["row", "other"] })`;
const chain = (stay: number) =>
  `hiddenMarkov({ initial: [0.5, 0.5], transition: [[${stay}, ${(1 - stay).toFixed(2)}], [${(1 - stay).toFixed(2)}, ${stay}]],` +
  ` states: { low: normal(0, 0.3), high: normal(3, 0.3) }, over: "row" })`;

export const structures: Samples = {
  gaussianRandomWalk: {
    cases: [walk("0.2"), walk("1")],
    labels: ["sigma 0.2", "sigma 1"],
    rows: 100,
    label: "row",
    example: {
      parameters: {
        step: "halfNormal(1)",
        level: 'gaussianRandomWalk("row", { sigma: step, init: normal(0, 1) })',
      },
      observe: "normal(level, 0.5)",
    },
    around: { data: { y: 'vector("time")' }, code: "const sigma = param(halfNormal(1));" },
  },
  autoregressive: {
    cases: [series("0.5"), series("0.95")],
    labels: ["one coefficient, 0.5, sigma 1", "one coefficient, 0.95, sigma 1"],
    rows: 100,
    label: "row",
    example: {
      parameters: { phi: "uniform(-1, 1)", sigma: "halfNormal(1)" },
      observe: 'autoregressive("row", { coefficients: [phi], sigma, init: normal(0, 10) })',
    },
    around: {
      data: { y: 'vector("time")' },
      code: "const [phi, sigma] = [param(uniform(-1, 1)), param(halfNormal(1))];",
    },
  },
  gaussianProcess: {
    cases: [
      process('squaredExponential(x, rename(x, "row", "other"), { length: 15 })'),
      process('matern32(x, rename(x, "row", "other"), { length: 15 })'),
    ],
    labels: ["squaredExponential, length 15", "matern32, length 15"],
    rows: 100,
    label: "row",
    scipy: "multivariate_normal(mean, covariance)",
    example: {
      data: { x: 'vector("row")' },
      parameters: { scale: "halfNormal(1)", length: "inverseGamma(5, 5)", noise: "halfNormal(1)" },
      between: [
        'const kernel = squaredExponential(x, rename(x, "row", "other"), { scale, length });',
        'const covariance = addDiagonal(kernel, noise.square(), "row", "other");',
      ],
      observe: 'gaussianProcess({ covariance, over: ["row", "other"] })',
    },
    around: {
      data: { x: 'vector("point")', y: 'vector("point")' },
      code: "const scale = param(halfNormal(1)); const length = param(gamma(2, 1)); const sigma = param(halfNormal(1));",
    },
  },
  hiddenMarkov: {
    cases: [chain(0.98)],
    labels: ["normal(0, 0.3) and normal(3, 0.3), kept with probability 0.98"],
    rows: 100,
    label: "row",
    example: {
      parameters: {
        calm: "dirichlet([9, 1])",
        wild: "dirichlet([1, 9])",
        sd: "halfNormal(5), { size: 2, constraint: positiveOrdered() }",
      },
      between: ["const states = { calm: normal(0, sd.at(0)), wild: normal(0, sd.at(1)) };"],
      observe: 'hiddenMarkov({ initial: [0.5, 0.5], transition: [calm, wild], states, over: "row" })',
    },
    around: {
      data: { y: 'vector("time")' },
      code: "const initial = [0.5, 0.5]; const [a, b] = [param(dirichlet([9, 1])), param(dirichlet([1, 9]))];",
    },
  },
};
