/** Recursions along a dim, with a state of a few numbers. */
import { WasmcmcError } from "../errors.js";
import { Expr, toNode } from "./expression.js";
import type { Node, StateNode } from "./graph.js";
import { directArguments, joinDims, reachable } from "./nodes.js";
import type { AnyExpr, DimsOf, Operand } from "./types.js";

type States = Readonly<Record<string, Operand>>;

/** A state in the row before, inside a scan's step. */
export type State = Expr<never, []>;

/**
 * Goes along a dim row by row: `step` gets the states of the row before (before the first row `init`) and gives those of the row.
 * Columns over the dim stand for the row's own number. Returns each state in every row.
 *
 *     // GARCH(1, 1): the variance of each day from that of the day before
 *     const { variance } = scan("day", { variance: start }, ({ variance }) => ({
 *       variance: a0.add(a1.mul(lag(square(r), "day"))).add(b1.mul(variance)),
 *     }));
 *
 * A step that is linear in its only state runs as fast as a loop of multiplications and additions; any other is gone through op by
 * op, row by row, which is slower. Sums over rows, gathers and the like belong outside of what depends on a state.
 */
export function scan<const Over extends string, Init extends States, Step extends { readonly [Name in keyof Init]: Operand }>(
  over: Over,
  init: Init,
  step: (states: { readonly [Name in keyof Init]: State }) => Step,
): { readonly [Name in keyof Init]: Expr<DimsOf<Init[keyof Init] | Step[keyof Init]> | Over, []> } {
  const names = Object.keys(init);
  const states = names.map((name): StateNode => ({ kind: "state", name, dims: [], event: [] }));
  const given = Object.fromEntries(states.map((state) => [state.name, new Expr(state)]));
  const made = step(given as { readonly [Name in keyof Init]: State });
  const inits = names.map((name) => toNode(init[name]));
  const results = names.map((name) => stepNode(name, (made as States)[name]));
  for (const [k, node] of inits.entries()) if (node.dims.includes(over)) throw startsAlong(names[k] as string, over);
  for (const node of results) checkBody(node, new Set(states));
  const dims = joinDims([...inits, ...results].map((node) => node.dims)).filter((dim) => dim !== over);
  const node: Node = { kind: "scan", over, states, inits, results, dims: [...dims, over], event: [names.length] };
  const whole: AnyExpr = new Expr(node);
  return Object.fromEntries(names.map((name, k) => [name, whole.at(k)])) as never;
}

function stepNode(name: string, result: Operand | undefined): Node {
  if (result !== undefined) {
    const node = toNode(result);
    if (node.event.length === 0) return node;
  }
  throw new WasmcmcError({
    code: "bad-option",
    problem: `scan: the step gives ${result === undefined ? "nothing" : "a vector of static length"} for the state ${name}.`,
    remedy: "Return one expression without an event for each state.",
    variable: name,
  });
}

/** What depends on a state is computed row by row: only arithmetic can be. */
function checkBody(result: Node, states: ReadonlySet<Node>): void {
  const moving = new Set<Node>(states);
  for (const node of reachable([result], directArguments)) {
    if (states.has(node) || !directArguments(node).some((argument) => moving.has(argument))) continue;
    moving.add(node);
    if (node.kind === "elementwise") continue;
    throw new WasmcmcError({
      code: "unsupported-model",
      problem: `scan: a state stands inside ${node.kind === "reduction" || node.kind === "call" ? node.op : `a ${node.kind}`}, which reads other rows.`,
      remedy: "Use arithmetic and functions of single numbers on states; carry what later rows need as a further state.",
    });
  }
}

function startsAlong(name: string, over: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `scan: the start of ${name} is over "${over}", the dim that the scan runs along.`,
    remedy: "Give the value before the first row.",
    variable: name,
  });
}
