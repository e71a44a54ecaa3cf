/** The table of all distributions. */
import type { Kind } from "./facts.js";
import type { PageParts } from "./page.js";

const headings: readonly (readonly [Kind, string])[] = [
  ["continuous", "Continuous"],
  ["discrete", "Discrete"],
  ["multivariate", "Vectors and matrices"],
  ["structure", "All rows along a dim together"],
  ["wrapper", "Made of other distributions"],
];

const introduction = `A page for each distribution: its density, its parameters, what it can do, and its name in Stan, PyMC and scipy.
Every \`logp\` has a gradient in the value and in each parameter. All of them may be observed and be components of a mixture
(those of all rows together excepted); continuous ones may be priors. \`truncated\` and \`censored\` say whether a distribution may be
their base; "some" is: between constant bounds, or from 1 on.`;

export function indexPage(all: readonly PageParts[]): string {
  const sections = headings.flatMap(([kind, heading]) => {
    const own = all.filter(({ facts }) => facts.kind === kind);
    return own.length === 0 ? [] : [`## ${heading}`, kind === "continuous" || kind === "discrete" ? wide(own) : narrow(own)];
  });
  const comment = "<!-- Made by npm run docs: edit the docstrings of bindings/model/. -->";
  return `${[comment, "# Distributions", introduction, ...sections].join("\n\n")}\n`;
}

function wide(parts: readonly PageParts[]): string {
  const rows = parts.map(({ exported: { name }, facts: { plain }, ...rest }) => [
    link(name),
    ...namesOf(rest),
    plain?.truncated ?? "",
    plain?.censored ?? "",
    plain?.isFast ? "yes" : "",
  ]);
  return table(["", "Stan", "PyMC", "scipy", "truncated", "censored", "fast in mixtures"], rows);
}

function narrow(parts: readonly PageParts[]): string {
  return table(
    ["", "Stan", "PyMC", "scipy"],
    parts.map(({ exported: { name }, ...rest }) => [link(name), ...namesOf(rest)]),
  );
}

const link = (name: string): string => `[${name}](${name}.md)`;

/** The name alone where parameters follow it; else what there is. */
function namesOf({ docstring, sample }: Pick<PageParts, "docstring" | "sample">): string[] {
  return ["Stan", "PyMC", "scipy"].map((tool) => {
    const text = docstring.names[tool] ?? (tool === "scipy" ? sample.scipy : undefined) ?? "";
    return (/^[\w.]+(?=\()/.exec(text)?.[0] ?? text.replace(/ \(.*/, "")).replace(/\|/g, "\\|");
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
