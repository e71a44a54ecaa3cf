/** Whether an expression is slope * state + constant, with neither depending on a state. */
import { Expr, toNode } from "./expression.js";
import { add, div, mul, neg, sub, where } from "./functions.js";
import type { Node, StateNode } from "./graph.js";
import { directArguments, reachable } from "./nodes.js";
import type { AnyExpr, Operand } from "./types.js";

export interface Linear {
  readonly slope: Node;
  readonly constant: Node;
}

interface Parts {
  readonly slope: Operand;
  readonly constant: Operand;
}

/** The slope and the rest, or undefined where the expression is not linear in the state or depends on another. */
export function linearIn(node: Node, state: StateNode): Linear | undefined {
  const parts = partsOf(node, state);
  return parts && { slope: toNode(parts.slope), constant: toNode(parts.constant) };
}

function partsOf(node: Node, state: StateNode): Parts | undefined {
  if (node === state) return { slope: 1, constant: 0 };
  if (!hasState(node)) return { slope: 0, constant: wrap(node) };
  if (node.kind !== "elementwise") return undefined;
  if (node.op === "where") return choice(node.args as readonly [Node, Node, Node], state);
  const [a, b] = node.args.map((arg) => partsOf(arg, state));
  if (a === undefined) return undefined;
  if (node.op === "neg") return combine(a, a, (x) => (x === 0 ? 0 : (neg(x) as AnyExpr)));
  if (b === undefined) return undefined;
  const [first, second] = node.args as [Node, Node];
  switch (node.op) {
    case "add":
      return combine(a, b, (x, y) => (x === 0 ? y : y === 0 ? x : (add(x, y as AnyExpr) as AnyExpr)));
    case "sub":
      return combine(a, b, (x, y) => (y === 0 ? x : x === 0 ? (neg(y) as AnyExpr) : (sub(x, y as AnyExpr) as AnyExpr)));
    case "mul":
      if (!hasState(second)) return combine(a, a, (x) => times(x, wrap(second)));
      return hasState(first) ? undefined : combine(b, b, (x) => times(x, wrap(first)));
    case "div":
      return hasState(second) ? undefined : combine(a, a, (x) => (x === 0 ? 0 : (div(x, wrap(second)) as AnyExpr)));
    default:
      return undefined;
  }
}

/** What is written as 0 and 1 stays as it is. */
function times(x: Operand, factor: AnyExpr): Operand {
  return x === 0 ? 0 : x === 1 ? factor : (mul(x, factor) as AnyExpr);
}

function combine(a: Parts, b: Parts, f: (x: Operand, y: Operand) => Operand): Parts {
  return { slope: f(a.slope, b.slope), constant: f(a.constant, b.constant) };
}

function choice([condition, yes, no]: readonly [Node, Node, Node], state: StateNode): Parts | undefined {
  const [a, b] = [partsOf(yes, state), partsOf(no, state)];
  if (a === undefined || b === undefined || hasState(condition)) return undefined;
  return combine(a, b, (x, y) => where(wrap(condition), x as AnyExpr, y as AnyExpr) as AnyExpr);
}

function hasState(node: Node): boolean {
  for (const each of reachable([node], directArguments)) if (each.kind === "state") return true;
  return false;
}

function wrap(node: Node): AnyExpr {
  return new Expr(node);
}
