/** Bytes as base64 text, in lines that editors can show. */

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
