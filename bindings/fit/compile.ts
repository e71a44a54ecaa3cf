/** From the builder's definition to a compiled model, once for each model. */

import type { Definition } from "../model/definition.js";
import { describeDistribution } from "../model/describe.js";
import { exchangeOf } from "../model/exchange.js";
import type { CompiledModel, ObservationLayout } from "../program/compiled.js";
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
    results: Object.entries(model.outputs as object)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name),
  });
  const observations = made.observations.map((layout, k) => withExchange(layout, model, k));
  const complete = { ...made, observations };
  compiled.set(model, complete);
  return complete;
}

/** What relabelling must know of a mixture's components, which no program says. */
function withExchange(layout: ObservationLayout, model: CompilableModel, place: number): ObservationLayout {
  const distribution = model.observations[place]?.observation.distribution;
  if (layout.mixture === undefined || distribution?.kind !== "mixture") return layout;
  const exchange = exchangeOf(distribution, [...model.parameters.filter(({ tracked }) => tracked), ...model.tracked]);
  return exchange.groups.length === layout.mixture.components.length
    ? { ...layout, mixture: { ...layout.mixture, exchange } }
    : layout;
}
