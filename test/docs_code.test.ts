/** All TypeScript of docs/ compiles in strict mode against the built package, and runs. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type * as Library from "../bindings/index.js";
import { namesIn } from "../scripts/docs/run_code.js";
import { samples } from "../scripts/docs/samples/index.js";
import { codeBlocks, codeFolder, problemsOf, runModule } from "./doc_code.js";

const library = (await import("wasmcmc" as string)) as typeof Library;
afterAll(() => library.closeWorkers());

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const folder = codeFolder("docs");

/** The texts of a folder's pages, by name without ".md". */
function pagesOf(place: string): (readonly [string, string])[] {
  const files = readdirSync(docs + place).filter((file) => file.endsWith(".md") && file !== "README.md");
  return files.sort().map((file) => [file.replace(/\.md$/, ""), readFileSync(`${docs}${place}/${file}`, "utf8")]);
}

/** The last block is a whole model; those before are fragments of the docstring, which stand in a model that the sample describes. */
function distributionPage(name: string, markdown: string): string {
  const blocks = codeBlocks(markdown);
  const [example, ...fragments] = [...blocks].reverse() as [string, ...string[]];
  if (fragments.length === 0) return `${example}\nexport { example };\n`;
  const around = samples[name]?.around;
  if (around === undefined)
    throw new Error(`The sample of ${name} does not say what stands around the fragments of its docstring.`);
  const columns = Object.entries(around.data).map(([column, declared]) => `${column}: ${declared}`);
  const body = [around.code ?? "", ...fragments.reverse().map((fragment) => `{\n${fragment}\n}`)].join("\n");
  const own = new Set(namesIn(example));
  const imported = namesIn(`${body} ${columns.join(" ")} model param normal`).filter((each) => !own.has(each));
  return `import { ${imported.join(", ")}${/\bOperand\b/.test(body) ? ", type Operand" : ""} } from "wasmcmc";
${example}
model({ ${columns.join(", ")} }, ({ ${Object.keys(around.data).join(", ")} }) => {
${body}
return { unused: param(normal(0, 1)) };
});
export { example };
`;
}

const distributions = new Map(pagesOf("distributions").map(([name, markdown]) => [name, distributionPage(name, markdown)]));

test("the pages' code compiles in strict mode", () => {
  expect(problemsOf(folder, distributions)).toEqual([]);
});

describe.each([...distributions])("the page of %s", (name, text) => {
  test("makes a model", async () => {
    const { example } = (await runModule(folder, name, text)) as { readonly example: Library.AnyModel };
    expect(library.explain(example)).toContain("~");
  });
});
