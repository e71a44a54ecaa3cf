/** Checks of the options that simulations share. */
import { WasmcmcError } from "../errors.js";

export function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${name} is ${value}.`,
    remedy: "Give a whole number, 1 or more.",
    variable: name,
    value,
  });
}
