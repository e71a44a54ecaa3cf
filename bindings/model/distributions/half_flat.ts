/** The flat, improper prior of numbers that are not negative. */
import type { Dist } from "../dist.js";
import { family, plain } from "../family.js";

export const halfFlatFamily = family({
  name: "halfFlat",
  improper: true,
  parameters: {},
  support: () => ({ kind: "nonnegative" }),
  logp: () => 0,
});

/**
 * Log density 0 from 0 upwards. Like `flat` it is no distribution: its integral is infinite. Stan: no sampling statement for a
 * parameter with lower bound 0; PyMC: HalfFlat().
 */
export function halfFlat(): Dist<never, []> {
  return plain<never>(halfFlatFamily, {});
}
