/**
 * What a section does besides computing terms: additions to the log density, and results put into columns.
 * Sums over rows are split into additive pieces, each added in its own space: what is constant over rows is multiplied by the
 * number of rows, what depends on data alone is summed once at bind, scalar factors leave the row loop.
 */
import { Op, type Storage } from "../../../assembly/opcodes.js";
import type { Arena } from "./arena.js";
import { groupSums } from "./sufficient.js";
import { constantValue, type Term } from "./term.js";

/** One instruction without a term: its space, operands and, for results, the columns they go to. */
export interface Effect {
  readonly op: Op;
  readonly space: number;
  readonly immediate: number;
  readonly args: readonly Term[];
}

/** A term that is put into a column of its own. */
export interface Result {
  readonly storage: Storage.Output | Storage.Parameter | Storage.Position | Storage.Bound;
  readonly ordinal: number;
  readonly space: number;
  readonly term: Term;
}

/** Ops whose rows the engine sums without storing them. */
const fusedTerms: Partial<Record<Op, Op>> = {
  [Op.Log]: Op.AccumulateLog,
  [Op.Log1p]: Op.AccumulateLog1p,
  [Op.Quadratic]: Op.AccumulateQuadratic,
};

export class Effects {
  readonly effects: Effect[] = [];
  readonly results: Result[] = [];
  private readonly constants: Term[] = [];

  constructor(readonly arena: Arena) {}

  /** Adds the sum of `term` over the rows of `space`, times `coefficient`. */
  addSum(term: Term, space: number, coefficient?: Term): void {
    const { arena } = this;
    const [a, b] = term.args;
    if (!term.dataOnly && term.space !== 0 && a !== undefined) {
      if (term.op === Op.Add && b !== undefined) return this.both(a, b, coefficient, space);
      if (term.op === Op.Sub && b !== undefined) return this.both(a, b, coefficient, space, true);
      if (term.op === Op.Neg) return this.addSum(a, space, this.negative(coefficient));
      if (term.op === Op.Mul && b !== undefined && a.space === 0) return this.addSum(b, space, this.times(coefficient, a));
      if (term.op === Op.Mul && b !== undefined && b.space === 0) return this.addSum(a, space, this.times(coefficient, b));
    }
    const missing = arena.spaces.dimsOf(space).filter((dim) => !arena.spaces.dimsOf(term.space).includes(dim));
    const hoisted = term.dataOnly ? undefined : this.hoistSelected(term);
    if (hoisted !== undefined) return this.addSum(hoisted, arena.spaces.of(missing), coefficient);
    const scale = missing.length === 0 ? coefficient : this.times(coefficient, arena.size(arena.spaces.of(missing)));
    const pieces = groupSums(arena, term);
    if (pieces !== undefined) {
      for (const piece of pieces) this.addSum(piece.term, piece.space, scale);
      return;
    }
    if (term.dataOnly || term.space === 0) return this.addScalar(term, scale);
    const fused = fusedTerms[term.op as Op];
    return fused === undefined ? this.accumulate(Op.Accumulate, [term], scale) : this.accumulate(fused, term.args, scale);
  }

  /** Adds the sum over the rows of `space` of log(term). */
  addLogSum(term: Term, space: number): void {
    this.addSum(this.arena.op(Op.Log, [term]), space);
  }

  /** The log density is -inf unless every row is finite and positive. */
  guardPositive(term: Term): void {
    this.effects.push({ op: Op.GuardPositive, space: term.space, immediate: 0, args: [term] });
  }

  /** An instruction that adds to the log density by itself. */
  add(op: Op, args: readonly Term[], space: number, immediate: number): void {
    this.effects.push({ op, space, immediate, args: args.map((arg) => this.arena.toSpace(arg, space)) });
  }

  result(storage: Result["storage"], ordinal: number, term: Term, space: number): void {
    this.results.push({ storage, ordinal, space, term: this.arena.rows(term, space) });
  }

  /** Adds what depends on data alone, as one number. Called once, when all else is there. */
  finish(): void {
    if (this.constants.length === 0) return;
    const total = this.constants.reduce((sum, term) => this.arena.op(Op.Add, [sum, term]));
    this.effects.push({ op: Op.Accumulate, space: 0, immediate: 0, args: [total] });
  }

  /**
   * The sum over its rows of where(test, 0, scalar * rows), with test and rows data-only, as one product; where no row is left
   * it is 0, whatever the scalar.
   */
  private hoistSelected(term: Term): Term | undefined {
    const { arena } = this;
    const [test, zero, product] = term.args;
    if (
      term.op !== Op.Where ||
      term.space === 0 ||
      !test?.dataOnly ||
      zero === undefined ||
      constantValue(zero) !== 0 ||
      product?.op !== Op.Mul
    )
      return undefined;
    const scalar = product.args.find((arg) => arg.space === 0 && !arg.dataOnly);
    const rows = product.args.find((arg) => arg.dataOnly);
    if (scalar === undefined || rows === undefined) return undefined;
    const sum = (value: Term) => arena.across(Op.Sum, [arena.rows(value, term.space)], 0);
    const kept = arena.op(Op.Where, [test, zero, rows]);
    const none = arena.op(Op.Eq, [sum(arena.op(Op.Abs, [kept])), zero]);
    return arena.op(Op.Where, [none, zero, arena.op(Op.Mul, [sum(kept), scalar])]);
  }

  private addScalar(term: Term, coefficient: Term | undefined): void {
    const sum = term.space === 0 ? term : this.arena.across(Op.Sum, [term], 0);
    const value = this.times(coefficient, sum);
    if (value.dataOnly) this.constants.push(value);
    else this.effects.push({ op: Op.Accumulate, space: 0, immediate: 0, args: [value] });
  }

  private accumulate(op: Op, args: readonly Term[], coefficient: Term | undefined): void {
    const space = this.arena.spaces.union(args.map((arg) => arg.space));
    this.effects.push({ op, space, immediate: 0, args: coefficient === undefined ? args : [...args, coefficient] });
  }

  private both(a: Term, b: Term, coefficient: Term | undefined, space: number, subtract = false): void {
    this.addSum(a, space, coefficient);
    this.addSum(b, space, subtract ? this.negative(coefficient) : coefficient);
  }

  private times(coefficient: Term | undefined, factor: Term): Term {
    return coefficient === undefined ? factor : this.arena.op(Op.Mul, [coefficient, factor]);
  }

  private negative(coefficient: Term | undefined): Term {
    return coefficient === undefined ? this.arena.constant(-1) : this.arena.op(Op.Neg, [coefficient]);
  }
}
