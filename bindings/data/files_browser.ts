/** A page has no files by path. */
import { WasmcmcError } from "../errors.js";

/** A page has no disk. */
export const disk = undefined;

/** Nor a folder to keep downloads in. */
export function cacheFolder(): string | undefined {
  return undefined;
}

export async function openFile(path: string): Promise<{ stream: ReadableStream<Uint8Array>; size: number }> {
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: `A page cannot open the path "${path}".`,
    remedy: "Pass a File, a URL, or the bytes.",
    value: path,
  });
}
