/** docs/format.md says what the sources say: numbers, names, exports, versions; and what it tells to run does what it says. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { ChainOptions, ChainState, EngineVersion, StateVersion } from "../../assembly/layout.js";
import { Format, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import { settingsOf } from "../../bindings/engine/options.js";
import { statNames } from "../../bindings/fit/sample_statistics.js";
import { modeNames, sectionNames, storageNames } from "../../bindings/program/names.js";
import { opTable } from "../../bindings/program/ops.js";
import { codeBlocks } from "../doc_code.js";
import { python } from "../oracle/python.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(root, "docs", "format.md"), "utf8");
const wasm = join(root, "dist", "core.wasm");
const capitalised = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Rows of the table under the heading that begins so: texts of its cells. */
function tableUnder(heading: string): string[][] {
  const lines = page.split("\n");
  const from = lines.findIndex((line, place) => line.startsWith(`| ${heading} |`) && lines[place + 1]?.startsWith("|---"));
  const rows = lines.slice(from + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

describe("the page of the formats", () => {
  test("has every op under its number", () => {
    const listed = tableUnder("ops").flatMap(([, ops]) => (ops as string).split(", "));
    expect(listed).toEqual(opTable.map(({ op, name }) => `${name} ${op}`));
  });

  test.each([
    ["storage", storageNames, Storage.Output],
    ["section", sectionNames, Section.PriorLogp],
  ] as const)("has every %s under its number", (heading, names, last) => {
    const numbered = names.map((name, number) => [capitalised(name), String(number)]);
    expect(tableUnder(heading).map((row) => row.slice(0, 2))).toEqual(numbered);
    expect(names).toHaveLength(last + 1);
  });

  test("has every mode of a stage under its number", () => {
    expect(modeNames).toHaveLength(StageMode.Scan + 1);
    for (const [number, name] of modeNames.entries()) expect(page).toContain(`${capitalised(name)} ${number}`);
  });

  test("has every statistic at its place", () => {
    const listed = tableUnder("place").map(([place, name]) => [place, name]);
    expect(listed).toEqual(statNames.map((name, place) => [String(place), `\`${name}\``]));
  });

  test("has every export of core.wasm, with as many arguments as it takes", () => {
    const module = new WebAssembly.Module(readFileSync(wasm));
    const { exports } = new WebAssembly.Instance(module);
    const listed = tableUnder("export").map(([name, given]) => [name, given === "" ? 0 : given?.split(", ").length]);
    const taken = Object.entries(exports).map(([name, value]) => [`\`${name}\``, typeof value === "function" ? value.length : 0]);
    const sorted = (rows: unknown[][]) => rows.map(String).sort();
    expect(sorted(listed)).toEqual(sorted(taken));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });

  test("has the versions that are written", () => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)));
    expect((exports["engineVersion"] as () => number)()).toBe(EngineVersion.Current);
    const now = Object.fromEntries(tableUnder("what").map(([what, , version]) => [what, version]));
    expect(now).toMatchObject({
      "program (`WMCP`)": String(Format.Version),
      "exports and records of `core.wasm`": String(EngineVersion.Current),
      "chain state, in checkpoints": String(StateVersion.Current),
    });
  });

  test("has the offsets of the options and of the state", () => {
    const [, states] = page.split("### ChainState") as [string, string];
    expect(page).toContain(`\n${ChainOptions.Bytes} bytes:`);
    const offsets = tableUnder("byte").flatMap(([byte]) => (byte as string).split(", ").map(Number));
    const { SeedLow, SeedHigh, Chain, MaxTreeDepth, TargetAccept, Jitter, Warmup, Metric, InitialPosition } = offsetsOfOptions;
    expect(offsets.slice(0, -1)).toEqual([
      SeedLow,
      SeedHigh,
      Chain,
      MaxTreeDepth,
      TargetAccept,
      Jitter,
      Warmup,
      Metric,
      InitialPosition,
    ]);
    for (const at of [ChainState.Logp, ChainState.Averaging, ChainState.Counts, ChainState.Vectors])
      expect(states).toMatch(new RegExp(`\\| ${at}[ ,]`));
  });

  test("has the defaults of sample", () => {
    const { warmup, targetAccept, maxTreeDepth, metric, jitter } = settingsOf({ seed: 1 });
    const text = `\`warmup\` ${warmup}, \`targetAccept\` ${targetAccept}, \`maxTreeDepth\` ${maxTreeDepth}, \`metric\` \`${metric}\`, \`jitter\` ${jitter};`;
    expect(page).toContain(text);
  });
});

const offsetsOfOptions = {
  SeedLow: ChainOptions.SeedLow,
  SeedHigh: ChainOptions.SeedHigh,
  Chain: ChainOptions.Chain,
  MaxTreeDepth: ChainOptions.MaxTreeDepth,
  TargetAccept: ChainOptions.TargetAccept,
  Jitter: ChainOptions.Jitter,
  Warmup: ChainOptions.Warmup,
  Metric: ChainOptions.Metric,
  InitialPosition: ChainOptions.InitialPosition,
} as const;

describe.skipIf(python() === undefined)("what the page tells to run", () => {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-format-page-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("draws in Python what the code before it draws (needs Python)", () => {
    const file = join(folder, "page.mjs");
    const library = JSON.stringify(pathToFileURL(join(root, "dist", "bindings", "index.js")).href);
    writeFileSync(file, (codeBlocks(page)[0] as string).replace('"wasmcmc"', library));
    const node = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
    expect(node.status, node.stderr).toBe(0);
    const [, command] = /^ {4}python (examples.*)$/m.exec(page) as unknown as [string, string];
    const [script, , model, ...options] = command.split(" ") as [string, string, string, ...string[]];
    const run = spawnSync(python() as string, [join(root, script), wasm, model, ...options], { cwd: folder, encoding: "utf8" });
    expect(run.status, run.stderr).toBe(0);
    const drawn = createHash("sha256")
      .update(readFileSync(join(folder, "mu.f64")))
      .digest("hex");
    expect(JSON.parse(run.stdout).draws).toEqual({ mu: drawn });
  });
});
