/** Checks of the options that simulations share. */
import { WasmcmcError } from "../errors.js";

interface Options {
  readonly draws: number;
  readonly seed: number;
}

/** `given` are the options as a person wrote them, `known` the names that there are. */
export function checkOptions(given: object, { draws, seed }: Options, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw bad(unknown, `There is no option "${unknown}".`, `The options are ${known.join(", ")}.`, undefined);
  if (!Number.isInteger(draws) || draws < 1 || draws > 2 ** 31)
    throw bad("draws", `draws is ${String(draws)}.`, "Give a whole number, 1 or more.", draws);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw bad("seed", `seed is ${String(seed)}.`, "Give an integer from 0 to 2^53 - 1.", seed);
}

function bad(variable: string, problem: string, remedy: string, value: unknown): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}
