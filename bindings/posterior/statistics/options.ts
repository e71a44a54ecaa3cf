/** Refusals of options that statistics share. */
import { WasmcmcError } from "../../errors.js";
import type { ArvizStyle } from "./arviz_style.js";

/** Throws unless `value` is one of `known`. */
export function checkChoice<Choice extends string>(option: string, value: Choice, known: readonly Choice[]): void {
  if (known.includes(value)) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The option \`${option}\` cannot be ${JSON.stringify(value)}.`,
    remedy: `Pass one of ${known.map((choice) => JSON.stringify(choice)).join(", ")}.`,
    variable: option,
    value,
  });
}

export function checkStyle(style: ArvizStyle): void {
  checkChoice("style", style, ["0.x", "1.x"]);
}

/** A probability from 0 to 1; throws otherwise. */
export function checkProbability(value: unknown, what: string): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${what} needs a probability, not ${String(value)}.`,
    remedy: "Pass { probability } with a number between 0 and 1.",
    variable: "probability",
    value,
  });
}

/** Two probabilities, the lower first; throws otherwise. */
export function checkProbabilityPair(value: unknown, what: string): readonly [number, number] {
  if (Array.isArray(value) && value.length === 2 && value[0] >= 0 && value[0] < value[1] && value[1] <= 1) {
    return [value[0], value[1]];
  }
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${what} needs two probabilities, not ${String(value)}.`,
    remedy: "Pass { probabilities: [lower, upper] } with numbers between 0 and 1.",
    variable: "probabilities",
    value,
  });
}
