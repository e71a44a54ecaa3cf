/** What the file formats take from a sink's schema. */
import type { Label } from "../array.js";
import type { Attributes } from "../inference_data/variable.js";
import { countedLabels } from "./coordinates.js";
import { checkName, dimsOfGroup } from "./group_layout.js";
import type { SinkSchema } from "./sink.js";

/**
 * The labels of all dims of the variables: 0, 1, 2 ... where the schema has none, as ArviZ gives them. Throws "bad-shape" and "name-clash"
 * as the files' writers do.
 */
export function dimsOfSchema(schema: SinkSchema): Record<string, readonly Label[]> {
  for (const name of schema.stats) checkName(name);
  const used = new Set(schema.variables.flatMap(({ dims }) => dims));
  const variables = schema.variables.map(({ name, dims, shape }) => [name, { dims, shape }]);
  const coords = Object.fromEntries(Object.entries(schema.coords).filter(([dim]) => used.has(dim)));
  const dims = dimsOfGroup("posterior", { variables: Object.fromEntries(variables), coords });
  return Object.fromEntries(dims.map(({ name, length, labels }) => [name, labels ?? countedLabels(length)]));
}

/** Of a group: all but the model's listing, which stands in the root alone. */
export function groupAttributes(schema: SinkSchema): Attributes {
  const { model: _, ...short } = schema.attributes;
  return short;
}
