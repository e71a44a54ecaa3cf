/** A run that never was: a schema, and parts whose numbers tell where they belong. */
import type { DrawPart, DrawSink, SinkSchema } from "../../../bindings/posterior/io/sink.js";

export const Schools = ["Choate", "Žižkov é", "日本"];

/** Two variables, of `width` numbers and of one, and three statistics. */
export function schemaOf(chains: number, draws: number, width = 3): SinkSchema {
  return {
    variables: [
      { name: "mu", dims: [], shape: [] },
      { name: "theta", dims: ["school"], shape: [width] },
    ],
    stats: ["energy", "diverging", "tree_depth"],
    coords: { school: width === Schools.length ? Schools : Array.from({ length: width }, (_, k) => k), unused: ["x"] },
    chains,
    draws,
    attributes: { inference_library: "wasmcmc", tuning_steps: 100, model: "mu ~ normal(0, 1)" },
  };
}

/** A number of its own for each chain, draw and element; a third is no float32. */
export function numberAt(chain: number, draw: number, element: number): number {
  return chain + draw / 1000 + element / 3;
}

export function partOf(schema: SinkSchema, chain: number, first: number, count: number): DrawPart {
  const width = schema.variables[1]!.shape[0]!;
  const fill = (size: number, at: (draw: number, k: number) => number) =>
    Float64Array.from({ length: count * size }, (_, i) => at(first + Math.floor(i / size), i % size));
  return {
    chain,
    first,
    count,
    variables: {
      mu: fill(1, (draw) => numberAt(chain, draw, -1)),
      theta: fill(width, (draw, k) => numberAt(chain, draw, k)),
    },
    stats: {
      energy: fill(1, (draw) => -numberAt(chain, draw, 0)),
      diverging: fill(1, (draw) => (draw % 5 === 0 ? 1 : 0)),
      tree_depth: fill(1, (draw) => 1 + (draw % 4)),
    },
  };
}

/** All parts, of `size` draws, chains taking turns; `draws` are how many each chain has in the end. */
export async function stream(sink: DrawSink, schema: SinkSchema, size: number, draws: readonly number[]): Promise<void> {
  await sink.open(schema);
  for (let first = 0; first < Math.max(...draws); first += size) {
    for (const [chain, own] of draws.entries()) {
      const count = Math.min(size, own - first);
      if (count > 0) await sink.write(partOf(schema, chain, first, count));
    }
  }
  await sink.close(draws);
}
