/** Short texts from bytes: a piece of the file is decoded at once, and sliced. A slice costs far less than a decoding. */

const WindowBytes = 65_536;
const ascii = new TextDecoder("latin1");

export class AsciiWindow {
  private text = "";
  private start = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The text between two places, where all bytes are ASCII. */
  slice(start: number, end: number): string {
    if (start < this.start || end > this.start + this.text.length) {
      this.start = start;
      this.text = ascii.decode(this.bytes.subarray(start, Math.max(end, start + WindowBytes)));
    }
    return this.text.slice(start - this.start, end - this.start);
  }
}
