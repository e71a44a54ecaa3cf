/** Which functions of the package make distributions, found in its sources. */
import { readFileSync } from "node:fs";
import ts from "typescript";

export interface ExportedDistribution {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Names of the function's parameters, as it is called; an object's are "{ mean, covariance }" and so on. */
  readonly signature: string;
  readonly docstring: string;
}

const folder = "bindings/model";

/** Functions exported from bindings/model/index.ts whose type is a distribution, in alphabetical order. */
export function exportedDistributions(root: string): ExportedDistribution[] {
  const index = parse(root, `${folder}/index.ts`);
  return index.statements
    .flatMap((statement) => {
      if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
      const module = (statement.moduleSpecifier as ts.StringLiteral).text;
      const names = statement.exportClause.elements.map(({ name }) => name.text);
      return fromModule(root, `${folder}/${module.slice(2).replace(/js$/, "ts")}`, names);
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parse(root: string, file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(root + file, "utf8"), ts.ScriptTarget.Latest, true);
}

function fromModule(root: string, file: string, names: readonly string[]): ExportedDistribution[] {
  const source = parse(root, file);
  const text = source.getFullText();
  return source.statements.flatMap((statement) => {
    if (!ts.isFunctionDeclaration(statement) || !statement.name || !names.includes(statement.name.text)) return [];
    if (!statement.type || !/^\w*Dist</.test(statement.type.getText())) return [];
    const comment = ts.getLeadingCommentRanges(text, statement.getFullStart())?.at(-1);
    return [
      {
        name: statement.name.text,
        file,
        signature: `${statement.name.text}(${statement.parameters.map(nameOf).join(", ")})`,
        docstring: comment ? text.slice(comment.pos, comment.end) : "",
      },
    ];
  });
}

/** An options object is shown by its fields where the function takes it apart, else by its name. */
function nameOf(parameter: ts.ParameterDeclaration): string {
  return `${parameter.name.getText().replace(/\s+/g, " ")}${parameter.questionToken ? "?" : ""}`;
}
