/** What a person writes models with. */
export { diagonal, lag, rename, rowNumber } from "./axes.js";
export { calc } from "./calc.js";
export {
  affine,
  choleskyCorrelation,
  circular,
  interval,
  lower,
  ordered,
  positive,
  positiveOrdered,
  simplex,
  unconstrained,
  unitVector,
  upper,
  zeroSum,
} from "./constraints.js";
export { correlation, covarianceOf, errorCovariance, scaleRows, stackRows } from "./covariance.js";
export { type DataInput, type DataSpec, index, type MatrixInput, matrix, type Numbers, scalar, vector } from "./data.js";
export { Dist } from "./dist.js";
export { asymmetricLaplace } from "./distributions/asymmetric_laplace.js";
export { type AutoregressiveOptions, autoregressive } from "./distributions/autoregressive.js";
export { bernoulli } from "./distributions/bernoulli.js";
export { beta } from "./distributions/beta.js";
export { betaBinomial } from "./distributions/beta_binomial.js";
export { binomial } from "./distributions/binomial.js";
export { categorical } from "./distributions/categorical.js";
export { cauchy } from "./distributions/cauchy.js";
export { chiSquared } from "./distributions/chi_squared.js";
export { dirichlet } from "./distributions/dirichlet.js";
export { dirichletMultinomial } from "./distributions/dirichlet_multinomial.js";
export { discreteUniform } from "./distributions/discrete_uniform.js";
export { exGaussian } from "./distributions/ex_gaussian.js";
export { exponential } from "./distributions/exponential.js";
export { flat } from "./distributions/flat.js";
export { gamma } from "./distributions/gamma.js";
export { type GaussianProcessOptions, gaussianProcess } from "./distributions/gaussian_process.js";
export { gaussianRandomWalk, type RandomWalkOptions } from "./distributions/gaussian_random_walk.js";
export { geometric } from "./distributions/geometric.js";
export { gumbel } from "./distributions/gumbel.js";
export { halfCauchy } from "./distributions/half_cauchy.js";
export { halfFlat } from "./distributions/half_flat.js";
export { halfNormal } from "./distributions/half_normal.js";
export { halfStudentT } from "./distributions/half_student_t.js";
export { type HiddenMarkovOptions, hiddenMarkov } from "./distributions/hidden_markov.js";
export { hypergeometric } from "./distributions/hypergeometric.js";
export { inverseGamma } from "./distributions/inverse_gamma.js";
export { kumaraswamy } from "./distributions/kumaraswamy.js";
export { laplace } from "./distributions/laplace.js";
export { lkjCholesky } from "./distributions/lkj_cholesky.js";
export { logistic } from "./distributions/logistic.js";
export { logitNormal } from "./distributions/logit_normal.js";
export { lognormal } from "./distributions/lognormal.js";
export { multinomial } from "./distributions/multinomial.js";
export { mvNormal } from "./distributions/mv_normal.js";
export { mvStudentT } from "./distributions/mv_student_t.js";
export { negativeBinomial } from "./distributions/negative_binomial.js";
export { normal } from "./distributions/normal.js";
export { orderedLogistic } from "./distributions/ordered_logistic.js";
export { pareto } from "./distributions/pareto.js";
export { poisson } from "./distributions/poisson.js";
export { rice } from "./distributions/rice.js";
export { skewNormal } from "./distributions/skew_normal.js";
export { studentT } from "./distributions/student_t.js";
export { triangular } from "./distributions/triangular.js";
export { truncatedNormal } from "./distributions/truncated_normal.js";
export { uniform } from "./distributions/uniform.js";
export { vonMises } from "./distributions/von_mises.js";
export { wald } from "./distributions/wald.js";
export { weibull } from "./distributions/weibull.js";
export { zeroSumNormal } from "./distributions/zero_sum_normal.js";
export { Expr } from "./expression.js";
export * from "./functions.js";
export { IndexColumn } from "./index_column.js";
export { matern32, matern52, periodic, type StationaryOptions, squaredExponential } from "./kernels.js";
export { addDiagonal, cholesky, solveLower, solveLowerTransposed } from "./linear_algebra.js";
export { mixture } from "./mixture.js";
export {
  type AnyModel,
  type ComponentNames,
  type DataOf,
  type Draws,
  type MixtureNames,
  Model,
  model,
  type ObservationNames,
  type VariableNames,
} from "./model.js";
export { Observed, observe } from "./observe.js";
export { type ParamOptions, param } from "./param.js";
export { Potential, potential } from "./potential.js";
export { linearRecurrence } from "./recurrence.js";
export { dot, logSumExp, mean, type Reduction, softmax, sum } from "./reductions.js";
export { type State, scan } from "./scan.js";
export type { AnyExpr, Operand } from "./types.js";
export { censored } from "./wrappers/censored.js";
export { type CustomOptions, custom, type NamedSupport, type SupportEnds } from "./wrappers/custom.js";
export { hurdle } from "./wrappers/hurdle.js";
export { truncated } from "./wrappers/truncated.js";
export { zeroInflated } from "./wrappers/zero_inflated.js";
