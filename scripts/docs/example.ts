/** The text of an example: a whole model, with its imports. */
import { namesIn } from "./run_code.js";
import type { Example } from "./sample.js";

export function exampleText({ data = {}, parameters = {}, between = [], value = "y", observe, results = [] }: Example): string {
  const columns = value === "y" ? { ...data, y: 'vector("row")' } : data;
  const names = Object.keys(parameters);
  const body = [
    ...Object.entries(parameters).map(([name, prior]) => `const ${name} = param(${prior});`),
    ...between,
    ...record([names.join(", "), ...results, `${value === "y" ? "y" : "observed"}: observe(${value}, ${observe})`]),
  ].map((line) => `  ${line}`);
  const spec = Object.entries(columns).map(([name, column]) => `${name}: ${column}`);
  const code = [
    `const example = model({ ${spec.join(", ")} }, ({ ${Object.keys(columns).join(", ")} }) => {`,
    ...body,
    "});",
  ].join("\n");
  const own = [...names, ...Object.keys(columns), ...between.map((line) => /^const (\w+)/.exec(line)?.[1])];
  const imported = namesIn(code).filter((name) => !own.includes(name));
  return `import { ${imported.join(", ")} } from "wasmcmc";\n\n${code}`;
}

/** One line, or where that is long a line for each part. */
function record(parts: readonly string[]): string[] {
  const given = parts.filter((part) => part !== "");
  const line = `return { ${given.join(", ")} };`;
  return line.length <= 110 ? [line] : ["return {", ...given.map((part) => `  ${part},`), "};"];
}
