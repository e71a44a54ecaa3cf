/** From what a fit says of the stars inside to what is said of all stars of the two masks. */
import type { Membership } from "wasmcmc";

/** The first component's probability for each row. */
export function memberProbability({
  probability: { values },
  components,
}: Pick<Membership, "probability" | "components">): Float64Array {
  return Float64Array.from({ length: values.length / components.length }, (_, row) => values[row * components.length] as number);
}

/** One number for each row: of those inside the next of `inside`, of others 0, for the models take them for stars of the field. */
export function withOutside(isInside: Uint8Array, inside: Float64Array): Float64Array {
  let next = 0;
  return Float64Array.from(isInside, (flag) => (flag ? (inside[next++] as number) : 0));
}
