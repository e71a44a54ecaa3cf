/** Reads big-endian elements, one after the other or a stride apart, into typed arrays. */

/** Where a column's elements lie: `runs` cells of `perRun` elements, cells `stride` bytes apart. */
export interface Layout {
  readonly start: number;
  readonly runs: number;
  readonly perRun: number;
  readonly stride: number;
}

export type NumericArray = Float64Array | Float32Array | Int16Array | Int32Array | BigInt64Array | Uint8Array;

/** Elements of the type that the code names: B, L, A and X bytes as they are. */
export function readElements(view: DataView, code: string, layout: Layout): NumericArray {
  const out = elementsFor(code, layout.runs * layout.perRun);
  readInto(out, 0, view, code, layout);
  return out;
}

/** Room for so many elements; complex numbers are two. */
export function elementsFor(code: string, count: number): NumericArray {
  switch (code) {
    case "D":
      return new Float64Array(count);
    case "M":
      return new Float64Array(2 * count);
    case "E":
      return new Float32Array(count);
    case "C":
      return new Float32Array(2 * count);
    case "K":
      return new BigInt64Array(count);
    case "J":
      return new Int32Array(count);
    case "I":
      return new Int16Array(count);
    default:
      return new Uint8Array(count);
  }
}

/** Fills `out` from a place on. */
export function readInto(out: NumericArray, at: number, view: DataView, code: string, layout: Layout): void {
  const all = code === "M" || code === "C" ? { ...layout, perRun: 2 * layout.perRun } : layout;
  if (out instanceof Float64Array) readDoubles(out, at, view, all);
  else if (out instanceof Float32Array) readFloats(out, at, view, all);
  else if (out instanceof Uint8Array) readBytes(out, at, view, all);
  else if (out instanceof BigInt64Array) {
    each(at, all, 8, (byte, place) => {
      out[place] = view.getBigInt64(byte);
    });
  } else if (out instanceof Int32Array) {
    each(at, all, 4, (byte, place) => {
      out[place] = view.getInt32(byte);
    });
  } else {
    each(at, all, 2, (byte, place) => {
      out[place] = view.getInt16(byte);
    });
  }
}

/** Calls `read(byte, place)` for each element of `size` bytes. */
function each(
  at: number,
  { start, runs, perRun, stride }: Layout,
  size: number,
  read: (byte: number, place: number) => void,
): void {
  let place = at;
  for (let run = 0; run < runs; run++) {
    let byte = start + run * stride;
    for (let k = 0; k < perRun; k++, byte += size) read(byte, place++);
  }
}

/** The commonest types have loops of their own, without a call an element. */
function readDoubles(out: Float64Array, at: number, view: DataView, { start, runs, perRun, stride }: Layout): void {
  let place = at;
  for (let run = 0; run < runs; run++) {
    for (let byte = start + run * stride, end = byte + 8 * perRun; byte < end; byte += 8) out[place++] = view.getFloat64(byte);
  }
}

function readFloats(out: Float32Array, at: number, view: DataView, { start, runs, perRun, stride }: Layout): void {
  let place = at;
  for (let run = 0; run < runs; run++) {
    for (let byte = start + run * stride, end = byte + 4 * perRun; byte < end; byte += 4) out[place++] = view.getFloat32(byte);
  }
}

function readBytes(out: Uint8Array, at: number, view: DataView, { start, runs, perRun, stride }: Layout): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let run = 0; run < runs; run++) {
    const from = start + run * stride;
    if (perRun > 16) out.set(bytes.subarray(from, from + perRun), at + run * perRun);
    else for (let k = 0; k < perRun; k++) out[at + run * perRun + k] = bytes[from + k] as number;
  }
}
