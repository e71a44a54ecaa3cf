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

/** Stands before a guide's code: all names of the package, columns, and `sample` with few draws. */
const prelude = (code: string): string => {
  const imported = [...namesIn(code).filter((name) => name !== "sample"), "sample as sampleInFull", "Target"];
  const columns = readFileSync(new URL("./docs_columns.ts", import.meta.url), "utf8").replace(/^export /gm, "");
  return `import { ${imported.join(", ")}${/\bOperand\b/.test(code) ? ", type Operand" : ""} } from "wasmcmc";
const sample = ((...args: any[]) => {
  const place = args[0] instanceof Target ? 1 : 2;
  return (sampleInFull as any)(...args.slice(0, place), { ...args[place], chains: 2, warmup: 100, draws: 100, workers: false });
}) as typeof sampleInFull;
${columns}`;
};

/** The code of a guide: its blocks in order, with a scope for each section. */
function guidePage(markdown: string): string {
  const sections = markdown.split(/^## /m).map((section) => codeBlocks(section).join("\n"));
  const scopes = sections.map((code) => (code === "" ? "" : `{\n${code}}\n`));
  return `${prelude(sections.join("\n"))}${scopes.join("")}export const finished = true;\n`;
}

const distributions = new Map(pagesOf("distributions").map(([name, markdown]) => [name, distributionPage(name, markdown)]));
const guides = new Map(pagesOf("guides").map(([name, markdown]) => [name, guidePage(markdown)]));

test("the pages' code compiles in strict mode", () => {
  expect(problemsOf(folder, new Map([...distributions, ...guides]))).toEqual([]);
}, 120_000);

describe.each([...distributions])("the page of %s", (name, text) => {
  test("makes a model", async () => {
    const { example } = (await runModule(folder, name, text)) as { readonly example: Library.AnyModel };
    expect(library.explain(example)).toContain("~");
  });
});

describe.each([...guides])("the guide %s", (name, text) => {
  test("runs, from its first block to its last", async () => {
    expect((await runModule(folder, name, text))["finished"]).toBe(true);
  }, 120_000);
});

test("the guides from PyMC and from Stan build the same models", () => {
  const sections = (name: string) => {
    const markdown = readFileSync(`${docs}guides/${name}.md`, "utf8");
    return markdown.split(/^## /m).flatMap((section) => {
      const blocks = codeBlocks(section);
      return blocks.length === 0 ? [] : [[section.slice(0, section.indexOf("\n")), ...blocks]];
    });
  };
  expect(sections("from-stan")).toEqual(sections("from-pymc"));
});
