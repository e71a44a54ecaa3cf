/** The serialised model and the engine's module, driven from Python through wasmtime as docs/format.md describes: the same bits as here. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../../bindings/index.js";
import { python } from "../oracle/python.js";
import { type Subject, subjects } from "./subjects.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
const script = fileURLToPath(new URL("../../examples/python/drive.py", import.meta.url));
const wasm = fileURLToPath(new URL("../../dist/core.wasm", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wasmcmc-format-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Driven {
  readonly start: readonly number[];
  readonly logp: number;
  readonly gradient: readonly number[];
  readonly draws: Readonly<Record<string, string>>;
  readonly sampleStats: Readonly<Record<string, string>>;
}

/** Runs examples/python/drive.py over these bytes. */
function run(bytes: Uint8Array, args: readonly string[] = []) {
  const file = join(folder, "model.wmcm");
  writeFileSync(file, bytes);
  return spawnSync(python() as string, [script, wasm, file, ...args], { encoding: "utf8" });
}

function drive(bytes: Uint8Array, args: readonly string[]): Driven {
  const { status, stdout, stderr, error } = run(bytes, args);
  if (status !== 0) throw new Error(stderr || String(error));
  return JSON.parse(stdout) as Driven;
}

/** SHA-256 of one chain's part of arrays that hold `chains` chains. */
function hashes(arrays: object, chain: number, chains: number): Record<string, string> {
  const part = (values: Float64Array) =>
    values.subarray((chain * values.length) / chains, ((chain + 1) * values.length) / chains);
  const hash = (values: Float64Array) => createHash("sha256").update(part(values)).digest("hex");
  return Object.fromEntries(Object.entries(arrays).map(([name, values]: [string, Float64Array]) => [name, hash(values)]));
}

const argumentsOf = ({ warmup, draws, seed, targetAccept, maxTreeDepth, metric, jitter }: Subject["options"]) =>
  Object.entries({ warmup, draws, seed, "target-accept": targetAccept, "max-tree-depth": maxTreeDepth, metric, jitter }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]),
  );

describe.skipIf(python() === undefined).each(subjects(library))("$name, driven from Python", ({ target, options, chain }) => {
  const chains = chain + 1;

  test("has the log density and the gradient that it has here, to the last bit (needs Python)", () => {
    const position = Float64Array.from({ length: target.dimension }, (_, i) => 0.3 * Math.sin(i + 1));
    const there = drive(library.serialize(target), ["--warmup=0", "--draws=1", `--position=${JSON.stringify([...position])}`]);
    const { logp, gradient } = target.logpAndGradient(position);
    expect([logp, ...gradient].every(Number.isFinite)).toBe(true);
    expect(there.logp).toBe(logp);
    expect(there.gradient).toEqual([...gradient]);
  });

  test("makes the draws and the statistics that sample makes, to the last bit (needs Python)", async () => {
    const fit = await library.sample(target, { ...options, chains, workers: false });
    const there = drive(library.serialize(target), [`--chain=${chain}`, ...argumentsOf(options)]);
    expect(Object.keys(there.draws)).toEqual(Object.keys(fit.draws));
    expect(there.draws).toEqual(hashes(fit.draws, chain, chains));
    expect(there.sampleStats).toEqual(hashes(fit.sampleStats, chain, chains));
  });
});

describe.skipIf(python() === undefined)("the Python reader", () => {
  const [{ target }] = subjects(library) as [Subject];

  test.each([
    ["of another version", 4, "version 2; this reader knows version 1"],
    ["with a damaged byte", 40, "its checksum does not match"],
  ])("refuses a serialised model %s (needs Python)", (_, byte, message) => {
    const bytes = library.serialize(target);
    bytes[byte] = byte === 4 ? 2 : (bytes[byte] as number) ^ 1;
    const { status, stderr } = run(bytes);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
  });

  test("refuses a model without data (needs Python)", () => {
    const { status, stderr } = run(library.serializeModel(library.deserializeModel(modelBytes())));
    expect(status).not.toBe(0);
    expect(stderr).toContain("without data");
  });
});

function modelBytes(): Uint8Array {
  const { model, normal, observe, param, serializeModel, vector } = library;
  return serializeModel(
    model({ y: vector("row") }, ({ y }) => {
      const mu = param(normal(0, 1));
      return { mu, y: observe(y, normal(mu, 1)) };
    }),
  );
}
