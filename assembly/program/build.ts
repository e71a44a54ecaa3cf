/** The second walk over a section's words: stages and instructions with every operand resolved to a pointer. */
import { Format, Op, Section as SectionKind, StageMode, Storage } from "../opcodes";
import { allocate } from "../memory";
import { prepareHmm } from "./ops/hmm_parts";
import { prepareSimplex } from "./ops/simplex";
import { placeRecursion } from "./recursion";
import { Reader, next, nextBelow, nextCount } from "./reader";
import {
  Column, Instruction, InstructionBytes, Operand, OperandBytes, Program, Section, Stage, Value, argument, indexColumn, output,
  pairBytes, rowsOf, sectionAt, valueAt,
} from "./records";
import { blockRowsOf, bufferBytes } from "./scan";
import { isHmm, isMixture, isRandom, isScan, isWhole, operandsPerComponent, refillsWorkspace, takesIndex, workspaceColumns } from "./shapes";

/** What is being built. */
@unmanaged
class Build {
  program: Program;
  reader: Reader;
  stage: Stage;
  /** What runs row by row works on numbers of single rows, in the scalar space. */
  isScan: bool;
  /** Locals are as long as the stage's space, to be read again by its reverse side. */
  fullLocals: bool;
  /** The next free byte of the block-length buffers. */
  scratch: usize;
  bufferBytes: usize;
}

/** Builds a section if it has not been built; false if it makes no sense or memory is short. A missing one is empty. */
export function buildSection(program: Program, kind: u32): bool {
  const section = sectionAt(program, kind);
  if (section.built) return true;
  if (section.words != 0 && !buildStages(program, section, kind)) return false;
  section.built = true;
  return true;
}

function buildStages(program: Program, section: Section, kind: u32): bool {
  const build = changetype<Build>(allocate(offsetof<Build>()));
  const reader = changetype<Reader>(allocate(offsetof<Reader>()));
  if (changetype<usize>(build) == 0 || changetype<usize>(reader) == 0 || !haveScratch(program, section)) return false;
  build.program = program;
  build.reader = reader;
  reader.at = section.words;
  reader.end = program.end;
  readOutputs(program, section, reader);
  const sampled = kind == SectionKind.Transform || kind == SectionKind.Logp;
  section.stageCount = nextCount(reader, 3);
  section.stages = allocate(<usize>section.stageCount << 2);
  if (section.stages == 0) return false;
  for (let i: usize = 0; i < section.stageCount; ++i) {
    const stage = buildStage(build, sampled, kind == SectionKind.Logp);
    if (stage == null || reader.failed) return false;
    store<usize>(section.stages + (i << 2), changetype<usize>(stage));
  }
  return outputsExist(section);
}

function haveScratch(program: Program, section: Section): bool {
  if (section.scratchBytes <= program.scratchBytes) return true;
  program.scratch = allocate(section.scratchBytes);
  program.scratchBytes = program.scratch == 0 ? 0 : section.scratchBytes;
  return program.scratch != 0;
}

function readOutputs(program: Program, section: Section, reader: Reader): void {
  const count = nextCount(reader, 1);
  section.outputs = allocate(<usize>count << 2);
  section.outputCount = section.outputs == 0 ? 0 : count;
  if (section.outputs == 0) reader.failed = true;
  for (let i: usize = 0; i < section.outputCount; ++i) {
    const value = valueAt(program, nextBelow(reader, program.valueCount));
    store<Value>(section.outputs + (i << 2), value);
    section.outputLength += value.rows;
  }
}

function outputsExist(section: Section): bool {
  for (let i: usize = 0; i < section.outputCount; ++i) {
    const value = load<Value>(section.outputs + (i << 2));
    if (value.values == 0 || value.storage == Storage.Local) return false;
  }
  return true;
}

function buildStage(build: Build, sampled: bool, logp: bool): Stage | null {
  const reader = build.reader;
  const stage = changetype<Stage>(allocate(offsetof<Stage>()));
  if (changetype<usize>(stage) == 0) return null;
  build.stage = stage;
  stage.space = nextBelow(reader, build.program.spaceCount);
  stage.rows = rowsOf(build.program, stage.space);
  const mode = next(reader);
  stage.blockRows = max(blockRowsOf(mode, <u32>stage.rows), 1);
  stage.blockwise = logp && mode == StageMode.Block && staysInside(build.program, reader.at, reader.end);
  stage.instructionCount = nextCount(reader, 5);
  build.isScan = mode == StageMode.Scan;
  build.fullLocals = sampled && !stage.blockwise && !build.isScan;
  build.scratch = build.program.scratch;
  build.bufferBytes = bufferBytes(<u32>stage.blockRows);
  stage.instructions = allocate(<usize>stage.instructionCount << 2);
  if (stage.instructions == 0) return null;
  for (let i: usize = 0; i < stage.instructionCount; ++i) {
    const instruction = buildInstruction(build);
    if (instruction == null || reader.failed) return null;
    store<usize>(stage.instructions + (i << 2), changetype<usize>(instruction));
  }
  if (build.isScan && !placeRecursion(stage, build.bufferBytes)) return null;
  stage.forward = stage.instructions;
  stage.forwardEnd = stage.instructions + (<usize>stage.instructionCount << 2);
  return stage;
}

/** All outputs of a stage's instructions are Local: no later stage adds to their adjoints, so blocks can be reversed at once. */
function staysInside(program: Program, at: usize, end: usize): bool {
  let words = at + 4;
  for (let left = load<u32>(at); left > 0 && words < end; --left) {
    const first = load<u32>(words, 8);
    const outputCount = load<u32>(words, 12);
    for (let k: u32 = 0; k < outputCount; ++k) if (valueAt(program, first + k).storage != Storage.Local) return false;
    words += 20 + (<usize>load<u32>(words, 16) << 2);
  }
  return true;
}

function buildInstruction(build: Build): Instruction | null {
  const reader = build.reader;
  const op = next(reader);
  const immediate = next(reader);
  const first = next(reader);
  const outputCount = next(reader);
  const given = nextCount(reader, 1);
  // A mixture of log densities is one of densities whose roots are 1.
  const added = isMixture(op) && operandsPerComponent(op) == 2 ? immediate : 0;
  const instruction = changetype<Instruction>(allocate(InstructionBytes + <usize>(given + added + outputCount) * OperandBytes));
  if (changetype<usize>(instruction) == 0) return null;
  instruction.op = op;
  instruction.argumentCount = given + added;
  instruction.outputCount = outputCount;
  if (isMixture(op) || isRandom(op) || isHmm(op) || isScan(op)) instruction.components = immediate;
  if (takesIndex(op) && !placeIndex(build, instruction, immediate)) return null;
  for (let k: u32 = 0; k < given; ++k) {
    const value = valueAt(build.program, nextBelow(reader, build.program.valueCount));
    if (!placeArgument(build, instruction, argument(instruction, k), value, immediate)) return null;
  }
  for (let k = given; k < given + added; ++k) argument(instruction, k).values = build.program.one;
  for (let k: u32 = 0; k < outputCount; ++k) {
    const value = valueAt(build.program, first + k);
    if (!placeOutput(build, instruction, output(instruction, k), value, immediate)) return null;
  }
  return placeWorkspace(build, instruction) ? instruction : null;
}

function placeIndex(build: Build, instruction: Instruction, place: u32): bool {
  if (place >= build.program.indexCount) return false;
  const column = indexColumn(build.program, place);
  instruction.indexes = column.data;
  return column.space == build.stage.space;
}

function placeArgument(build: Build, instruction: Instruction, operand: Operand, value: Value, immediate: u32): bool {
  const isLocal = value.storage == Storage.Local;
  if (value.values == 0 || (isLocal && value.stage != changetype<usize>(build.stage))) return false;
  operand.value = value;
  operand.values = value.values;
  operand.adjoint = value.adjoint;
  if (instruction.op == Op.Gather) return !isLocal && value.space == indexColumn(build.program, immediate).target;
  if (isWhole(instruction.op)) {
    operand.step = value.rows == 1 ? 0 : 16;
    operand.advance = usize.MAX_VALUE;
    return !isLocal;
  }
  if (isScan(instruction.op)) {
    operand.step = instruction.op == Op.StateIn && value.rows == 1 ? 0 : 16;
    if (instruction.op == Op.RowIn) return value.space == build.stage.space && !isLocal;
    return isLocal == (instruction.op == Op.StateOut);
  }
  if (isLocal || (value.space == build.stage.space && !build.isScan)) {
    operand.step = 16;
    operand.advance = isLocal && !build.fullLocals ? 0 : usize.MAX_VALUE;
    return true;
  }
  return value.space == 0;
}

function placeOutput(build: Build, instruction: Instruction, operand: Operand, value: Value, immediate: u32): bool {
  const local = build.isScan ? 0 : build.stage.space;
  let space = instruction.op == Op.StateOut ? build.stage.space : local;
  if (instruction.op == Op.Sum || instruction.op == Op.LogSumExpRows) space = 0;
  if (instruction.op == Op.SegmentSum) space = indexColumn(build.program, immediate).target;
  if (isWhole(instruction.op)) space = value.space;
  const isLocal = value.storage == Storage.Local;
  if (value.space != space || value.storage < <u32>Storage.Bound || (isLocal && space != local)) return false;
  if (build.isScan && isLocal == (instruction.op == Op.StateOut)) return false;
  if (isLocal ? value.values != 0 || !placeLocal(build, value) : value.values == 0 && !placeColumn(value)) return false;
  operand.value = value;
  operand.values = value.values;
  operand.adjoint = value.adjoint;
  operand.step = 16;
  operand.advance = isLocal && !build.fullLocals ? 0 : usize.MAX_VALUE;
  return true;
}

function placeColumn(value: Value): bool {
  value.values = allocate(pairBytes(value.rows));
  return value.values != 0;
}

/** A value and its adjoint, side by side. */
function placeLocal(build: Build, value: Value): bool {
  value.stage = changetype<usize>(build.stage);
  const bytes = build.fullLocals ? pairBytes(value.rows) : build.bufferBytes;
  value.values = build.fullLocals ? allocate(2 * bytes) : takeScratch(build, 2 * bytes);
  value.adjoint = value.values + bytes;
  return value.values != 0;
}

function takeScratch(build: Build, bytes: usize): usize {
  const at = build.scratch;
  build.scratch += bytes;
  return at;
}

function placeWorkspace(build: Build, instruction: Instruction): bool {
  if (instruction.op == Op.Simplex || instruction.op == Op.SimplexInverse) return prepareSimplex(instruction);
  if (isHmm(instruction.op) && instruction.op != Op.HmmPath) return prepareHmm(instruction, build.stage.rows);
  const columns = <usize>workspaceColumns(instruction.op, instruction.components);
  const refills = refillsWorkspace(instruction.op);
  instruction.refill = refills && build.fullLocals;
  const full = build.fullLocals && !refills;
  instruction.workspaceColumn = full ? pairBytes(build.stage.rows) : build.bufferBytes;
  instruction.workspaceAdvance = full ? usize.MAX_VALUE : 0;
  const bytes = columns * instruction.workspaceColumn;
  instruction.workspace = full ? allocate(bytes) : takeScratch(build, bytes);
  return columns == 0 || instruction.workspace != 0;
}
