/** The public face: re-exports only. */

export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./data/csv.js";
export type { SampleOptions, Settings } from "./engine/options.js";
export { closeWorkers } from "./engine/pool.js";
export type { TracedPoint } from "./engine/traced_runner.js";
export type { Until } from "./engine/until.js";
export { type ErrorCode, WasmcmcError } from "./errors.js";
export { type CheckpointOptions, checkpoint } from "./fit/checkpoint.js";
export { diagnose } from "./fit/diagnose.js";
export { explain } from "./fit/explain.js";
export { Fit } from "./fit/fit.js";
export { type FollowOptions, follow } from "./fit/follow.js";
export { type InferenceDataOptions, toInferenceData } from "./fit/inference_data.js";
export { KFold, type KFoldOptions, kFold } from "./fit/k_fold.js";
export { leaveOut, type RowsByObservation } from "./fit/leave_out.js";
export { type LineOptions, type SimulatedLine, simulateLine } from "./fit/line_recipe.js";
export { type LogLikelihoodSourceOptions, logLikelihoodSource } from "./fit/log_likelihood_source.js";
export { type LogDensities, logPotential, logPrior } from "./fit/log_prior.js";
export { type LooExactOptions, looExact } from "./fit/loo_exact.js";
export { type LooMomentMatchOptions, looMomentMatch } from "./fit/loo_moment_match.js";
export type { Membership, MembershipOptions, Shares } from "./fit/membership.js";
export { Model, model } from "./fit/model.js";
export { type FitPowerScaleOptions, powerScale } from "./fit/power_scale.js";
export type { Look } from "./fit/precision.js";
export { type Prediction, type PredictOptions, samplePosteriorPredictive } from "./fit/predict.js";
export { Relabelled, type RelabelOptions } from "./fit/relabel.js";
export { type ResumeOptions, resume } from "./fit/resume.js";
export { type Progress, Run } from "./fit/run.js";
export { sample } from "./fit/sample.js";
export { type PriorOptions, type PriorSample, type SimulationData, samplePrior } from "./fit/sample_prior.js";
export type { SampleStatistics } from "./fit/sample_statistics.js";
export { type SampledTo, type SampleToOptions, sampleTo } from "./fit/sample_to.js";
export { deserialize, deserializeModel, PortableModel, serialize, serializeModel } from "./fit/serialize.js";
export type { ExpectedCounts } from "./fit/share_sums.js";
export type { SimulatedObservation } from "./fit/simulated.js";
export { soFar } from "./fit/so_far.js";
export { Target } from "./fit/target.js";
export { type Trajectory, type TrajectoryEnd, type TrajectoryOptions, trajectories } from "./fit/trajectories.js";
export type { Warmup } from "./fit/warmup.js";
export * from "./model/functions.js";
export * from "./model/index.js";
export { type ModelGraph, type ModelGraphNode, modelGraph } from "./model/model_graph.js";
export { type NamedArray, namedArray, select } from "./posterior/array.js";
export type { BayesianBootstrap } from "./posterior/comparison/averaging.js";
export { type CompareOptions, compare } from "./posterior/comparison/compare.js";
export { type ComparedModel, Comparison } from "./posterior/comparison/comparison.js";
export { Elpd, type ElpdFields, type Subsample } from "./posterior/comparison/elpd.js";
export { assignFolds, type FoldOptions } from "./posterior/comparison/folds.js";
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
export {
  type MomentMatch,
  type MomentMatchInput,
  type MomentMatchOptions,
  momentMatch,
} from "./posterior/comparison/moment_match.js";
export { goodK, psis, type SmoothedWeights } from "./posterior/comparison/psis.js";
export { stackingWeights } from "./posterior/comparison/stacking.js";
export { waic } from "./posterior/comparison/waic.js";
export { circularHdi } from "./posterior/density/circular_hdi.js";
export { hdiContours } from "./posterior/density/contours.js";
export { type EcdfOptions, ecdf } from "./posterior/density/ecdf.js";
export type { PlainDraws } from "./posterior/density/flat_draws.js";
export { type Histogram, type HistogramOptions, histogram } from "./posterior/density/histogram.js";
export { kde } from "./posterior/density/kde.js";
export { type Kde2d, type Kde2dOptions, kde2d } from "./posterior/density/kde_2d.js";
export type { Kde, KdeOptions } from "./posterior/density/kde_options.js";
export { type ModeOptions, mode } from "./posterior/density/mode.js";
export { type MultimodalHdiOptions, multimodalHdi } from "./posterior/density/multimodal_hdi.js";
export { type ResampleOptions, resampleDraws, resampleIndices } from "./posterior/density/resample.js";
export { type SavageDickey, type SavageDickeyOptions, savageDickey } from "./posterior/density/savage_dickey.js";
export {
  normalizedWeights,
  type WeightedQuantileOptions,
  weightedMean,
  weightedQuantile,
  weightedSd,
} from "./posterior/density/weights.js";
export { diagnoseDraws } from "./posterior/diagnosis/diagnose_draws.js";
export {
  Diagnosis,
  type Finding,
  type Problem,
  type ProblemCode,
  type Severity,
  type Symptom,
} from "./posterior/diagnosis/diagnosis.js";
export type { Edge } from "./posterior/diagnosis/edges.js";
export type { DiagnosisInput, SamplerStats } from "./posterior/diagnosis/evidence.js";
export type { TailShare } from "./posterior/diagnosis/priors.js";
export { type ConcatOptions, concat } from "./posterior/inference_data/concat.js";
export type { Dataset } from "./posterior/inference_data/dataset.js";
export type { DeriveOptions, DrawValues } from "./posterior/inference_data/derive.js";
export type { FromOptions, GroupInput } from "./posterior/inference_data/from.js";
export { fromDraws } from "./posterior/inference_data/from_draws.js";
export { type GroupChoice, InferenceData, type SummaryChoice } from "./posterior/inference_data/inference_data.js";
export type { NameFilter } from "./posterior/inference_data/names.js";
export type { ArrayInput, Nested, Shaped } from "./posterior/inference_data/nested.js";
export type { LabelSelection, PlaceSelection, Slice } from "./posterior/inference_data/selection.js";
export type { Attributes, AttributeValue, Coordinates, Variable, VariableValues } from "./posterior/inference_data/variable.js";
export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "./posterior/io/sink.js";
export { type DesignColumn, type LeastSquaresFit, type LeastSquaresOptions, leastSquares } from "./posterior/least_squares.js";
export { type EcrInput, type EcrResult, ecr } from "./posterior/relabelling/ecr.js";
export { type LabelSwitchingInput, labelSwitching } from "./posterior/relabelling/label_switching.js";
export type { Relabelling, RelabellingShape } from "./posterior/relabelling/permutations.js";
export { relabelArray } from "./posterior/relabelling/permutations.js";
export { type StephensInput, type StephensResult, stephens } from "./posterior/relabelling/stephens.js";
export {
  type PowerScaleOptions,
  powerScaleSensitivity,
  powerScaling,
  Sensitivity,
  type SensitivityDiagnosis,
  type SensitivityRow,
} from "./posterior/sensitivity/power_scaling.js";
export { powerScaleWeights } from "./posterior/sensitivity/power_scaling_weights.js";
export type { ArvizStyle } from "./posterior/statistics/arviz_style.js";
export { autocorrelation, autocovariance } from "./posterior/statistics/autocorrelation.js";
export { bfmi } from "./posterior/statistics/bfmi.js";
export { type EssMethod, type EssOptions, ess } from "./posterior/statistics/ess.js";
export { hdi, type Interval } from "./posterior/statistics/hdi.js";
export { eti, quantile } from "./posterior/statistics/interval.js";
export type { IntervalOptions } from "./posterior/statistics/interval_axis.js";
export { type McseMethod, type McseOptions, mcse } from "./posterior/statistics/mcse.js";
export type { Chains } from "./posterior/statistics/over_elements.js";
export { type BayesianR2Options, bayesianR2, type RSquared, residualR2 } from "./posterior/statistics/r_squared.js";
export { RandomNumbers } from "./posterior/statistics/random_numbers.js";
export { type RhatMethod, type RhatOptions, rhat } from "./posterior/statistics/rhat.js";
export {
  type RowName,
  type StyledSummaryOptions,
  Summary,
  type SummaryOptions,
  type SummaryRow,
  summarize,
  type TableOptions,
} from "./posterior/summary.js";
export type { Arviz0Kind } from "./posterior/summary_styles/arviz0.js";
export { arviz0Median, type MedianStatistics } from "./posterior/summary_styles/arviz0_median.js";
export { type Arviz1Kind, type Arviz1Statistics, arviz1 } from "./posterior/summary_styles/arviz1.js";
export type { SummaryStyle } from "./posterior/summary_styles/style.js";
export type { Warning } from "./posterior/warnings.js";
