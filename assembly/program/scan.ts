/** The first walk over a section's words: checks its form, and finds how much block-length memory its largest stage needs. */
import { Format, Section as SectionKind, StageMode } from "../opcodes";
import { Reader, checkCount, next, nextBelow, nextCount } from "./reader";
import { Program, Section, pairBytes, rowsOf, valueAt } from "./records";
import { shapeFits, workspaceColumns } from "./shapes";

/** Rows that a stage evaluates at once. */
export function blockRowsOf(mode: u32, rows: u32): u32 {
  return mode == StageMode.Whole ? rows : min(rows, <u32>Format.BlockRows);
}

/**
 * Bytes from one block-length buffer to the next. Buffers at multiples of half a page would share the low bits of their
 * addresses, which processors mistake for dependences between stores and loads: a cache line keeps them apart.
 */
export function bufferBytes(blockRows: u32): usize {
  const bytes = max<usize>(pairBytes(blockRows), 16);
  return bytes < 1024 ? bytes : bytes + 64;
}

/** Reads a section from its output count on. */
export function scanSection(program: Program, section: Section, kind: u32, reader: Reader): void {
  for (let left = nextCount(reader, 1); left > 0; --left) nextBelow(reader, program.valueCount);
  const sampled = kind == SectionKind.Transform || kind == SectionKind.Logp;
  for (let left = nextCount(reader, 3); left > 0 && !reader.failed; --left) {
    const rows = rowsOf(program, nextBelow(reader, program.spaceCount));
    const blockRows = blockRowsOf(nextBelow(reader, StageMode.Scan + 1), rows);
    let columns: u64 = 0;
    for (let count = nextCount(reader, 5); count > 0 && !reader.failed; --count) columns += scanInstruction(program, reader, sampled);
    const bytes = columns * <u64>bufferBytes(blockRows);
    if (bytes > <u64>0x3fff_0000) reader.failed = true;
    section.scratchBytes = max(section.scratchBytes, <usize>bytes);
  }
}

/** Columns it may need: two for each output, its value and adjoint, and its workspace. */
function scanInstruction(program: Program, reader: Reader, sampled: bool): u64 {
  const op = next(reader);
  const immediate = next(reader);
  const first = next(reader);
  const outputCount = next(reader);
  const argumentCount = nextCount(reader, 1);
  for (let left = argumentCount; left > 0; --left) nextBelow(reader, program.valueCount);
  if (!shapeFits(op, immediate, argumentCount, outputCount)) reader.failed = true;
  if (outputCount > 0 && <u64>first + <u64>outputCount > <u64>program.valueCount) reader.failed = true;
  if (reader.failed) return 0;
  if (sampled) for (let k: u32 = 0; k < outputCount; ++k) valueAt(program, first + k).differentiated = true;
  return 2 * <u64>outputCount + <u64>workspaceColumns(op, immediate);
}
