/** Short texts from bytes: a piece of the file is decoded at once, and sliced. A slice costs far less than a decoding. */

const WindowBytes = 65_536;
/** Texts from this length on are decoded on their own. */
const LongText = 4096;
const ascii = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8");
/** Letters up to which a text is put together letter by letter: engines copy so short ones anyway. */
const ShortText = 12;

/** UTF-8 text between two places among bytes that are mostly none, so that a window would not pay. */
export function textBetween(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > ShortText) return utf8.decode(bytes.subarray(start, end));
  let text = "";
  for (let place = start; place < end; place++) {
    const code = bytes[place]!;
    if (code >= 128) return utf8.decode(bytes.subarray(start, end));
    text += String.fromCharCode(code);
  }
  return text;
}

export class TextWindow {
  private text = "";
  private start = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The UTF-8 text between two places. */
  utf8(start: number, end: number): string {
    const { bytes } = this;
    let isAscii = end - start < LongText;
    for (let place = start; isAscii && place < end; place++) isAscii = bytes[place]! < 128;
    return isAscii ? this.ascii(start, end) : utf8.decode(bytes.subarray(start, end));
  }

  /** The text between two places, where all bytes are ASCII. */
  ascii(start: number, end: number): string {
    if (start < this.start || end > this.start + this.text.length) {
      this.start = start;
      this.text = ascii.decode(this.bytes.subarray(start, Math.max(end, start + WindowBytes)));
    }
    return this.text.slice(start - this.start, end - this.start);
  }
}
