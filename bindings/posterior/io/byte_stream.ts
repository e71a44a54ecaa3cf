/** Where a stream of bytes goes: a new file of the disk, a writable stream, or a file of the browser's file system. */

import { WasmcmcError } from "../../errors.js";
import { diskOf } from "./disk.js";

/**
 * A path (in Node), a WritableStream, or a file of the browser's file system: in a worker what was written is kept also where the page is
 * closed, elsewhere the file appears when the stream is closed.
 */
export type StreamPlace = string | WritableStream<Uint8Array> | FileSystemFileHandle;

export interface ByteStream {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export async function openByteStream(place: StreamPlace, overwrite: boolean): Promise<ByteStream> {
  if (typeof place === "string") return nodeFile(place, overwrite);
  if ("getWriter" in place) return written(place);
  if ("createSyncAccessHandle" in place && typeof place.createSyncAccessHandle === "function")
    return synchronous((await place.createSyncAccessHandle()) as SyncAccessHandle);
  if ("createWritable" in place) return written((await place.createWritable()) as WritableStream<Uint8Array>);
  throw new WasmcmcError({
    code: "bad-option",
    problem: "The place for the stream is neither a path, a WritableStream nor a FileSystemFileHandle.",
    remedy: "Pass one of them.",
    value: place,
  });
}

async function nodeFile(path: string, overwrite: boolean): Promise<ByteStream> {
  const handle = await diskOf(path)
    .open(path, overwrite ? "w" : "wx")
    .catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EEXIST") throw cause;
      throw new WasmcmcError({
        code: "file-exists",
        problem: `The file "${path}" is there already.`,
        remedy: "Name another, or pass { overwrite: true }.",
        value: path,
        cause,
      });
    });
  return { write: async (bytes) => void (await handle.writeFile(bytes)), close: () => handle.close() };
}

function written(stream: WritableStream<Uint8Array>): ByteStream {
  const writer = stream.getWriter();
  return {
    write: async (bytes) => {
      await writer.ready;
      await writer.write(bytes);
    },
    close: () => writer.close(),
  };
}

/** TypeScript's own declaration is for workers only. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

function synchronous(handle: SyncAccessHandle): ByteStream {
  let at = 0;
  handle.truncate(0);
  return {
    write: async (bytes) => {
      at += handle.write(bytes, { at });
      handle.flush();
    },
    close: async () => handle.close(),
  };
}
