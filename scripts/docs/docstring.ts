/** Takes a distribution's docstring apart: prose, formula, fragments of code, its names in other tools, and the source. */

export type Block =
  | { readonly kind: "prose"; readonly text: string }
  | { readonly kind: "formula"; readonly text: string }
  | { readonly kind: "code"; readonly text: string };

export interface Docstring {
  /** In the order of the docstring, without names and source. */
  readonly blocks: readonly Block[];
  /** What it is called in Stan, PyMC and scipy, with its parameters there. */
  readonly names: Readonly<Record<string, string>>;
  readonly source: string | undefined;
}

/** The text between the marks of a comment, lines without their stars. */
export function textOf(comment: string): string {
  return comment
    .replace(/^\/\*\*\s?|\s*\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}

/** Indented paragraphs are formulas or code, a formula says p(...) =, P(...) = or x ~. */
export function readDocstring(comment: string): Docstring {
  const names: Record<string, string> = {};
  let source: string | undefined;
  const blocks = paragraphs(textOf(comment)).flatMap((paragraph): Block[] => {
    if (paragraph.startsWith("    ")) {
      const text = paragraph.replace(/^ {4}/gm, "");
      return [{ kind: /^(?:[pP]\(.*\) = |\w+ ~ )/m.test(text) ? "formula" : "code", text }];
    }
    const sentence = paragraph.replace(/\s+/g, " ");
    const [before, cited] = sentence.split(/(?:^|\s)Source: /);
    if (cited !== undefined) source = cited.replace(/\.$/, "");
    const text = takeNames(before as string, names);
    return text === "" ? [] : [{ kind: "prose", text }];
  });
  return { blocks, names, source };
}

function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.trimEnd());
}

const tool = /(?:^|(?<=[\s(]))(Stan|PyMC|scipy)(?:: | has (?=none))/g;

/** Moves "Stan: ...; PyMC: ...; scipy: ..." from a text into `names`; a name ends where the next one or another sentence begins. */
function takeNames(text: string, names: Record<string, string>): string {
  const starts = [...text.matchAll(tool)];
  let rest = "";
  let end = 0;
  for (const [k, match] of starts.entries()) {
    rest += text.slice(end, match.index);
    const from = match.index + match[0].length;
    const until = starts[k + 1]?.index ?? text.length;
    const sentence = /\.(?=\s+[A-Z])|\.\s*$/.exec(text.slice(from, until));
    end = sentence ? from + sentence.index + 1 : until;
    names[match[1] as string] = text.slice(from, end).replace(/[;.,]?\s*$/, "");
  }
  return (rest + text.slice(end)).replace(/\s+/g, " ").trim();
}
