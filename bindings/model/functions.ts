/** Functions of expressions, element by element; each takes numbers as well. Dims broadcast, events do not (see `Expr`). */
import { Expr, toNode } from "./expression.js";
import type { ElementwiseName } from "./graph.js";
import { elementwise, stack as stackNodes } from "./nodes.js";
import type { DimsOf, EventOf, Joined, Joins, Operand } from "./types.js";

type Unary = <A extends Operand>(x: A) => Expr<DimsOf<A>, EventOf<A>>;
type Binary = <A extends Operand, B extends Operand>(a: A, b: B & Joins<A, B>) => Joined<A | B>;

/* @__NO_SIDE_EFFECTS__ */
const unary =
  (op: ElementwiseName): Unary =>
  (x) =>
    new Expr(elementwise(op, [toNode(x)]));
/* @__NO_SIDE_EFFECTS__ */
const binary =
  (op: ElementwiseName): Binary =>
  (a, b) =>
    new Expr(elementwise(op, [toNode(a), toNode(b)]));

/** a + b */
export const add = binary("add");
/** a - b */
export const sub = binary("sub");
/** a * b */
export const mul = binary("mul");
/** a / b */
export const div = binary("div");
/** a ^ b; x ^ 0 is 1 */
export const pow = binary("pow");
/** The smaller of a and b; NaN if either is NaN. */
export const min = binary("min");
/** The larger of a and b; NaN if either is NaN. */
export const max = binary("max");
/** log(exp(a) + exp(b)), without overflow; exact where one is -inf */
export const logAddExp = binary("logAddExp");
/** 1 where a < b, else 0 */
export const lt = binary("lt");
/** 1 where a <= b, else 0 */
export const le = binary("le");
/** 1 where a > b, else 0 */
export const gt = binary("gt");
/** 1 where a >= b, else 0 */
export const ge = binary("ge");
/** 1 where a equals b, else 0 */
export const eq = binary("eq");
/** The angle of the point (x, y), in (-pi, pi]; its derivatives are taken as 0 at the origin. */
export const atan2 = binary("atan2");
/** log P(a, x), the logarithm of the cdf at x of a gamma distribution of shape a > 0 and rate 1; -inf at x = 0 */
export const logGammaCdf = binary("logGammaCdf");
/** log Q(a, x) = log(1 - P(a, x)), likewise of the survival function */
export const logGammaSurvival = binary("logGammaSurvival");

/** -x */
export const neg = unary("neg");
/** x ^ 2 */
export const square = unary("square");
/** The square root; NaN below 0. */
export const sqrt = unary("sqrt");
/** 1 / x */
export const reciprocal = unary("reciprocal");
/** |x| */
export const abs = unary("abs");
/** The largest integer not above x; its derivative is taken as 0. */
export const floor = unary("floor");
/** e ^ x */
export const exp = unary("exp");
/** The natural logarithm. */
export const log = unary("log");
/** log(1 + x), exact for small x */
export const log1p = unary("log1p");
/** exp(x) - 1, exact for small x */
export const expm1 = unary("expm1");
/** log(1 - exp(x)) for x < 0 */
export const log1mexp = unary("log1mexp");
/** log(1 + exp(x)) */
export const softplus = unary("softplus");
/** The sine, of radians. */
export const sin = unary("sin");
/** The cosine, of radians. */
export const cos = unary("cos");
/** The hyperbolic tangent. */
export const tanh = unary("tanh");
/** 1 / (1 + exp(-x)), also called logistic, sigmoid, expit */
export const invLogit = unary("logistic");
/** log(x / (1 - x)) */
export const logit = unary("logit");
/** The error function. */
export const erf = unary("erf");
/** log |Gamma(x)| */
export const lgamma = unary("lgamma");
/** The logarithm of the standard normal distribution's cdf, accurate in both tails. */
export const logNormalCdf = unary("logNormalCdf");
/** The standard normal distribution's quantile: the x whose cdf is p, for p from 0 to 1. */
export const normalQuantile = unary("normalQuantile");
/** log I0(x), of the modified Bessel function of order 0 */
export const logBesselI0 = unary("logBesselI0");

/** `ifTrue` where the condition is not 0, else `ifFalse`; the branch not taken adds nothing to the gradient. */
export function where<C extends Operand, A extends Operand, B extends Operand>(
  condition: C,
  ifTrue: A & Joins<C, A>,
  ifFalse: B & Joins<C | A, B>,
): Joined<C | A | B> {
  return new Expr(elementwise("where", [toNode(condition), toNode(ifTrue), toNode(ifFalse)]));
}

/** A vector of static length (an event) from expressions without one: `stack(p, sub(1, p))`. */
export function stack<const Elements extends readonly Operand[]>(
  ...elements: Elements
): Expr<DimsOf<Elements[number]>, [Elements["length"]]> {
  return new Expr(stackNodes(elements.map(toNode)));
}
