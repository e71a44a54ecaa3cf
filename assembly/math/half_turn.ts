/**
 * sin(pi d) / pi for |d| <= 1/2, pairs of f64, with full relative accuracy at 0: what the reflection formulas of lgamma and
 * digamma need. The cosine of pi d is the sine of pi (1/2 - |d|). Minimax polynomial with own coefficients, error 2^-61.
 */

import { polynomial } from "./pair";

const SINE = memory.data<f64>([
  -1.6449340668482264, 0.8117424252833418, -0.19075182412156144, 0.02614784780643556, -0.0023460809022312263,
  0.00014842787080591167, -6.972167219462997e-6, 2.450932849925589e-7,
]);

/** sin(pi d) / pi, of d's sign. */
// @ts-ignore: decorator
@inline
export function sinePiOverPi(d: v128): v128 {
  const z = f64x2.mul(d, d);
  return f64x2.add(d, f64x2.mul(d, f64x2.mul(z, polynomial(SINE, 8, z))));
}
