/** Images: the primary array and IMAGE extensions, with BSCALE, BZERO and BLANK. FITS standard 4.0, sections 4.4.2 and 5. */
import { readElements } from "./elements.js";
import { fitsError } from "./fits_error.js";
import type { Hdu } from "./hdu.js";
import type { FitsHeader } from "./header.js";
import { tanProjection, type WorldCoordinates } from "./wcs.js";

export interface FitsImage {
  /** Slowest axis first: [rows, columns] of a picture; row 0 is at the bottom. */
  readonly shape: readonly number[];
  /** Scaled, blank pixels NaN; Float32Array where the file has them unscaled. */
  readonly values: Float64Array | Float32Array;
  /** BUNIT. */
  readonly unit: string | undefined;
  /** Undefined where the header has none of the kind that is understood (TAN). */
  readonly wcs: WorldCoordinates | undefined;
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
  const count = shape.reduce((product, length) => product * length, 1);
  const code = codes[header.number("BITPIX") ?? 0] as string;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = readElements(view, code, { start: hdu.dataStart, runs: 1, perRun: count, stride: 0 });
  return { shape, values: scaled(stored, header), unit: header.text("BUNIT"), wcs: tanProjection(header), header };
}

function scaled(stored: ReturnType<typeof readElements>, header: FitsHeader): Float64Array | Float32Array {
  const scale = header.number("BSCALE") ?? 1;
  const zero = Number(header.value("BZERO") ?? 0);
  const isReal = stored instanceof Float64Array || stored instanceof Float32Array;
  if (isReal && scale === 1 && zero === 0) return stored;
  const blank = isReal ? undefined : header.value("BLANK");
  const values = new Float64Array(stored.length);
  for (let i = 0; i < values.length; i++) {
    const number = Number(stored[i]);
    values[i] = blank !== undefined && number === Number(blank) ? NaN : number * scale + zero;
  }
  return values;
}
