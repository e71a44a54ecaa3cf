/**
 * Sums over rows that depend on parameters only through groups of rows: what the data says of a group is summed up once, at bind, and
 * a draw costs as much as there are groups. Sums of squares are taken about group means, so nothing cancels.
 */
import { Op } from "../../../assembly/opcodes.js";
import type { Arena } from "./arena.js";
import type { Term } from "./term.js";

/** Terms whose sums, each over its own space, add up to the sum of the one they stand for over its. */
export type Pieces = readonly { readonly term: Term; readonly space: number }[];

export function groupSums(arena: Arena, term: Term): Pieces | undefined {
  if (term.space === 0 || term.dataOnly) return undefined;
  if (term.op === Op.Gather) return gathered(new Groups(arena, term, term.space));
  return term.op === Op.Quadratic ? quadratic(arena, term) : undefined;
}

/** Groups of rows: those that an index column leads to one row of another space, or all rows. */
class Groups {
  /** What the groups' rows have: the gathered term, or the scalar itself. */
  readonly source: Term;
  private readonly index: number | undefined;

  constructor(
    private readonly arena: Arena,
    of: Term,
    private readonly rows: number,
  ) {
    this.index = of.op === Op.Gather ? of.immediate : undefined;
    this.source = of.op === Op.Gather ? (of.args[0] as Term) : of;
  }

  get space(): number {
    return this.source.space;
  }

  sum(term: Term): Term {
    const whole = this.arena.rows(term, this.rows);
    return this.index === undefined
      ? this.arena.across(Op.Sum, [whole], 0)
      : this.arena.across(Op.SegmentSum, [whole], this.space, this.index);
  }

  count(): Term {
    return this.index === undefined ? this.arena.size(this.rows) : this.sum(this.arena.constant(1));
  }

  /** A group's value at each of its rows. */
  spread(term: Term): Term {
    return this.index === undefined ? term : this.arena.across(Op.Gather, [term], this.rows, this.index);
  }

  /** Sum / weight, and 0 where the weight is. */
  mean(sum: Term, weight: Term): Term {
    const { arena } = this;
    const [zero, one] = [arena.constant(0), arena.constant(1)];
    return arena.op(Op.Div, [sum, arena.op(Op.Where, [arena.op(Op.Eq, [weight, zero]), one, weight])]);
  }

  /** Weight * term, and 0 where the weight is: a group without rows adds nothing, whatever its parameter. */
  weighted(weight: Term, term: Term): Term {
    const { arena } = this;
    const zero = arena.constant(0);
    return arena.op(Op.Where, [arena.op(Op.Eq, [weight, zero]), zero, arena.op(Op.Mul, [weight, term])]);
  }
}

function gathered(groups: Groups): Pieces {
  return [{ term: groups.weighted(groups.count(), groups.source), space: groups.space }];
}

/** -0.5 ((y - mean) r)^2 for observed y, where the mean is one number for each group. */
function quadratic(arena: Arena, term: Term): Pieces | undefined {
  const [y, mean, root] = term.args as [Term, Term, Term];
  if (!y.dataOnly || mean.dataOnly || (mean.space !== 0 && mean.op !== Op.Gather)) return undefined;
  const groups = new Groups(arena, mean, term.space);
  if (root.dataOnly) return knownScale(arena, groups, y, root, term.space);
  const sameGroups = root.op === Op.Gather && root.immediate === mean.immediate && mean.op === Op.Gather;
  if (root.space !== 0 && !sameGroups) return undefined;
  return freeScale(arena, groups, y, sameGroups ? (root.args[0] as Term) : root);
}

/** sum r^2 (y - mean)^2 = sum r^2 (y - average)^2 + weight (average - mean)^2, with the average weighted by r^2 */
function knownScale(arena: Arena, groups: Groups, y: Term, root: Term, space: number): Pieces {
  const square = arena.op(Op.Square, [root]);
  const weight = groups.sum(square);
  const average = groups.mean(groups.sum(arena.op(Op.Mul, [square, y])), weight);
  return [
    { term: arena.rows(arena.op(Op.Quadratic, [y, groups.spread(average), root]), space), space },
    { term: arena.op(Op.Quadratic, [average, groups.source, arena.op(Op.Sqrt, [weight])]), space: groups.space },
  ];
}

/** r^2 sum (y - mean)^2 = r^2 (sum (y - average)^2 + count (average - mean)^2) */
function freeScale(arena: Arena, groups: Groups, y: Term, root: Term): Pieces {
  const count = groups.count();
  const average = groups.mean(groups.sum(y), count);
  const squares = arena.op(Op.Square, [arena.op(Op.Sub, [y, groups.spread(average)])]);
  const within = groups.sum(squares);
  const scatter = arena.op(Op.Mul, [arena.constant(-0.5), within]);
  return [
    { term: arena.op(Op.Mul, [arena.op(Op.Square, [root]), scatter]), space: groups.space },
    { term: groups.weighted(count, arena.op(Op.Quadratic, [average, groups.source, root])), space: groups.space },
  ];
}
