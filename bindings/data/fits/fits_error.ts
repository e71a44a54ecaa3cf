/** Errors about FITS files, with the place in the file. */
import { type ErrorCode, WasmcmcError } from "../../errors.js";

export function damaged(problem: string, byteOffset: number, remedy = "Fetch or write the file again."): WasmcmcError {
  return fitsError("damaged-file", `${problem} (at byte ${byteOffset} of the FITS file).`, remedy, byteOffset);
}

export function fitsError(code: ErrorCode, problem: string, remedy: string, value?: unknown): WasmcmcError {
  return new WasmcmcError({ code, problem, remedy, value });
}
