/** The face of `wasmcmc/plots`: pictures of fits and of plain arrays as SVG elements. Re-exports only. */

export { type AutocorrelationOptions, plotAutocorrelation } from "./autocorrelation.js";
export { type ColorMagnitudeOptions, type ColorsAndMagnitudes, plotColorMagnitude } from "./color_magnitude.js";
export { type ComparisonLike, plotCompare } from "./compare.js";
export { type CurveBand, type CurveBandOptions, curveBand } from "./curve_band.js";
export { plotEnergy } from "./energy.js";
export { type EssPlotKind, type EssPlotOptions, plotEss } from "./ess.js";
export { type ForestOptions, plotForest } from "./forest.js";
export {
  type GraphDescription,
  type GraphNode,
  type GraphOptions,
  type MarginalisedNode,
  plotGraph,
} from "./graph.js";
export type { IntervalChoice } from "./interval.js";
export type { JointKind } from "./joint_marks.js";
export { type KhatOptions, type KhatSource, plotKhat } from "./khat.js";
export type { MarginalKind } from "./marginal_marks.js";
export { type McsePlotOptions, plotMcse } from "./mcse.js";
export { type MembershipPlotOptions, plotMembership } from "./membership.js";
export type { PlotOptions } from "./options.js";
export { type PairOptions, plotPair } from "./pair.js";
export { type ParallelOptions, plotParallel } from "./parallel.js";
export { type PitOptions, plotLooPit, plotPit } from "./pit.js";
export type { PointData } from "./point_data.js";
export { type Line, type LineLooks, type PointsOptions, plotPoints } from "./points.js";
export { type PosteriorOptions, plotPosterior } from "./posterior.js";
export { type PredictiveCheck, type PredictiveCheckOptions, plotPredictiveCheck } from "./predictive_check.js";
export { type PredictiveIntervalOptions, plotPredictiveIntervals } from "./predictive_intervals.js";
export { type PriorPosteriorOptions, plotPriorPosterior } from "./prior_posterior.js";
export { plotRank, type RankOptions } from "./rank.js";
export type { References } from "./references.js";
export { plotRidge, type RidgeOptions } from "./ridge.js";
export { type PngOptions, toPng, toSvg } from "./save.js";
export { plotSky, type SkyImage, type SkyOptions, type SkyPlaces } from "./sky.js";
export type { StarPlotOptions } from "./stars.js";
export { type Theme, type ThemeName, themes, themeVariables } from "./theme.js";
export { plotTrace, type TraceOptions } from "./trace.js";
export type { DrawsSource, VariableChoice } from "./variables.js";
export { type MotionEllipse, type ProperMotions, plotVectorPoint, type VectorPointOptions } from "./vector_point.js";
export { plotViolin, type ViolinOptions } from "./violin.js";
