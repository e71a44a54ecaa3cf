/** From the builder's definition to a compiled model, once for each model. */

import type { Definition } from "../model/definition.js";
import { describeDistribution } from "../model/describe.js";
import type { CompiledModel } from "../program/compiled.js";
import { lower } from "../program/lower/lower.js";

const compiled = new WeakMap<object, CompiledModel>();

export interface CompilableModel extends Definition {
  readonly outputs: unknown;
}

export function compile(model: CompilableModel): CompiledModel {
  const known = compiled.get(model);
  if (known !== undefined) return known;
  const nameOf = (node: unknown) => model.parameters.find((parameter) => parameter.node === node)?.name;
  const made = lower({
    data: Object.values(model.dataSpecs),
    parameters: model.parameters.map((parameter) => ({
      ...parameter,
      prior: describeDistribution(parameter.node.prior, nameOf),
    })),
    tracked: model.tracked,
    observations: model.observations,
    potentials: model.potentials,
    results: Object.entries(model.outputs as object)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name),
  });
  compiled.set(model, made);
  return made;
}
