/** What is wrong with a file, and where. */
import { WasmcmcError } from "../../errors.js";

/** A file that cannot be what it should be: `where` is a place in words ("byte 12"), `place` its number (a byte, or a line from 1). */
export function damagedFile(format: string, where: string, problem: string, place: number, variable?: string): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `This is not ${format}, or it is damaged: at ${where}, ${problem}.`,
    remedy: "Write the file again, and move it as binary, whole.",
    variable,
    value: place,
  });
}

/** A file that is as it should be, with something in it that is not read or cannot be written. */
export function unsupportedFile(problem: string, remedy: string, variable?: string, value?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "unsupported-file", problem, remedy, variable, value });
}
