/** The public face: re-exports only. */

export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./data/csv.js";
export type { SampleOptions, Settings } from "./engine/options.js";
export { closeWorkers } from "./engine/pool.js";
export { type ErrorCode, WasmcmcError } from "./errors.js";
export { explain } from "./fit/explain.js";
export { Fit, type SampleStatistics } from "./fit/fit.js";
export { type LineOptions, type SimulatedLine, simulateLine } from "./fit/line_recipe.js";
export { type LogLikelihoodSourceOptions, logLikelihoodSource } from "./fit/log_likelihood_source.js";
export type { Membership, MembershipOptions, Shares } from "./fit/membership.js";
export { Model, model } from "./fit/model.js";
export { type Prediction, type PredictOptions, samplePosteriorPredictive } from "./fit/predict.js";
export { Relabelled, type RelabelOptions } from "./fit/relabel.js";
export { type Progress, Run } from "./fit/run.js";
export { sample } from "./fit/sample.js";
export { type PriorOptions, type PriorSample, type SimulationData, samplePrior } from "./fit/sample_prior.js";
export { deserialize, deserializeModel, PortableModel, serialize, serializeModel } from "./fit/serialize.js";
export type { ExpectedCounts } from "./fit/share_sums.js";
export type { SimulatedObservation } from "./fit/simulated.js";
export { Target } from "./fit/target.js";
export * from "./model/functions.js";
export * from "./model/index.js";
export { type NamedArray, namedArray, select } from "./posterior/array.js";
export type { BayesianBootstrap } from "./posterior/comparison/averaging.js";
export { type CompareOptions, compare } from "./posterior/comparison/compare.js";
export { type ComparedModel, Comparison } from "./posterior/comparison/comparison.js";
export { Elpd, type ElpdFields, type Subsample } from "./posterior/comparison/elpd.js";
export { type GroupOptions, groupLogLikelihoods } from "./posterior/comparison/groups.js";
export type {
  FittedModel,
  LogLikelihoodOptions,
  LogLikelihoodSource,
  LogLikelihoods,
  Scale,
} from "./posterior/comparison/log_likelihood.js";
export { type LooOptions, loo } from "./posterior/comparison/loo.js";
export {
  type LooExpectationOptions,
  type LooExpectations,
  looExpectations,
} from "./posterior/comparison/loo_expectations.js";
export { type LooPitOptions, looPit } from "./posterior/comparison/loo_pit.js";
export { type ChosenLogLikelihoods, type LooSubsampleOptions, looSubsample } from "./posterior/comparison/loo_subsample.js";
export { type LeaveOneOutWeights, type LooWeightsOptions, looWeights } from "./posterior/comparison/loo_weights.js";
export { goodK, psis, type SmoothedWeights } from "./posterior/comparison/psis.js";
export { stackingWeights } from "./posterior/comparison/stacking.js";
export { waic } from "./posterior/comparison/waic.js";
export { type DesignColumn, type LeastSquaresFit, type LeastSquaresOptions, leastSquares } from "./posterior/least_squares.js";
export { type EcrInput, type EcrResult, ecr } from "./posterior/relabelling/ecr.js";
export { type LabelSwitchingInput, labelSwitching } from "./posterior/relabelling/label_switching.js";
export type { Relabelling, RelabellingShape } from "./posterior/relabelling/permutations.js";
export { relabelArray } from "./posterior/relabelling/permutations.js";
export { type StephensInput, type StephensResult, stephens } from "./posterior/relabelling/stephens.js";
export { autocorrelation, autocovariance } from "./posterior/statistics/autocovariance.js";
export { bfmi } from "./posterior/statistics/bfmi.js";
export { type EssMethod, type EssOptions, ess } from "./posterior/statistics/ess.js";
export { hdi, type Interval } from "./posterior/statistics/hdi.js";
export { eti, quantile } from "./posterior/statistics/interval.js";
export { type McseMethod, type McseOptions, mcse } from "./posterior/statistics/mcse.js";
export type { Chains } from "./posterior/statistics/over_elements.js";
export { type RhatMethod, type RhatOptions, rhat } from "./posterior/statistics/rhat.js";
export { Summary, type SummaryOptions, type SummaryRow, summarize } from "./posterior/summary.js";
export type { Warning } from "./posterior/warnings.js";
