/** The face of `wasmcmc/plots`: pictures of fits and of plain arrays, and reports. Re-exports only. */

export * from "./posterior/plots/index.js";
export { type ReportOptions, report } from "./report/report.js";
