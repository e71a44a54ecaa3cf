/**
 * Zip archives (PKWARE APPNOTE 6.3): files stored or deflated, with their checksums.
 *
 *     | local header, name, bytes | ... | central header, name | ... | end record |
 *
 * Times are 1980-01-01, so that the same files give the same archive.
 */
import { damagedAt } from "./damaged_at.js";
import { unsupportedFile } from "./file_errors.js";

const [LocalHeader, CentralHeader, EndRecord] = [0x04034b50, 0x02014b50, 0x06054b50];
const [LargeLocator, LargeEndRecord] = [0x07064b50, 0x06064b50];
const [LocalBytes, CentralBytes, EndBytes] = [30, 46, 22];
const FirstDay = 0x21;
const Utf8Names = 0x800;
const Word = 2 ** 32;

export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Compression = (bytes: Uint8Array) => Uint8Array;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}

/** An archive of the files, in order; deflated where there is a function to do it. */
export function writeZip(files: readonly ZipFile[], deflate?: Compression): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ name, bytes }) => {
    const packed = deflate?.(bytes) ?? bytes;
    return { name: new TextEncoder().encode(name), packed, size: bytes.length, crc: crc32(bytes) };
  });
  const bodyLength = entries.reduce((sum, { name, packed }) => sum + LocalBytes + name.length + packed.length, 0);
  const directoryLength = entries.reduce((sum, { name }) => sum + CentralBytes + name.length, 0);
  if (bodyLength + directoryLength > Word - 1 || entries.length > 65534)
    throw unsupportedFile("Such an archive holds at most 4 GB.", "Write fewer groups or draws to a file, or another format.");
  const out = new Uint8Array(bodyLength + directoryLength + EndBytes);
  const view = new DataView(out.buffer);
  let at = 0;
  let central = bodyLength;
  for (const { name, packed, size, crc } of entries) {
    const method = deflate === undefined ? 0 : 8;
    const common = (place: number) => {
      const words = [20, Utf8Names, method, 0, FirstDay];
      for (const [k, word] of words.entries()) view.setUint16(place + 2 * k, word, true);
      for (const [k, word] of [crc, packed.length, size].entries()) view.setUint32(place + 10 + 4 * k, word, true);
      view.setUint16(place + 22, name.length, true);
    };
    view.setUint32(at, LocalHeader, true);
    common(at + 4);
    out.set(name, at + LocalBytes);
    out.set(packed, at + LocalBytes + name.length);
    view.setUint32(central, CentralHeader, true);
    view.setUint16(central + 4, 20, true);
    common(central + 6);
    view.setUint32(central + 42, at, true);
    out.set(name, central + CentralBytes);
    at += LocalBytes + name.length + packed.length;
    central += CentralBytes + name.length;
  }
  view.setUint32(central, EndRecord, true);
  view.setUint16(central + 8, entries.length, true);
  view.setUint16(central + 10, entries.length, true);
  view.setUint32(central + 12, directoryLength, true);
  view.setUint32(central + 16, bodyLength, true);
  return out;
}

/** A file within an archive, as it lies there. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: Uint8Array;
  readonly offset: number;
}

/** The files of an archive; `inflate` is asked for where one is deflated. Throws where a checksum does not match. */
export async function readZip(bytes: Uint8Array, loadInflate: () => Promise<Compression>): Promise<ZipFile[]> {
  const entries = new ZipReader(bytes).entries();
  const inflate = entries.some(({ method }) => method === 8) ? await loadInflate() : undefined;
  return entries.map(({ name, method, crc, size, packed, offset }) => {
    const content = method === 0 ? packed : unpack(inflate!, packed, offset, name);
    if (content.length !== size || crc32(content) !== crc) throw damaged(`the checksum of "${name}" does not match`, offset);
    return { name, bytes: content };
  });
}

function unpack(inflate: Compression, packed: Uint8Array, offset: number, name: string): Uint8Array {
  try {
    return inflate(packed);
  } catch {
    throw damaged(`"${name}" cannot be inflated`, offset);
  }
}

class ZipReader {
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  entries(): Entry[] {
    const { count, start } = this.directory();
    const entries: Entry[] = [];
    for (let k = 0, at = start; k < count; k++) {
      this.check(at, CentralBytes, CentralHeader, "the list of files");
      const lengths = [28, 30, 32].map((field) => this.view.getUint16(at + field, true));
      const length = CentralBytes + lengths[0]! + lengths[1]! + lengths[2]!;
      this.room(at, length);
      entries.push(this.entry(at, lengths as [number, number, number]));
      at += length;
    }
    return entries;
  }

  private entry(at: number, [nameLength, extraLength]: readonly [number, number, number]): Entry {
    const { view } = this;
    const name = new TextDecoder().decode(this.bytes.subarray(at + CentralBytes, at + CentralBytes + nameLength));
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8))
      throw unsupportedFile(
        `"${name}" is encrypted or compressed in a way other than deflate.`,
        "Write the archive anew by numpy.",
        name,
      );
    const extra = new DataView(view.buffer, view.byteOffset + at + CentralBytes + nameLength, extraLength);
    const [size, packedSize, offset] = large(
      extra,
      [24, 20, 42].map((field) => view.getUint32(at + field, true)),
    );
    this.check(offset!, LocalBytes, LocalHeader, `"${name}"`);
    const start = offset! + LocalBytes + view.getUint16(offset! + 26, true) + view.getUint16(offset! + 28, true);
    this.room(start, packedSize!);
    const packed = this.bytes.subarray(start, start + packedSize!);
    return { name, method, crc: view.getUint32(at + 16, true), size: size!, packed, offset: start };
  }

  /** Where the list of files starts, and how many there are. */
  private directory(): { count: number; start: number } {
    const { view, bytes } = this;
    if (bytes.length < 4 || view.getUint32(0, true) !== LocalHeader) throw damaged("it does not start as a zip archive", 0);
    let end = bytes.length - EndBytes;
    while (end >= 0 && view.getUint32(end, true) !== EndRecord) end--;
    if (end < 0) throw damaged("it ends before its list of files", bytes.length);
    const [count, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
    if ((count !== 0xffff && start !== Word - 1) || end < 20 || view.getUint32(end - 20, true) !== LargeLocator)
      return { count, start };
    const record = Number(view.getBigUint64(end - 12, true));
    this.check(record, 56, LargeEndRecord, "the list of files");
    return { count: Number(view.getBigUint64(record + 32, true)), start: Number(view.getBigUint64(record + 48, true)) };
  }

  private check(at: number, length: number, signature: number, what: string): void {
    this.room(at, length);
    if (this.view.getUint32(at, true) !== signature) throw damaged(`${what} is not where it should be`, at);
  }

  private room(at: number, length: number): void {
    if (at + length > this.bytes.length) throw damaged("it ends too early", this.bytes.length);
  }
}

/** Lengths and places that do not fit 32 bits stand in the extra field 1, in this order. */
function large(extra: DataView, fields: readonly number[]): number[] {
  let at = 0;
  while (at + 4 <= extra.byteLength && extra.getUint16(at, true) !== 1) at += 4 + extra.getUint16(at + 2, true);
  at += 4;
  return fields.map((field) => {
    if (field !== Word - 1 || at + 8 > extra.byteLength) return field;
    at += 8;
    return Number(extra.getBigUint64(at - 8, true));
  });
}

function damaged(problem: string, place: number): Error {
  return damagedAt("an npz archive", `byte ${place}`, problem, place);
}
