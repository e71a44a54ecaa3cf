/** Images: the primary array and IMAGE extensions, with BSCALE, BZERO and BLANK. FITS standard 4.0, sections 4.4.2 and 5. */
import { elementBytes } from "./column_format.js";
import { readElements } from "./elements.js";
import { fitsError } from "./fits_error.js";
import type { Hdu } from "./hdu.js";
import type { FitsHeader } from "./header.js";
import { type WorldCoordinates, worldCoordinates } from "./wcs.js";

export interface FitsImage {
  /** Slowest axis first: [rows, columns] of a picture; row 0 is at the bottom. */
  readonly shape: readonly number[];
  /** Scaled, blank pixels NaN; Float32Array where the file has them unscaled, or as integers of 8 or 16 bits. */
  readonly values: Float64Array | Float32Array;
  /** BUNIT. */
  readonly unit: string | undefined;
  /** Undefined where the header has none of the kind that is understood: TAN of the first two axes, without distortions. */
  readonly wcs: WorldCoordinates | undefined;
  /** Why `wcs` is undefined: "it is distorted (A_ORDER), and distortions are not applied". */
  readonly wcsProblem: string | undefined;
  readonly header: FitsHeader;
}

const codes: Readonly<Record<number, string>> = { 8: "B", 16: "I", 32: "J", 64: "K", [-32]: "E", [-64]: "D" };

export function readImage(bytes: Uint8Array, hdu: Hdu): FitsImage {
  const { header } = hdu;
  const axes = header.count("NAXIS");
  if (hdu.kind !== "image" || axes === 0) {
    throw fitsError(
      "unsupported-file",
      `Unit ${hdu.number} is ${axes === 0 ? "empty" : `a ${hdu.kind}`}; it has no plain image.`,
      hdu.kind === "compressed image" ? "Decompress it first (funpack)." : "Choose another unit.",
      hdu.kind,
    );
  }
  const shape = Array.from({ length: axes }, (_, axis) => header.count(`NAXIS${axis + 1}`)).reverse();
  const count = shape.some((length) => length === 0) ? 0 : shape.reduce((product, length) => product * length, 1);
  const code = codes[header.number("BITPIX") ?? 0] as string;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = pixels(view, code, hdu.dataStart, count, header);
  const { wcs, problem } = worldCoordinates(header);
  return { shape, values, unit: header.text("BUNIT"), wcs, wcsProblem: problem, header };
}

/** Pixels that are made at once from what is stored, so that an image is never in memory twice. */
const Piece = 65_536;

function pixels(view: DataView, code: string, start: number, count: number, header: FitsHeader): Float64Array | Float32Array {
  const scale = header.number("BSCALE") ?? 1;
  const zero = Number(header.value("BZERO") ?? 0);
  const isReal = code === "E" || code === "D";
  if (isReal && scale === 1 && zero === 0) {
    return readElements(view, code, { start, runs: 1, perRun: count, stride: 0 }) as Float64Array | Float32Array;
  }
  const blank = isReal ? undefined : header.value("BLANK");
  const values = isExactInFloat32(code, scale, zero) ? new Float32Array(count) : new Float64Array(count);
  const size = elementBytes[code] as number;
  for (let from = 0; from < count; from += Piece) {
    const perRun = Math.min(Piece, count - from);
    const stored = readElements(view, code, { start: start + from * size, runs: 1, perRun, stride: 0 });
    for (let i = 0; i < perRun; i++) {
      const number = Number(stored[i]);
      values[from + i] = blank !== undefined && number === Number(blank) ? NaN : number * scale + zero;
    }
  }
  return values;
}

/** Whole numbers of 16 bits, shifted by whole numbers, have their place in 24 bits. */
function isExactInFloat32(code: string, scale: number, zero: number): boolean {
  return (code === "B" || code === "I") && scale === 1 && Number.isInteger(zero) && Math.abs(zero) <= 2 ** 23;
}
