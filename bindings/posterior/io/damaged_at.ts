/** What is wrong with a file, and where. */
import { WasmcmcError } from "../../errors.js";

/** A file that cannot be what it should be: `where` is a place in words ("byte 12"), `place` its number (a byte, or a line from 1). */
export function damagedAt(format: string, where: string, problem: string, place: number, variable?: string): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `This is not ${format}, or it is damaged: at ${where}, ${problem}.`,
    remedy: "Write the file again, and move it as binary, whole.",
    variable,
    value: place,
  });
}
