/** The page of one distribution, in Markdown. */

import type { Block, Docstring } from "./docstring.js";
import { exampleText } from "./example.js";
import type { ExportedDistribution } from "./exported.js";
import type { Facts, Reach } from "./facts.js";
import type { Sample } from "./sample.js";

export interface PageParts {
  readonly exported: ExportedDistribution;
  readonly docstring: Docstring;
  readonly facts: Facts;
  readonly sample: Sample;
  readonly alt: string | undefined;
}

const code = (text: string, language = ""): string => `\`\`\`${language}\n${text}\n\`\`\``;

export function page({ exported: { name, signature, file }, docstring, facts, sample, alt }: PageParts): string {
  const parts = [
    `<!-- Made by npm run docs from ${file}: edit the docstring there. -->`,
    `# ${name}`,
    `\`${signature}\``,
    ...docstring.blocks.map(blockText),
    ...(alt === undefined ? [] : [`![${alt}](${name}.svg)`]),
    table([...factRows(facts), ...nameRows(docstring, sample)]),
    code(exampleText(sample.example), "ts"),
    ...(docstring.source === undefined ? [] : [`Source: ${docstring.source}.`]),
    "[All distributions](README.md)",
  ];
  return `${parts.join("\n\n")}\n`;
}

function blockText({ kind, text }: Block): string {
  if (kind === "prose") return wrapped(text);
  return code(text, kind === "code" ? "ts" : "text");
}

/** At the start of a line these would begin a list, a heading or a quotation. */
const startsBlock = /^(?:[-+*#>|=]+|\d+[.)])$/;

/** Lines of about 120 characters. */
export function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last === undefined || (last.length + word.length >= 120 && !startsBlock.test(word))) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}

const cell = (text: string): string => text.replace(/\|/g, "\\|");

function table(rows: readonly (readonly [string, string])[]): string {
  return ["| | |", "|---|---|", ...rows.map(([head, text]) => `| ${head} | ${cell(text)} |`)].join("\n");
}

const reachInWords: Readonly<Record<Reach, string>> = {
  yes: "yes",
  no: "no",
  some: "between constants, or from 1 on",
};

function factRows({ plain }: Facts): [string, string][] {
  if (!plain) return [];
  const isSingle = plain.truncated !== "no" || plain.censored !== "no";
  return [
    ["Support", plain.support],
    ...Object.entries(plain.parameters).map(([name, what]): [string, string] => [`\`${name}\``, what]),
    ...(plain.has.length > 0 ? [["Has", plain.has.join(", ")] as [string, string]] : []),
    ["As a prior", plain.isPrior ? "yes" : "no: it is observed, or summed out by a mixture"],
    ["In mixtures", inMixtures(plain)],
    ...(isSingle
      ? ([
          ["`truncated`", reachInWords[plain.truncated]],
          ["`censored`", reachInWords[plain.censored]],
        ] as [string, string][])
      : []),
  ];
}

function inMixtures({ isComponent, isFast }: NonNullable<Facts["plain"]>): string {
  if (!isComponent) return "no: all rows are one observation";
  return isFast ? "fast: no logarithm per row and component" : "yes";
}

/** Where a tool has no name here, it is left out. */
function nameRows({ names }: Docstring, { scipy }: Sample): [string, string][] {
  const all: Record<string, string | undefined> = { ...names, scipy: names["scipy"] ?? scipy };
  return ["Stan", "PyMC", "scipy"].flatMap((tool): [string, string][] => (all[tool] === undefined ? [] : [[tool, all[tool]]]));
}
