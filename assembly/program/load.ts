/**
 * From a serialised program to its records. TypeScript's verifier has run; what is checked here keeps nonsense from corrupting
 * memory. Values get their columns; sections are scanned, and those that sampling needs are built.
 */
import { Format, Section as SectionKind, Storage } from "../opcodes";
import { allocate } from "../memory";
import { buildSection } from "./build";
import { Purpose } from "../layout";
import { Stream, selectDraws } from "../rng/stream";
import { planReverse } from "./plan_reverse";
import { Header, Reader, headerFits, next, nextBelow, nextCount } from "./reader";
import { Column, Program, Section, SectionCount, Value, dataColumn, indexColumn, pairBytes, rowsOf, sectionAt, valueAt } from "./records";
import { scanSection } from "./scan";

/** Rows of a space are below this: its columns stay within the allocator's bound. */
const MaxRows: u64 = 1 << 26;

/** The program of these bytes, over dims of these sizes (u32 each); null if that cannot be. */
export function loadProgram(bytes: usize, byteLength: u32, dimSizes: usize): Program | null {
  if (!headerFits(bytes, byteLength)) return null;
  const copy = allocate(byteLength);
  const record = allocate(offsetof<Program>());
  const cursor = allocate(offsetof<Reader>());
  const stream = allocate(offsetof<Stream>());
  if (copy == 0 || record == 0 || cursor == 0 || stream == 0) return null;
  memory.copy(copy, bytes, byteLength);
  const program = changetype<Program>(record);
  const reader = changetype<Reader>(cursor);
  program.stream = changetype<Stream>(stream);
  selectDraws(program.stream, 0, Purpose.Simulate);
  reader.at = copy + Header.Bytes;
  reader.end = program.end = copy + byteLength;
  const whole = readTables(program, reader, copy, dimSizes) && placeValues(program) && takeScratch(program);
  if (!whole || !buildSection(program, SectionKind.Bind)) return null;
  if (!buildSection(program, SectionKind.Transform) || !buildSection(program, SectionKind.Logp)) return null;
  return planReverse(program) ? program : null;
}

function readTables(program: Program, reader: Reader, bytes: usize, dimSizes: usize): bool {
  program.spaceCount = load<u32>(bytes, Header.SpaceCount);
  program.constantCount = load<u32>(bytes, Header.ConstantCount);
  program.columnCount = load<u32>(bytes, Header.ColumnCount);
  program.indexCount = load<u32>(bytes, Header.IndexCount);
  program.valueCount = load<u32>(bytes, Header.ValueCount);
  const left = (reader.end - reader.at) >> 2;
  const items = <u64>program.spaceCount + <u64>program.constantCount + <u64>program.columnCount + <u64>program.indexCount;
  if (items + <u64>program.valueCount > <u64>left || program.spaceCount == 0) return false;
  return readSpaces(program, reader, load<u32>(bytes, Header.DimCount), dimSizes)
    && readConstants(program, reader)
    && readColumns(program, reader)
    && readIndexes(program, reader)
    && readValues(program, reader)
    && readSections(program, reader, load<u32>(bytes, Header.SectionCount));
}

function readSpaces(program: Program, reader: Reader, dimCount: u32, dimSizes: usize): bool {
  const count = <usize>program.spaceCount;
  program.spaceRows = allocate(count << 2);
  program.sizes = allocate(count << 4);
  if (program.spaceRows == 0 || program.sizes == 0) return false;
  for (let space: usize = 0; space < count; ++space) {
    let rows: u64 = 1;
    for (let rank = nextCount(reader, 1); rank > 0; --rank) {
      const dim = nextBelow(reader, dimCount);
      if (reader.failed) return false;
      rows *= <u64>load<u32>(dimSizes + (<usize>dim << 2));
      if (rows > MaxRows) return false;
    }
    if (space == 0 && rows != 1) return false;
    store<u32>(program.spaceRows + (space << 2), <u32>rows);
    v128.store(program.sizes + (space << 4), f64x2.splat(<f64>rows));
  }
  return !reader.failed;
}

function readConstants(program: Program, reader: Reader): bool {
  program.constants = allocate((<usize>program.constantCount + 2) << 4);
  if (program.constants == 0) return false;
  let to = program.constants;
  for (let left = program.constantCount; left > 0; --left, to += 16) {
    const low = <u64>next(reader);
    const high = <u64>next(reader);
    v128.store(to, f64x2.splat(reinterpret<f64>(low | (high << 32))));
  }
  program.one = to;
  program.zero = to + 16;
  v128.store(program.one, f64x2.splat(1));
  return !reader.failed;
}

function readColumns(program: Program, reader: Reader): bool {
  program.columns = allocate(<usize>program.columnCount * offsetof<Column>());
  if (program.columns == 0) return false;
  for (let i: usize = 0; i < program.columnCount; ++i) {
    const column = dataColumn(program, i);
    column.space = nextBelow(reader, program.spaceCount);
    column.data = allocate(pairBytes(rowsOf(program, column.space)));
    if (reader.failed || column.data == 0) return false;
  }
  return true;
}

function readIndexes(program: Program, reader: Reader): bool {
  program.indexes = allocate(<usize>program.indexCount * offsetof<Column>());
  if (program.indexes == 0) return false;
  for (let i: usize = 0; i < program.indexCount; ++i) {
    const column = indexColumn(program, i);
    column.space = nextBelow(reader, program.spaceCount);
    column.target = nextBelow(reader, program.spaceCount);
    column.data = allocate(pairBytes(rowsOf(program, column.space)) >> 1);
    if (reader.failed || column.data == 0) return false;
  }
  return true;
}

function readValues(program: Program, reader: Reader): bool {
  program.values = allocate(<usize>program.valueCount * offsetof<Value>());
  if (program.values == 0) return false;
  for (let i: usize = 0; i < program.valueCount; ++i) {
    const value = valueAt(program, i);
    value.storage = nextBelow(reader, Storage.Output + 1);
    value.space = nextBelow(reader, program.spaceCount);
    value.index = next(reader);
    value.rows = rowsOf(program, value.space);
    if (reader.failed || !sourceFits(program, value)) return false;
  }
  return true;
}

/** Of a value that is there before anything is computed: sets its column; false if the table has no such entry. */
function sourceFits(program: Program, value: Value): bool {
  const index = <usize>value.index;
  switch (value.storage) {
    case Storage.Constant:
      value.values = program.constants + (index << 4);
      return index < program.constantCount && value.space == 0;
    case Storage.Size:
      value.values = program.sizes + (index << 4);
      return index < program.spaceCount && value.space == 0;
    case Storage.Column:
      if (index >= program.columnCount || dataColumn(program, index).space != value.space) return false;
      value.values = dataColumn(program, index).data;
      return true;
    default:
      return true;
  }
}

function readSections(program: Program, reader: Reader, count: u32): bool {
  program.sections = allocate(<usize>SectionCount * offsetof<Section>());
  if (program.sections == 0) return false;
  for (; count > 0; --count) {
    const kind = nextBelow(reader, SectionCount);
    const section = sectionAt(program, kind);
    if (reader.failed || section.words != 0) return false;
    section.words = reader.at;
    scanSection(program, section, kind, reader);
    if (reader.failed) return false;
  }
  return reader.at == reader.end;
}

/** Columns of Bound, Position and Parameter values, and the adjoints in one piece. Outputs and the like come with their section. */
function placeValues(program: Program): bool {
  program.positionCount = countOf(program, Storage.Position);
  program.parameterCount = countOf(program, Storage.Parameter);
  program.positions = allocate(<usize>program.positionCount << 2);
  program.parameters = allocate(<usize>program.parameterCount << 2);
  if (program.positions == 0 || program.parameters == 0) return false;
  let adjointBytes: usize = 0;
  for (let i: usize = 0; i < program.valueCount; ++i) {
    const value = valueAt(program, i);
    if (value.storage == Storage.Position && !enlist(value, program.positions, program.positionCount)) return false;
    if (value.storage == Storage.Parameter && !enlist(value, program.parameters, program.parameterCount)) return false;
    if (value.storage == Storage.Bound || isCoordinate(value)) {
      value.values = allocate(pairBytes(value.rows));
      if (value.values == 0) return false;
    }
    if (hasAdjoint(value)) adjointBytes += pairBytes(value.rows);
  }
  program.dimension = lengthOf(program.positions, program.positionCount);
  program.parameterLength = lengthOf(program.parameters, program.parameterCount);
  program.adjointBytes = adjointBytes;
  program.adjoints = allocate(adjointBytes);
  return program.adjoints != 0 && placeAdjoints(program);
}

function placeAdjoints(program: Program): bool {
  let at = program.adjoints;
  for (let i: usize = 0; i < program.valueCount; ++i) {
    const value = valueAt(program, i);
    if (!hasAdjoint(value)) continue;
    value.adjoint = at;
    at += pairBytes(value.rows);
  }
  return true;
}

function isCoordinate(value: Value): bool {
  return value.storage == Storage.Position || value.storage == Storage.Parameter;
}

function hasAdjoint(value: Value): bool {
  return isCoordinate(value) || (value.storage == Storage.Crossing && value.differentiated);
}

function countOf(program: Program, storage: u32): u32 {
  let count: u32 = 0;
  for (let i: usize = 0; i < program.valueCount; ++i) if (valueAt(program, i).storage == storage) ++count;
  return count;
}

/** Puts a value at its index's place in a list; false if it has no place of its own. */
function enlist(value: Value, list: usize, count: u32): bool {
  const place = list + (<usize>value.index << 2);
  if (value.index >= count || load<usize>(place) != 0) return false;
  store<usize>(place, changetype<usize>(value));
  return true;
}

function lengthOf(list: usize, count: u32): usize {
  let length: usize = 0;
  for (let i: usize = 0; i < count; ++i) length += load<Value>(list + (i << 2)).rows;
  return length;
}

function takeScratch(program: Program): bool {
  const bind = sectionAt(program, SectionKind.Bind).scratchBytes;
  const sampling = max(sectionAt(program, SectionKind.Transform).scratchBytes, sectionAt(program, SectionKind.Logp).scratchBytes);
  program.scratchBytes = max(bind, sampling);
  program.scratch = allocate(program.scratchBytes);
  return program.scratch != 0;
}
