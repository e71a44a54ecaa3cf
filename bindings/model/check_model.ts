/** The mistakes that show when a model is built, before any data: each a typed error that says what to write instead. */
import { WasmcmcError } from "../errors.js";
import type { Definition, NamedParameter } from "./definition.js";
import { describeDistribution } from "./describe.js";
import { Dist } from "./dist.js";
import { Expr } from "./expression.js";
import type { DataNode, Node, ParamNode } from "./graph.js";
import { nearest } from "./nearest.js";
import { directArguments, quoteDims, reachable } from "./nodes.js";
import { Observed } from "./observe.js";
import { Potential } from "./potential.js";

/** JavaScript moves integer-like keys to the front of a record: the order of columns and parameters would not be the one written. */
export function checkNames(names: readonly string[], what: "column" | "result"): void {
  const wrong = names.find((name) => /^\d+$/.test(name) || name === "");
  if (wrong === undefined) return;
  throw new WasmcmcError({
    code: "integer-like-name",
    problem: `A ${what} of the model is named "${wrong}".`,
    remedy: 'Use names that are not integers, such as "b0".',
    variable: wrong,
  });
}

/** The entries of the record that the callback returned; undefined ones (of a conditional model) are left out. */
export function checkRecord(
  outputs: unknown,
): readonly (readonly [string, Expr<string, readonly number[]> | Observed<string> | Potential])[] {
  if (
    typeof outputs !== "object" ||
    outputs === null ||
    Array.isArray(outputs) ||
    outputs instanceof Promise ||
    isResult(outputs)
  ) {
    throw new WasmcmcError({
      code: "not-a-result",
      problem: "The model's callback did not return a record of parameters, expressions and observations.",
      remedy: "Return a plain object: { m, b, y: observe(y, ...) }; its keys are the names of the results.",
      value: outputs,
    });
  }
  checkNames(Object.keys(outputs), "result");
  const entries = Object.entries(outputs).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) if (!isResult(value)) throw notAResult(name, value);
  return entries;
}

function isResult(value: unknown): boolean {
  return value instanceof Expr || value instanceof Observed || value instanceof Potential;
}

function notAResult(name: string, value: unknown): WasmcmcError {
  const isDistribution = value instanceof Dist;
  return new WasmcmcError({
    code: "not-a-result",
    problem: `The model returns ${isDistribution ? describeDistribution(value.node) : `a ${typeof value}`} as ${name}, which is neither an expression nor an observation.`,
    remedy: isDistribution
      ? `Write param(...) for a parameter, observe(data, ...) for data.`
      : "Return parameters, expressions and observations only.",
    variable: name,
    value,
  });
}

/** Checks the reachable nodes against the returned parameters, and gives the parameters that are kept out of the results. */
export function checkParameters(
  named: readonly NamedParameter[],
  nodes: readonly Node[],
  dataSpecs: Readonly<Record<string, DataNode>>,
): readonly NamedParameter[] {
  const names = new Map<Node, string>();
  for (const { name, node } of named) {
    const other = names.get(node);
    if (other !== undefined) throw returnedTwice(name, other, "parameter");
    if (!node.track) throw returnedUntracked(name, node);
    names.set(node, name);
  }
  const untracked: NamedParameter[] = [];
  for (const node of nodes) {
    if (node.kind === "data" && dataSpecs[node.name] !== node) throw foreignColumn(node);
    if (node.kind !== "param" || names.has(node)) continue;
    if (node.track) throw notReturned(node, names);
    untracked.push({ name: node.name ?? "", node, tracked: false });
  }
  if (named.length + untracked.length > 0) return untracked;
  throw new WasmcmcError({
    code: "no-parameters",
    problem: "The model has no parameters: nothing that it returns depends on a param(...).",
    remedy: "Return the parameters, and observations that depend on them.",
  });
}

function returnedTwice(name: string, other: string, what: "parameter" | "observation"): WasmcmcError {
  return new WasmcmcError({
    code: what === "parameter" ? "parameter-returned-twice" : "observation-returned-twice",
    problem: `One ${what} is returned under two keys, ${other} and ${name}.`,
    remedy:
      what === "parameter"
        ? "Return it once, or call param(...) twice for two parameters."
        : "Return it once: it would count twice.",
    variable: name,
    value: other,
  });
}

function returnedUntracked(name: string, node: ParamNode): WasmcmcError {
  return new WasmcmcError({
    code: "parameter-untracked",
    problem: `The parameter ${name} is returned, but was made with track: false.`,
    remedy: "Leave it out of the returned record, or leave track out.",
    variable: name,
    value: node.name,
  });
}

function notReturned(node: ParamNode, names: ReadonlyMap<Node, string>): WasmcmcError {
  const prior = describeDistribution(node.prior, (each) => names.get(each));
  return new WasmcmcError({
    code: "parameter-not-returned",
    problem: `${node.name ?? "A parameter"} with prior ${prior} is used, but not returned.`,
    remedy: `Return it under a key, or keep it out of the results by param(${prior}, { name: "${node.name ?? "…"}", track: false }).`,
    variable: node.name,
    value: prior,
  });
}

function foreignColumn(node: DataNode): WasmcmcError {
  return new WasmcmcError({
    code: "foreign-column",
    problem: `The column ${node.name} belongs to the data of another model.`,
    remedy: "Use the columns that this model's callback gets.",
    variable: node.name,
  });
}

/** Names that would stand for two things. An observation may carry the name of a column that its value reads. */
export function checkReturned({ dataSpecs, parameters, tracked, observations, potentials }: Definition): void {
  const seen = new Set<string>();
  const clash = (name: string): void => {
    if (Object.hasOwn(dataSpecs, name)) throw nameClash(name, "a column of the data");
    if (seen.has(name)) throw nameClash(name, "another result");
    seen.add(name);
  };
  for (const { name } of [...tracked, ...parameters, ...potentials]) clash(name);
  const keys = new Map<unknown, string>();
  for (const { name, observation } of observations) {
    const other = keys.get(observation);
    if (other !== undefined) throw returnedTwice(name, other, "observation");
    keys.set(observation, name);
    const ownColumn = [...reachable([observation.value], directArguments)].some(
      (node) => node.kind === "data" && node.name === name,
    );
    if (!ownColumn) clash(name);
  }
}

function nameClash(name: string, other: string): WasmcmcError {
  return new WasmcmcError({
    code: "name-clash",
    problem: `A result is named ${name}, and so is ${other}.`,
    remedy: "Rename one; only an observation may carry the name of the column that it observes.",
    variable: name,
  });
}

/** Every dim of a parameter must be one whose length the data tells. */
export function checkDims({ dataSpecs, parameters }: Definition): void {
  const columns = Object.values(dataSpecs);
  const known = [...new Set(columns.flatMap(({ dims, target }) => (target === undefined ? dims : [...dims, target])))];
  for (const { name, node } of parameters) {
    const unknown = node.dims.find((dim) => !known.includes(dim));
    if (unknown === undefined) continue;
    const meant = nearest(unknown, known);
    throw new WasmcmcError({
      code: "unknown-dim",
      problem: `The parameter ${name} is over the dim "${unknown}", which no column of the data has; the data has ${quoteDims(known)}.`,
      remedy:
        meant === undefined
          ? `Declare a column over it: index("${unknown}", ...) or vector("${unknown}").`
          : `Did you mean "${meant}"?`,
      variable: name,
      value: unknown,
    });
  }
}
