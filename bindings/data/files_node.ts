/** Files by path, in Node. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

/** Files and folders of the disk. */
export * as disk from "node:fs/promises";

/** Where downloads are kept unless told otherwise: WASMCMC_CACHE, or the user's folder for such things. */
export function cacheFolder(): string | undefined {
  const { WASMCMC_CACHE, XDG_CACHE_HOME } = process.env;
  return WASMCMC_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "wasmcmc");
}

/** A file's bytes as a stream, and how many there are. */
export async function openFile(path: string): Promise<{ stream: ReadableStream<Uint8Array>; size: number }> {
  const { size } = await stat(path);
  return { stream: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, size };
}
