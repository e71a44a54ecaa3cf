/** What is wrong with a file, as typed errors that name its format. */
import { WasmcmcError } from "../../errors.js";

/** The bytes are not what the format says; `cause` is what the reader of the format said. */
export function incompleteFile(format: string, problem: string, cause?: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `This is not a complete ${format} file: ${problem.replace(/\.?$/, ".")}`,
    remedy: "Check that it was written to its end and copied as bytes.",
    cause,
  });
}

/** A sound file that has what an `InferenceData` cannot hold. */
export function unsupportedFile(problem: string, remedy: string, variable?: string, value?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "unsupported-file", problem, remedy, variable, value });
}

/** Runs a reader: what it throws, unless it is an error of ours, says that the file is damaged. */
export async function reading<T>(format: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WasmcmcError) throw error;
    throw incompleteFile(format, error instanceof Error ? error.message : String(error), error);
  }
}
