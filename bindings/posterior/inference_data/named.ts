/** Variables as arrays of numbers with axes, which is what statistics take. */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";
import type { Dataset } from "./dataset.js";
import { unknownName } from "./names.js";
import type { Variable, VariableValues } from "./variable.js";

/** Whether values are numbers, or booleans as 0 and 1. */
export function isNumeric(values: VariableValues): values is Exclude<VariableValues, readonly string[]> {
  return ArrayBuffer.isView(values);
}

/** The variable, or an error that names those that there are. */
export function variableIn(group: string, { variables }: Dataset, name: string): Variable {
  if (Object.hasOwn(variables, name)) return variables[name]!;
  throw unknownName(name, Object.keys(variables), ` in ${group}`);
}

/** A variable with its coordinates. Float64Arrays are not copied; others become one: booleans 0 and 1, integers up to 2^53 exactly. */
export function namedArrayIn(group: string, dataset: Dataset, name: string): NamedArray {
  const { values, shape, dims } = variableIn(group, dataset, name);
  if (!isNumeric(values)) {
    throw new WasmcmcError({
      code: "not-a-number",
      problem: `${group}'s "${name}" holds texts.`,
      remedy: "Choose a variable of numbers, or read its values.",
      variable: name,
    });
  }
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values as ArrayLike<number>, Number);
  return namedArray(numbers, shape, dims, dataset.coords);
}
