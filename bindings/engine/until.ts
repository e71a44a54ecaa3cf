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

/** With `every` filled in; throws a typed error that says what there is and what is allowed. */
export function untilOf(given: unknown, chains: number): Until {
  const until = { every: 100, ...(given as Until) };
  const { ess, rhat, every, variables } = until;
  const above = (least: number, value = Number.POSITIVE_INFINITY) => value > least && value < Number.POSITIVE_INFINITY;
  const right =
    Object.keys(until).every((name) => Names.includes(name)) &&
    (above(0, ess) || (ess === undefined && rhat !== undefined)) &&
    (rhat === undefined || (above(1, rhat) && chains > 1)) &&
    Number.isSafeInteger(every) &&
    every > 3 &&
    (variables === undefined || (Array.isArray(variables) && variables.length > 0));
  if (right) return until;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The option until is ${JSON.stringify(given)}, of ${chains} chains.`,
    remedy: "It takes ess (above 0), rhat (above 1, of two chains at least) or both; every (from 4); variables (names).",
    variable: "until",
    value: given,
  });
}
