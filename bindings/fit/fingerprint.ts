/** Hashes by which a checkpoint knows its model and its data again, and says what differs. */
import type { Bound } from "../engine/bound.js";
import { WasmcmcError } from "../errors.js";

/** Hashes of 64 bits, as hexadecimal digits. */
export interface Fingerprint {
  /** Of the program and of the names and shapes of its parameters. */
  readonly model: string;
  /** Of each dim: its length and its labels. */
  readonly dims: Readonly<Record<string, string>>;
  /** Of each data column. */
  readonly columns: Readonly<Record<string, string>>;
}

/** The same for a model that was built and for one that was read from bytes. */
export function fingerprintOf(bound: Bound): Fingerprint {
  const { compiled, checked, portableProgram } = bound;
  const names = compiled.parameters.map(({ name, dims, event }) => [name, dims, event]);
  const labels = (dim: string) => JSON.stringify([checked.dimSizes.get(dim), checked.coords.get(dim) ?? null]);
  const columns: [string, Float64Array | Int32Array][] = [...checked.columns, ...checked.indexes];
  return {
    model: `${hash(portableProgram)}${hash(textBytes(JSON.stringify(names)))}`,
    dims: Object.fromEntries(compiled.dims.map((dim) => [dim, hash(textBytes(labels(dim)))])),
    columns: Object.fromEntries(columns.map(([name, values]) => [name, hash(values)])),
  };
}

/** Throws an error that says what differs, if anything does. */
export function checkFingerprint(stored: Fingerprint, here: Fingerprint): void {
  if (stored.model !== here.model)
    throw mismatch(
      "model",
      "is of another model: its program or its parameters differ",
      "Resume with the model it was made with.",
    );
  const differing = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
    [...Object.keys(a), ...Object.keys(b)].find((name) => a[name] !== b[name]);
  const dim = differing(stored.dims, here.dims);
  if (dim !== undefined)
    throw mismatch(dim, `is of other data: the dim "${dim}" has another length or other labels`, "Resume with the same data.");
  const column = differing(stored.columns, here.columns);
  if (column !== undefined)
    throw mismatch(column, `is of other data: the column "${column}" differs`, "Resume with the same data.");
}

function mismatch(variable: string, what: string, remedy: string): WasmcmcError {
  return new WasmcmcError({ code: "checkpoint-mismatch", problem: `The checkpoint ${what}.`, remedy, variable });
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Two lanes of 32 bits, each multiplied and rotated a word (or a last byte) at a time, so that every bit reaches all others. */
function hash({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const view = new DataView(buffer, byteOffset, byteLength);
  let a = byteLength | 0;
  let b = ~byteLength;
  const take = (word: number) => {
    a = Math.imul(a ^ word, 0x9e3779b1);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ word, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
  };
  const whole = byteLength - (byteLength % 4);
  for (let at = 0; at < whole; at += 4) take(view.getUint32(at, true));
  for (let at = whole; at < byteLength; at++) take(view.getUint8(at));
  for (let round = 0; round < 4; round++) take(round + 1);
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
