/** The TypeScript of Markdown pages: taken out, checked in strict mode against the built package, and run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

/** The blocks of ```ts, in order. */
export function codeBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code as string);
}

/** A folder inside the package, so that its files can name the package. */
export function codeFolder(name: string): string {
  const folder = fileURLToPath(new URL(`../.cache/${name}/`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Writes the texts as files and gives what the compiler has to say of them: "file: message". */
export function problemsOf(folder: string, texts: ReadonlyMap<string, string>): string[] {
  const paths = [...texts].map(([name, text]) => {
    const path = `${folder}${name}.ts`;
    writeFileSync(path, text);
    return path;
  });
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  return ts.getPreEmitDiagnostics(ts.createProgram(paths, options)).map(({ messageText, file, start }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (!file) return message;
    const line = file.text.slice(0, start).split("\n").length;
    return `${file.fileName.slice(folder.length)}: ${message}\n    ${file.text.split("\n")[line - 1]?.trim()}`;
  });
}

/** Runs a text as a module beside the others and gives what it exports. */
export async function runModule(folder: string, name: string, text: string): Promise<Readonly<Record<string, unknown>>> {
  const path = `${folder}${name}.mjs`;
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(path, ts.transpileModule(text, { compilerOptions }).outputText);
  return import(/* @vite-ignore */ pathToFileURL(path).href);
}
