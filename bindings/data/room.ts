/**
 * Room in memory for what a file declares without holding it: cells that are missing, rows of no bytes, arrays that overlap, markup. A
 * reader takes from it before it makes such things, so that a small file cannot ask for a large table.
 */
import { WasmcmcError } from "../errors.js";

const FreeBytes = 16 * 2 ** 20;

export class Room {
  private left: number;

  constructor(fileBytes: number) {
    this.left = FreeBytes + 2 * fileBytes;
  }

  /** Throws `too-large`, with the place in the file, where there is no room for so many bytes more. */
  take(bytes: number, what: string, place: () => number): void {
    this.left -= bytes;
    if (this.left >= 0) return;
    const byteOffset = place();
    throw new WasmcmcError({
      code: "too-large",
      problem: `${what} would take far more memory than the file has bytes (at byte ${byteOffset}).`,
      remedy: "Check where the file comes from; if it is right, read fewer columns, or write it again in another format.",
      value: byteOffset,
    });
  }
}
