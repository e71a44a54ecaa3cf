/** Writes an array's values as the chunks of a Zarr array. */

import { sizeOf } from "../inference_data/check_dataset.js";
import type { VariableValues } from "../inference_data/variable.js";
import type { Folder } from "./folder.js";
import { contiguousChunk } from "./group_layout.js";
import { copyValues, makeValues, typeOfValues } from "./stored_values.js";
import { chunkPath } from "./zarr_metadata.js";

/** Numbers in a chunk: 8 MB of doubles. */
const ChunkNumbers = 1_048_576;

/** A chunk has at least one place along each axis, also where the array has none. */
export function chunkShapeOf(shape: readonly number[]): number[] {
  return contiguousChunk(shape, ChunkNumbers).map((length) => Math.max(1, length));
}

/** All chunks of `contiguousChunk`'s kind: each a run of the values; the last along an axis is filled up. */
export async function writeChunks(
  folder: Folder,
  path: string,
  values: VariableValues,
  shape: readonly number[],
  chunk: readonly number[],
  compressed: boolean,
): Promise<void> {
  if (values.length === 0) return;
  const grid = shape.map((length, axis) => Math.ceil(length / chunk[axis]!));
  const size = sizeOf(chunk);
  const cut = shape.findIndex((length, axis) => chunk[axis]! < length && chunk[axis]! > 1);
  const run = cut < 0 ? size : shape[cut]! * sizeOf(shape.slice(cut + 1));
  for (let k = 0; k < sizeOf(grid); k++) {
    const places = placesOf(k, grid);
    const along = cut < 0 ? 0 : places[cut]!;
    const outer = cut < 0 ? k : Math.floor(k / grid[cut]!);
    const first = cut < 0 ? k * size : outer * run + along * size;
    const end = Math.min(first + size, cut < 0 ? values.length : (outer + 1) * run);
    await folder.write(chunkPath(path, places), await encodeChunk(values, first, end, size, compressed));
  }
}

function placesOf(k: number, grid: readonly number[]): number[] {
  const places: number[] = [];
  for (let axis = grid.length - 1; axis >= 0; axis--) {
    places.unshift(k % grid[axis]!);
    k = Math.floor(k / grid[axis]!);
  }
  return places;
}

/** A chunk's bytes: little-endian numbers, or texts by Zarr's `vlen-utf8`; NaN, 0 and "" from `end` on. */
export async function encodeChunk(
  values: VariableValues,
  first: number,
  end: number,
  size: number,
  compressed: boolean,
): Promise<Uint8Array> {
  const bytes =
    typeOfValues(values) === "string"
      ? textBytes(values as readonly string[], first, end, size)
      : numberBytes(values, first, end, size);
  return compressed ? gzip(bytes) : bytes;
}

function numberBytes(values: VariableValues, first: number, end: number, size: number): Uint8Array {
  let part = (values as Float64Array).subarray(first, end);
  if (end - first < size) {
    const full = makeValues(typeOfValues(values), size);
    if (full instanceof Float64Array || full instanceof Float32Array) full.fill(Number.NaN, end - first);
    copyValues(values, first, end - first, full, 0);
    part = full as Float64Array;
  }
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
}

/** The number of texts, then of each its bytes' number and the bytes: all numbers uint32, little-endian. */
function textBytes(texts: readonly string[], first: number, end: number, size: number): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = Array.from({ length: size }, (_, i) => encoder.encode(first + i < end ? texts[first + i]! : ""));
  const bytes = new Uint8Array(encoded.reduce((sum, text) => sum + 4 + text.length, 4));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, size, true);
  let at = 4;
  for (const text of encoded) {
    view.setUint32(at, text.length, true);
    bytes.set(text, at + 4);
    at += 4 + text.length;
  }
  return bytes;
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
