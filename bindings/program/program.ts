/**
 * A program: what the engine runs. It knows no names and no sizes, only index spaces whose sizes come when data is bound.
 *
 * Serialised as little-endian 32-bit words:
 *
 *     header      magic | version | dimCount | spaceCount | constantCount | columnCount | indexCount | valueCount |
 *                 sectionCount | wordCount (all of it) | checksum (FNV-1a, 32 bit, over all bytes but its own four)
 *     spaces      rank, dim ...                          each
 *     constants   low word, high word of a float64       each
 *     columns     space                                  each
 *     indexes     space, target space                    each
 *     values      storage, space, index                  each
 *     sections    kind, outputCount, value ...,
 *                 stageCount, stages                     each
 *     stage       space, mode, instructionCount, instructions
 *     instruction op, immediate, first output or NoValue, outputCount, argCount, value ...
 */
import type { Op, Section as SectionKind, StageMode, Storage } from "../../assembly/opcodes.js";

/** A value: one number for each row of its index space. Several outputs of an instruction are consecutive values. */
export interface Value {
  readonly storage: Storage;
  /** Index into `spaces`; 0 is the scalar space. */
  readonly space: number;
  /** Place among the values of that storage (see `Storage`). */
  readonly index: number;
}

export interface Instruction {
  readonly op: Op;
  /** Index column of Gather and SegmentSum; number of components of a mixture; ordinal of a random variate; else 0. */
  readonly immediate: number;
  /** First output value, or -1. */
  readonly out: number;
  readonly outCount: number;
  readonly args: readonly number[];
}

export interface Stage {
  readonly space: number;
  readonly mode: StageMode;
  readonly instructions: readonly Instruction[];
}

export interface Section {
  readonly kind: SectionKind;
  /** Results, in order (Output values); empty for Bind, Transform, Logp and Unconstrain. */
  readonly outputs: readonly number[];
  readonly stages: readonly Stage[];
}

export interface Program {
  readonly dimCount: number;
  /** Dims of each index space; rows are in row-major order of the dims. `spaces[0]` is `[]`, the scalar space. */
  readonly spaces: readonly (readonly number[])[];
  readonly constants: readonly number[];
  /** Data columns (float64). */
  readonly columns: readonly { readonly space: number }[];
  /** Index columns (int32): for each row of `space` a row of `target`. */
  readonly indexes: readonly { readonly space: number; readonly target: number }[];
  readonly values: readonly Value[];
  readonly sections: readonly Section[];
}
