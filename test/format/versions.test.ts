/** Every format has a version, and a reader that meets another one says so. */
import { tableFromIPC, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import { fromArrow, fromJson, fromNpz, readNpz, toArrow, toJson, toNpz, writeNpz } from "../../bindings/data/index.js";
import { coreModule, type EngineExports } from "../../bindings/engine/exports.js";
import * as library from "../../bindings/index.js";
import { checksum, decode, encode } from "../../bindings/program/encode.js";
import { subjects } from "./subjects.js";

const target = subjects(library)[0]?.target as library.Target;
const fit = await library.sample(target, { chains: 1, warmup: 10, draws: 5, seed: 1, workers: false });
const results = library.toInferenceData(fit);

/** The bytes with version 2, and a checksum that fits. */
function withVersion2(bytes: Uint8Array, checksumWord: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(4, 2, true);
  view.setUint32(4 * checksumWord, checksum(bytes, checksumWord), true);
  return bytes;
}

describe("another version is refused, and named", () => {
  test("in a serialised model", () => {
    const bytes = withVersion2(library.serialize(target), 6);
    expect(() => library.deserialize(bytes)).toThrow(expect.objectContaining({ code: "damaged-program" }));
    expect(() => library.deserialize(bytes)).toThrow(/its version is 2; this library reads version 1/);
  });

  test("in a program", () => {
    const bytes = withVersion2(target.bound.program.slice(), 10);
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: "program-version", value: 2 }));
  });

  test("in a checkpoint", async () => {
    const bytes = withVersion2(await library.checkpoint(fit), 3);
    const resumed = Promise.resolve(library.resume(target, bytes));
    await expect(resumed).rejects.toMatchObject({ code: "damaged-file", message: expect.stringContaining("its version is 2") });
  });

  test("in JSON results", () => {
    const text = toJson(results).replace('"wasmcmc": {"version": 1', '"wasmcmc": {"version": 2');
    expect(() => fromJson(text)).toThrow(expect.objectContaining({ code: "damaged-file", variable: "wasmcmc" }));
    expect(() => fromJson(text)).toThrow(/version 2, not 1/);
  });

  test("in npz results", async () => {
    const { schema, ...arrays } = await readNpz(await toNpz(results));
    const other = String(schema?.values[0]).replace(/"version": ?1/, '"version": 2');
    const bytes = await writeNpz({ ...arrays, schema: { values: [other], shape: [] } });
    await expect(fromNpz(bytes)).rejects.toMatchObject({ code: "damaged-file", variable: "schema" });
    await expect(fromNpz(bytes)).rejects.toThrow(/version is 2, not 1/);
  });

  test("in a table of draws", async () => {
    const table = tableFromIPC(await toArrow(results));
    const { metadata } = table.schema;
    metadata.set("wasmcmc", (metadata.get("wasmcmc") as string).replace(/"version": ?1/, '"version": 2'));
    await expect(fromArrow(tableToIPC(table, "file"))).rejects.toThrow(/version 2, not 1/);
  });
});

test("an engine that does not know an op refuses the program", () => {
  const program = decode(target.bound.program);
  const { memory, allocate, programLoad } = new WebAssembly.Instance(coreModule()).exports as unknown as EngineExports;
  const load = (changed: typeof program) => {
    const bytes = encode(changed);
    const [code, sizes] = [allocate(bytes.length), allocate(16)];
    new Uint8Array(memory.buffer, code, bytes.length).set(bytes);
    new Uint32Array(memory.buffer, sizes, program.dimCount).fill(32);
    return programLoad(code, bytes.length, sizes);
  };
  const logp = program.sections.findIndex(({ kind }) => kind === Section.Logp);
  const unknown = structuredClone(program);
  Object.assign(unknown.sections[logp]?.stages[0]?.instructions[0] as object, { op: 250 });
  expect(load(program)).not.toBe(0);
  expect(load(unknown)).toBe(0);
});
