/** Checks a sink's schema as the file formats need it. */
import type { Label } from "../array.js";
import { checkName, dimsOfGroup } from "./group_layout.js";
import type { SinkSchema } from "./sink.js";
import { sizeOf } from "./value_types.js";

/** The labels of the dims that have coordinates and that a variable has. Throws "bad-shape" and "name-clash" as the files' writers do. */
export function dimsOfSchema(schema: SinkSchema): Record<string, readonly Label[]> {
  for (const name of schema.stats) checkName(name);
  const used = new Set(schema.variables.flatMap(({ dims }) => dims));
  const variables = schema.variables.map(({ name, dims, shape }) => [name, { values: { length: sizeOf(shape) } as never, dims, shape }]);
  const coords = Object.fromEntries(Object.entries(schema.coords).filter(([dim]) => used.has(dim)));
  const dims = dimsOfGroup("posterior", { variables: Object.fromEntries(variables), coords, attributes: {} });
  return Object.fromEntries(dims.flatMap(({ name, labels }) => (labels === undefined ? [] : [[name, labels]])));
}
