/** Draws go into the chunks of a Zarr store while they are made. */

import { sizeOf } from "../inference_data/check_dataset.js";
import type { Attributes } from "../inference_data/variable.js";
import { countedLabels, valuesOfLabels } from "./coordinates.js";
import { clearFolder, type Folder, type FolderPlace, openFolder } from "./folder.js";
import type { Piece, StreamOptions } from "./pieces.js";
import type { DrawSink, SinkSchema } from "./sink.js";
import { statType } from "./stat_types.js";
import { typeOfValues, type ValueType } from "./stored_values.js";
import { dimsOfSchema, groupAttributes } from "./stream_schema.js";
import { type StreamRun, streamSink } from "./stream_sink.js";
import { chunkShapeOf, encodeChunk, writeChunks } from "./zarr_chunks.js";
import {
  arrayNode,
  chunkPath,
  consolidated,
  groupNode,
  isZarrFile,
  writeNode,
  type ZarrArray,
  type ZarrNode,
} from "./zarr_metadata.js";
import { finishedMark, unfinishedMark } from "./zarr_progress.js";

/**
 * A sink that writes a Zarr store of groups `posterior` and `sample_stats`. It is valid from the start: arrays have their full length, and
 * what is not yet drawn is NaN (0 among integers, false among booleans), so xarray can follow a run, or read one that was killed, and lacks
 * at most the last part of each chain. `close` cuts the arrays to the longest chain.
 *
 * Chunks are not compressed, since draws hardly can be; memory is bounded by `drawsPerPart`. Throws "file-exists". Needs no package;
 * `fromZarr` reads the store back.
 *
 *     await sampleTo(zarrSink("run.zarr", { precision: "float32" }), model, data)
 */
export function zarrSink(place: FolderPlace, options: StreamOptions = {}): DrawSink {
  return streamSink(options, 64e6, async (schema, drawsPerChunk) => {
    const folder = await openFolder(place);
    const isOurs = (name: string): boolean => isZarrFile(name) || name === "posterior" || name === "sample_stats";
    await clearFolder(folder, isOurs, options.overwrite ?? false);
    const run = new ZarrRun(folder, schema, options.precision ?? "float64", drawsPerChunk);
    await run.begin();
    return run;
  });
}

class ZarrRun implements StreamRun {
  private readonly groups: readonly string[];

  constructor(
    private readonly folder: Folder,
    private readonly schema: SinkSchema,
    private readonly precision: "float64" | "float32",
    private readonly drawsPerChunk: number,
  ) {
    this.groups = schema.stats.length === 0 ? ["posterior"] : ["posterior", "sample_stats"];
  }

  async begin(): Promise<void> {
    await this.writeMetadata(this.schema.draws, unfinishedMark(this.drawsPerChunk));
  }

  async finish(draws: readonly number[]): Promise<void> {
    await this.writeMetadata(Math.max(0, ...draws), finishedMark(draws));
  }

  async write({ chain, first, count, variables, stats }: Piece): Promise<void> {
    const place = Math.floor(first / this.drawsPerChunk);
    for (const { name, shape } of this.schema.variables) {
      const size = sizeOf(shape);
      const bytes = await encodeChunk(variables[name]!, 0, count * size, this.drawsPerChunk * size, false);
      await this.folder.write(chunkPath(`posterior/${name}`, [chain, place, ...shape.map(() => 0)]), bytes);
    }
    for (const name of this.schema.stats) {
      const bytes = await encodeChunk(stats[name]!, 0, count, this.drawsPerChunk, false);
      await this.folder.write(chunkPath(`sample_stats/${name}`, [chain, place]), bytes);
    }
  }

  /** All metadata: the root's last, since it says what there is. */
  private async writeMetadata(draws: number, mark: Attributes): Promise<void> {
    const nodes = new Map<string, ZarrNode>();
    for (const group of this.groups) {
      nodes.set(group, groupNode(groupAttributes(this.schema)));
      await this.writeCoordinates(group, draws, nodes);
    }
    const drawn = (path: string, type: ValueType, dims: readonly string[], shape: readonly number[]): void => {
      const array: ZarrArray = {
        type,
        shape: [this.schema.chains, draws, ...shape],
        chunk: [1, this.drawsPerChunk, ...shape.map((length) => Math.max(1, length))],
        dims: ["chain", "draw", ...dims],
        attributes: {},
        compressed: false,
      };
      nodes.set(path, arrayNode(array));
    };
    for (const { name, dims, shape } of this.schema.variables) drawn(`posterior/${name}`, this.precision, dims, shape);
    for (const name of this.schema.stats) drawn(`sample_stats/${name}`, statType(name), [], []);
    for (const [path, node] of nodes) await writeNode(this.folder, path, node);
    await writeNode(this.folder, "", consolidated(groupNode({ ...this.schema.attributes, ...mark }), nodes));
  }

  private async writeCoordinates(group: string, draws: number, nodes: Map<string, ZarrNode>): Promise<void> {
    const own = group === "posterior" ? dimsOfSchema(this.schema) : {};
    const coords = { chain: countedLabels(this.schema.chains), draw: countedLabels(draws), ...own };
    for (const [dim, labels] of Object.entries(coords)) {
      const values = valuesOfLabels(labels);
      const shape = [labels.length];
      const chunk = chunkShapeOf(shape);
      nodes.set(
        `${group}/${dim}`,
        arrayNode({ type: typeOfValues(values), shape, chunk, dims: [dim], attributes: {}, compressed: false }),
      );
      await writeChunks(this.folder, `${group}/${dim}`, values, shape, chunk, false);
    }
  }
}
