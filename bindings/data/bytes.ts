/** Where a reader's bytes come from, and how many it may take. */

/** A path (Node) or URL, a file, bytes, or a stream of them. A string with "://" or a URL object is fetched; any other is a path. */
export type Source = string | URL | Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array>;

export interface SourceOptions {
  /** Largest number of bytes after decompression; 2 GB when absent. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}
