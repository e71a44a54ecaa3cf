/** Results as Python has them, to compare with ours number by number. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Label } from "../../../bindings/posterior/array.js";
import type { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import type { Variable, VariableValues } from "../../../bindings/posterior/inference_data/variable.js";
import { python } from "../../oracle/python.js";

export interface PythonArray {
  readonly type: string;
  readonly shape: readonly number[];
  /** Base64 of little-endian bytes, or texts. */
  readonly values: string | readonly string[];
}

interface PythonGroup {
  readonly variables: Readonly<Record<string, PythonArray & { readonly dims: readonly string[] }>>;
  readonly coords: Readonly<Record<string, readonly Label[]>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface PythonResults {
  readonly groups: Readonly<Record<string, PythonGroup>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly summary?: string;
}

const script = fileURLToPath(new URL("../../oracle/results.py", import.meta.url));

export const hasPython = python() !== undefined;

export function folder(): string {
  return mkdtempSync(join(tmpdir(), "wasmcmc-results-"));
}

/** Runs test/oracle/results.py and reads what it prints. */
export function runPython<Result>(args: readonly string[], input = ""): Result {
  const run = spawnSync(python() ?? "", [script, ...args], { encoding: "utf8", input, maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(run.stderr || String(run.error));
  return JSON.parse(run.stdout) as Result;
}

/** A variable's values as Python shows them. */
export function asPython({ values, shape }: Pick<Variable, "values" | "shape">): PythonArray {
  if (!ArrayBuffer.isView(values)) return { type: "string", shape, values };
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { type: typeName(values), shape, values: Buffer.from(bytes).toString("base64") };
}

function typeName(values: Exclude<VariableValues, readonly string[]>): string {
  return values instanceof Uint8Array ? "bool" : values.constructor.name.replace("Array", "").replace("Big", "").toLowerCase();
}

/** All of our results in Python's form, without a summary. */
export function resultsAsPython({ groups, attributes }: InferenceData): PythonResults {
  const made = Object.entries(groups).map(([name, { variables, coords, attributes: own }]) => {
    const shown = Object.entries(variables).map(([key, variable]) => [key, { ...asPython(variable), dims: variable.dims }]);
    return [name, { variables: Object.fromEntries(shown), coords, attributes: own }];
  });
  return { groups: Object.fromEntries(made), attributes };
}

/** Without the attributes that ArviZ adds to each group by itself. */
export function withoutStamps({ groups, attributes }: PythonResults): PythonResults {
  const made = Object.entries(groups).map(([name, { attributes: own, ...rest }]) => [
    name,
    { ...rest, attributes: unstamped(own) },
  ]);
  return { groups: Object.fromEntries(made), attributes: unstamped(attributes) };
}

function unstamped(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== "created_at" && name !== "arviz_version"));
}
