/** Makes terms: equal ones are one object, so that common subexpressions are shared by construction. */
import { Op } from "../../../assembly/opcodes.js";
import { rewrite } from "./simplify.js";
import type { Spaces } from "./spaces.js";
import type { Leaf, ScanBody, Term } from "./term.js";

export interface OpOptions {
  /** Index column, or number of components. */
  readonly immediate?: number;
  /** The space of the result where it is not the union of the arguments'. */
  readonly space?: number;
}

export class Arena {
  private readonly terms = new Map<string, readonly Term[]>();
  private count = 0;
  private variates = 0;

  constructor(readonly spaces: Spaces) {}

  constant(value: number): Term {
    return this.leafTerm({ kind: "constant", value }, 0, `c${Object.is(value, -0) ? "-0" : value}`, true);
  }

  column(column: number, space: number): Term {
    return this.leafTerm({ kind: "column", column }, space, `d${column}`, true);
  }

  /** Number of rows of a space. */
  size(of: number): Term {
    return of === 0 ? this.constant(1) : this.leafTerm({ kind: "size", of }, 0, `n${of}`, true);
  }

  parameter(ordinal: number, space: number): Term {
    return this.leafTerm({ kind: "parameter", ordinal }, space, `p${ordinal}`, false);
  }

  position(ordinal: number, space: number): Term {
    return this.leafTerm({ kind: "position", ordinal }, space, `u${ordinal}`, false);
  }

  /** An elementwise op: arguments are broadcast to the union of their spaces (scalars are left to the engine). */
  op(op: Op, args: readonly Term[], options: OpOptions = {}): Term {
    const simpler = options.space === undefined ? rewrite(this, op, args) : undefined;
    return simpler ?? this.raw(op, args, options);
  }

  /** The same without rewriting. */
  raw(op: Op, args: readonly Term[], options: OpOptions = {}): Term {
    const space = options.space ?? this.spaces.union(args.map((arg) => arg.space));
    return this.instruction(op, this.broadcast(args, space), space, options.immediate ?? 0, 1)[0] as Term;
  }

  /** An elementwise op with several outputs. */
  outputs(op: Op, args: readonly Term[], outputs: number, options: OpOptions = {}): Term[] {
    const space = options.space ?? this.spaces.union(args.map((arg) => arg.space));
    return this.instruction(op, this.broadcast(args, space), space, options.immediate ?? 0, outputs);
  }

  /** A random variate: never shared, never folded. */
  variate(op: Op, args: readonly Term[], space: number): Term {
    const immediate = this.variates++;
    return this.share(`v${immediate}`, 1, () => ({
      space,
      dataOnly: false,
      op,
      args: this.broadcast(args, space),
      immediate,
    }))[0] as Term;
  }

  /** An op whose result is over another space than its rows (gather, sums). */
  across(op: Op, args: readonly Term[], space: number, immediate = 0): Term {
    return this.instruction(op, args, space, immediate, 1)[0] as Term;
  }

  /** The same with several outputs. */
  acrossOutputs(op: Op, args: readonly Term[], space: number, outputs: number, immediate = 0): Term[] {
    return this.instruction(op, args, space, immediate, outputs);
  }

  /** A recursion: one term for each state. */
  scan(body: ScanBody, args: readonly Term[], space: number): Term[] {
    const key = `scan/${space}/${JSON.stringify(body)}/${args.map((arg) => arg.id).join()}`;
    const dataOnly = args.every((arg) => arg.dataOnly);
    return [...this.share(key, body.results.length, () => ({ space, dataOnly, op: Op.StateOut, args, immediate: 0, body }))];
  }

  /** The term with one row for each row of `space`; scalars stay as they are. */
  toSpace(term: Term, space: number): Term {
    if (term.space === space || term.space === 0) return term;
    return this.across(Op.Gather, [term], space, this.spaces.broadcast(space, term.space));
  }

  /** The same, with scalars copied to every row. */
  rows(term: Term, space: number): Term {
    if (term.space === space) return term;
    return term.space === 0 ? (this.instruction(Op.Copy, [term], space, 0, 1)[0] as Term) : this.toSpace(term, space);
  }

  private broadcast(args: readonly Term[], space: number): Term[] {
    return args.map((arg) => this.toSpace(arg, space));
  }

  private leafTerm(leaf: Leaf, space: number, key: string, dataOnly: boolean): Term {
    return this.share(key, 1, () => ({ space, dataOnly, leaf, args: [], immediate: 0 }))[0] as Term;
  }

  private instruction(op: Op, args: readonly Term[], space: number, immediate: number, outputs: number): Term[] {
    const key = `${op}/${immediate}/${space}/${outputs}/${args.map((arg) => arg.id).join()}`;
    const dataOnly = args.every((arg) => arg.dataOnly);
    return [...this.share(key, outputs, () => ({ space, dataOnly, op, args, immediate }))];
  }

  private share(key: string, outputs: number, make: () => Omit<Term, "id" | "siblings">): readonly Term[] {
    const known = this.terms.get(key);
    if (known !== undefined) return known;
    const siblings: Term[] = [];
    for (let k = 0; k < outputs; k++) siblings.push({ ...make(), id: this.count++, siblings });
    this.terms.set(key, siblings);
    return siblings;
  }
}
