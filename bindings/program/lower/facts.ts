/** What is known of a term's range from its form alone, so that no guard is spent on it. */
import { Op } from "../../../assembly/opcodes.js";
import { constantValue, type Term } from "./term.js";

export interface Range {
  readonly lower: number;
  readonly upper: number;
  /** The lower bound itself is excluded. */
  readonly open: boolean;
}

const anything: Range = { lower: -Infinity, upper: Infinity, open: false };
const positive: Range = { lower: 0, upper: Infinity, open: true };
const nonnegative: Range = { lower: 0, upper: Infinity, open: false };
const unit: Range = { lower: 0, upper: 1, open: false };

/** Range of each constrained parameter value, by ordinal. */
export type ParameterRanges = (ordinal: number) => Range;

/** `known`: ranges found so far, since terms share arguments and would be visited once for each way to them. */
export function rangeOf(term: Term, parameters: ParameterRanges, known: Map<Term, Range> = new Map()): Range {
  const found = known.get(term) ?? compute(term, parameters, known);
  known.set(term, found);
  return found;
}

function compute(term: Term, parameters: ParameterRanges, known: Map<Term, Range>): Range {
  const value = constantValue(term);
  if (value !== undefined) return { lower: value, upper: value, open: false };
  if (term.leaf?.kind === "parameter") return parameters(term.leaf.ordinal);
  if (term.leaf?.kind === "size") return positive;
  const args = term.args.map((arg) => rangeOf(arg, parameters, known));
  const all = (test: (range: Range) => boolean) => args.length > 0 && args.every(test);
  switch (term.op) {
    case Op.Exp:
    case Op.Softplus:
      return positive;
    case Op.Logistic:
      return unit;
    case Op.Copy:
    case Op.Gather:
      return args[0] ?? anything;
    case Op.Square:
      return isPositive(args[0]) ? positive : nonnegative;
    case Op.Abs:
      return isPositive(args[0]) ? positive : nonnegative;
    case Op.Sqrt:
    case Op.InverseSqrt:
    case Op.Reciprocal:
    case Op.Div:
      return all(isPositive) ? positive : anything;
    case Op.Mul:
      if (all(isUnit)) return unit;
      return all(isPositive) ? positive : all(isNonnegative) ? nonnegative : anything;
    case Op.Add:
      if (!all(isNonnegative)) return anything;
      return args.some(isPositive) ? positive : nonnegative;
    case Op.Sub:
      return args[0]?.lower === 1 && args[0].upper === 1 && isUnit(args[1]) ? unit : anything;
    default:
      return anything;
  }
}

export function isPositive(range: Range | undefined): boolean {
  return range !== undefined && (range.lower > 0 || (range.lower === 0 && range.open));
}

export function isNonnegative(range: Range | undefined): boolean {
  return range !== undefined && range.lower >= 0;
}

export function isUnit(range: Range | undefined): boolean {
  return range !== undefined && range.lower >= 0 && range.upper <= 1;
}
