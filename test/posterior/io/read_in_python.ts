/** Lets Python read what was written, and compares all of it with what was meant. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { namedArray } from "../../../bindings/posterior/array.js";
import type { InferenceData } from "../../../bindings/posterior/inference_data/inference_data.js";
import type { VariableValues } from "../../../bindings/posterior/inference_data/variable.js";
import { countedLabels } from "../../../bindings/posterior/io/coordinates.js";
import { typeOfValues } from "../../../bindings/posterior/io/stored_values.js";
import { summarize } from "../../../bindings/posterior/summary.js";
import { python } from "../../oracle/python.js";

const interpreter = python();

/** Python takes seconds to import what reads files, more on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

export const pythonTest: typeof test = test.skipIf(interpreter === undefined) as typeof test;

/** A new folder for a test's files, which goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-io-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a script of test/oracle/ prints. */
export function runPython(script: string, ...args: string[]): string {
  const path = fileURLToPath(new URL(`../../oracle/${script}`, import.meta.url));
  const run = spawnSync(interpreter!, [path, ...args], { encoding: "utf8", maxBuffer: 1e9 });
  if (run.status !== 0) throw new Error(`${script} failed:\n${run.stderr ?? run.error}`);
  return run.stdout;
}

interface ToldVariable {
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly type: string;
  readonly values: readonly unknown[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Told {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<
    Record<
      string,
      {
        readonly attributes: Readonly<Record<string, unknown>>;
        readonly coords: Readonly<Record<string, readonly unknown[]>>;
        readonly variables: Readonly<Record<string, ToldVariable>>;
      }
    >
  >;
  readonly summary: string;
}

/** The same description of results as test/oracle/read_results.py gives. */
export function tell(data: InferenceData): Told {
  const groups = Object.entries(data.groups).map(([name, { attributes, coords, variables }]) => {
    const told = Object.entries(variables).map(([variable, { values, shape, dims, attributes: own = {} }]) => [
      variable,
      { dims, shape, type: typeOfValues(values), values: plain(values), attributes: own },
    ]);
    return [name, { attributes, coords, variables: Object.fromEntries(told) }];
  });
  return { attributes: data.attributes, groups: Object.fromEntries(groups), summary: summaryOf(data) };
}

function summaryOf(data: InferenceData): string {
  const { variables, coords } = data.groups["posterior"]!;
  const arrays = ["mu", "theta"].map((name) => {
    const { values, shape, dims } = variables[name]!;
    return [name, namedArray(Float64Array.from(values as Float64Array), shape, dims, coords)];
  });
  return summarize(Object.fromEntries(arrays)).table();
}

function plain(values: VariableValues): unknown[] {
  const booleans = values instanceof Uint8Array;
  return Array.from(values as ArrayLike<unknown>, (value) => {
    if (booleans) return value === 1;
    if (typeof value === "bigint") return Number(value);
    if (typeof value !== "number" || Number.isFinite(value)) return value;
    return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  });
}

/** Python gives every dim of a table labels; those that count from 0 say nothing. */
export function withoutCounted(told: Told): Told {
  const groups = Object.entries(told.groups).map(([name, group]) => {
    const coords = Object.entries(group.coords).filter(([, labels]) => String(labels) !== String(countedLabels(labels.length)));
    return [name, { ...group, coords: Object.fromEntries(coords) }];
  });
  return { ...told, groups: Object.fromEntries(groups) };
}

/** Every number, dim, coordinate, type and attribute, and the printed summary. */
export function expectSame(python: Told, ours: Told, attributesMayBeNumbers = false): void {
  const numbers = (attributes: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        attributesMayBeNumbers && typeof value === "boolean" ? Number(value) : value,
      ]),
    );
  expect(numbers(python.attributes)).toEqual(numbers(ours.attributes));
  expect(Object.keys(python.groups).sort()).toEqual(Object.keys(ours.groups).sort());
  for (const [name, group] of Object.entries(ours.groups)) {
    const theirs = python.groups[name]!;
    expect(numbers(theirs.attributes), name).toEqual(numbers(group.attributes));
    expect(theirs.coords, name).toEqual(group.coords);
    expect(Object.keys(theirs.variables).sort(), name).toEqual(Object.keys(group.variables).sort());
    for (const [variable, told] of Object.entries(group.variables)) expect(theirs.variables[variable], variable).toEqual(told);
  }
  expect(python.summary).toBe(ours.summary);
}
