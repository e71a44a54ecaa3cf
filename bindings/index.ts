/** The public face: re-exports only. */
export { WasmcmcError, type ErrorCode } from "./errors.js";
export {
  type AnyModel, bernoulli, beta, calc, cauchy, type ComponentNames, type DataInput, type DataOf, type DataSpec, dirichlet, Dist, dot, type Draws,
  exponential, Expr, flat, gamma, halfCauchy, halfNormal, index, IndexColumn, interval, logSumExp, lognormal, lower, matrix, type MatrixInput, mean,
  mixture, type MixtureNames, normal, type Numbers, observe, Observed, ordered, param, type ParamOptions, poisson, positive, scalar, simplex, studentT,
  sum, unconstrained, uniform, upper, vector,
} from "./model/index.js";
export * from "./model/functions.js";
export { Model, model } from "./fit/model.js";
export { Target } from "./fit/target.js";
export { sample } from "./fit/sample.js";
export { type Progress, Run } from "./fit/run.js";
export { Fit, type SampleStatistics } from "./fit/fit.js";
export type { Membership, MembershipOptions } from "./fit/membership.js";
export { explain } from "./fit/explain.js";
export { deserialize, deserializeModel, PortableModel, serialize, serializeModel } from "./fit/serialize.js";
export type { SampleOptions, Settings } from "./engine/options.js";
export { closeWorkers } from "./engine/pool.js";
export { type NamedArray, namedArray, select } from "./posterior/array.js";
export { Summary, type SummaryOptions, type SummaryRow, summarize } from "./posterior/summary.js";
export type { Warning } from "./posterior/warnings.js";
export { leastSquares } from "./posterior/least_squares.js";
export { parseCsv } from "./data/csv.js";
