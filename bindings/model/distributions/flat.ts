/** The flat, improper prior. */
import type { Dist } from "../dist.js";
import { family, plain } from "../family.js";

export const flatFamily = family({
  name: "flat",
  improper: true,
  parameters: {},
  support: () => ({ kind: "real" }),
  logp: () => 0,
});

/**
 * No prior knowledge at all: log density 0 everywhere. It is no distribution (its integral is infinite); the posterior is one
 * only if the data says enough. Stan: no sampling statement; PyMC: Flat().
 */
export function flat(): Dist<never, []> {
  return plain<never>(flatFamily, {});
}
