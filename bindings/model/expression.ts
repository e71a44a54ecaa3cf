/** A typed expression: an immutable wrapper over a node of the graph, with arithmetic as methods. */
import { WasmcmcError } from "../errors.js";
import type { Node } from "./graph.js";
import { IndexColumn } from "./index_column.js";
import { constant, element, elementwise, gather } from "./nodes.js";
import type { AnyExpr, Argument, Joined, Joins, Operand, Shape } from "./types.js";

/**
 * A number for each row of its dims (named axes whose lengths come with the data), with a static event shape
 * (`[]` for plain numbers, `[3]` for a simplex of three).
 *
 * Dims broadcast: `m.mul(x)` of a number and a column is a column. Events do not: an operand without an event joins one that
 * has it only if it brings no dims of its own.
 *
 *     const mean = m.mul(x).add(b);
 */
export class Expr<Dims extends string, Event extends Shape> {
  constructor(readonly node: Node) {}

  get dims(): readonly Dims[] {
    return this.node.dims as readonly Dims[];
  }

  get event(): Event {
    return this.node.event as Event;
  }

  /** this + other */
  add<B extends Operand>(other: B & Joins<this, B>): Joined<this | B> {
    return combine("add", this, other);
  }

  /** this - other */
  sub<B extends Operand>(other: B & Joins<this, B>): Joined<this | B> {
    return combine("sub", this, other);
  }

  /** this * other, element by element */
  mul<B extends Operand>(other: B & Joins<this, B>): Joined<this | B> {
    return combine("mul", this, other);
  }

  /** this / other */
  div<B extends Operand>(other: B & Joins<this, B>): Joined<this | B> {
    return combine("div", this, other);
  }

  /** this ^ other */
  pow<B extends Operand>(other: B & Joins<this, B>): Joined<this | B> {
    return combine("pow", this, other);
  }

  /** -this */
  neg(): Expr<Dims, Event> {
    return new Expr(elementwise("neg", [this.node]));
  }

  /** this ^ 2 */
  square(): Expr<Dims, Event> {
    return new Expr(elementwise("square", [this.node]));
  }

  /** Element `position` of an event vector, counted from 0. */
  at(position: Event extends readonly [] ? never : number): Expr<Dims, []>;
  /** For each row of a column of labels the value of the member it names: `theta.at(school)`. */
  at<Target extends Dims, IndexDims extends string>(
    index: IndexColumn<Target, IndexDims>,
  ): Expr<Exclude<Dims, Target> | IndexDims, Event>;
  at(where: number | IndexColumn<string, string>): AnyExpr {
    return new Expr(where instanceof IndexColumn ? gather(this.node, where.node) : element(this.node, where));
  }

  /** Operators of the language cannot be overloaded: `2 * m` and `${m}` throw and say what to write. */
  [Symbol.toPrimitive](): never {
    throw new WasmcmcError({
      code: "operator-on-expression",
      problem:
        "An expression stands where JavaScript wants a number or a text, as in `2 * m`; its operators do not work on expressions.",
      remedy: "Write m.mul(2), and .add .sub .div .pow .neg likewise, or calc`2 * ${m}`.",
    });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the callers' return types say what it is
function combine(op: "add" | "sub" | "mul" | "div" | "pow", left: AnyExpr, right: unknown): any {
  return new Expr(elementwise(op, [left.node, toNode(right)]));
}

/** The node of an expression, a number or (where a vector may stand) a list of numbers. */
export function toNode(operand: Argument | unknown): Node {
  if (operand instanceof Expr) return operand.node;
  if (typeof operand === "number" || Array.isArray(operand)) return constant(operand);
  throw new WasmcmcError({ code: "not-an-expression", ...explain(operand), value: operand });
}

function explain(operand: unknown): { problem: string; remedy: string } {
  if (operand instanceof IndexColumn) {
    return {
      problem: `The column of labels ${operand.node.name} stands where an expression belongs; labels are not numbers.`,
      remedy: "Use it as theta.at(labels) or sum(x, { by: labels }).",
    };
  }
  const what =
    operand === null ? "null" : typeof operand === "object" ? `an object (${operand.constructor?.name ?? "?"})` : typeof operand;
  return {
    problem: `Where an expression or a number belongs stands ${what}.`,
    remedy: "Give an expression or a number; a distribution becomes an expression by param(...).",
  };
}
