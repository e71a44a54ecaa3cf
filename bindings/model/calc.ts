/**
 * Arithmetic as it is written on paper, in a tagged template: a recursive-descent parser that builds nodes; no code is evaluated.
 *
 *     comparison: sum [ ("<" | "<=" | ">" | ">=" | "==") sum ]
 *     sum:        product { ("+" | "-") product }
 *     product:    unary { ("*" | "/") unary }
 *     unary:      ("-" | "+") unary | power
 *     power:      primary [ ("^" | "**") unary ]           so that -x^2 is -(x^2) and 2^3^2 is 2^(3^2)
 *     primary:    number | slot | function "(" comparison { "," comparison } ")" | "(" comparison ")"
 */
import { syntaxError, type Token, type Tokens, tokenize } from "./calc_tokens.js";
import { Expr, toNode } from "./expression.js";
import type { ElementwiseName, Node } from "./graph.js";
import { constant, elementwise } from "./nodes.js";
import type { Joined, Operand } from "./types.js";

/** How many arguments each function takes. */
const functions: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      "abs",
      "cos",
      "erf",
      "exp",
      "expm1",
      "floor",
      "lgamma",
      "log",
      "log1mexp",
      "log1p",
      "logBesselI0",
      "invLogit",
      "logit",
      "logNormalCdf",
      "neg",
      "normalQuantile",
      "reciprocal",
    ].map((name) => [name, 1]),
  ),
  ...Object.fromEntries(["sin", "softplus", "sqrt", "square", "tanh"].map((name) => [name, 1])),
  ...Object.fromEntries(["atan2", "logAddExp", "logGammaCdf", "logGammaSurvival", "max", "min", "pow"].map((name) => [name, 2])),
  where: 3,
};

const comparisons: Readonly<Record<string, ElementwiseName>> = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq" };
const sums: Readonly<Record<string, ElementwiseName>> = { "+": "add", "-": "sub" };
const products: Readonly<Record<string, ElementwiseName>> = { "*": "mul", "/": "div" };

/**
 * An expression from a template: ``calc`${m} * ${x} + ${b}` `` is `m.mul(x).add(b)`. Functions work element by element; sums,
 * gathers and the like go into a slot: ``calc`${x} - ${mean(x)}` ``.
 */
export function calc<const Slots extends readonly Operand[]>(
  strings: TemplateStringsArray,
  ...slots: Slots
): Joined<Slots[number]> {
  const parser = new Parser(tokenize(strings), slots.map(toNode));
  return new Expr(parser.whole());
}

class Parser {
  private next = 0;

  constructor(
    private readonly source: Tokens,
    private readonly slots: readonly Node[],
  ) {}

  whole(): Node {
    const node = this.comparison();
    if (this.peek().kind !== "end") throw this.error(`${this.found()} follows where an operator or the end belongs`);
    return node;
  }

  private comparison(): Node {
    const left = this.sum();
    const op = this.take(comparisons);
    return op ? elementwise(op, [left, this.sum()]) : left;
  }

  private sum(): Node {
    return this.chain(sums, () => this.product());
  }

  private product(): Node {
    return this.chain(products, () => this.unary());
  }

  private chain(operators: Readonly<Record<string, ElementwiseName>>, operand: () => Node): Node {
    let left = operand();
    for (let op = this.take(operators); op; op = this.take(operators)) left = elementwise(op, [left, operand()]);
    return left;
  }

  private unary(): Node {
    if (this.takeSign("-")) return elementwise("neg", [this.unary()]);
    if (this.takeSign("+")) return this.unary();
    return this.power();
  }

  private power(): Node {
    const base = this.primary();
    return this.takeSign("^") || this.takeSign("**") ? elementwise("pow", [base, this.unary()]) : base;
  }

  private primary(): Node {
    const token = this.peek();
    if (token.kind === "name") return this.call(token.text);
    if (token.kind === "number" || token.kind === "slot") {
      this.next++;
      return token.kind === "number" ? constant(token.value) : (this.slots[token.index] as Node);
    }
    if (!this.takeSign("(")) throw this.error(`${this.found()} stands where a value belongs`);
    const node = this.comparison();
    this.close();
    return node;
  }

  private call(name: string): Node {
    const arity = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (arity === undefined) throw this.error(`"${name}" is not a function it knows; a variable goes into \${${name}}`);
    const start = this.next++;
    if (!this.takeSign("(")) throw this.error(`"${name}" needs its arguments in parentheses`);
    const args = [this.comparison()];
    while (this.takeSign(",")) args.push(this.comparison());
    this.close();
    if (args.length !== arity)
      throw this.error(`${name} takes ${arity} argument${arity > 1 ? "s" : ""}, not ${args.length}`, start);
    return elementwise((name === "invLogit" ? "logistic" : name) as ElementwiseName, args);
  }

  private close(): void {
    if (!this.takeSign(")")) throw this.error(`a ")" is missing: ${this.found()} stands there`);
  }

  private peek(): Token {
    return this.source.tokens[this.next] as Token;
  }

  private take(operators: Readonly<Record<string, ElementwiseName>>): ElementwiseName | undefined {
    const token = this.peek();
    const op = token.kind === "sign" ? operators[token.text] : undefined;
    if (op) this.next++;
    return op;
  }

  private takeSign(text: string): boolean {
    const token = this.peek();
    const found = token.kind === "sign" && token.text === text;
    if (found) this.next++;
    return found;
  }

  private found(): string {
    const token = this.peek();
    if (token.kind === "end") return "the end";
    if (token.kind === "slot") return `\${${token.index}}`;
    return `"${token.kind === "number" ? token.value : token.text}"`;
  }

  private error(problem: string, tokenIndex = this.next): Error {
    return syntaxError(this.source.text, (this.source.tokens[tokenIndex] as Token).at, problem);
  }
}
