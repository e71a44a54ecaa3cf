/** Hidden Markov models: a chain of states along a dim, summed out, with a distribution of what is seen in each state. */
import { WasmcmcError } from "../../errors.js";
import { type AnyDist, Dist, isDiscrete } from "../dist.js";
import { Expr, toNode } from "../expression.js";
import { stack, where } from "../functions.js";
import type { Node } from "../graph.js";
import { joinDims, sameList, stack as stackNodes } from "../nodes.js";
import { checkParameter } from "../requirement.js";
import type { AnyExpr, Operand } from "../types.js";

export interface HiddenMarkovOptions<States extends Readonly<Record<string, AnyDist>>, Over extends string> {
  /** Probabilities of the first row's states, a simplex; weights that do not sum to 1 count as they are. */
  readonly initial: AnyExpr | readonly Operand[];
  /** One simplex for each state: the probabilities of the next row's state. They may differ from row to row: that into row t. */
  readonly transition: readonly (AnyExpr | readonly number[])[];
  /** What is seen in each state; the names appear in the results. */
  readonly states: States;
  /** The dim along which the chain runs. */
  readonly over: Over;
  /** 1 in rows where a new sequence starts, else 0: several sequences of any lengths one after the other. */
  readonly starts?: AnyExpr;
}

type DimsOfStates<States> = States extends Readonly<Record<string, Dist<infer Dims, infer _, infer _>>> ? Dims : never;
type EventOfStates<States> = States extends Readonly<Record<string, Dist<infer _, infer Event, infer _>>> ? Event : never;

/**
 * Rows along a dim whose hidden states form a Markov chain; the states are summed out by the forward algorithm:
 *
 *     p(x) = sum over paths of initial(s_0) p(x_0 | s_0) prod_t transition(s_(t-1), s_t) p(x_t | s_t)
 *
 *     observe(y, hiddenMarkov({ initial, transition: [a, b], states: { calm: normal(0, 1), wild: normal(0, 5) }, over: "time" }))
 *
 * A sequence is one observation of the log likelihood. `fit.membership("y")` gives each row's state probabilities given all rows,
 * `fit.decode("y")` the most probable paths. Further dims of the value are sequences of their own.
 *
 * Stan: hmm_marginal; PyMC: pymc-extras' marginalised DiscreteMarkovChain. Source: Rabiner (1989), Proc. IEEE 77, 257.
 */
export function hiddenMarkov<const States extends Readonly<Record<string, AnyDist>>, const Over extends string>(
  options: HiddenMarkovOptions<States, Over>,
): Dist<DimsOfStates<States> | Over, EventOfStates<States>, Extract<keyof States, string>> {
  const { over, starts } = options;
  const components = Object.entries(options.states).map(([name, { node }]) => ({ name, distribution: node }));
  const count = components.length;
  const first = components[0]?.distribution;
  if (first === undefined || options.transition.length !== count) {
    throw wrong(`there are ${count} states, but ${options.transition.length} rows of transition probabilities`, "transition");
  }
  const alike = components.every(
    ({ distribution }) => sameList(distribution.event, first.event) && isDiscrete(distribution) === isDiscrete(first),
  );
  if (!alike) throw wrong("the states' distributions are of different kinds of value", "states");
  const initial = vectorOf(options.initial, count, "initial");
  const rows = options.transition.map((row) => vectorOf(row, count, "transition"));
  for (const row of rows) checkParameter("hiddenMarkov", "transition", "simplex", row);
  const elements = rows.flatMap((row) => elementsOf(row, count));
  const chain =
    starts === undefined
      ? elements
      : elements.map((p, place) => where(starts, elementsOf(initial, count)[place % count] as AnyExpr, p));
  const transition = { ...stack(...chain).node, event: [count, count] } as Node;
  const dims = joinDims([initial.dims, transition.dims, ...components.map(({ distribution }) => distribution.dims), [over]]);
  return new Dist({ kind: "hmm", initial, transition, rows, components, over, dims, event: first.event });
}

function elementsOf(vector: Node, count: number): AnyExpr[] {
  const expression: AnyExpr = new Expr(vector);
  return Array.from({ length: count }, (_, k) => expression.at(k) as AnyExpr);
}

function vectorOf(vector: AnyExpr | readonly Operand[], count: number, name: string): Node {
  const isMixed = Array.isArray(vector) && vector.some((element) => typeof element !== "number");
  const node = isMixed ? stackNodes((vector as readonly Operand[]).map(toNode)) : toNode(vector);
  if (node.event.length === 1 && node.event[0] === count) return node;
  throw wrong(`${name} has event shape [${node.event}]; one number for each of ${count} states is wanted`, name);
}

function wrong(problem: string, variable: string): WasmcmcError {
  return new WasmcmcError({
    code: "parameter-value",
    problem: `hiddenMarkov: ${problem}.`,
    remedy: "Give one simplex for each state, such as param(dirichlet([1, 1])), and distributions of one kind of value.",
    variable,
  });
}
