/** The table of numbers and the columns of the corner, out of a fit of any model. */
import type { Fit, Summary } from "wasmcmc";
import type { NumberRow } from "../messages.js";
import type { Column } from "./corner.js";

export function numbersOf(summary: Summary): NumberRow[] {
  return summary.rows.map((row) => ({
    label: row.label,
    mean: row.mean,
    sd: row.sd,
    low: row.hdi_lower,
    high: row.hdi_upper,
    essBulk: row.ess_bulk,
    essTail: row.ess_tail,
    rhat: row.r_hat,
  }));
}

/** Each number of the fit with all its draws; `w[1]` for elements. */
export function columnsOf(fit: Fit): Column[] {
  return fit.names.flatMap((name) => {
    const values = (fit.draws as Readonly<Record<string, Float64Array>>)[name]!;
    const draws = fit.chains.length * fit.drawCount;
    const width = values.length / draws;
    return Array.from({ length: width }, (_, k) => ({
      label: width === 1 ? name : `${name}[${k}]`,
      values: width === 1 ? values : Float64Array.from({ length: draws }, (_, draw) => values[draw * width + k]!),
    }));
  });
}
