/**
 * The reference's modified Bessel functions: log I0(x) and I1(x) / I0(x), by the power series in double-double arithmetic for
 * |x| up to 60 and the asymptotic series beyond. Errors below 2 ulp; shares no code with the engine.
 */
import { add, type DoubleDouble, divide, fromNumber, log as logDouble, multiply, scale, toNumber } from "./double_double.js";

const seriesUpTo = 60;

/** I_n(x) n! (2 / x)^n - 1 (Abramowitz and Stegun 9.6.10). */
function powerSeries(x: number, order: number): DoubleDouble {
  const z = scale(multiply(fromNumber(x), fromNumber(x)), 0.25);
  let term = fromNumber(1);
  let sum = fromNumber(0);
  for (let k = 1; k === 1 || term[0] > 1e-33 * sum[0]; k++) {
    term = divide(multiply(term, z), fromNumber(k * (k + order)));
    sum = add(sum, term);
  }
  return sum;
}

/** I_n(x) sqrt(2 pi x) exp(-x) for x above 60 (9.7.1). */
function asymptoticSeries(x: number, order: number): number {
  const terms = [1];
  for (let k = 1; k < 30; k++) terms.push((terms[k - 1] as number) * (((k - 0.5 - order) * (k - 0.5 + order)) / (2 * k) / x));
  return terms.reduceRight((sum, term) => sum + term, 0);
}

/** log I0(x). */
export function logBesselI0(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || size === Infinity) return size;
  if (size > seriesUpTo) return size - 0.5 * (Math.log(2 * Math.PI) + Math.log(size)) + Math.log(asymptoticSeries(size, 0));
  const rest = powerSeries(size, 0);
  const small = rest[0];
  return small < 1e-8 ? small * (1 - small * (1 / 2 - small / 3)) : toNumber(logDouble(add(fromNumber(1), rest)));
}

/** I1(x) / I0(x). */
export function logBesselI0Slope(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size > seriesUpTo) return (Math.sign(x) * asymptoticSeries(size, 1)) / asymptoticSeries(size, 0);
  const one = fromNumber(1);
  return (x / 2) * toNumber(divide(add(one, powerSeries(size, 1)), add(one, powerSeries(size, 0))));
}
