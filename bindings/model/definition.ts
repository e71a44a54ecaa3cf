/** What a model is to the lowering: its columns, parameters, tracked expressions and observations, by name and in order. */

import { checkInit } from "./check_init.js";
import { checkDims, checkNames, checkParameters, checkRecord, checkReturned } from "./check_model.js";
import { columnsOf, type DataSpec, dataNodes } from "./data.js";
import type { Observation } from "./distribution.js";
import { Expr } from "./expression.js";
import type { DataNode, Node, ParamNode } from "./graph.js";
import { reachable } from "./nodes.js";
import { Observed } from "./observe.js";
import { Potential } from "./potential.js";
import { modelArguments, observationArguments } from "./traverse.js";

export interface NamedParameter {
  readonly name: string;
  readonly node: ParamNode;
  readonly tracked: boolean;
}

export interface NamedExpression {
  readonly name: string;
  readonly node: Node;
}

export interface NamedObservation {
  readonly name: string;
  readonly observation: Observation;
}

export interface Definition {
  /** The columns, in the order of the data's declaration. */
  readonly dataSpecs: Readonly<Record<string, DataNode>>;
  /** Returned parameters in key order, then untracked ones in the order in which they are reached. */
  readonly parameters: readonly NamedParameter[];
  /** Returned expressions that are not parameters, in key order. */
  readonly tracked: readonly NamedExpression[];
  readonly observations: readonly NamedObservation[];
  readonly potentials: readonly NamedExpression[];
}

/** Runs the callback once, sorts what it returns, and refuses what does not make a model. */
export function define(spec: DataSpec, build: (columns: never) => unknown): { definition: Definition; outputs: unknown } {
  checkNames(Object.keys(spec), "column");
  const dataSpecs = dataNodes(spec);
  const outputs = build(columnsOf(dataSpecs) as never);
  const returned = checkRecord(outputs);
  const definition = collect(dataSpecs, returned);
  checkReturned(definition);
  checkDims(definition);
  for (const { name, node } of definition.parameters) checkInit(node, name);
  return { definition, outputs };
}

function collect(dataSpecs: Readonly<Record<string, DataNode>>, returned: readonly (readonly [string, unknown])[]): Definition {
  const named: NamedParameter[] = [];
  const tracked: NamedExpression[] = [];
  const observations: NamedObservation[] = [];
  const potentials: NamedExpression[] = [];
  for (const [name, value] of returned) {
    if (value instanceof Observed) observations.push({ name, observation: value.node });
    else if (value instanceof Potential) potentials.push({ name, node: value.node });
    else if (value instanceof Expr && value.node.kind === "param") named.push({ name, node: value.node, tracked: true });
    else if (value instanceof Expr) tracked.push({ name, node: value.node });
  }
  const roots = [...named, ...tracked, ...potentials].map(({ node }) => node);
  const nodes = [
    ...reachable([...roots, ...observations.flatMap(({ observation }) => observationArguments(observation))], modelArguments),
  ];
  const untracked = checkParameters(named, nodes, dataSpecs);
  return { dataSpecs, parameters: [...named, ...untracked], tracked, observations, potentials };
}
