/** Text from bytes. Engines hold strings of up to some 500 million characters; longer ones are refused by name. */
import { WasmcmcError } from "../errors.js";

/** Characters that every engine can hold in a string. */
const LongestText = 2 ** 29 - 24;

/** Bytes that are no text of this encoding become U+FFFD; a byte order mark is kept where asked. Throws `unsupported-file` for encodings that are not known. */
export function decodeText(bytes: Uint8Array, encoding = "utf-8", options: TextDecoderOptions = {}): string {
  if (bytes.length > LongestText) {
    throw new WasmcmcError({
      code: "too-large",
      problem: `The file has ${bytes.length} bytes of text; up to ${LongestText} can be read at once.`,
      remedy: "Cut it in parts, or use Parquet or FITS.",
      value: bytes.length,
    });
  }
  try {
    return new TextDecoder(encoding, options).decode(bytes);
  } catch (cause) {
    throw new WasmcmcError({
      code: "unsupported-file",
      problem: `The text's encoding "${encoding}" is not known here.`,
      remedy: "Convert the file to UTF-8.",
      value: encoding,
      cause,
    });
  }
}
