/** The special functions' scalar forms and both lanes of their pairs, at points whose values are known exactly. */

import { cosScalar } from "../math/cos";
import { sinScalar } from "../math/sin";
import { digammaScalar } from "../math/digamma";
import { erf } from "../math/erf";
import { exp, expNonPositive, expScalar } from "../math/exp";
import { expm1Scalar } from "../math/expm1";
import { reduceLarge } from "../math/large_angle";
import { lgammaScalar } from "../math/lgamma";
import { log, logPositiveNormal, logScalar } from "../math/log";
import { log1pScalar } from "../math/log1p";
import { log1mexp } from "../math/log1mexp";
import { logAddExp } from "../math/log_add_exp";
import { logistic } from "../math/logistic";
import { logitScalar } from "../math/logit";
import { powScalar } from "../math/pow";
import { polynomial } from "../math/pair";
import { softplus } from "../math/softplus";
import { tanh } from "../math/tanh";

const COEFFICIENTS = memory.data<f64>([1.0, 2.0, 3.0, 4.0]);

function left(x: v128): f64 {
  return f64x2.extract_lane(x, 0);
}

function right(x: v128): f64 {
  return f64x2.extract_lane(x, 1);
}

describe("polynomial", () => {
  it("evaluates c0 + c1 x + c2 x^2 + c3 x^3 in both lanes", () => {
    const value = polynomial(COEFFICIENTS, 4, f64x2(2.0, -1.0));
    expect<f64>(left(value)).toBe(49.0);
    expect<f64>(right(value)).toBe(-2.0);
  });
});

describe("exp and its kin", () => {
  it("are exact at 0 and at the infinities", () => {
    expect<f64>(expScalar(0.0)).toBe(1.0);
    expect<f64>(expScalar(-Infinity)).toBe(0.0);
    expect<f64>(expScalar(Infinity)).toBe(Infinity);
    expect<f64>(expm1Scalar(-Infinity)).toBe(-1.0);
    expect<f64>(expm1Scalar(0.0)).toBe(0.0);
  });

  it("round a subnormal result once, and keep both lanes apart", () => {
    const value = exp(f64x2(-745.1332191019411, 0.0));
    expect<f64>(left(value)).toBe(5e-324);
    expect<f64>(right(value)).toBe(1.0);
  });

  it("drop what is below exp(-708) in the form for mixtures", () => {
    const value = expNonPositive(f64x2(-Infinity, -720.0));
    expect<f64>(left(value)).toBe(0.0);
    expect<f64>(right(value)).toBe(0.0);
  });

  it("stay NaN for NaN", () => {
    expect<f64>(expScalar(NaN)).toBeNaN();
    expect<f64>(left(expNonPositive(f64x2.splat(NaN)))).toBeNaN();
    expect<f64>(expm1Scalar(NaN)).toBeNaN();
  });
});

describe("log and its kin", () => {
  it("are exact at 0, 1 and infinity, and NaN below 0", () => {
    expect<f64>(logScalar(1.0)).toBe(0.0);
    expect<f64>(logScalar(0.0)).toBe(-Infinity);
    expect<f64>(logScalar(-0.0)).toBe(-Infinity);
    expect<f64>(logScalar(Infinity)).toBe(Infinity);
    expect<f64>(logScalar(-1.0)).toBeNaN();
    expect<f64>(log1pScalar(-1.0)).toBe(-Infinity);
    expect<f64>(log1pScalar(1e-300)).toBe(1e-300);
  });

  it("take subnormals", () => {
    expect<f64>(logScalar(5e-324)).toBe(-744.4400719213812);
  });

  it("agree between the checked and the unchecked form", () => {
    const x = f64x2(0.1, 123.25);
    expect<f64>(left(log(x))).toBe(left(logPositiveNormal(x)));
    expect<f64>(right(log(x))).toBe(right(logPositiveNormal(x)));
  });

  it("leave no sum of exponentials out", () => {
    expect<f64>(left(logAddExp(f64x2.splat(-Infinity), f64x2.splat(2.5)))).toBe(2.5);
    expect<f64>(left(logAddExp(f64x2.splat(-Infinity), f64x2.splat(-Infinity)))).toBe(-Infinity);
    expect<f64>(left(softplus(f64x2.splat(0.0)))).toBe(0.6931471805599453);
    expect<f64>(left(log1mexp(f64x2.splat(0.0)))).toBe(-Infinity);
    expect<f64>(logitScalar(0.5)).toBe(0.0);
    expect<f64>(left(logistic(f64x2.splat(0.0)))).toBe(0.5);
  });
});

describe("angles", () => {
  it("are reduced by all the bits of pi", () => {
    expect<f64>(sinScalar(3.141592653589793)).toBe(1.2246467991473532e-16);
    expect<f64>(cosScalar(1.5707963267948966)).toBe(6.123233995736766e-17);
  });

  it("are reduced at every magnitude", () => {
    // The double nearest to a multiple of pi/2: J.-M. Muller, Elementary Functions, table 11.1.
    const r = f64x2.extract_lane(reduceLarge(5.319372648326541e255), 0);
    expect<bool>(abs(r) > 4.68e-19 && abs(r) < 4.69e-19).toBe(true);
  });
});

describe("tanh, erf and the gamma functions", () => {
  it("saturate, and keep the sign of zero", () => {
    expect<f64>(left(tanh(f64x2.splat(-30.0)))).toBe(-1.0);
    expect<f64>(right(erf(f64x2(0.0, 6.5)))).toBe(1.0);
    expect<f64>(1.0 / left(tanh(f64x2.splat(-0.0)))).toBe(-Infinity);
  });

  it("vanish at the zeros of log Gamma and are infinite at its poles", () => {
    expect<f64>(lgammaScalar(1.0)).toBe(0.0);
    expect<f64>(lgammaScalar(2.0)).toBe(0.0);
    expect<f64>(lgammaScalar(-3.0)).toBe(Infinity);
    expect<f64>(digammaScalar(0.0)).toBe(-Infinity);
    expect<f64>(digammaScalar(-2.0)).toBeNaN();
  });
});

describe("pow", () => {
  it("is exact for powers of two and at the special cases", () => {
    expect<f64>(powScalar(2.0, 10.0)).toBe(1024.0);
    expect<f64>(powScalar(-2.0, -1.0)).toBe(-0.5);
    expect<f64>(powScalar(NaN, 0.0)).toBe(1.0);
    expect<f64>(powScalar(0.0, -1.0)).toBe(Infinity);
    expect<f64>(powScalar(-2.0, 0.5)).toBeNaN();
  });
});
