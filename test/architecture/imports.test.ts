/** Data flows one way, and imports follow it: these are the boundaries that hold the house up. */
import { describe, expect, test } from "vitest";
import { type SourceFile, sourcesUnder } from "./source_files.js";

const assembly = sourcesUnder("assembly");
const bindings = sourcesUnder("bindings");
const all = [...assembly, ...bindings];

/** The two files that both compilers read. */
const shared = ["assembly/opcodes", "assembly/layout"];

/** Imports, as "importer -> imported", of files whose path starts with `from`, that the predicate refuses. */
function refused(from: string, isRefused: (target: string, typeOnly: boolean) => boolean): string[] {
  return all
    .filter((file) => file.path.startsWith(from))
    .flatMap((file) =>
      file.imports.filter(({ target, typeOnly }) => isRefused(target, typeOnly)).map(({ target }) => `${file.path} -> ${target}`),
    );
}

const under =
  (...folders: string[]) =>
  (target: string): boolean =>
    folders.some((folder) => target.startsWith(folder));

/** A path of run-time imports that comes back to where it began, or undefined. */
function findCycle(files: readonly SourceFile[]): string[] | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    done.add(path);
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
      const cycle = typeOnly || !byPath.has(target) ? undefined : visit(target, [...trail, path]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const file of files) {
    const cycle = visit(file.path, []);
    if (cycle) return cycle;
  }
  return undefined;
}

describe("imports in the engine", () => {
  test("stay inside assembly/", () => {
    expect(refused("assembly/", (target) => !target.startsWith("assembly/"))).toEqual([]);
  });

  test("keep the sampler apart from adaptation", () => {
    expect(refused("assembly/hmc/", under("assembly/adapt/"))).toEqual([]);
  });

  test("keep sampler and adaptation apart from programs", () => {
    expect(refused("assembly/hmc/", under("assembly/program/"))).toEqual([]);
    expect(refused("assembly/adapt/", under("assembly/program/"))).toEqual([]);
  });

  test("keep programs apart from sampler and adaptation", () => {
    expect(refused("assembly/program/", under("assembly/hmc/", "assembly/adapt/"))).toEqual([]);
  });

  test("keep mathematics and random numbers apart from everything else", () => {
    const others = under("assembly/program/", "assembly/hmc/", "assembly/adapt/", "assembly/chain");
    expect(refused("assembly/math/", others)).toEqual([]);
    expect(refused("assembly/rng/", others)).toEqual([]);
    expect(refused("assembly/vector", others)).toEqual([]);
  });
});

describe("imports in the bindings", () => {
  test("read two files of the engine and no other", () => {
    expect(refused("bindings/", (target) => target.startsWith("assembly/") && !shared.includes(target))).toEqual([]);
  });

  test("let the files that both compilers read import nothing", () => {
    expect(all.filter((file) => shared.includes(file.path)).flatMap((file) => file.imports)).toEqual([]);
  });

  test("keep models apart from the engine and from results", () => {
    expect(refused("bindings/model/", under("bindings/engine/", "bindings/posterior/"))).toEqual([]);
  });

  test("keep programs apart from the engine and from results", () => {
    expect(refused("bindings/program/", under("bindings/engine/", "bindings/posterior/"))).toEqual([]);
  });

  test("let only the lowering read models, and the compiled model name their types", () => {
    const lowering = /^bindings\/program\/lower\//;
    const compiled = /^bindings\/program\/compiled$/;
    const files = bindings.filter((file) => file.path.startsWith("bindings/program/"));
    const offending = files.flatMap((file) =>
      file.imports
        .filter(({ target }) => target.startsWith("bindings/model/") && !lowering.test(file.path))
        .filter(({ typeOnly }) => !(typeOnly && compiled.test(file.path)))
        .map(({ target }) => `${file.path} -> ${target}`),
    );
    expect(offending).toEqual([]);
  });

  test("let the posterior take plain arrays: nothing from models, programs or the engine", () => {
    const others = under("bindings/engine/", "bindings/model/", "bindings/program/", "assembly/");
    expect(refused("bindings/posterior/", others)).toEqual([]);
  });

  /** Types of a package are no import of it. */
  const isPackage = (target: string, typeOnly: boolean): boolean => !typeOnly && !under("bindings/", "assembly/")(target);

  test("bring in packages in one place, and Node's own only for the platform", () => {
    const allowed = [
      "bindings/engine/platform_node -> node:",
      "bindings/data/files_node -> node:",
      "bindings/peers -> ",
      "bindings/posterior/plots/document_node -> linkedom",
      "bindings/posterior/plots/document_node -> @resvg/resvg-js",
    ];
    const drawsWithPlot = /^bindings\/posterior\/plots\/\w+ -> @observablehq\/plot$/;
    const offending = refused("bindings/", isPackage)
      .filter((line) => !allowed.some((start) => line.startsWith(start)))
      .filter((line) => !drawsWithPlot.test(line));
    expect(offending).toEqual([]);
  });

  test("keep packages out of what the main entry reaches", () => {
    const byPath = new Map(bindings.map((file) => [file.path, file]));
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) if (!typeOnly) visit(target);
    };
    visit("bindings/index");
    expect(reached.has("bindings/fit/fit")).toBe(true);
    expect(reached.has("bindings/peers")).toBe(false);
  });

  test("make bindings/index.ts a list of re-exports", () => {
    const index = bindings.find((file) => file.path === "bindings/index");
    const statements = (index?.text ?? "")
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
      .split(";")
      .map((statement) => statement.trim())
      .filter((statement) => statement !== "");
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.filter((statement) => !/^export\b[\s\S]*\bfrom\s+"[^"]+"$/.test(statement))).toEqual([]);
  });
});

describe("imports everywhere", () => {
  test("name files that exist", () => {
    const paths = new Set(all.map((file) => file.path));
    const generated = "bindings/engine/core_wasm";
    const missing = (target: string): boolean =>
      under("bindings/", "assembly/")(target) && !paths.has(target) && target !== generated;
    const isFolder = (target: string): boolean => paths.has(`${target}/index`);
    expect(refused("", (target) => missing(target) && !isFolder(target))).toEqual([]);
  });

  test("make no cycle", () => {
    expect(findCycle(bindings)).toBeUndefined();
    expect(findCycle(assembly)).toBeUndefined();
  });
});
