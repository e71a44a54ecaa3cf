/** Refusals of options of densities and of what is made of them. */
import { WasmcmcError } from "../../errors.js";

export function badOption(variable: string, problem: string, remedy: string, value: unknown): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}
