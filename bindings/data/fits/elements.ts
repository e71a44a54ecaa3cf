/** Reads big-endian elements, one after the other or a stride apart, into typed arrays. */

/** Where a column's elements lie: `runs` cells of `perRun` elements, cells `stride` bytes apart. */
export interface Layout {
  readonly start: number;
  readonly runs: number;
  readonly perRun: number;
  readonly stride: number;
}

type NumericArray = Float64Array | Float32Array | Int16Array | Int32Array | BigInt64Array | Uint8Array;

/** Calls `read(byte, place)` for each element of `size` bytes. */
function each({ start, runs, perRun, stride }: Layout, size: number, read: (byte: number, place: number) => void): void {
  let place = 0;
  for (let run = 0; run < runs; run++) {
    let byte = start + run * stride;
    for (let k = 0; k < perRun; k++, byte += size) read(byte, place++);
  }
}

/** Elements of the type that the code names: B, L, A and X bytes as they are. */
export function readElements(view: DataView, code: string, layout: Layout): NumericArray {
  const count = layout.runs * layout.perRun;
  switch (code) {
    case "D":
    case "M":
      return readDoubles(view, code === "M" ? twice(layout) : layout);
    case "E":
    case "C":
      return readFloats(view, code === "C" ? twice(layout) : layout);
    case "K": {
      const out = new BigInt64Array(count);
      each(layout, 8, (byte, place) => {
        out[place] = view.getBigInt64(byte);
      });
      return out;
    }
    case "J": {
      const out = new Int32Array(count);
      each(layout, 4, (byte, place) => {
        out[place] = view.getInt32(byte);
      });
      return out;
    }
    case "I": {
      const out = new Int16Array(count);
      each(layout, 2, (byte, place) => {
        out[place] = view.getInt16(byte);
      });
      return out;
    }
    default:
      return readBytes(view, layout);
  }
}

const twice = (layout: Layout): Layout => ({ ...layout, perRun: 2 * layout.perRun });

/** The commonest types have loops of their own, without a call an element. */
function readDoubles(view: DataView, { start, runs, perRun, stride }: Layout): Float64Array {
  const out = new Float64Array(runs * perRun);
  let place = 0;
  for (let run = 0; run < runs; run++) {
    for (let byte = start + run * stride, end = byte + 8 * perRun; byte < end; byte += 8) out[place++] = view.getFloat64(byte);
  }
  return out;
}

function readFloats(view: DataView, { start, runs, perRun, stride }: Layout): Float32Array {
  const out = new Float32Array(runs * perRun);
  let place = 0;
  for (let run = 0; run < runs; run++) {
    for (let byte = start + run * stride, end = byte + 4 * perRun; byte < end; byte += 4) out[place++] = view.getFloat32(byte);
  }
  return out;
}

function readBytes(view: DataView, { start, runs, perRun, stride }: Layout): Uint8Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const out = new Uint8Array(runs * perRun);
  for (let run = 0; run < runs; run++) out.set(bytes.subarray(start + run * stride, start + run * stride + perRun), run * perRun);
  return out;
}
