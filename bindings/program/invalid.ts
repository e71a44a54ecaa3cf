/** The error of a program that cannot be run, with the place at fault. */
import { WasmcmcError } from "../errors.js";
import { sectionNames } from "./names.js";

/** Where in a program something is; stages and instructions are counted from 0. */
export interface Place {
  readonly section?: number;
  readonly stage?: number;
  readonly instruction?: number;
}

function describe({ section, stage, instruction }: Place): string {
  const parts: string[] = [];
  if (section !== undefined) parts.push(`section ${sectionNames[section] ?? section}`);
  if (stage !== undefined) parts.push(`stage ${stage}`);
  if (instruction !== undefined) parts.push(`instruction ${instruction}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** `value` of the error is the place; `problem` a sentence without its full stop. */
export function invalidProgram(problem: string, place: Place = {}): WasmcmcError {
  return new WasmcmcError({
    code: "invalid-program",
    problem: `This program cannot be run: ${problem}${describe(place)}.`,
    remedy:
      "Build it again from its model; if that gives the same, please report it with the listing that explain(model) prints.",
    value: place,
  });
}
