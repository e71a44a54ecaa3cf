/** The bytes of a file, wherever it comes from, decompressed where they are gzip's, and never more than were asked for. */
import { openFile } from "#files";
import { WasmcmcError } from "../errors.js";

/** A path (Node) or URL, a file, bytes, or a stream of them. A string with "://" or a URL object is fetched; any other is a path. */
export type Source = string | URL | Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array>;

export interface SourceOptions {
  /** Largest number of bytes after decompression; 2 GB when absent. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

const DefaultLimit = 2e9;

/**
 * All bytes of a source; gzip is seen by its first bytes and undone.
 *
 *     const bytes = await readBytes("stars.fits.gz");
 */
export async function readBytes(source: Source, { maxBytes = DefaultLimit, signal }: SourceOptions = {}): Promise<Uint8Array> {
  const known = bytesOf(source);
  if (known !== undefined && !isGzip(known)) return checkSize(known, maxBytes);
  const opened = known === undefined ? await open(source, signal) : { stream: streamFrom(known), size: known.length };
  const { stream, size } = await decompressed(opened, known);
  return collect(stream, size, maxBytes, signal);
}

/** A stream, and how many bytes it has where that is known; what a server says of it may be wrong. */
interface Opened {
  readonly stream: ReadableStream<Uint8Array>;
  readonly size: number | undefined;
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

function bytesOf(source: Source): Uint8Array | undefined {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return undefined;
}

function checkSize(bytes: Uint8Array, most: number): Uint8Array {
  if (bytes.length > most) throw tooLarge(bytes.length, most);
  return bytes;
}

async function open(source: Source, signal: AbortSignal | undefined): Promise<Opened> {
  if (source instanceof Blob) return { stream: source.stream(), size: source.size };
  if (source instanceof ReadableStream) return { stream: source, size: undefined };
  const text = String(source);
  if (source instanceof URL || text.includes("://")) return { stream: await fetched(text, signal), size: undefined };
  try {
    return await openFile(text);
  } catch (cause) {
    if (cause instanceof WasmcmcError) throw cause;
    throw new WasmcmcError({
      code: "unsupported-file",
      problem: `The file "${text}" cannot be read: ${(cause as Error).message}.`,
      remedy: "Check its path.",
      value: text,
      cause,
    });
  }
}

async function fetched(url: string, signal: AbortSignal | undefined): Promise<ReadableStream<Uint8Array>> {
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new WasmcmcError({
      code: "service-failed",
      problem: `${url} could not be fetched: ${(cause as Error).message}.`,
      remedy: "Check the address; in a page, whether that server allows it (CORS): if not, download the file and pass it.",
      value: url,
      cause,
    });
  }
  if (response.ok && response.body !== null) return response.body;
  throw new WasmcmcError({
    code: "service-failed",
    problem: `${url} answered ${response.status} ${response.statusText}.`,
    remedy: "Check the address.",
    value: response.status,
  });
}

function streamFrom(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** Looks at the first bytes, and undoes gzip where they are its. */
async function decompressed({ stream, size }: Opened, known: Uint8Array | undefined): Promise<Opened> {
  const reader = stream.getReader();
  const seen: Uint8Array[] = [];
  let head = new Uint8Array(0);
  while (head.length < 3) {
    const { done, value } = await reader.read();
    if (done) break;
    seen.push(value);
    head = joined(seen);
  }
  const rest = new ReadableStream<Uint8Array>({
    start(controller) {
      if (head.length > 0) controller.enqueue(head);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  if (!isGzip(head)) return { stream: rest, size };
  const undone = rest.pipeThrough(new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>);
  return { stream: undone, size: known === undefined ? undefined : sizeInGzip(known) };
}

/** What a gzip file says of its size in its last four bytes, as far as its compressed bytes can amount to that. */
function sizeInGzip(bytes: Uint8Array): number | undefined {
  if (bytes.length < 18) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  return size <= MostExpansion * bytes.length ? size : undefined;
}

/** Deflate makes at most so many bytes of one. */
const MostExpansion = 1032;

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  expected: number | undefined,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const gathered = new Gathered(Math.min(expected ?? 0, most));
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return gathered.finish();
      if (gathered.size + value.length > most) throw tooLarge(gathered.size + value.length, most);
      gathered.add(value);
    }
  } catch (cause) {
    reader.cancel().catch(() => {});
    if (cause instanceof WasmcmcError || signal?.aborted) throw cause;
    const { size } = gathered;
    throw new WasmcmcError({
      code: "damaged-file",
      problem: `The bytes cannot be read or decompressed after ${size} of them (at byte ${size}): ${(cause as Error).message}.`,
      remedy: "Fetch the file again.",
      value: size,
      cause,
    });
  }
}

/** Bytes put together: in one piece where their number was known, so that they are in memory once. */
class Gathered {
  size = 0;
  private readonly piece: Uint8Array<ArrayBuffer>;
  private readonly more: Uint8Array[] = [];

  constructor(expected: number) {
    this.piece = new Uint8Array(expected);
  }

  add(bytes: Uint8Array): void {
    if (this.more.length === 0 && this.size + bytes.length <= this.piece.length) this.piece.set(bytes, this.size);
    else this.more.push(bytes);
    this.size += bytes.length;
  }

  finish(): Uint8Array {
    if (this.more.length === 0) return this.size === this.piece.length ? this.piece : this.piece.slice(0, this.size);
    const inPiece = this.size - this.more.reduce((sum, { length }) => sum + length, 0);
    return joined([this.piece.subarray(0, inPiece), ...this.more]);
  }
}

function tooLarge(size: number, most: number): WasmcmcError {
  return new WasmcmcError({
    code: "too-large",
    problem: `The file has more than ${most} bytes once decompressed (at byte ${size}).`,
    remedy: "Raise `maxBytes` if you trust it.",
    variable: "maxBytes",
    value: size,
  });
}
