/**
 * Elementwise ops of three operands. `value` of a, b and c; `first`, `second` and `third` are the contributions to their
 * adjoints, from the addresses of a, b and c, and from the result's adjoint g.
 */
import { pair } from "../../math/pair";
import { times } from "./adjoint";

/** a is the condition. */
@unmanaged
export class Where {
  @inline value(a: v128, b: v128, c: v128): v128 { return v128.bitselect(b, c, f64x2.ne(a, pair(0))); }
  @inline first(a: usize, b: usize, c: usize, g: v128): v128 { return pair(0); }
  @inline second(a: usize, b: usize, c: usize, g: v128): v128 { return v128.and(g, f64x2.ne(v128.load(a), pair(0))); }
  @inline third(a: usize, b: usize, c: usize, g: v128): v128 { return v128.and(g, f64x2.eq(v128.load(a), pair(0))); }
}

@unmanaged
export class MultiplyAdd {
  @inline value(a: v128, b: v128, c: v128): v128 { return f64x2.add(f64x2.mul(a, b), c); }
  @inline first(a: usize, b: usize, c: usize, g: v128): v128 { return times(g, v128.load(b)); }
  @inline second(a: usize, b: usize, c: usize, g: v128): v128 { return times(g, v128.load(a)); }
  @inline third(a: usize, b: usize, c: usize, g: v128): v128 { return g; }
}

/** -0.5 ((a - b) c)^2: a value, a mean and an inverse root of a variance. */
@unmanaged
export class Quadratic {
  @inline value(a: v128, b: v128, c: v128): v128 {
    const z = f64x2.mul(f64x2.sub(a, b), c);
    return f64x2.mul(f64x2.mul(pair(-0.5), z), z);
  }
  @inline first(a: usize, b: usize, c: usize, g: v128): v128 {
    const root = v128.load(c);
    return times(g, f64x2.mul(f64x2.mul(f64x2.sub(v128.load(b), v128.load(a)), root), root));
  }
  @inline second(a: usize, b: usize, c: usize, g: v128): v128 {
    const root = v128.load(c);
    return times(g, f64x2.mul(f64x2.mul(f64x2.sub(v128.load(a), v128.load(b)), root), root));
  }
  @inline third(a: usize, b: usize, c: usize, g: v128): v128 {
    const difference = f64x2.sub(v128.load(a), v128.load(b));
    return times(g, f64x2.neg(f64x2.mul(f64x2.mul(difference, difference), v128.load(c))));
  }
}
