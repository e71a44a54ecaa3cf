/** A module of one loop per special function, for the accuracy tests: `count` numbers (even) from `input` to `output`. */

import { exp, expNonPositive } from "../math/exp";
import { log } from "../math/log";
import { log1p } from "../math/log1p";
import { expm1 } from "../math/expm1";
import { tanh } from "../math/tanh";
import { sin } from "../math/sin";
import { cos } from "../math/cos";
import { erf } from "../math/erf";
import { lgamma } from "../math/lgamma";
import { digamma } from "../math/digamma";
import { logistic } from "../math/logistic";
import { softplus } from "../math/softplus";
import { log1mexp } from "../math/log1mexp";
import { logit } from "../math/logit";
import { logAddExp } from "../math/log_add_exp";
import { pow } from "../math/pow";
import { logNormalCdf, logNormalCdfSlope } from "../math/log_normal_cdf";
import { normalQuantile, normalQuantileSlope } from "../math/normal_quantile";
import { logBesselI0, logBesselI0Slope } from "../math/log_bessel_i0";
import { atan2 } from "../math/atan2";
import { gammaTail, Part } from "../math/gamma_tails";

/** Room for `count` f64, 16-byte aligned. */
export function allocate(count: usize): usize {
  return heap.alloc(count << 3);
}

export function run_exp(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, exp(v128.load(input + i)));
}

export function run_expNonPositive(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, expNonPositive(v128.load(input + i)));
}

export function run_log(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, log(v128.load(input + i)));
}

export function run_log1p(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, log1p(v128.load(input + i)));
}

export function run_expm1(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, expm1(v128.load(input + i)));
}

export function run_tanh(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, tanh(v128.load(input + i)));
}

export function run_sin(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, sin(v128.load(input + i)));
}

export function run_cos(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, cos(v128.load(input + i)));
}

export function run_erf(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, erf(v128.load(input + i)));
}

export function run_lgamma(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, lgamma(v128.load(input + i)));
}

export function run_digamma(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, digamma(v128.load(input + i)));
}

export function run_logistic(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logistic(v128.load(input + i)));
}

export function run_softplus(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, softplus(v128.load(input + i)));
}

export function run_log1mexp(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, log1mexp(v128.load(input + i)));
}

export function run_logit(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logit(v128.load(input + i)));
}

export function run_logAddExp(input: usize, second: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logAddExp(v128.load(input + i), v128.load(second + i)));
}

export function run_pow(input: usize, second: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, pow(v128.load(input + i), v128.load(second + i)));
}

export function run_logNormalCdf(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logNormalCdf(v128.load(input + i)));
}

export function run_logNormalCdfSlope(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logNormalCdfSlope(v128.load(input + i)));
}

export function run_normalQuantile(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, normalQuantile(v128.load(input + i)));
}

export function run_logBesselI0(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logBesselI0(v128.load(input + i)));
}

export function run_logBesselI0Slope(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, logBesselI0Slope(v128.load(input + i)));
}

export function run_normalQuantileSlope(input: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) {
    const p = v128.load(input + i);
    v128.store(output + i, normalQuantileSlope(p, normalQuantile(p)));
  }
}

export function run_atan2(input: usize, second: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count << 3; i += 16) v128.store(output + i, atan2(v128.load(input + i), v128.load(second + i)));
}

function runGammaTail(input: usize, second: usize, output: usize, count: usize, upper: bool, part: Part): void {
  for (let i: usize = 0; i < count << 3; i += 16) {
    v128.store(output + i, gammaTail(v128.load(input + i), v128.load(second + i), upper, part));
  }
}

export function run_logGammaCdf(input: usize, second: usize, output: usize, count: usize): void {
  runGammaTail(input, second, output, count, false, Part.Value);
}

export function run_logGammaCdfByShape(input: usize, second: usize, output: usize, count: usize): void {
  runGammaTail(input, second, output, count, false, Part.ByShape);
}

export function run_logGammaCdfByX(input: usize, second: usize, output: usize, count: usize): void {
  runGammaTail(input, second, output, count, false, Part.ByX);
}

export function run_logGammaSurvival(input: usize, second: usize, output: usize, count: usize): void {
  runGammaTail(input, second, output, count, true, Part.Value);
}

export function run_logGammaSurvivalByShape(input: usize, second: usize, output: usize, count: usize): void {
  runGammaTail(input, second, output, count, true, Part.ByShape);
}

export function run_logGammaSurvivalByX(input: usize, second: usize, output: usize, count: usize): void {
  runGammaTail(input, second, output, count, true, Part.ByX);
}
