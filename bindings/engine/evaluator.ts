/** A program with its data inside a WASM instance: an `Evaluator` over the module's exports. */
import type { Section } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import { checkBoundData, rowCounts } from "../program/bound_data.js";
import { decode } from "../program/encode.js";
import type { BoundData, Evaluator } from "../program/evaluator.js";
import type { Program } from "../program/program.js";
import { verify } from "../program/verify.js";
import type { EngineExports, Pointer } from "./exports.js";

/** A run of doubles in the module's memory; its view is made anew where growth of the memory has detached it. */
class Buffer {
  private view: Float64Array;

  constructor(
    private readonly exports: EngineExports,
    readonly pointer: Pointer,
    private readonly length: number,
  ) {
    this.view = new Float64Array(exports.memory.buffer, pointer, length);
  }

  get values(): Float64Array {
    // A detached view has length 0, and so does a whole one of an empty run.
    if (this.view.length !== this.length || this.length === 0)
      this.view = new Float64Array(this.exports.memory.buffer, this.pointer, this.length);
    return this.view;
  }

  write(source: Float64Array, what: string): void {
    const { values } = this;
    if (source.length !== values.length) {
      throw new WasmcmcError({
        code: "bad-shape",
        problem: `A ${what} has ${values.length} numbers; this one has ${source.length}.`,
        remedy: "Take its length from the target.",
        value: source.length,
      });
    }
    // A loop, because TypedArray.set costs more than the copy for the usual handful of numbers.
    for (let i = 0; i < values.length; i++) values[i] = source[i] as number;
  }
}

export class EngineEvaluator implements Evaluator {
  readonly dimension: number;
  readonly parameterLength: number;
  /** The engine's record of the program, for the exports that take one. */
  readonly program: Pointer;
  private readonly definition: Program;
  private readonly rows: readonly number[];
  private readonly position: Buffer;
  private readonly gradient: Buffer;
  private readonly parameters: Buffer;

  /** Copies the program and its data into the instance and computes what depends on data alone. */
  constructor(
    readonly exports: EngineExports,
    bytes: Uint8Array,
    data: BoundData,
  ) {
    this.definition = decode(bytes);
    verify(this.definition);
    checkBoundData(this.definition, data);
    this.rows = rowCounts(this.definition, data.dimSizes);
    this.program = this.load(bytes, data.dimSizes);
    this.fill(data);
    exports.programBind(this.program);
    this.dimension = exports.programDimension(this.program);
    this.parameterLength = exports.programParameterLength(this.program);
    this.position = this.buffer(this.dimension);
    this.gradient = this.buffer(this.dimension);
    this.parameters = this.buffer(this.parameterLength);
  }

  logp(position: Float64Array): number {
    this.position.write(position, "position");
    return this.exports.programLogp(this.program, this.position.pointer);
  }

  logpAndGradient(position: Float64Array): { logp: number; gradient: Float64Array } {
    this.position.write(position, "position");
    const logp = this.exports.programLogpAndGradient(this.program, this.position.pointer, this.gradient.pointer);
    return { logp, gradient: this.gradient.values.slice() };
  }

  constrain(position: Float64Array): Float64Array {
    this.position.write(position, "position");
    this.exports.programConstrain(this.program, this.position.pointer, this.parameters.pointer);
    return this.parameters.values.slice();
  }

  unconstrain(parameters: Float64Array): Float64Array {
    this.parameters.write(parameters, "set of parameters");
    if (!this.exports.programUnconstrain(this.program, this.parameters.pointer, this.position.pointer)) throw outOfMemory();
    return this.position.values.slice();
  }

  stream(seed: number, chain: number, iteration: number): void {
    this.exports.programStream(this.program, seed % 2 ** 32, Math.floor(seed / 2 ** 32), chain, iteration);
  }

  section(kind: Section, parameters: Float64Array): Float64Array {
    this.parameters.write(parameters, "set of parameters");
    if (!this.exports.programSection(this.program, kind, this.parameters.pointer)) throw outOfMemory();
    const outputs = this.definition.sections.find((section) => section.kind === kind)?.outputs ?? [];
    const all = new Float64Array(this.exports.programOutputLength(this.program, kind));
    let place = 0;
    for (const id of outputs) {
      const rows = this.column(id);
      all.set(rows, place);
      place += rows.length;
    }
    return all;
  }

  value(id: number): Float64Array {
    return this.column(id).slice();
  }

  private column(id: number): Float64Array {
    const space = this.definition.values[id]?.space ?? 0;
    return new Float64Array(this.exports.memory.buffer, this.exports.programValue(this.program, id), this.rows[space]);
  }

  private load(bytes: Uint8Array, dimSizes: readonly number[]): Pointer {
    const { exports } = this;
    const program = this.allocate(bytes.length);
    const sizes = this.allocate(4 * dimSizes.length);
    new Uint8Array(exports.memory.buffer, program, bytes.length).set(bytes);
    new Uint32Array(exports.memory.buffer, sizes, dimSizes.length).set(dimSizes);
    const loaded = exports.programLoad(program, bytes.length, sizes);
    if (loaded === 0) throw outOfMemory();
    return loaded;
  }

  private fill({ columns, indexes }: BoundData): void {
    const { exports, program } = this;
    columns.forEach((column, i) => {
      new Float64Array(exports.memory.buffer, exports.programColumn(program, i), column.length).set(column);
    });
    indexes.forEach((index, i) => {
      new Int32Array(exports.memory.buffer, exports.programIndex(program, i), index.length).set(index);
    });
  }

  private buffer(length: number): Buffer {
    return new Buffer(this.exports, this.allocate(8 * length), length);
  }

  private allocate(bytes: number): Pointer {
    const pointer = this.exports.allocate(Math.max(16, bytes));
    if (pointer === 0) throw outOfMemory();
    return pointer;
  }
}

/** The program has been verified by then, so that lack of memory is all that is left. */
export function outOfMemory(): WasmcmcError {
  return new WasmcmcError({
    code: "out-of-memory",
    problem: "The engine's memory (at most 4 GB an instance) is too small for this model and its data.",
    remedy: "Use less data, or fewer values a row.",
  });
}
