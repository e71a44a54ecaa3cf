/** Where densities are positive: the guard that makes a log density -inf elsewhere, and the constraint a prior implies. */
import type { Distribution, Support } from "./distribution.js";
import { Expr } from "./expression.js";
import { abs, add, eq, floor, ge, gt, le, lt, mul, sub, where } from "./functions.js";
import type { Constraint, Node } from "./graph.js";
import { constant } from "./nodes.js";
import { sum } from "./reductions.js";
import { diagonalOf, dotOf, elementsOf, eventOf, matrixNode, triangleOf } from "./small_matrix.js";
import type { AnyExpr, Operand } from "./types.js";
import { vectorTolerance } from "./vector_requirement.js";

/** A value moved into the support, and a term to add to its log density: 0 inside, -inf outside. */
export interface Guarded {
  readonly value: AnyExpr;
  readonly term: AnyExpr;
}

/**
 * The guard of a support, or nothing where every number is inside. The value is replaced by one that is inside before the
 * density sees it, so that the density gives no NaN there; the term is computed from the value (and bounds) alone.
 */
export function guard(support: Support, value: AnyExpr): Guarded | undefined {
  if (support.kind === "real") return undefined;
  if (support.kind === "simplex") return guardSimplex(value);
  if (support.kind === "choleskyCorrelation") return guardCholesky(value);
  if (support.kind === "zeroSum")
    return { value, term: barrier(le(abs(sum(value)), mul(vectorTolerance, add(1, sum(abs(value)))))) };
  const inside = isInside(support, value);
  return { value: where(inside, value, insidePoint(support)), term: barrier(inside) };
}

function guardSimplex(value: AnyExpr): Guarded {
  const outside = sum(lt(value, 0));
  const sumIsOne = le(abs(sub(sum(value), 1)), vectorTolerance);
  return { value: where(lt(value, 0), 1, value), term: barrier(mul(eq(outside, 0), sumIsOne)) };
}

/** Rows of length 1, a diagonal above 0, and nothing above it. */
function guardCholesky(value: AnyExpr): Guarded {
  const size = value.node.event[0] as number;
  const rows = triangleOf(new Expr(matrixNode("a Cholesky factor", value)));
  const elements = elementsOf(value);
  const tests = diagonalOf(rows).map((x): AnyExpr => gt(x, 0));
  for (const row of rows) tests.push(le(abs(sub(dotOf(row, row, row.length), 1)), vectorTolerance));
  const above = elements.filter((_, place) => place % size > Math.floor(place / size));
  tests.push(...above.map((x): AnyExpr => eq(x, 0)));
  const moved = elements.map((x, place): AnyExpr => (place % (size + 1) === 0 ? where(gt(x, 0), x, 1) : x));
  return { value: eventOf(moved, [size, size]), term: barrier(tests.reduce((all, each): AnyExpr => mul(all, each))) };
}

function barrier(inside: AnyExpr): AnyExpr {
  return where(inside, 0, Number.NEGATIVE_INFINITY);
}

/** Supports of single numbers that some numbers are outside of. */
type Bounded = Exclude<Support, { kind: "real" | "simplex" | "zeroSum" | "choleskyCorrelation" }>;

function isInside(support: Bounded, value: AnyExpr): AnyExpr {
  switch (support.kind) {
    case "positive":
      return gt(value, 0);
    case "nonnegative":
      return ge(value, 0);
    case "interval":
      return mul(ge(value, new Expr(support.lower)), le(value, new Expr(support.upper)));
    case "unit":
      return mul(ge(value, 0), le(value, 1));
    case "boolean":
      return add(eq(value, 0), eq(value, 1));
    case "count":
      return mul(ge(value, 0), eq(value, floor(value)));
    case "lower":
      return ge(value, new Expr(support.lower));
    case "upper":
      return le(value, new Expr(support.upper));
    case "integers":
      return mul(mul(ge(value, new Expr(support.lower)), le(value, new Expr(support.upper))), eq(value, floor(value)));
    case "circular":
      return le(abs(value), Math.PI);
  }
}

function insidePoint(support: Bounded): Operand {
  switch (support.kind) {
    case "interval":
    case "lower":
    case "integers":
      return new Expr(support.lower);
    case "upper":
      return new Expr(support.upper);
    case "unit":
      return 0.5;
    case "boolean":
    case "count":
    case "circular":
      return 0;
    case "positive":
    case "nonnegative":
      return 1;
  }
}

/** A value moved inside the ends of a support, and what a function of it is beyond them. */
export interface Ends {
  readonly value: AnyExpr;
  outside(inside: Operand, below: number, above: number): AnyExpr | number;
}

/** For distribution functions, which are known beyond both ends. Whole numbers are rounded down first. */
export function endsOf(support: Support, value: AnyExpr): Ends {
  const [lower, upper] = rangeOfSupport(support);
  const isDiscrete = isWhole(support);
  const whole = isDiscrete ? floor(value) : value;
  const under = lower === undefined ? undefined : (isDiscrete ? lt : le)(whole, lower);
  const over = upper === undefined ? undefined : ge(whole, upper);
  const raised = under && lower !== undefined ? where(under, lower, whole) : whole;
  return {
    value: over && upper !== undefined ? where(over, upper, raised) : raised,
    outside(inside, below, above) {
      const ended = over ? where(over, above, inside as AnyExpr) : inside;
      return under ? where(under, below, ended as AnyExpr) : (ended as AnyExpr | number);
    },
  };
}

/** Its ends, where it has them. */
export function rangeOfSupport(support: Support): [Operand | undefined, Operand | undefined] {
  switch (support.kind) {
    case "positive":
    case "nonnegative":
    case "count":
      return [0, undefined];
    case "unit":
    case "boolean":
      return [0, 1];
    case "circular":
      return [-Math.PI, Math.PI];
    case "lower":
      return [new Expr(support.lower), undefined];
    case "upper":
      return [undefined, new Expr(support.upper)];
    case "interval":
    case "integers":
      return [new Expr(support.lower), new Expr(support.upper)];
    default:
      return [undefined, undefined];
  }
}

/** The support of a distribution; of a mixture that of its components where they agree, else all numbers. */
export function supportOf(distribution: Distribution): Support {
  if (distribution.kind === "plain") return distribution.family.support(distribution.parameters);
  const [first, ...others] = distribution.components.map((component) => supportOf(component.distribution));
  return first && others.every((other) => sameSupport(first, other)) ? first : { kind: "real" };
}

/** Whether only whole numbers are inside. */
export function isWhole({ kind }: Support): boolean {
  return kind === "count" || kind === "integers" || kind === "boolean";
}

function sameSupport(a: Support, b: Support): boolean {
  if (a.kind !== b.kind) return false;
  if ("lower" in a && "lower" in b && !sameBound(a.lower, b.lower)) return false;
  return !("upper" in a && "upper" in b) || sameBound(a.upper, b.upper);
}

function sameBound(a: Node, b: Node): boolean {
  return a === b || (a.kind === "constant" && b.kind === "constant" && a.values.length === 1 && a.values[0] === b.values[0]);
}

/** The constraint of a parameter whose prior has this support. A discrete support has none: such a parameter cannot be sampled. */
export function constraintOf(support: Support): Constraint {
  switch (support.kind) {
    case "positive":
    case "nonnegative":
      return { kind: "positive" };
    case "interval":
      return { kind: "interval", lower: support.lower, upper: support.upper };
    case "unit":
      return { kind: "interval", lower: constant(0), upper: constant(1) };
    case "lower":
      return { kind: "lower", lower: support.lower };
    case "upper":
      return { kind: "upper", upper: support.upper };
    case "simplex":
    case "zeroSum":
    case "circular":
    case "choleskyCorrelation":
      return { kind: support.kind };
    case "real":
    case "boolean":
    case "count":
    case "integers":
      return { kind: "none" };
  }
}
