/**
 * The excess of flux in BP and RP over that in G, corrected for colour: C*, which is 0 for well measured stars. Riello et al. (2021),
 * A&A 649, A3, equations 6 and 18 and table 2.
 */

/** Polynomials in BP - RP that the factor has on average, up to these colours. */
const Mean = [
  { upTo: 0.5, polynomial: [1.15436, 0.033772, 0.032277, 0] },
  { upTo: 4, polynomial: [1.162004, 0.011464, 0.049255, -0.005879] },
  { upTo: Infinity, polynomial: [1.057572, 0.140537, 0, 0] },
] as const;

/** |C*| of each star divided by its standard deviation at that magnitude. NaN where anything is. */
export function fluxExcessDeviation(factor: Float64Array, colour: Float64Array, g: Float64Array): Float64Array {
  return factor.map((value, row) => {
    const x = colour[row]!;
    const polynomial = Mean.find(({ upTo }) => x < upTo)?.polynomial;
    if (polynomial === undefined) return NaN;
    const [a, b, c, d] = polynomial;
    const sigma = 0.0059898 + 8.817481e-12 * g[row]! ** 7.618399;
    return Math.abs(value - (a + x * (b + x * (c + x * d)))) / sigma;
  });
}
