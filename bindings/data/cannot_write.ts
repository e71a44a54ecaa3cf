/** The error of a column that a format has no place for. */
import { WasmcmcError } from "../errors.js";

export function cannotWrite(problem: string, remedy: string, variable?: string, row?: number, value?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "cannot-write", problem, remedy, variable, row, value });
}
