/**
 * Verifies the metadata of Arrow IPC before a library believes it: messages and their parts lie inside the file, buffers inside their
 * message's body, and counts of rows fit into the bytes there are. Apache Arrow columnar format, "Serialization and interprocess
 * communication"; Message.fbs, Schema.fbs and File.fbs.
 */
import { FlatBuffer, type FlatTable, type Reference, type TableShape } from "./flatbuffer.js";

const text: Reference = { kind: "string" };
const table = (shape: () => TableShape): Reference => ({ kind: "table", shape });
const tables = (shape: () => TableShape): Reference => ({ kind: "tables", shape });
const numbers = (size: number): Reference => ({ kind: "vector", size });

const keyValue: TableShape = { references: { 0: text, 1: text } };
const plain: TableShape = { references: {} };
const typeShapes: Readonly<Record<number, TableShape>> = {
  10: { references: { 1: text } }, // Timestamp: its zone
  14: { references: { 1: numbers(4) } }, // Union: its type ids
};
const field: TableShape = {
  references: { 0: text, 4: table(() => encoding), 5: tables(() => field), 6: tables(() => keyValue) },
  check: (own) =>
    own.verify(
      3,
      table(() => typeShapes[own.byte(2)] ?? plain),
    ),
};
const encoding: TableShape = { references: { 1: table(() => plain) } };
const schema: TableShape = { references: { 1: tables(() => field), 2: tables(() => keyValue), 3: numbers(8) } };
const recordBatch: TableShape = { references: { 1: numbers(16), 2: numbers(16), 3: table(() => plain), 4: numbers(8) } };
const dictionaryBatch: TableShape = { references: { 1: table(() => recordBatch) } };
const headers: Readonly<Record<number, TableShape>> = { 1: schema, 2: dictionaryBatch, 3: recordBatch };
const message: TableShape = {
  references: { 4: tables(() => keyValue) },
  check: (own) =>
    own.verify(
      2,
      table(() => headers[own.byte(1)] ?? plain),
    ),
};
const footer: TableShape = { references: { 1: table(() => schema), 2: numbers(24), 3: numbers(24), 4: tables(() => keyValue) } };

/** Rows without a byte of their own (columns of nulls alone) are believed up to here. */
const MostEmptyRows = 1e6;
const Continuation = 0xffffffff;
const FileMagicLength = 8;
/** Kinds of messages, as Message.fbs numbers them: a schema, batches of dictionaries and of rows. */
const SchemaKind = 1;
const BatchKinds = [2, 3];

/** Throws `damaged-file`, with the place, where the metadata cannot be right. */
export function checkArrowMetadata(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0x41) checkFile(view);
  else checkStream(view, 0);
}

/** Messages one after the other, up to an end mark or the end. */
function checkStream(view: DataView, start: number): void {
  // The schema comes first, and once.
  let expected = [SchemaKind];
  for (let at = start; at + 4 <= view.byteLength; expected = BatchKinds) {
    const isMarked = view.getUint32(at, true) === Continuation;
    const lengthAt = isMarked ? at + 4 : at;
    if (lengthAt + 4 > view.byteLength || view.getInt32(lengthAt, true) === 0) break;
    const size = lengthAt + 4 - at + view.getInt32(lengthAt, true);
    at += size + checkMessage(view, at, size, expected);
  }
  if (expected !== BatchKinds) throw new FlatBuffer(view, 0).damaged("it has no schema", start);
}

function checkFile(view: DataView): void {
  const outer = new FlatBuffer(view, 0);
  const lengthAt = view.byteLength - 10;
  outer.require(lengthAt, 10);
  const length = view.getInt32(lengthAt, true);
  outer.require(FileMagicLength, 0);
  if (length <= 0) throw outer.damaged("its footer has no length", lengthAt);
  outer.require(lengthAt - length, length);
  const start = lengthAt - length;
  const tail = new FlatBuffer(part(view, start, length), start);
  const root = tail.root(footer);
  let taken = 0;
  for (const slot of [2, 3]) {
    const blocks = root.vector(slot);
    for (let i = 0; i < blocks.count; i++) {
      const block = blocks.start + 24 * i;
      const offset = Number(tail.view.getBigInt64(block, true));
      const size = tail.view.getInt32(block + 8, true);
      // A schema where a batch should be makes readers begin again and again. Dictionaries are kind 2, batches kind 3.
      taken += size + checkMessage(view, offset, size, [slot]);
      if (taken > view.byteLength) throw tail.damaged("its messages overlap", block);
    }
  }
}

/** The length of its body. `size` is that of the metadata with what stands before it: a mark and a length. */
function checkMessage(view: DataView, at: number, size: number, expected: readonly number[]): number {
  const outer = new FlatBuffer(view, 0);
  if (size < 8) throw outer.damaged("a message has no metadata", Math.max(0, at));
  outer.require(at, size);
  const prefix = view.getUint32(at, true) === Continuation ? 8 : 4;
  const metadata = new FlatBuffer(part(view, at + prefix, size - prefix), at + prefix);
  const root = metadata.root(message);
  const body = root.long(3);
  if (!(body >= 0 && at + size + body <= view.byteLength))
    throw outer.damaged(`a message's body of ${body} bytes is not there`, at);
  const kind = root.byte(1);
  if (!expected.includes(kind)) throw outer.damaged("a message is of another kind than its place asks for", at);
  if (kind === 2 || kind === 3) checkBatch(metadata, root, kind === 2, body);
  return body;
}

function checkBatch(metadata: FlatBuffer, root: FlatTable, isDictionary: boolean, body: number): void {
  const header = root.child(2);
  const batch = isDictionary ? header?.child(1) : header;
  if (batch === undefined) throw metadata.damaged("a message has no content", 0);
  const most = Math.max(MostEmptyRows, 8 * body);
  const fits = (rows: number) => rows >= 0 && rows <= most;
  if (!fits(batch.long(0))) throw metadata.damaged(`${batch.long(0)} rows are declared for ${body} bytes`, 0);
  const nodes = batch.vector(1);
  for (let i = 0; i < nodes.count; i++) {
    const [rows, nulls] = [0, 8].map((offset) => Number(metadata.view.getBigInt64(nodes.start + 16 * i + offset, true))) as [
      number,
      number,
    ];
    if (!fits(rows) || nulls > rows)
      throw metadata.damaged(`a column declares ${rows} values with ${nulls} nulls`, nodes.start + 16 * i);
  }
  const buffers = batch.vector(2);
  let taken = 0;
  for (let i = 0; i < buffers.count; i++) {
    const [offset, length] = [0, 8].map((place) => Number(metadata.view.getBigInt64(buffers.start + 16 * i + place, true))) as [
      number,
      number,
    ];
    if (!(offset >= 0 && length >= 0 && offset + length <= body))
      throw metadata.damaged("a column's values lie outside of their message", buffers.start + 16 * i);
    taken += length;
    if (taken > body) throw metadata.damaged("the values of columns overlap", buffers.start + 16 * i);
  }
}

function part(view: DataView, start: number, length: number): DataView {
  return new DataView(view.buffer, view.byteOffset + start, length);
}
