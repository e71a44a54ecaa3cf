/** The README's examples compile against the built package and run. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../bindings/index.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
afterAll(() => library.closeWorkers());

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code as string);
/** Inside the package, so that it can name itself. */
const folder = fileURLToPath(new URL("../.cache/readme/", import.meta.url));
const given = `
import { parseCsv } from "wasmcmc";
import { readFileSync } from "node:fs";
const table = parseCsv(readFileSync("examples/line.csv"));
const [x, y, yErr] = ["x", "y", "y_err"].map((name) => table.numbers(name)) as [Float64Array, Float64Array, Float64Array];
export { fit };
`;

describe.each(examples.map((code, k) => [k, code] as const))("README example %i", (k, code) => {
  const path = `${folder}example_${k}.ts`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, (k === 0 ? given : "export { fit };\n") + code);

  test("compiles in strict mode", () => {
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    };
    const problems = ts.getPreEmitDiagnostics(ts.createProgram([path], options));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  });

  test("runs", async () => {
    const script = path.replace(/ts$/, "mjs");
    writeFileSync(
      script,
      ts.transpileModule(readFileSync(path, "utf8"), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      }).outputText,
    );
    const { fit } = await import(/* @vite-ignore */ pathToFileURL(script).href);
    expect(fit.drawCount).toBe(1000);
    expect(String(fit.summary())).toContain("ess_bulk");
  });
});
