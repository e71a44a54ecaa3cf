/** Reads the text that scripts/inline_wasm.mjs makes of the compiled engine. */
import { coreBytes, coreOrder, coreText } from "./core_wasm.js";

/** Ways to begin a pair of characters. */
const PAIRS = 2;

/** Printable ASCII but quotes, the backslash and `$`, as places from 0. */
function places(): Uint8Array {
  const all = new Uint8Array(128);
  let place = 0;
  for (let code = 32; code < 127; code++) if (!"\"'\\`$".includes(String.fromCharCode(code))) all[code] = place++;
  all[127] = place;
  return all;
}

/** The engine's bytes. */
export function coreWasm(): Uint8Array<ArrayBuffer> {
  const place = places();
  const count = place[127] as number;
  const order = Uint8Array.from({ length: 256 }, (_, rank) => Number.parseInt(coreOrder.slice(2 * rank, 2 * rank + 2), 16));
  const bytes = new Uint8Array(coreBytes);
  for (let i = 0, at = 0; i < coreBytes; i++) {
    const first = place[coreText.charCodeAt(at++)] as number;
    const rank = first >= PAIRS ? first - PAIRS : count - PAIRS + first * count + (place[coreText.charCodeAt(at++)] as number);
    bytes[i] = order[rank] as number;
  }
  return bytes;
}
