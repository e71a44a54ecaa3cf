/** Files by path, in Node. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";

/** Files and folders of the disk. */
export * as disk from "node:fs/promises";

/** A file's bytes as a stream, and how many there are. */
export async function openFile(path: string): Promise<{ stream: ReadableStream<Uint8Array>; size: number }> {
  const { size } = await stat(path);
  return { stream: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, size };
}
