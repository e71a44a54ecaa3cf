/** Runs what should fail, and gives the error's fields. */
import { WasmcmcError } from "../../bindings/errors.js";

export function mistake(run: () => unknown): WasmcmcError {
  try {
    run();
  } catch (error) {
    if (error instanceof WasmcmcError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
