/** Modified Bessel functions of the first kind, scaled, for circular densities: relative error about 1e-15. */

const SeriesUpTo = 30;

/**
 * exp(-x) I_n(x) for x >= 0 and n = 0, 1, 2: scipy.special.ive. The power series (Abramowitz and Stegun 9.6.10), whose terms are
 * all positive, and from 30 on the asymptotic one (9.7.1), whose terms shrink until they are below the last digit.
 */
export function scaledBesselI(order: number, x: number): number {
  if (!(x < Infinity)) return Number.isNaN(x) ? x : 0;
  return x <= SeriesUpTo ? powerSeries(order, x) : asymptoticSeries(order, x);
}

function powerSeries(order: number, x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  for (let k = 1; k <= order; k++) term *= x / 2 / k;
  let total = 0;
  for (let k = 1; total + term !== total; k++) {
    total += term;
    term *= quarter / (k * (k + order));
  }
  return total * Math.exp(-x);
}

function asymptoticSeries(order: number, x: number): number {
  let term = 1;
  let total = 0;
  for (let k = 1; total + term !== total && k < 2 * x; k++) {
    total += term;
    term *= -((2 * order) ** 2 - (2 * k - 1) ** 2) / (8 * k * x);
  }
  return total / Math.sqrt(2 * Math.PI * x);
}
