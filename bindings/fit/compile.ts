/** From the builder's definition to a compiled model, once for each model. */

import type { Definition } from "../model/definition.js";
import { describeDistribution } from "../model/describe.js";
import { exchangeOf } from "../model/exchange.js";
import { foundStart } from "../model/found_starts.js";
import type { CompiledModel, ObservationLayout } from "../program/compiled.js";
import { lower } from "../program/lower/lower.js";

const compiled = new WeakMap<object, CompiledModel>();
const simulated = new WeakMap<object, CompiledModel>();

export interface CompilableModel extends Definition {
  readonly outputs: unknown;
}

export function compile(model: CompilableModel): CompiledModel {
  return remembered(compiled, model, false);
}

/** The same with the sections that draw from priors and of observations. */
export function compileWithSimulation(model: CompilableModel): CompiledModel {
  return remembered(simulated, model, true);
}

function remembered(known: WeakMap<object, CompiledModel>, model: CompilableModel, simulation: boolean): CompiledModel {
  const before = known.get(model);
  if (before !== undefined) return before;
  const made = make(model, simulation);
  known.set(model, made);
  return made;
}

function make(model: CompilableModel, simulation: boolean): CompiledModel {
  const nameOf = (node: unknown) => model.parameters.find((parameter) => parameter.node === node)?.name;
  const definition = {
    data: Object.values(model.dataSpecs),
    parameters: model.parameters.map((parameter) => ({
      ...parameter,
      prior: describeDistribution(parameter.node.prior, nameOf),
      start: foundStart(
        parameter.node,
        model.observations.map(({ observation }) => observation),
      ),
    })),
    tracked: model.tracked,
    observations: model.observations,
    potentials: model.potentials,
    results: Object.entries(model.outputs as object)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name),
  };
  const made = lower(definition, { simulation });
  return { ...made, observations: made.observations.map((layout, k) => withExchange(layout, model, k)) };
}

/** What relabelling must know of a mixture's components, which no program says. */
function withExchange(layout: ObservationLayout, model: CompilableModel, place: number): ObservationLayout {
  const distribution = model.observations[place]?.observation.distribution;
  if (layout.mixture === undefined || distribution === undefined || distribution.kind === "plain") return layout;
  const exchange = exchangeOf(distribution, [...model.parameters.filter(({ tracked }) => tracked), ...model.tracked]);
  return { ...layout, mixture: { ...layout.mixture, exchange } };
}
