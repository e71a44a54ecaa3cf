/**
 * Models and bound data as bytes, for other machines and other languages.
 *
 *     magic "WMCM" | version | kind (0 model, 1 model with data) | header length | program length | data length | checksum
 *     header   JSON, UTF-8: names, layouts and checks (CompiledModel without its program); with data also dim sizes and coords
 *     program  as program.ts draws it
 *     data     for each column of the header's list float64 values, then for each label column int32 values
 *
 * Words are 32-bit little-endian; the checksum (FNV-1a) covers all bytes but its own; parts start at multiples of 8.
 */
import { Bound, type CheckedData } from "../engine/bound.js";
import { WasmcmcError } from "../errors.js";
import { checkData, type DataOptions } from "../model/check_data.js";
import type { DataNode } from "../model/graph.js";
import type { CompiledModel } from "../program/compiled.js";
import { checksum, decode, encode } from "../program/encode.js";
import { verify } from "../program/verify.js";
import { type CompilableModel, compile } from "./compile.js";
import { Target } from "./target.js";

const Magic = 0x4d434d57;
const Version = 1;
const HeaderWords = 8;
const ChecksumWord = 6;

interface Column {
  readonly name: string;
  readonly length: number;
}

interface Header extends Omit<CompiledModel, "program"> {
  readonly dimSizes?: readonly (readonly [string, number])[];
  readonly coords?: readonly (readonly [string, readonly (string | number)[]])[];
  readonly values?: readonly Column[];
  readonly labels?: readonly Column[];
}

/** A model that was read from bytes: it has no expressions any more, but binds to data all the same. */
export class PortableModel {
  constructor(readonly compiled: CompiledModel) {}

  bind(data: Readonly<Record<string, unknown>>, options: DataOptions = {}): Target {
    const specs = this.compiled.data.map((spec): [string, DataNode] => {
      const { name, role, dims, target } = spec;
      return [name, { kind: "data", name, role, dims, event: [], ...(target === undefined ? {} : { target }) }];
    });
    return new Target(new Bound(this.compiled, checkData(Object.fromEntries(specs), data, options)));
  }
}

/** The bytes of a model without data. */
export function serializeModel(model: CompilableModel | PortableModel): Uint8Array {
  return write(0, model instanceof PortableModel ? model.compiled : compile(model, { simulation: true }), {}, []);
}

/** The bytes of a model with its data: `target = model.bind(data)`. */
export function serialize({ bound }: Target<unknown>): Uint8Array {
  const { compiled, checked } = bound.forSimulation();
  const columns = <A extends ArrayLike<number>>(map: ReadonlyMap<string, A>): Column[] =>
    [...map].map(([name, { length }]) => ({ name, length }));
  const header = {
    dimSizes: [...checked.dimSizes],
    coords: [...checked.coords],
    values: columns(checked.columns),
    labels: columns(checked.indexes),
  };
  return write(1, compiled, header, [...checked.columns.values(), ...checked.indexes.values()]);
}

/** A model without data from its bytes; damaged ones throw a typed error. */
export function deserializeModel(bytes: Uint8Array): PortableModel {
  return new PortableModel(read(bytes, 0).compiled);
}

/** A model with its data from its bytes, ready to sample; damaged ones throw a typed error. */
export function deserialize(bytes: Uint8Array): Target {
  const { compiled, header, data } = read(bytes, 1);
  let offset = 0;
  const take = (length: number, size: number) => {
    const start = offset;
    offset += length * size;
    return data.slice(start, offset).buffer;
  };
  const columns = new Map((header.values ?? []).map(({ name, length }) => [name, new Float64Array(take(length, 8))]));
  const indexes = new Map((header.labels ?? []).map(({ name, length }) => [name, new Int32Array(take(length, 4))]));
  const checked: CheckedData = { dimSizes: new Map(header.dimSizes), coords: new Map(header.coords), columns, indexes };
  return new Target(new Bound(compiled, checked));
}

function write(
  kind: number,
  { program, ...layouts }: CompiledModel,
  extra: Partial<Header>,
  columns: readonly (Float64Array | Int32Array)[],
): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ ...layouts, ...extra }));
  const code = encode(program);
  const dataLength = columns.reduce((sum, column) => sum + column.byteLength, 0);
  const [programStart, dataStart] = starts(header.length, code.length);
  const bytes = new Uint8Array(dataStart + dataLength);
  const view = new DataView(bytes.buffer);
  [Magic, Version, kind, header.length, code.length, dataLength].forEach((word, i) => view.setUint32(4 * i, word, true));
  bytes.set(header, 4 * HeaderWords);
  bytes.set(code, programStart);
  let offset = dataStart;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += column.byteLength;
  }
  view.setUint32(4 * ChecksumWord, checksum(bytes, ChecksumWord), true);
  return bytes;
}

function read(bytes: Uint8Array, wanted: number): { compiled: CompiledModel; header: Header; data: Uint8Array } {
  if (bytes.length < 4 * HeaderWords) throw damaged("it is shorter than its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (i: number) => view.getUint32(4 * i, true);
  if (word(0) !== Magic) throw damaged("it does not start as one");
  if (word(1) !== Version) throw damaged(`its version is ${word(1)}; this library reads version ${Version}`);
  const [headerLength, codeLength, dataLength] = [word(3), word(4), word(5)];
  const [programStart, dataStart] = starts(headerLength, codeLength);
  if (bytes.length !== dataStart + dataLength)
    throw damaged(`it has ${bytes.length} bytes where it should have ${dataStart + dataLength}`);
  if (word(ChecksumWord) !== checksum(bytes, ChecksumWord)) throw damaged("its checksum does not match");
  if (word(2) !== wanted)
    throw damaged(
      wanted === 1
        ? "it holds a model without data (read it by deserializeModel)"
        : "it holds a model with data (read it by deserialize)",
    );
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4 * HeaderWords, 4 * HeaderWords + headerLength))) as Header;
  const program = decode(bytes.slice(programStart, programStart + codeLength));
  verify(program);
  return { compiled: { ...header, program }, header, data: bytes.slice(dataStart) };
}

function starts(headerLength: number, codeLength: number): [program: number, data: number] {
  const align = (offset: number) => Math.ceil(offset / 8) * 8;
  const program = align(4 * HeaderWords + headerLength);
  return [program, align(program + codeLength)];
}

function damaged(why: string): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-program",
    problem: `This is not a serialised model, or it is damaged: ${why}.`,
    remedy: "Serialise the model again, and move the bytes as binary.",
  });
}
