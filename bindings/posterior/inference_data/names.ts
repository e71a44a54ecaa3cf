/** Names of groups as ArviZ's schema has them, and choices of variables by name as ArviZ's `var_names` and `filter_vars` do. */
import { WasmcmcError } from "../../errors.js";

/** Groups of ArviZ's schema in its order; any of them may be there for warm-up as well, with "warmup_" before its name. */
export const GroupNames = [
  "posterior",
  "posterior_predictive",
  "predictions",
  "log_likelihood",
  "log_prior",
  "sample_stats",
  "prior",
  "prior_predictive",
  "sample_stats_prior",
  "observed_data",
  "constant_data",
  "predictions_constant_data",
  "unconstrained_posterior",
  "unconstrained_prior",
] as const;

/** Groups of data, which have neither chains nor draws. */
export const DataGroups: readonly string[] = ["observed_data", "constant_data", "predictions_constant_data"];

/** Groups of parameters, in which variables are chosen by name unless groups are named. */
export const ParameterGroups: readonly string[] = ["posterior", "prior", "unconstrained_posterior", "unconstrained_prior"];

/** Whether a group is of draws from priors, whose chains and draws are not the posterior's. */
export function isPrior(group: string): boolean {
  return group === "prior" || group.startsWith("prior_") || group.endsWith("stats_prior") || group === "unconstrained_prior";
}

/** Whether a group is of warm-up, which has the posterior's chains, but draws of its own. */
export function isWarmup(group: string): boolean {
  return group.startsWith("warmup_");
}

export interface NameFilter {
  /** Names; those that start with "~" are left out instead. All when absent. */
  readonly variables?: string | readonly string[];
  /** How names are compared: as they are, as parts of names ("like"), or as regular expressions ("regex"). */
  readonly filter?: "like" | "regex";
}

/**
 * The names that a filter chooses of those there are: in the order asked for where they are named as they are, else in the order in
 * which they are there, as ArviZ. A name that fits none is an error.
 */
export function chooseNames(known: readonly string[], { variables, filter }: NameFilter): string[] {
  if (variables === undefined) return [...known];
  const asked = typeof variables === "string" ? [variables] : variables;
  const matched = (name: string): string[] => {
    const fits = known.filter((candidate) => matches(candidate, name, filter));
    if (fits.length === 0) throw unknownName(name, known);
    return fits;
  };
  // A variable may have a name that starts with "~": then it is meant.
  const isLeftOut = (name: string) => name.startsWith("~") && !known.includes(name);
  const out = new Set(asked.filter(isLeftOut).flatMap((name) => matched(name.slice(1))));
  const kept = asked.filter((name) => !isLeftOut(name));
  const chosen = [...new Set(kept.flatMap(matched))];
  const ordered = kept.length === 0 ? known : filter === undefined ? chosen : known.filter((name) => chosen.includes(name));
  return ordered.filter((name) => !out.has(name));
}

function matches(candidate: string, name: string, filter: NameFilter["filter"]): boolean {
  if (filter === "like") return candidate.includes(name);
  return filter === "regex" ? new RegExp(name).test(candidate) : candidate === name;
}

export function unknownName(name: string, known: readonly string[], where = ""): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem: `There is no "${name}"${where}.`,
    remedy: known.length === 0 ? "There is nothing." : `Known: ${known.join(", ")}.`,
    variable: name,
  });
}
