/** A program as bytes and back; the format is drawn in `program.ts`. Decoding checks form only: `verify` checks meaning. */
import { Format, type Op, type Section as SectionKind, type StageMode, type Storage } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import type { Instruction, Program, Section, Stage, Value } from "./program.js";

const HeaderBytes = 4 * Format.HeaderWords;
const WordCountPlace = Format.HeaderWords - 2;
const ChecksumPlace = Format.HeaderWords - 1;

/** FNV-1a, 32 bit, over all bytes but the checksum's own word, which is the one at `place`. */
export function checksum(bytes: Uint8Array, place = ChecksumPlace): number {
  let hash = 0x811c9dc5;
  const own = 4 * place;
  for (let i = 0; i < bytes.length; i++) {
    if (i === own) i += 4;
    if (i >= bytes.length) break;
    hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  }
  return hash >>> 0;
}

const numberView = new DataView(new ArrayBuffer(8));

function numberWords(x: number): [low: number, high: number] {
  numberView.setFloat64(0, x, true);
  return [numberView.getUint32(0, true), numberView.getUint32(4, true)];
}

function numberOf(low: number, high: number): number {
  numberView.setUint32(0, low, true);
  numberView.setUint32(4, high, true);
  return numberView.getFloat64(0, true);
}

function writeStage(words: number[], stage: Stage): void {
  words.push(stage.space, stage.mode, stage.instructions.length);
  for (const { op, immediate, out, outCount, args } of stage.instructions) {
    words.push(op, immediate, out < 0 ? Format.NoValue : out, outCount, args.length, ...args);
  }
}

/** The program's bytes: the same program gives the same bytes. */
export function encode(program: Program): Uint8Array {
  const words: number[] = [
    Format.Magic,
    Format.Version,
    program.dimCount,
    program.spaces.length,
    program.constants.length,
    program.columns.length,
    program.indexes.length,
    program.values.length,
    program.sections.length,
    0,
    0,
  ];
  for (const dims of program.spaces) words.push(dims.length, ...dims);
  for (const constant of program.constants) words.push(...numberWords(constant));
  for (const column of program.columns) words.push(column.space);
  for (const index of program.indexes) words.push(index.space, index.target);
  for (const value of program.values) words.push(value.storage, value.space, value.index);
  for (const section of program.sections) {
    words.push(section.kind, section.outputs.length, ...section.outputs, section.stages.length);
    for (const stage of section.stages) writeStage(words, stage);
  }
  words[WordCountPlace] = words.length;

  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, place) => view.setUint32(4 * place, word, true));
  view.setUint32(4 * ChecksumPlace, checksum(bytes), true);
  return bytes;
}

function damaged(message: string, value?: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-program",
    problem: `This is not a whole serialised program: ${message}.`,
    remedy: "Serialise the model again, or fetch the file again.",
    value,
  });
}

/** Reads words in order; running past the end, or a count that cannot fit in what is left, is a typed error. */
class Reader {
  private place: number = Format.HeaderWords;
  constructor(
    private readonly view: DataView,
    private readonly wordCount: number,
  ) {}

  word(): number {
    if (this.place >= this.wordCount) throw damaged(`it ends at word ${this.place}, where more should follow`);
    return this.view.getUint32(4 * this.place++, true);
  }

  /** `count` items of at least `words` words each. */
  list<T>(count: number, words: number, item: () => T): T[] {
    if (count * words > this.wordCount - this.place) {
      throw damaged(`word ${this.place} announces ${count} items, more than fit`, count);
    }
    return Array.from({ length: count }, item);
  }

  words(count: number): number[] {
    return this.list(count, 1, () => this.word());
  }

  end(): void {
    if (this.place !== this.wordCount) throw damaged(`${this.wordCount - this.place} words follow its end`);
  }
}

function readInstruction(reader: Reader): Instruction {
  const [op, immediate, first, outCount, argCount] = reader.words(5) as [number, number, number, number, number];
  return { op: op as Op, immediate, out: first === Format.NoValue ? -1 : first, outCount, args: reader.words(argCount) };
}

function readStage(reader: Reader): Stage {
  const [space, mode, count] = reader.words(3) as [number, number, number];
  return { space, mode: mode as StageMode, instructions: reader.list(count, 5, () => readInstruction(reader)) };
}

function readSection(reader: Reader): Section {
  const [kind, outputCount] = reader.words(2) as [number, number];
  const outputs = reader.words(outputCount);
  return { kind: kind as SectionKind, outputs, stages: reader.list(reader.word(), 3, () => readStage(reader)) };
}

function readValue(reader: Reader): Value {
  const [storage, space, index] = reader.words(3) as [number, number, number];
  return { storage: storage as Storage, space, index };
}

function checkHeader(bytes: Uint8Array, view: DataView): void {
  if (bytes.length < HeaderBytes) throw damaged(`${bytes.length} bytes are less than its header`, bytes.length);
  const word = (place: number): number => view.getUint32(4 * place, true);
  if (word(0) !== Format.Magic) throw damaged("it does not begin with WMCP", word(0));
  if (word(1) !== Format.Version) {
    throw new WasmcmcError({
      code: "program-version",
      problem: `This program has format version ${word(1)}; this library reads version ${Format.Version}.`,
      remedy: "Serialise the model with this version of the library.",
      value: word(1),
    });
  }
  if (4 * word(WordCountPlace) !== bytes.length) {
    throw damaged(`it should be ${4 * word(WordCountPlace)} bytes long and is ${bytes.length}`, bytes.length);
  }
  if (word(ChecksumPlace) !== checksum(bytes)) throw damaged("its checksum does not match", word(ChecksumPlace));
}

/** The program of some bytes. Throws a WasmcmcError, code "damaged-program" or "program-version". */
export function decode(bytes: Uint8Array): Program {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkHeader(bytes, view);
  const count = (place: number): number => view.getUint32(4 * place, true);
  const reader = new Reader(view, count(WordCountPlace));
  const program: Program = {
    dimCount: count(2),
    spaces: reader.list(count(3), 1, () => reader.words(reader.word())),
    constants: reader.list(count(4), 2, () => numberOf(reader.word(), reader.word())),
    columns: reader.list(count(5), 1, () => ({ space: reader.word() })),
    indexes: reader.list(count(6), 2, () => ({ space: reader.word(), target: reader.word() })),
    values: reader.list(count(7), 3, () => readValue(reader)),
    sections: reader.list(count(8), 3, () => readSection(reader)),
  };
  reader.end();
  return program;
}
