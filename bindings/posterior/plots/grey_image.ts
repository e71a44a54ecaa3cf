/** A picture of an image's brightness: stretched, averaged to a size worth drawing, and written as an 8-bit grey PNG in a data URI. */

export interface Brightness {
  /** Row by row; row 0 is at the bottom, as FITS has it. NaN is blank. */
  readonly values: ArrayLike<number>;
  /** [rows, columns]. */
  readonly shape: readonly number[];
}

/** Faint structures beside bright stars: the inverse hyperbolic sine between two percentiles (Lupton, Gunn & Szalay 1999). */
export interface Stretch {
  /** Percentiles over 100 that become black and white; default [0.25, 0.997]. */
  readonly range?: readonly [number, number];
  /** How much of the range is linear; default 0.1. */
  readonly softening?: number;
  /** Dark stars on white, as on photographic plates; default true. */
  readonly inverted?: boolean;
}

/** At most this many pixels to a side. */
const LargestSide = 640;

/** `data:image/png;base64,...`, first row at the top. */
export function greyImage(image: Brightness, stretch: Stretch = {}): string {
  const { values, rows, columns } = averaged(image);
  return `data:image/png;base64,${base64(png(stretched(values, stretch), rows, columns))}`;
}

function averaged({ values, shape }: Brightness): { values: Float64Array; rows: number; columns: number } {
  const [rows = 0, columns = 0] = shape.slice(-2);
  const block = Math.max(1, Math.ceil(Math.max(rows, columns) / LargestSide));
  const [outRows, outColumns] = [Math.ceil(rows / block), Math.ceil(columns / block)];
  const out = new Float64Array(outRows * outColumns);
  for (let row = 0; row < outRows; row++) {
    for (let column = 0; column < outColumns; column++) {
      let [sum, count] = [0, 0];
      for (let r = row * block; r < Math.min(rows, (row + 1) * block); r++) {
        for (let c = column * block; c < Math.min(columns, (column + 1) * block); c++) {
          const value = values[r * columns + c]!;
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
      }
      out[(outRows - 1 - row) * outColumns + column] = count === 0 ? NaN : sum / count;
    }
  }
  return { values: out, rows: outRows, columns: outColumns };
}

function stretched(values: Float64Array, { range = [0.25, 0.997], softening = 0.1, inverted = true }: Stretch): Uint8Array {
  const sorted = values.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(range[0]), at(range[1])];
  const most = Math.asinh(1 / softening);
  return Uint8Array.from(values, (value) => {
    const share = Number.isNaN(value) || high <= low ? 0 : Math.min(1, Math.max(0, (value - low) / (high - low)));
    const level = Math.asinh(share / softening) / most;
    return Math.round(255 * (inverted ? 1 - level : level));
  });
}

/** PNG (ISO 15948) with one IDAT of stored blocks: compression would need an asynchronous call. */
function png(pixels: Uint8Array, rows: number, columns: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, columns);
  view.setUint32(4, rows);
  header.set([8, 0, 0, 0, 0], 8);
  const lines = new Uint8Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) lines.set(pixels.subarray(row * columns, (row + 1) * columns), row * (columns + 1) + 1);
  const chunks = [chunk("IHDR", header), chunk("IDAT", stored(lines)), chunk("IEND", new Uint8Array(0))];
  return joined([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks]);
}

/** A zlib stream (RFC 1950) of stored blocks (RFC 1951, section 3.2.4). */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start < bytes.length; start += 65535) {
    const block = bytes.subarray(start, start + 65535);
    const isLast = start + 65535 >= bytes.length;
    const [low, high] = [block.length & 255, block.length >> 8];
    parts.push(Uint8Array.of(isLast ? 1 : 0, low, high, ~low & 255, ~high & 255), block);
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  parts.push(Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255));
  return joined(parts);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const body = joined([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), content]);
  const frame = new Uint8Array(8);
  const view = new DataView(frame.buffer);
  view.setUint32(0, content.length);
  view.setUint32(4, crc(body));
  return joined([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = crcTable[(rest ^ byte) & 255]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}
