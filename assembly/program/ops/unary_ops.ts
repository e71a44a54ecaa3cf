/**
 * Elementwise ops of one operand. `value` of x, and `pull`: the contribution to x's adjoint, from the addresses of x and of
 * y = value(x), and from y's adjoint g.
 */
import { cos as cosine } from "../../math/cos";
import { digamma } from "../../math/digamma";
import { erf } from "../../math/erf";
import { exp, expNonPositive } from "../../math/exp";
import { expOfSquare } from "../../math/exp_square";
import { expm1 } from "../../math/expm1";
import { lgamma } from "../../math/lgamma";
import { log } from "../../math/log";
import { log1mexp } from "../../math/log1mexp";
import { log1p } from "../../math/log1p";
import { logBesselI0, logBesselI0Slope } from "../../math/log_bessel_i0";
import { logNormalCdf, logNormalCdfSlope } from "../../math/log_normal_cdf";
import { logistic } from "../../math/logistic";
import { logit } from "../../math/logit";
import { normalQuantile, normalQuantileSlope } from "../../math/normal_quantile";
import { pair } from "../../math/pair";
import { sin as sine } from "../../math/sin";
import { softplus } from "../../math/softplus";
import { tanh } from "../../math/tanh";
import { times } from "./adjoint";

const TwoOverRootPi: f64 = 1.1283791670955126;

@unmanaged
export class Copy {
  @inline value(x: v128): v128 { return x; }
  @inline pull(x: usize, y: usize, g: v128): v128 { return g; }
}

@unmanaged
export class Neg {
  @inline value(x: v128): v128 { return f64x2.neg(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return f64x2.neg(g); }
}

@unmanaged
export class Square {
  @inline value(x: v128): v128 { return f64x2.mul(x, x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, f64x2.mul(pair(2), v128.load(x))); }
}

@unmanaged
export class Sqrt {
  @inline value(x: v128): v128 { return f64x2.sqrt(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, f64x2.div(pair(0.5), v128.load(y))); }
}

@unmanaged
export class InverseSqrt {
  @inline value(x: v128): v128 { return f64x2.div(pair(1), f64x2.sqrt(x)); }
  @inline pull(x: usize, y: usize, g: v128): v128 {
    const inverse = f64x2.abs(v128.load(y));
    return times(g, f64x2.mul(f64x2.mul(pair(-0.5), inverse), f64x2.mul(inverse, inverse)));
  }
}

@unmanaged
export class Reciprocal {
  @inline value(x: v128): v128 { return f64x2.div(pair(1), x); }
  @inline pull(x: usize, y: usize, g: v128): v128 {
    const inverse = v128.load(y);
    return times(g, f64x2.neg(f64x2.mul(inverse, inverse)));
  }
}

@unmanaged
export class Abs {
  @inline value(x: v128): v128 { return f64x2.abs(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 {
    const number = v128.load(x);
    const positive = v128.and(f64x2.gt(number, pair(0)), pair(1));
    return times(g, f64x2.sub(positive, v128.and(f64x2.lt(number, pair(0)), pair(1))));
  }
}

@unmanaged
export class Floor {
  @inline value(x: v128): v128 { return f64x2.floor(x); }
}

@unmanaged
export class Exp {
  @inline value(x: v128): v128 { return exp(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, v128.load(y)); }
}

@unmanaged
export class Log {
  @inline value(x: v128): v128 { return log(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, f64x2.div(pair(1), v128.load(x))); }
}

@unmanaged
export class Log1p {
  @inline value(x: v128): v128 { return log1p(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, f64x2.div(pair(1), f64x2.add(pair(1), v128.load(x)))); }
}

@unmanaged
export class Expm1 {
  @inline value(x: v128): v128 { return expm1(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, exp(v128.load(x))); }
}

@unmanaged
export class Log1mExp {
  @inline value(x: v128): v128 { return log1mexp(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, f64x2.div(pair(-1), expm1(f64x2.neg(v128.load(x))))); }
}

@unmanaged
export class Softplus {
  @inline value(x: v128): v128 { return softplus(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, logistic(v128.load(x))); }
}

@unmanaged
export class Sin {
  @inline value(x: v128): v128 { return sine(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, cosine(v128.load(x))); }
}

@unmanaged
export class Cos {
  @inline value(x: v128): v128 { return cosine(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, f64x2.neg(sine(v128.load(x)))); }
}

@unmanaged
export class Tanh {
  @inline value(x: v128): v128 { return tanh(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 {
    return times(g, f64x2.mul(pair(4), logisticSlope(f64x2.mul(pair(2), v128.load(x)))));
  }
}

@unmanaged
export class Logistic {
  @inline value(x: v128): v128 { return logistic(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, logisticSlope(v128.load(x))); }
}

@unmanaged
export class Logit {
  @inline value(x: v128): v128 { return logit(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 {
    const p = v128.load(x);
    return times(g, f64x2.div(pair(1), f64x2.mul(p, f64x2.sub(pair(1), p))));
  }
}

@unmanaged
export class Erf {
  @inline value(x: v128): v128 { return erf(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 {
    return times(g, f64x2.mul(pair(TwoOverRootPi), expOfSquare(v128.load(x), 1)));
  }
}

@unmanaged
export class LogGamma {
  @inline value(x: v128): v128 { return lgamma(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, digamma(v128.load(x))); }
}

@unmanaged
export class LogNormalCdf {
  @inline value(x: v128): v128 { return logNormalCdf(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, logNormalCdfSlope(v128.load(x))); }
}

@unmanaged
export class NormalQuantile {
  @inline value(x: v128): v128 { return normalQuantile(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, normalQuantileSlope(v128.load(x), v128.load(y))); }
}

@unmanaged
export class LogBesselI0 {
  @inline value(x: v128): v128 { return logBesselI0(x); }
  @inline pull(x: usize, y: usize, g: v128): v128 { return times(g, logBesselI0Slope(v128.load(x))); }
}

/** logistic(x) (1 - logistic(x)), without the subtraction; NaN stays NaN. */
export function logisticSlope(x: v128): v128 {
  const e = expNonPositive(f64x2.neg(f64x2.abs(x)));
  const onePlus = f64x2.add(pair(1), e);
  return f64x2.div(e, f64x2.mul(onePlus, onePlus));
}
