/** The header-data units of a FITS file: what each is and where its data lie. FITS standard 4.0, sections 3 and 7. */
import { damaged } from "./fits_error.js";
import { BlockBytes, type FitsHeader, readHeader } from "./header.js";

export type HduKind = "image" | "binary table" | "ASCII table" | "compressed image" | "random groups" | "other";

export interface Hdu {
  /** Counted from 0, the primary one. */
  readonly number: number;
  /** EXTNAME, or "". */
  readonly name: string;
  readonly kind: HduKind;
  readonly header: FitsHeader;
  /** Where its data start, and how long they are without the padding. */
  readonly dataStart: number;
  readonly dataBytes: number;
}

/** All units of a file. Data that end early are an error; padding of the last block may be missing, as astropy allows. */
export function readHdus(bytes: Uint8Array): Hdu[] {
  const hdus: Hdu[] = [];
  let at = 0;
  for (let header = readHeader(bytes, at); header !== undefined; header = readHeader(bytes, at)) {
    const dataBytes = sizeOfData(header);
    if (header.end > bytes.length && dataBytes > 0) throw damaged("The file ends within a header's block", bytes.length);
    if (dataBytes > bytes.length - header.end && dataBytes > 0) {
      throw damaged(
        `The data of unit ${hdus.length} should have ${dataBytes} bytes from byte ${header.end}, but the file ends`,
        bytes.length,
      );
    }
    const name = (header.text("EXTNAME") ?? "").trim();
    hdus.push({ number: hdus.length, name, kind: kindOf(header), header, dataStart: header.end, dataBytes });
    at = header.end + Math.ceil(dataBytes / BlockBytes) * BlockBytes;
  }
  if (hdus.length === 0) throw damaged("There is no header", 0, "Check that it is a FITS file.");
  return hdus;
}

function kindOf(header: FitsHeader): HduKind {
  const extension = header.text("XTENSION");
  if (extension === undefined)
    return header.value("GROUPS") === true && header.number("NAXIS1") === 0 ? "random groups" : "image";
  if (extension === "IMAGE" || extension === "IUEIMAGE") return "image";
  if (extension === "TABLE") return "ASCII table";
  if (extension === "BINTABLE" || extension === "A3DTABLE")
    return header.value("ZIMAGE") === true ? "compressed image" : "binary table";
  return "other";
}

/** Bytes of data: |BITPIX| / 8 * GCOUNT * (PCOUNT + product of NAXISn). A factor of 0 makes the product 0, however large others are. */
function sizeOfData(header: FitsHeader): number {
  const axes = header.count("NAXIS");
  if (axes > 999) throw damaged(`NAXIS is ${axes}; the largest is 999`, header.start);
  if (axes === 0) return 0;
  const groups = header.value("GROUPS") === true && header.number("NAXIS1") === 0;
  const lengths = Array.from({ length: axes }, (_, axis) => header.count(`NAXIS${axis + 1}`));
  const counted = groups ? lengths.slice(1) : lengths;
  const cells = counted.some((length) => length === 0) ? 0 : counted.reduce((product, length) => product * length, 1);
  const bits = header.number("BITPIX");
  if (![8, 16, 32, 64, -32, -64].includes(bits ?? 0)) throw damaged(`BITPIX is ${bits}, which no FITS file has`, header.start);
  const size = (Math.abs(bits as number) / 8) * header.count("GCOUNT", 1) * (header.count("PCOUNT", 0) + cells);
  if (!Number.isSafeInteger(size)) throw damaged(`The header declares ${size} bytes of data`, header.start);
  return size;
}
