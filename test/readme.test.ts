/** The README's examples compile against the built package and run. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../bindings/index.js";
import { codeBlocks, codeFolder, problemsOf, runModule } from "./doc_code.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
afterAll(() => library.closeWorkers());

const examples = codeBlocks(readFileSync(new URL("../README.md", import.meta.url), "utf8"));
const folder = codeFolder("readme");
const given = `
import { parseCsv } from "wasmcmc";
import { readFileSync } from "node:fs";
const table = parseCsv(readFileSync("examples/line.csv"));
const [x, y, yErr] = ["x", "y", "y_err"].map((name) => table.numbers(name)) as [Float64Array, Float64Array, Float64Array];
export { fit };
`;
const modules = new Map(examples.map((code, k) => [`example_${k}`, (k === 0 ? given : "export { fit };\n") + code]));

test("the README's examples compile in strict mode", () => {
  expect(problemsOf(folder, modules)).toEqual([]);
}, 120_000);

describe.each([...modules])("README %s", (name, text) => {
  test("runs", async () => {
    const { fit } = (await runModule(folder, name, text)) as { readonly fit: Library.Fit };
    expect(fit.drawCount).toBe(1000);
    expect(String(fit.summary())).toContain("ess_bulk");
  });
});
