/** What no file of the repository may hold: a place that exists on one machine only. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { root } from "./source_files.js";

/** Generated or not under our care, as .gitignore says. */
const notOurs = new Set([".git", "node_modules", "dist", "build", ".cache", "core_wasm.ts"]);

function filesUnder(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = folder + entry.name;
    if (entry.isDirectory()) return filesUnder(`${path}/`);
    return entry.isFile() ? [path] : [];
  });
}

/** Home folders, temporary folders, mount points and drives. `/usr/bin/env` and `/dev/null` are everywhere. */
const machinePath = /(?<![\w.:/~$}*-])(?:\/(?:home|root|Users|work|opt|mnt|srv|tmp|var)\/[\w.-]+|[A-Z]:\\\\?\w)/;
/** Registries are the installer's affair: neither sources nor the lock file name one. */
const registryHost = /registry\.[a-z0-9-]+\.(?:org|com)/;

const isText = (path: string): boolean =>
  /\.(?:ts|mjs|js|json|jsonc|md|py|cpp|h|sh|txt|csv|bib)$|\/[\w.]*(?:run|rc|ignore)$/.test(`/${path}`);
const self = "test/architecture/repository_files.test.ts";

describe("the files of the repository", () => {
  const texts = filesUnder("")
    .filter((path) => isText(path) && path !== self)
    .map((path) => ({ path, lines: readFileSync(root + path, "utf8").split("\n") }));

  const linesThatMatch = (pattern: RegExp): string[] =>
    texts.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
    );

  test("are found", () => {
    expect(texts.length).toBeGreaterThan(20);
  });

  test("name no path of one machine", () => {
    expect(linesThatMatch(machinePath)).toEqual([]);
  });

  test("name no package registry", () => {
    expect(linesThatMatch(registryHost)).toEqual([]);
  });
});
