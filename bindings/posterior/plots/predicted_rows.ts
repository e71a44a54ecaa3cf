/** Predictions by row, from arrays [chain, draw, row] or lists of data sets. */
import { WasmcmcError } from "../../errors.js";
import type { PredictiveCheck } from "./predictive_check.js";

/** The draws of each row. Throws `length-mismatch` where predictions have not one value a row. */
export function predictionsByRow({ observed, predicted }: PredictiveCheck): (row: number) => Float64Array {
  const rows = observed.length;
  if (!("dims" in predicted)) {
    const wrong = predicted.find((set) => set.length !== rows);
    if (wrong !== undefined) throw notOneARow(rows, wrong.length);
    return (row) => Float64Array.from(predicted, (set) => set[row]!);
  }
  const draws = (predicted.shape[0] ?? 0) * (predicted.shape[1] ?? 0);
  if (predicted.values.length !== draws * rows) throw notOneARow(rows, predicted.values.length / draws);
  return (row) => Float64Array.from({ length: draws }, (_, draw) => predicted.values[draw * rows + row]!);
}

export function notOneARow(rows: number, found: number): WasmcmcError {
  return new WasmcmcError({
    code: "length-mismatch",
    problem: `${rows} values are observed, but a predicted data set has ${found}.`,
    remedy: "Pass predictions for the rows that were observed, one number a row.",
    variable: "predicted",
    value: found,
  });
}
