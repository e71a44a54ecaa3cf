/**
 * Elementwise ops of two operands. `value` of a and b; `first` and `second` are the contributions to their adjoints, from the
 * addresses of a, b and the result, and from the result's adjoint g.
 */
import { atan2, overSquaredRadius } from "../../math/atan2";
import { gammaTail, Part } from "../../math/gamma_tails";
import { log } from "../../math/log";
import { logAddExp } from "../../math/log_add_exp";
import { logistic } from "../../math/logistic";
import { choose, pair } from "../../math/pair";
import { pow } from "../../math/pow";
import { times } from "./adjoint";

@unmanaged
export class Add {
  @inline value(a: v128, b: v128): v128 { return f64x2.add(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return g; }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 { return g; }
}

@unmanaged
export class Sub {
  @inline value(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return g; }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 { return f64x2.neg(g); }
}

@unmanaged
export class Mul {
  @inline value(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return times(g, v128.load(b)); }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 { return times(g, v128.load(a)); }
}

@unmanaged
export class Div {
  @inline value(a: v128, b: v128): v128 { return f64x2.div(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return times(g, f64x2.div(pair(1), v128.load(b))); }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 {
    return times(g, f64x2.neg(f64x2.div(v128.load(y), v128.load(b))));
  }
}

@unmanaged
export class Pow {
  @inline value(a: v128, b: v128): v128 { return pow(a, b); }
  /** b a^(b-1); 0 for b = 0 whatever a. */
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 {
    const exponent = v128.load(b);
    const slope = f64x2.mul(exponent, pow(v128.load(a), f64x2.sub(exponent, pair(1))));
    return v128.and(times(g, slope), f64x2.ne(exponent, pair(0)));
  }
  /** a^b log a; 0 where a = 0 and b > 0. */
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 {
    const base = v128.load(a);
    const flat = v128.and(f64x2.eq(base, pair(0)), f64x2.gt(v128.load(b), pair(0)));
    return v128.andnot(times(g, f64x2.mul(v128.load(y), log(base))), flat);
  }
}

@unmanaged
export class LogAddExp {
  @inline value(a: v128, b: v128): v128 { return logAddExp(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return times(g, shareOf(v128.load(a), v128.load(b))); }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 { return times(g, shareOf(v128.load(b), v128.load(a))); }
}

/** exp(a) / (exp(a) + exp(b)): half where they are equal, infinities included, but 0 where both are -inf. */
function shareOf(a: v128, b: v128): v128 {
  const tie = choose(f64x2.eq(a, pair(-Infinity)), pair(0), pair(0.5));
  return choose(f64x2.eq(a, b), tie, logistic(f64x2.sub(a, b)));
}

@unmanaged
export class Min {
  @inline value(a: v128, b: v128): v128 { return f64x2.min(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return v128.and(g, f64x2.le(v128.load(a), v128.load(b))); }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 { return v128.andnot(g, f64x2.le(v128.load(a), v128.load(b))); }
}

@unmanaged
export class Max {
  @inline value(a: v128, b: v128): v128 { return f64x2.max(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return v128.and(g, f64x2.ge(v128.load(a), v128.load(b))); }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 { return v128.andnot(g, f64x2.ge(v128.load(a), v128.load(b))); }
}

@unmanaged
export class Lt {
  @inline value(a: v128, b: v128): v128 { return v128.and(f64x2.lt(a, b), pair(1)); }
}

@unmanaged
export class Le {
  @inline value(a: v128, b: v128): v128 { return v128.and(f64x2.le(a, b), pair(1)); }
}

@unmanaged
export class Gt {
  @inline value(a: v128, b: v128): v128 { return v128.and(f64x2.gt(a, b), pair(1)); }
}

@unmanaged
export class Ge {
  @inline value(a: v128, b: v128): v128 { return v128.and(f64x2.ge(a, b), pair(1)); }
}

@unmanaged
export class Eq {
  @inline value(a: v128, b: v128): v128 { return v128.and(f64x2.eq(a, b), pair(1)); }
}

/** a is the ordinate, b the abscissa. */
@unmanaged
export class Atan2 {
  @inline value(a: v128, b: v128): v128 { return atan2(a, b); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 { return times(g, overSquaredRadius(v128.load(b), v128.load(a))); }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 {
    return times(g, f64x2.neg(overSquaredRadius(v128.load(a), v128.load(b))));
  }
}

/** a is the shape. */
@unmanaged
export class LogGammaCdf {
  @inline value(a: v128, b: v128): v128 { return gammaTail(a, b, false, Part.Value); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 {
    return times(g, gammaTail(v128.load(a), v128.load(b), false, Part.ByShape));
  }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 {
    return times(g, gammaTail(v128.load(a), v128.load(b), false, Part.ByX));
  }
}

/** a is the shape. */
@unmanaged
export class LogGammaSurvival {
  @inline value(a: v128, b: v128): v128 { return gammaTail(a, b, true, Part.Value); }
  @inline first(a: usize, b: usize, y: usize, g: v128): v128 {
    return times(g, gammaTail(v128.load(a), v128.load(b), true, Part.ByShape));
  }
  @inline second(a: usize, b: usize, y: usize, g: v128): v128 {
    return times(g, gammaTail(v128.load(a), v128.load(b), true, Part.ByX));
  }
}
