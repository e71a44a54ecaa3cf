/** True values or other references that a person wants to see in a plot, by label (`m`, `w[0]`) or by name. */
import { WasmcmcError } from "../../errors.js";
import type { PlotVariable } from "./variables.js";

/** A number, or an array of numbers for the elements of a variable in order. */
export type References = Readonly<Record<string, number | ArrayLike<number>>>;

/** The reference of each variable, undefined where it has none. Throws `unknown-variable` for a name that is not in the plot. */
export function referencesOf(variables: readonly PlotVariable[], references: References = {}): (number | undefined)[] {
  for (const name of Object.keys(references)) {
    if (variables.some((variable) => variable.label === name || variable.name === name)) continue;
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `There is a reference for "${name}", which is not in the plot.`,
      remedy: `It shows ${variables.map(({ label }) => `"${label}"`).join(", ")}.`,
      variable: name,
    });
  }
  return variables.map(({ label, name }, place) => {
    if (Object.hasOwn(references, label)) return single(references[label]!, 0);
    if (!Object.hasOwn(references, name)) return undefined;
    const first = variables.findIndex((variable) => variable.name === name);
    return single(references[name]!, place - first);
  });
}

function single(reference: number | ArrayLike<number>, place: number): number | undefined {
  return typeof reference === "number" ? reference : reference[place];
}
