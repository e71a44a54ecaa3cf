/** From the builder's definition to a compiled model, once for each model. */

import type { Definition } from "../model/definition.js";
import { describeDistribution } from "../model/describe.js";
import { exchangeOf } from "../model/exchange.js";
import { foundStart } from "../model/found_starts.js";
import type { CompiledModel, Extras, ObservationLayout } from "../program/compiled.js";
import { lower } from "../program/lower/lower.js";

const known = new WeakMap<object, Map<string, CompiledModel>>();

export interface CompilableModel extends Definition {
  readonly outputs: unknown;
}

const sources = new WeakMap<CompiledModel, Definition>();

/** The expressions that a compiled model was made of; undefined for one that was read from bytes. */
export function definitionOf(compiled: CompiledModel): Definition | undefined {
  return sources.get(compiled);
}

/** `extras` are what a sampler's own program lacks. */
export function compile(model: CompilableModel, extras: Extras = {}): CompiledModel {
  const before = known.get(model) ?? new Map<string, CompiledModel>();
  known.set(model, before);
  const key = `${extras.simulation === true} ${extras.withholding !== undefined} ${extras.tracked !== undefined}`;
  const made = before.get(key) ?? make(model, extras);
  before.set(key, made);
  sources.set(made, model);
  return made;
}

function make(model: CompilableModel, extras: Extras): CompiledModel {
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
  const made = lower(definition, extras);
  return { ...made, observations: made.observations.map((layout, k) => withExchange(layout, model, k)) };
}

/** What relabelling must know of a mixture's components, which no program says. */
function withExchange(layout: ObservationLayout, model: CompilableModel, place: number): ObservationLayout {
  const distribution = model.observations[place]?.observation.distribution;
  if (layout.mixture === undefined || distribution === undefined || distribution.kind === "plain") return layout;
  const exchange = exchangeOf(distribution, [...model.parameters.filter(({ tracked }) => tracked), ...model.tracked]);
  return { ...layout, mixture: { ...layout.mixture, exchange } };
}
