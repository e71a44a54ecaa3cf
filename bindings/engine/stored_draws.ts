/** Forward-only sections over stored draws, streamed through the engine in chunks. */
import type { Section } from "../../assembly/opcodes.js";
import { type EngineEvaluator, outOfMemory } from "./evaluator.js";
import type { Pointer } from "./exports.js";

/** Bytes of draws, and of results, that are in the engine's memory at a time. */
const CHUNK_BYTES = 262144;

/** Draws of so many numbers each that a chunk holds: one at least. */
function drawsIn(length: number): number {
  return Math.max(1, Math.floor(CHUNK_BYTES / (8 * Math.max(1, length))));
}

/** Which random numbers a run over draws takes: draw k those of iteration first + k. */
export interface DrawStream {
  readonly seed: number;
  readonly chain: number;
  /** 0 when absent. */
  readonly first?: number;
}

/** Draws are compact constrained values, one draw after the other; or their number alone, where a section reads none of them. */
export type Draws = Float64Array | number;

export class StoredDraws {
  private readonly drawsPointer: Pointer;
  private readonly chunk: number;
  private readonly results = new Map<Section, { readonly pointer: Pointer; readonly length: number }>();

  constructor(private readonly evaluator: EngineEvaluator) {
    this.chunk = drawsIn(evaluator.parameterLength);
    this.drawsPointer = this.allocate(8 * this.chunk * evaluator.parameterLength);
  }

  /** Numbers that the section gives for a draw. */
  outputLength(kind: Section): number {
    return this.evaluator.exports.programOutputLength(this.evaluator.program, kind);
  }

  /** Calls `take` with the outputs of each draw in turn: a view that the next call overwrites. */
  forEach(kind: Section, draws: Draws, take: (outputs: Float64Array, draw: number) => void, stream?: DrawStream): void {
    const { exports, program, parameterLength } = this.evaluator;
    const { pointer, length } = this.result(kind);
    const fitting = Math.min(this.chunk, drawsIn(length));
    const count = typeof draws === "number" ? draws : draws.length / Math.max(1, parameterLength);
    for (let start = 0; start < count; start += fitting) {
      const draw = Math.min(fitting, count - start);
      if (stream !== undefined) this.evaluator.stream(stream.seed, stream.chain, (stream.first ?? 0) + start);
      if (typeof draws === "object") this.write(draws.subarray(start * parameterLength, (start + draw) * parameterLength));
      if (!exports.programSectionDraws(program, kind, this.drawsPointer, draw, pointer)) throw outOfMemory();
      const outputs = new Float64Array(exports.memory.buffer, pointer, draw * length);
      for (let k = 0; k < draw; k++) take(outputs.subarray(k * length, (k + 1) * length), start + k);
    }
  }

  private write(draws: Float64Array): void {
    new Float64Array(this.evaluator.exports.memory.buffer, this.drawsPointer, draws.length).set(draws);
  }

  private result(kind: Section): { pointer: Pointer; length: number } {
    const known = this.results.get(kind);
    if (known !== undefined) return known;
    const length = this.outputLength(kind);
    const made = { pointer: this.allocate(8 * length * Math.min(drawsIn(length), this.chunk)), length };
    this.results.set(kind, made);
    return made;
  }

  private allocate(bytes: number): Pointer {
    const pointer = this.evaluator.exports.allocate(Math.max(16, bytes));
    if (pointer !== 0) return pointer;
    throw outOfMemory();
  }
}
