/**
 * What a loaded program is made of: records with every pointer resolved, so that evaluating decodes nothing.
 *
 *     Program -> Section -> Stage -> Instruction | operand 0 | operand 1 ... | output 0 ...
 *                                    36 bytes      40 bytes each
 *
 * A column holds one f64 a row, 16-byte aligned and padded to an even number of rows; the padding row repeats the last one, so a
 * scalar's column is a pair of equal lanes and is read by stages over other spaces as it stands, with step 0. The padding row of
 * an adjoint is always 0: every contribution to it is a product with another adjoint's, so sums over adjoints need no tail.
 */

import { Stream } from "../rng/stream";

/** How an instruction's reverse side treats the adjoint of an operand. */
export const enum Adjoint {
  None = 0,
  /** The operand has a row for each of the stage's. */
  Rows = 1,
  /** A scalar read by a stage over another space: contributions are summed over the rows. */
  Scalar = 2,
}

@unmanaged
export class Value {
  storage: u32;
  space: u32;
  index: u32;
  rows: u32;
  /** Its column, or 0 while there is none. */
  values: usize;
  adjoint: usize;
  /** The stage that a Local value belongs to. */
  stage: usize;
  /** It depends on the position. */
  active: bool;
  /** A Transform or Logp instruction has it as output. */
  differentiated: bool;
  /** While the reverse pass is planned: some instruction has already written to its adjoint. */
  reached: bool;
}

@unmanaged
export class Operand {
  values: usize;
  /** Mask on a block's byte offset: all ones for a full column, 0 for a buffer as long as a block and for a scalar. */
  advance: usize;
  /** Bytes from one pair of rows to the next: 16, or 0 for a scalar read by a stage over another space. */
  step: usize;
  adjoint: usize;
  adjointAdvance: usize;
  adjointStep: usize;
  mode: Adjoint;
  /** Mask on the adjoint's former content: 0 for the first to write to it, else all ones. */
  keep: u32;
  value: Value;
  /** Of an output: an operand has taken over its adjoint. */
  shared: bool;

  // @ts-ignore: decorator
  @inline
  at(offset: usize): usize {
    return this.values + (offset & this.advance);
  }

  // @ts-ignore: decorator
  @inline
  adjointAt(offset: usize): usize {
    return this.adjoint + (offset & this.adjointAdvance);
  }
}

@unmanaged
export class Instruction {
  op: i32;
  /** Operands; a mixture of log densities has its missing roots added as ones. */
  argumentCount: u32;
  outputCount: u32;
  /** Components of a mixture; the ordinal of a random variate. */
  components: u32;
  /** The index column of Gather and SegmentSum (i32 a row of the stage). */
  indexes: usize;
  /** Columns of its own between its forward and reverse sides; see `workspaceAdvance`. */
  workspace: usize;
  /** As an operand's `advance`, for the workspace. */
  workspaceAdvance: usize;
  /** Bytes of one workspace column. */
  workspaceColumn: usize;
  /** Of a mixture: other blocks and stages use its workspace between its forward and reverse sides. */
  refill: bool;
  /** Of a mixture that is a term: its weights are scalars, and its adjoints by rows are assigned. */
  isDirect: bool;
  /** Of a mixture: the block in its workspace has rows that density space cannot hold. */
  outOfOrder: bool;
  padding: u8;
}

/** Bytes before an instruction's operands. */
export const InstructionBytes: usize = 36;
export const OperandBytes: usize = 40;

// @ts-ignore: decorator
@inline
export function argument(instruction: Instruction, place: usize): Operand {
  return changetype<Operand>(changetype<usize>(instruction) + InstructionBytes + place * OperandBytes);
}

// @ts-ignore: decorator
@inline
export function output(instruction: Instruction, place: usize): Operand {
  return argument(instruction, <usize>instruction.argumentCount + place);
}

/** Bytes of the pairs that hold `rows` rows. */
// @ts-ignore: decorator
@inline
export function pairBytes(rows: usize): usize {
  return ((rows + 1) & ~1) << 3;
}

/** What a stage of mode Scan has besides (see recursion.ts). Its instructions' Locals are a block long. */
@unmanaged
export class Recursion {
  /** Number of states, and of rows of each sequence. */
  states: usize;
  length: usize;
  /** Pointers to the instructions StateIn and StateOut, in the order of the states. */
  ins: usize;
  outs: usize;
  /** Pointers to copies of instructions that lead from states to states, last first, and of StateOut. */
  slopes: usize;
  slopesEnd: usize;
  slopeOuts: usize;
  /** Of each state before, where its adjoint is when the slopes have run; 0 if nothing leads to it. */
  sources: usize;
  /** Derivatives of states by states before: a column as long as a block for each pair. */
  matrix: usize;
  /** For each state the adjoint that its StateOut passes on, and such a column of zeros, and one of ones. */
  seeds: usize;
  zeros: usize;
  ones: usize;
  /** For each state what the row behind adds to its adjoint. */
  carried: usize;
  /** Bytes from one such column to the next. */
  column: usize;
}

@unmanaged
export class Stage {
  rows: usize;
  space: u32;
  /** Rows evaluated at once: a block's, or all. */
  blockRows: usize;
  /** For the log density: each block's reverse pass follows its forward pass. */
  blockwise: bool;
  instructionCount: u32;
  /** Pointers to instructions: all; those whose forward side runs when the gradient is wanted; those with a reverse side, last first. */
  instructions: usize;
  forward: usize;
  forwardEnd: usize;
  reverse: usize;
  reverseEnd: usize;
  /** Of a stage of mode Scan. */
  recursion: Recursion | null;
}

@unmanaged
export class Section {
  /** Its words in the program's bytes, from the output count on; 0 if the program has no such section. */
  words: usize;
  built: bool;
  /** Bytes of block-length buffers that its largest stage needs. */
  scratchBytes: usize;
  outputCount: u32;
  /** Pointers to values. */
  outputs: usize;
  outputLength: usize;
  stageCount: u32;
  /** Pointers to stages. */
  stages: usize;
}

@unmanaged
export class Column {
  space: u32;
  /** The space that an index column leads to. */
  target: u32;
  data: usize;
}

@unmanaged
export class Program {
  /** One past the last word of the program's bytes. */
  end: usize;
  spaceCount: u32;
  constantCount: u32;
  columnCount: u32;
  indexCount: u32;
  valueCount: u32;
  /** Rows of each space, u32. */
  spaceRows: usize;
  /** A pair of lanes each. */
  constants: usize;
  /** A pair of lanes each: rows of each space, as a number. */
  sizes: usize;
  /** Columns of f64 data. */
  columns: usize;
  /** Columns of i32 row numbers. */
  indexes: usize;
  values: usize;
  sections: usize;
  /** Pointers to values in the order of their index. */
  positions: usize;
  positionCount: u32;
  dimension: usize;
  parameters: usize;
  parameterCount: u32;
  parameterLength: usize;
  /** The adjoints of Position, Parameter and Crossing values, one after the other. */
  adjoints: usize;
  adjointBytes: usize;
  /** Buffers as long as a block, shared by all stages that run block by block. */
  scratch: usize;
  scratchBytes: usize;
  /** Pairs of lanes that hold 1 and 0. */
  one: usize;
  zero: usize;
  /** The random numbers of its simulations. */
  stream: Stream;
}

/** Rows of a space. */
// @ts-ignore: decorator
@inline
export function rowsOf(program: Program, space: u32): u32 {
  return load<u32>(program.spaceRows + (<usize>space << 2));
}

// @ts-ignore: decorator
@inline
export function dataColumn(program: Program, place: usize): Column {
  return changetype<Column>(program.columns + place * offsetof<Column>());
}

// @ts-ignore: decorator
@inline
export function indexColumn(program: Program, place: usize): Column {
  return changetype<Column>(program.indexes + place * offsetof<Column>());
}

// @ts-ignore: decorator
@inline
export function valueAt(program: Program, place: usize): Value {
  return changetype<Value>(program.values + place * offsetof<Value>());
}

// @ts-ignore: decorator
@inline
export function sectionAt(program: Program, kind: usize): Section {
  return changetype<Section>(program.sections + kind * offsetof<Section>());
}

/** Section kinds are below this. */
export const SectionCount: u32 = 14;
