/** The option `until`: the precision at which sampling stops, and its checks. */
import { WasmcmcError } from "../errors.js";

/** Looked at only when every chain has `every`, 2 `every`, ... draws, and at the last: so it depends on the draws alone. */
export interface Until {
  /** Effective sample size, bulk and tail, that every number must have at least. */
  readonly ess?: number;
  /** R-hat that no number may exceed, such as 1.01; it needs two chains. */
  readonly rhat?: number;
  /** Draws of each chain between two looks: 100. */
  readonly every?: number;
  /** Names of parameters and tracked expressions to look at; all parameters when absent. */
  readonly variables?: readonly string[];
}

const Names: readonly string[] = ["ess", "rhat", "every", "variables"];

/** With `every` filled in; throws a typed error that names what is wrong. */
export function untilOf(until: unknown, chains: number): Until {
  if (typeof until !== "object" || until === null) throw bad(until, "until is no object.", "Give { ess: 400 } or the like.");
  const { ess, rhat, every = 100, variables } = until as Until;
  const unknown = Object.keys(until).find((name) => !Names.includes(name));
  if (unknown !== undefined) throw bad(unknown, `until has no "${unknown}".`, `It has ${Names.join(", ")}.`);
  if (ess === undefined && rhat === undefined) throw bad(until, "until says no precision.", "Give ess, rhat or both.");
  if (ess !== undefined && !(ess > 0 && ess < Number.POSITIVE_INFINITY))
    throw bad(ess, `until.ess is ${ess}.`, "It takes a positive number.");
  if (rhat !== undefined && !(rhat > 1 && rhat < Number.POSITIVE_INFINITY))
    throw bad(rhat, `until.rhat is ${rhat}.`, "It takes a number above 1.");
  if (rhat !== undefined && chains < 2) throw bad(rhat, "until.rhat compares chains.", "Give two chains or more.");
  if (!Number.isSafeInteger(every) || every < 4)
    throw bad(every, `until.every is ${every}.`, "It takes a whole number, 4 or more.");
  if (variables !== undefined && !(Array.isArray(variables) && variables.length > 0))
    throw bad(variables, "until.variables is no list of names.", "Give at least one, or leave it out for all parameters.");
  return { ...(until as Until), every };
}

function bad(value: unknown, problem: string, remedy: string): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable: "until", value });
}
