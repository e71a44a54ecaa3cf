/** The sources of the repository and what each of them imports, for the tests of its architecture. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));

export interface Import {
  /** Path from the root, without extension: `assembly/opcodes`. Another package keeps its name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** Path from the root, without extension. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const withoutExtension = (path: string): string => path.replace(/\.(?:d\.)?[mc]?[jt]s$/, "");

/** `import "#platform"`, `"#files"` and `"#document"` are one module a platform; the one for Node stands for both. `"#core"` is inlined. */
function resolve(from: string, specifier: string): string {
  if (specifier === "#core") return "bindings/engine/core_inlined";
  if (specifier === "#platform") return "bindings/engine/platform_node";
  if (specifier === "#files") return "bindings/data/files_node";
  if (specifier === "#document") return "bindings/posterior/plots/document_node";
  if (!specifier.startsWith(".")) return specifier;
  return withoutExtension(posix.join(posix.dirname(from), specifier));
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  const everyNameIsType =
    named !== undefined && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
  return clause.name === undefined && everyNameIsType;
}

/** Import and re-export statements, and `import("...")` calls. */
function importsOf(path: string, text: string): Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
      found.push({ target: resolve(path, specifier), typeOnly: isTypeOnly(node) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) found.push({ target: resolve(path, specifier.text), typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** All TypeScript and AssemblyScript sources under a folder of the root, specs and generated modules excepted. */
export function sourcesUnder(folder: string): SourceFile[] {
  const paths = (readdirSync(root + folder, { recursive: true }) as string[]).map((path) => `${folder}/${path}`);
  return paths
    .filter((path) => path.endsWith(".ts") && !path.includes("__tests__") && !path.endsWith("/core_wasm.ts"))
    .sort()
    .map((path) => {
      const text = readFileSync(root + path, "utf8");
      return { path: withoutExtension(path), text, imports: importsOf(path, text) };
    });
}
