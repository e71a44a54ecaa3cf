/** The section that draws observations, given parameters. */
import { Storage } from "../../../assembly/opcodes.js";
import type { Observation } from "../../model/distribution.js";
import { simulate } from "../../model/random.js";
import type { SimulationLayout } from "../compiled.js";
import type { Effects } from "./effects.js";
import type { Expander } from "./expand.js";
import type { Term } from "./term.js";

/** A value of each observation and, of a mixture, the component that it is of. */
export function simulateObservations(
  effects: Effects,
  expander: Expander,
  observations: readonly { readonly name: string; readonly observation: Observation }[],
): SimulationLayout[] {
  const put = (term: Term, space: number) => effects.result(Storage.Output, effects.results.length, term, space);
  return observations.map(({ name, observation: { value, distribution } }): SimulationLayout => {
    const drawn = simulate(distribution, value.dims);
    const first = effects.results.length;
    if ("impossible" in drawn)
      return { name, dims: value.dims, event: value.event, first, width: 0, impossible: drawn.impossible };
    const space = expander.arena.spaces.named(value.dims);
    const terms = expander.expand(drawn.value);
    for (const term of terms) put(term, space);
    const component = drawn.component && expander.scalar(drawn.component);
    if (component) put(component, space);
    const layout = { name, dims: value.dims, event: value.event, first, width: terms.length };
    return component ? { ...layout, component: first + terms.length } : layout;
  });
}
