/** The public face: re-exports only. */

export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./data/csv.js";
export type { SampleOptions, Settings } from "./engine/options.js";
export { closeWorkers } from "./engine/pool.js";
export { type ErrorCode, WasmcmcError } from "./errors.js";
export { explain } from "./fit/explain.js";
export { Fit, type SampleStatistics } from "./fit/fit.js";
export type { Membership, MembershipOptions, Shares } from "./fit/membership.js";
export { Model, model } from "./fit/model.js";
export { type Prediction, type PredictOptions, samplePosteriorPredictive } from "./fit/predict.js";
export { Relabelled, type RelabelOptions } from "./fit/relabel.js";
export { type Progress, Run } from "./fit/run.js";
export { sample } from "./fit/sample.js";
export { type PriorOptions, type PriorSample, type SimulationData, samplePrior } from "./fit/sample_prior.js";
export { deserialize, deserializeModel, PortableModel, serialize, serializeModel } from "./fit/serialize.js";
export type { ExpectedCounts } from "./fit/share_sums.js";
export type { SimulatedObservation } from "./fit/simulator.js";
export { Target } from "./fit/target.js";
export * from "./model/functions.js";
export * from "./model/index.js";
export {
  type AnyModel,
  affine,
  bernoulli,
  beta,
  type ComponentNames,
  calc,
  cauchy,
  choleskyCorrelation,
  circular,
  correlation,
  covarianceOf,
  type DataInput,
  type DataOf,
  type DataSpec,
  Dist,
  type Draws,
  dirichlet,
  dirichletMultinomial,
  dot,
  Expr,
  errorCovariance,
  exponential,
  flat,
  gamma,
  halfCauchy,
  halfNormal,
  IndexColumn,
  index,
  interval,
  lkjCholesky,
  lognormal,
  logSumExp,
  lower,
  type MatrixInput,
  type MixtureNames,
  matrix,
  mean,
  mixture,
  multinomial,
  mvNormal,
  mvStudentT,
  type Numbers,
  normal,
  Observed,
  observe,
  ordered,
  type ParamOptions,
  param,
  poisson,
  positive,
  positiveOrdered,
  scalar,
  scaleRows,
  simplex,
  stackRows,
  studentT,
  sum,
  unconstrained,
  uniform,
  unitVector,
  upper,
  vector,
  zeroSum,
  zeroSumNormal,
} from "./model/index.js";
export { type NamedArray, namedArray, select } from "./posterior/array.js";
export { type DesignColumn, type LeastSquaresFit, type LeastSquaresOptions, leastSquares } from "./posterior/least_squares.js";
export { type EcrInput, type EcrResult, ecr } from "./posterior/relabelling/ecr.js";
export { type LabelSwitchingInput, labelSwitching } from "./posterior/relabelling/label_switching.js";
export type { Relabelling, RelabellingShape } from "./posterior/relabelling/permutations.js";
export { relabelArray } from "./posterior/relabelling/permutations.js";
export { type StephensInput, type StephensResult, stephens } from "./posterior/relabelling/stephens.js";
export { Summary, type SummaryOptions, type SummaryRow, summarize } from "./posterior/summary.js";
export type { Warning } from "./posterior/warnings.js";
