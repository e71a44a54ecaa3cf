/** All files of docs/distributions/, by name. */
import { rowNumber } from "../../bindings/index.js";
import { readDocstring } from "./docstring.js";
import { type ExportedDistribution, exportedDistributions } from "./exported.js";
import { factsOf } from "./facts.js";
import { indexPage } from "./index_page.js";
import { type PageParts, page } from "./page.js";
import { plot } from "./plot.js";
import { runDistribution } from "./run_code.js";
import { samples } from "./samples/index.js";

export function generate(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const all = exportedDistributions(root).map((exported) => partsOf(exported, files));
  for (const parts of all) files.set(`${parts.exported.name}.md`, page(parts));
  return files.set("README.md", indexPage(all));
}

function partsOf(exported: ExportedDistribution, files: Map<string, string>): PageParts {
  const { name, file, docstring } = exported;
  const sample = samples[name];
  if (sample === undefined) {
    throw new Error(
      `${name} (${file}) has no sample: say in scripts/docs/samples/ what its page draws and which example it has.`,
    );
  }
  const made = runDistribution(sample.cases[0] as string, { x: rowNumber("row") });
  const facts = factsOf(made, file);
  const { node } = made;
  const isDiscrete = node.kind === "plain" && node.family.discrete;
  const picture = plot(sample, isDiscrete);
  if (picture) files.set(`${name}.svg`, picture.svg);
  return { exported, docstring: readDocstring(docstring), facts, sample, alt: picture?.alt };
}
