/** Bytes as base64 text, in lines that editors can show, and back. */
import { WasmcmcError } from "../../errors.js";

/** A multiple of 3, so that pieces join. */
const PieceBytes = 57 * 256;

export function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PieceBytes) {
    let text = "";
    for (const byte of bytes.subarray(at, at + PieceBytes)) text += String.fromCharCode(byte);
    pieces.push(btoa(text).replace(/.{76}(?=.)/g, "$&\n"));
  }
  return pieces.join("\n");
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const [Space, Padding, Unknown] = [64, 65, 66] as const;
const codes = new Uint8Array(256).fill(Unknown);
for (let i = 0; i < 64; i++) codes[alphabet.charCodeAt(i)] = i;
for (const space of " \t\r\n") codes[space.charCodeAt(0)] = Space;
codes["=".charCodeAt(0)] = Padding;

/**
 * The bytes that base64 text stands for, white space and the frame of a CDATA section passed over. Straight from the text: documents have
 * tens of megabytes of it. Throws `damaged-file` for other characters, or a count of them that no bytes have.
 */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const frame = /^\s*<!\[CDATA\[/.exec(text)?.[0].length ?? 0;
  const end = frame > 0 ? text.lastIndexOf("]]>") : text.length;
  const out = new Uint8Array(Math.ceil(((end - frame) * 3) / 4));
  let [at, bits, held, count] = [0, 0, 0, 0];
  let isPadded = false;
  for (let place = frame; place < end; place++) {
    const code = codes[text.charCodeAt(place)] ?? Unknown;
    if (code === Space) continue;
    if (code === Unknown || (isPadded && code !== Padding)) throw notBase64(place);
    count++;
    if (code === Padding) {
      isPadded = true;
      continue;
    }
    bits = ((bits << 6) | code) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[at++] = (bits >> held) & 255;
  }
  if (isPadded ? count % 4 !== 0 : count % 4 === 1) throw notBase64(end);
  return out.subarray(0, at);
}

function notBase64(value: number): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `The data are not base64 (at character ${value} of the stream).`,
    remedy: "Fetch the document again.",
    value,
  });
}
