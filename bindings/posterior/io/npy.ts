/** numpy's files of one array (npy, versions 1 to 3 of the format). */
import { sizeOf } from "../inference_data/check_dataset.js";
import { transpose } from "../inference_data/reshape.js";
import type { Variable, VariableValues } from "../inference_data/variable.js";
import { damagedAt } from "./damaged_at.js";
import { unsupportedFile } from "./file_errors.js";
import { typeOfValues } from "./stored_values.js";
import { toInt64 } from "./value_types.js";

/** Values row-major, whatever order the file has them in. */
export interface NumpyArray {
  readonly values: VariableValues;
  readonly shape: readonly number[];
}

const Magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const Alignment = 64;

/**
 * The bytes of an npy file, which `numpy.load` reads: Float64Array is float64, Uint8Array bool, BigInt64Array int64, texts `<U`.
 *
 *     writeFileSync("theta.npy", writeNpy({ values, shape: [4, 1000, 8] }));
 */
export function writeNpy({ values, shape }: NumpyArray): Uint8Array<ArrayBuffer> {
  if (sizeOf(shape) !== values.length)
    throw unsupportedFile(
      `${values.length} values do not fill the shape [${shape.join(", ")}].`,
      "Give the shape of the values.",
    );
  const width = ArrayBuffer.isView(values) ? 0 : Math.max(1, ...values.map((text) => [...text].length));
  const descr = { float64: "<f8", float32: "<f4", int32: "<i4", int64: "<i8", bool: "|b1", string: `<U${width}` }[
    typeOfValues(values)
  ];
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const isLong = text.length + Alignment > 65535;
  const fixed = isLong ? 12 : 10;
  const length = Math.ceil((fixed + text.length + 1) / Alignment) * Alignment - fixed;
  const body = ArrayBuffer.isView(values)
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    : codePoints(values, width);
  const out = new Uint8Array(fixed + length + body.length);
  out.set(Magic);
  out[6] = isLong ? 2 : 1;
  const view = new DataView(out.buffer);
  if (isLong) view.setUint32(8, length, true);
  else view.setUint16(8, length, true);
  out.set(new TextEncoder().encode(text.padEnd(length - 1)), fixed);
  out[fixed + length - 1] = 10;
  out.set(body, fixed + length);
  return out;
}

/** Four bytes a character, ended by zeros. */
function codePoints(texts: readonly string[], width: number): Uint8Array {
  const out = new DataView(new ArrayBuffer(4 * width * texts.length));
  for (const [k, text] of texts.entries())
    for (const [i, character] of [...text].entries()) out.setUint32(4 * (k * width + i), character.codePointAt(0)!, true);
  return new Uint8Array(out.buffer);
}

/**
 * The array of an npy file: floats of 16 bits become float32, integers of up to 32 bits int32, larger ones int64, bytes and texts
 * strings; either byte order, rows or columns first. Complex numbers, times, records and pickled objects are refused
 * ("unsupported-file"), damaged files too ("damaged-file", `value` the byte).
 */
export function readNpy(bytes: Uint8Array, name = "the array"): NumpyArray {
  const { descr, isFortran, shape, start } = header(bytes, name);
  const kind = /^([<>|=])([fiubUS])(\d+)$/.exec(descr);
  if (kind === null) {
    const remedy = "Numbers, booleans and texts are read: save the array as such, real and imaginary parts apart.";
    throw unsupportedFile(`${name} is of numpy's type ${descr}.`, remedy, name, descr);
  }
  const [, order, letter, count] = kind as unknown as [string, string, string, string];
  const width = Number(count) * (letter === "U" ? 4 : 1);
  const size = sizeOf(shape);
  if (bytes.length - start < size * width)
    throw damaged(`${name} has ${bytes.length - start} bytes of values where ${size * width} are needed`, bytes.length, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, size * width);
  const values =
    letter === "U" || letter === "S"
      ? texts(view, size, width, letter, order)
      : numbers(view, size, letter + count, order !== ">", name);
  const stored = isFortran ? shape.toReversed() : shape;
  const array: Variable = { values, shape: stored, dims: stored.map((_, axis) => String(axis)) };
  return { values: isFortran ? transpose(array, [...shape.keys()].reverse()).values : values, shape };
}

interface Header {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly start: number;
}

function header(bytes: Uint8Array, name: string): Header {
  if (bytes.length < 12 || Magic.some((byte, place) => bytes[place] !== byte))
    throw damaged(`${name} does not start as one`, 0, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw damaged(`${name} is of version ${version} of the format`, 6, name);
  const fixed = version === 1 ? 10 : 12;
  const start = fixed + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length) throw damaged(`the header of ${name} does not end`, bytes.length, name);
  const text = new TextDecoder().decode(bytes.subarray(fixed, start));
  const descr = /'descr':\s*(?:'([^']*)'|"([^"]*)"|(\[.*?\]|\(.*?\)))\s*,\s*'fortran_order'/s.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text);
  if (descr === null || order === null || shape === null)
    throw damaged(`the header of ${name} does not say type, order and shape`, fixed, name);
  const lengths = shape[1]!.split(",").map((length) => length.replace("L", "").trim());
  return {
    descr: descr[1] ?? descr[2] ?? descr[3]!,
    isFortran: order[1] === "True",
    shape: lengths.filter((length) => length !== "").map(Number),
    start,
  };
}

function numbers(view: DataView, size: number, type: string, little: boolean, name: string): VariableValues {
  const read = <Values extends { [place: number]: number | bigint }>(
    out: Values,
    width: number,
    get: (byte: number) => number | bigint,
  ) => {
    for (let i = 0; i < size; i++) out[i] = get(width * i);
    return out;
  };
  switch (type) {
    case "f8":
      return copied(view, Float64Array, little) ?? read(new Float64Array(size), 8, (byte) => view.getFloat64(byte, little));
    case "f4":
      return copied(view, Float32Array, little) ?? read(new Float32Array(size), 4, (byte) => view.getFloat32(byte, little));
    case "f2":
      return read(new Float32Array(size), 2, (byte) => half(view.getUint16(byte, little)));
    case "i8":
      return copied(view, BigInt64Array, little) ?? read(new BigInt64Array(size), 8, (byte) => view.getBigInt64(byte, little));
    case "i4":
      return copied(view, Int32Array, little) ?? read(new Int32Array(size), 4, (byte) => view.getInt32(byte, little));
    case "i2":
      return read(new Int32Array(size), 2, (byte) => view.getInt16(byte, little));
    case "u2":
      return read(new Int32Array(size), 2, (byte) => view.getUint16(byte, little));
    case "i1":
      return read(new Int32Array(size), 1, (byte) => view.getInt8(byte));
    case "u1":
      return read(new Int32Array(size), 1, (byte) => view.getUint8(byte));
    case "u4":
      return toInt64(read(new Float64Array(size), 4, (byte) => view.getUint32(byte, little)));
    case "u8":
      return read(new BigInt64Array(size), 8, (byte) => signed(view.getBigUint64(byte, little), name));
    case "b1":
      return read(new Uint8Array(size), 1, (byte) => (view.getUint8(byte) === 0 ? 0 : 1));
    default:
      throw unsupportedFile(`${name} has numbers of ${type.slice(1)} bytes.`, "Save it as float64.", name, type);
  }
}

function signed(value: bigint, name: string): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw unsupportedFile(`${name} has the integer ${value}, beyond 64 bits with a sign.`, "Save it as float64.", name, value);
}

/** The bytes as they are, where the host has the same order. */
function copied<Values>(view: DataView, Type: new (buffer: ArrayBuffer) => Values, little: boolean): Values | undefined {
  if (!little) return undefined;
  return new Type(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice().buffer);
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction
          ? NaN
          : Infinity
        : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

function texts(view: DataView, size: number, width: number, letter: string, order: string): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: size }, (_, k) => {
    if (letter === "S")
      return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + k * width, width)).replace(/\0+$/, "");
    let text = "";
    for (let at = k * width; at < (k + 1) * width; at += 4) text += String.fromCodePoint(view.getUint32(at, order !== ">"));
    return text.replace(/\0+$/, "");
  });
}

function damaged(problem: string, place: number, variable: string): Error {
  return damagedAt("a file of numpy's", `byte ${place}`, problem, place, variable);
}
