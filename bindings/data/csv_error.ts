/** What is wrong with a CSV file, and where. */
import { WasmcmcError } from "../errors.js";

/** `line` and `column` (the cell's place in its row) count from 1; `row` counts data rows from 0; `variable` is the column's name. */
export class CsvError extends WasmcmcError {
  constructor(
    problem: string,
    remedy: string,
    readonly line: number,
    readonly column: number,
    fields: { variable?: string | undefined; row?: number | undefined; value?: unknown } = {},
  ) {
    super({ code: "damaged-csv", problem: `Line ${line}, column ${column}: ${problem}`, remedy, ...fields });
  }
}
