/** Splits a calc template into tokens, each with its place in the text. */
import { WasmcmcError } from "../errors.js";

export type Token =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "name"; readonly text: string; readonly at: number }
  | { readonly kind: "sign"; readonly text: string; readonly at: number }
  /** The expression or number number `index` of the template. */
  | { readonly kind: "slot"; readonly index: number; readonly at: number }
  | { readonly kind: "end"; readonly at: number };

/** A template as one text (slots printed as `${0}`, `${1}`, ...) and its tokens. */
export interface Tokens {
  readonly text: string;
  readonly tokens: readonly Token[];
}

const pattern = /\s+|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign>\*\*|<=|>=|==|[-+*/^(),<>])/y;

export function tokenize(strings: readonly string[]): Tokens {
  const text = strings.map((part, i) => (i === 0 ? part : `\${${i - 1}}${part}`)).join("");
  const tokens: Token[] = [];
  let start = 0;
  for (const [i, part] of strings.entries()) {
    if (i > 0) {
      tokens.push({ kind: "slot", index: i - 1, at: start });
      start += `\${${i - 1}}`.length;
    }
    tokens.push(...tokensOf(part, start, text));
    start += part.length;
  }
  return { text, tokens: [...tokens, { kind: "end", at: text.length }] };
}

function tokensOf(part: string, start: number, text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let offset = 0; offset < part.length; offset = pattern.lastIndex) {
    const match = pattern.exec(part);
    if (!match) throw syntaxError(text, start + offset, `"${part[offset]}" is no part of an expression`);
    const at = start + offset;
    const { number, name, sign } = match.groups ?? {};
    if (number !== undefined) tokens.push({ kind: "number", value: Number(number), at });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, at });
  }
  return tokens;
}

/** The message shows the template with a caret under the place. */
export function syntaxError(text: string, at: number, problem: string): WasmcmcError {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const line = text.slice(lineStart).split("\n", 1)[0] ?? "";
  return new WasmcmcError({
    code: "calc-syntax",
    problem: `calc: ${problem}, at position ${at}:\n  ${line}\n  ${" ".repeat(at - lineStart)}^\n`,
    remedy:
      "It knows + - * / ^, < <= > >= ==, parentheses, numbers, ${expressions} and functions such as exp(...) and where(c, a, b).",
    variable: "calc",
    row: at,
    value: text,
  });
}
