/** What is wrong with a Parquet file, and at which of its bytes; and the room that its data may take. */
import { WasmcmcError } from "../../errors.js";

export function damagedParquet(what: string, value: number, cause?: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `The bytes are no Parquet file: ${what} (at byte ${value}).`,
    remedy: "Write the file again.",
    value,
    cause,
  });
}

export function unsupportedParquet(problem: string, remedy: string): WasmcmcError {
  return new WasmcmcError({ code: "unsupported-file", problem: `${problem}.`, remedy });
}

/** What may be decoded: cells count 8 bytes each, texts their own bytes too. A few bytes of a file can stand for any number of cells. */
export class Budget {
  private taken = 0;

  constructor(private readonly most: number) {}

  /** Throws `too-large` where the limit is passed. */
  take(bytes: number, byteOffset: number): void {
    this.check(this.taken + bytes, byteOffset);
    this.taken += bytes;
  }

  /** As `take`, of what is not kept. */
  check(bytes: number, byteOffset: number): void {
    if (bytes <= this.most) return;
    throw new WasmcmcError({
      code: "too-large",
      problem: `The table takes more than ${this.most} bytes in memory (${bytes} with what is at byte ${byteOffset}).`,
      remedy: "Raise maxBytes, or choose columns.",
      variable: "maxBytes",
      value: byteOffset,
    });
  }
}
