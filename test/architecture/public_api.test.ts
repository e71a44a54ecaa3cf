/** What a person can import: a name that appears here is a promise, and one that leaves is a breaking change. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as wasmcmc from "../../bindings/index.js";
import * as plots from "../../bindings/plots.js";
import { root } from "./source_files.js";

describe("the public API", () => {
  test("offers these values", () => {
    expect(Object.keys(wasmcmc).sort()).toMatchSnapshot();
  });

  test("offers these types", () => {
    const index = readFileSync(`${root}bindings/index.ts`, "utf8");
    const lists = [...index.matchAll(/export\s+(type\s+)?\{([^}]*)\}/g)];
    const names = lists.flatMap(([, typeOnly, list]) =>
      (list ?? "")
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && (typeOnly !== undefined || name.startsWith("type ")))
        .map((name) => name.replace(/^type /, "").replace(/^.* as /, "")),
    );
    expect(names.sort()).toMatchSnapshot();
  });
});

test("the entry for plots offers these values", () => {
  expect(Object.keys(plots).sort()).toMatchSnapshot();
});
