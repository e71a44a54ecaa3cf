/** Errors about VOTables, with the place in the document. */
import { WasmcmcError } from "../../errors.js";

/** The document's text, and a place in it. */
export interface TextPlace {
  readonly text: string;
  readonly at: number;
}

export function damaged(problem: string, place?: TextPlace, cause?: unknown): WasmcmcError {
  const value = place === undefined ? undefined : byteOffset(place);
  return new WasmcmcError({
    code: "damaged-file",
    problem: `${problem} (${value === undefined ? "" : `at byte ${value} of the `}VOTable).`,
    remedy: "Fetch or write the file again.",
    value,
    cause,
  });
}

/** Bytes before a place, the text being UTF-8 in the file. */
export function byteOffset({ text, at }: TextPlace): number {
  let bytes = 0;
  for (let i = 0; i < at; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair stands for two of the four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
