/** Ops over whole columns and over the elements of events: what each takes from its node, and gives as terms. */
import { Op } from "../../../assembly/opcodes.js";
import type { CallName, CallNode } from "../../model/graph.js";
import type { Arena } from "./arena.js";
import type { Expander } from "./expand.js";
import type { IndexPart } from "./spaces.js";
import type { Term } from "./term.js";

type Expand = (expander: Expander, node: CallNode) => readonly Term[];

const calls: Readonly<Record<CallName, Expand>> = {
  sort: (expander, node) => {
    const [source] = elements(expander, node);
    return expander.arena.outputs(Op.Sort, source as readonly Term[], (source as readonly Term[]).length);
  },
  gaussian2: (expander, node) => gaussian(Op.Gaussian2, expander, node),
  gaussian3: (expander, node) => gaussian(Op.Gaussian3, expander, node),
  product: (expander, node) => [product(expander.arena, scalars(expander, node), node.over[0] as string)],
  cholesky: (expander, node) => {
    const space = expander.arena.spaces.named(node.over);
    return [expander.arena.across(Op.Cholesky, [expander.arena.rows(scalars(expander, node)[0] as Term, space)], space)];
  },
  solveLower: (expander, node) => solve(Op.SolveLower, expander, node),
  solveLowerTransposed: (expander, node) => solve(Op.SolveLowerTransposed, expander, node),
  diagonal: (expander, node) => {
    const [row, column] = node.over.map((dim) => expander.arena.spaces.dim(dim)) as [number, number];
    return [reindex(expander.arena, scalars(expander, node)[0] as Term, column, row)];
  },
  rename: (expander, node) => {
    const [from, to] = node.over.map((dim) => expander.arena.spaces.dim(dim)) as [number, number];
    expander.arena.spaces.twin(to, from);
    return (elements(expander, node)[0] as readonly Term[]).map((term) => reindex(expander.arena, term, from, to));
  },
  lag: (expander, node) => [lag(expander.arena, scalars(expander, node), node)],
  rowNumber: (expander, node) => [rowNumber(expander.arena, expander.arena.spaces.dim(node.over[0] as string))],
  linearRecurrence: (expander, node) => [linearRecurrence(expander.arena, scalars(expander, node), node.over[0] as string)],
  hmmForward: (expander, node) => hmm(Op.HmmForward, expander, node),
  hmmPosterior: (expander, node) => hmm(Op.HmmPosterior, expander, node),
  hmmViterbi: (expander, node) => hmm(Op.HmmViterbi, expander, node),
  hmmPath: (expander, node) => hmm(Op.HmmPath, expander, node),
};

export function expandCall(expander: Expander, node: CallNode): readonly Term[] {
  return calls[node.op](expander, node);
}

/** For each argument one term an element. */
function elements(expander: Expander, node: CallNode): readonly (readonly Term[])[] {
  return node.args.map((arg) => expander.expand(arg));
}

function scalars(expander: Expander, node: CallNode): readonly Term[] {
  return node.args.map((arg) => expander.scalar(arg));
}

function gaussian(op: Op, expander: Expander, node: CallNode): readonly Term[] {
  return expander.arena.outputs(op, scalars(expander, node), 2);
}

/** sum over the last dim of a matrix times a vector over it; the matrix's other dims are the result's. */
export function product(arena: Arena, [matrix, vector]: readonly Term[], over: string): Term {
  const { spaces } = arena;
  const dim = spaces.dim(over);
  const rest = spaces.without((matrix as Term).space, [dim]);
  const space = spaces.of([...spaces.dimsOf(rest), dim]);
  return arena.across(Op.Product, [arena.toSpace(matrix as Term, space), vector as Term], rest);
}

function solve(op: Op, expander: Expander, node: CallNode): readonly Term[] {
  const { arena } = expander;
  const [factor, right] = scalars(expander, node) as [Term, Term];
  const space = arena.spaces.named(node.dims);
  return [arena.across(op, [arena.rows(factor, arena.spaces.named(node.over)), arena.rows(right, space)], space)];
}

/** The term with its axis `from` read along the axis `to`, which takes its place, or, where it is there already, is read twice. */
function reindex(arena: Arena, term: Term, from: number, to: number): Term {
  const { spaces } = arena;
  const dims = spaces.dimsOf(term.space);
  if (!dims.includes(from)) return term;
  const renamed = dims.map((dim) => (dim === from ? to : dim));
  const space = spaces.of([...new Set(renamed)]);
  return arena.across(
    Op.Gather,
    [term],
    space,
    spaces.index({ space, target: term.space, parts: renamed.map((dim) => ({ dim })) }),
  );
}

function rowNumber(arena: Arena, dim: number): Term {
  return arena.op(Op.RowNumber, [], { space: arena.spaces.of([dim]) });
}

/** Rows from `count` on are those `count` before; earlier ones the fill. */
function lag(arena: Arena, [source, fill]: readonly Term[], node: CallNode): Term {
  const { spaces } = arena;
  const along = spaces.dim(node.over[0] as string);
  const dims = spaces.dimsOf((source as Term).space);
  if (!dims.includes(along)) return source as Term;
  const parts = dims.map((dim): IndexPart => (dim === along ? { dim, back: node.count } : { dim }));
  const { space } = source as Term;
  const before = arena.across(Op.Gather, [source as Term], space, spaces.index({ space, target: space, parts }));
  const early = arena.op(Op.Lt, [rowNumber(arena, along), arena.constant(node.count)]);
  return arena.op(Op.Where, [early, fill as Term, before]);
}

/** The dims of a sequence op with the sequence's last, and without it. */
function sequenceSpaces(arena: Arena, terms: readonly Term[], over: string): { rows: number; sequences: number } {
  const { spaces } = arena;
  const dim = spaces.dim(over);
  const sequences = spaces.without(spaces.union(terms.map((term) => term.space)), [dim]);
  return { rows: spaces.of([...spaces.dimsOf(sequences), dim]), sequences };
}

function linearRecurrence(arena: Arena, terms: readonly Term[], over: string): Term {
  const [a, b, init] = terms as [Term, Term, Term];
  const { rows, sequences } = sequenceSpaces(arena, terms, over);
  const args = [arena.toSpace(a, rows), arena.toSpace(b, rows), arena.rows(init, sequences)];
  return arena.across(Op.LinearRecurrence, args, rows);
}

/** Arguments: initial probabilities, transition probabilities and emissions (or a uniform number), each an event. */
function hmm(op: Op, expander: Expander, node: CallNode): readonly Term[] {
  const { arena } = expander;
  const [initial, transition, emission] = elements(expander, node) as [readonly Term[], readonly Term[], readonly Term[]];
  const own = arena.spaces.named(node.args[2]?.dims ?? []);
  const all = [...initial, ...transition, ...emission];
  const dims = arena.spaces.union([own, ...all.map((term) => term.space)]);
  const over = arena.spaces.dim(node.over[0] as string);
  const sequences = arena.spaces.without(dims, [over]);
  const rows = arena.spaces.of([...arena.spaces.dimsOf(sequences), over]);
  const args = [
    ...initial.map((term) => arena.rows(term, sequences)),
    ...transition.map((term) => arena.toSpace(term, rows)),
    ...emission.map((term) => arena.rows(term, rows)),
  ];
  if (op === Op.HmmPosterior) return arena.acrossOutputs(op, args, rows, node.count, node.count);
  return [arena.across(op, args, op === Op.HmmForward ? sequences : rows, node.count)];
}
