/** Memberships of the stars of two masks, put together again, and what they say of the cluster's place among its field. */
import type { Membership } from "wasmcmc";

/** The first component's probability for each row. */
export function memberProbability({
  probability: { values },
  components,
}: Pick<Membership, "probability" | "components">): Float64Array {
  return Float64Array.from({ length: values.length / components.length }, (_, row) => values[row * components.length] as number);
}

/** One number for each row: the next of `inside` or of `outside`, as the row is of that mask. */
export function inMaskOrder(isInside: Uint8Array, inside: Float64Array, outside: Float64Array): Float64Array {
  const next = { inside: 0, outside: 0 };
  return Float64Array.from(isInside, (flag) => (flag ? inside[next.inside++] : outside[next.outside++]) as number);
}

/** Members are where the cluster is: a Gaussian that takes stars far from it at half the rate has found something else. */
const LargestRatio = 0.5;

/** How many members each mask has; and a warning where they are no denser about the centre. */
export function maskRemarks(membership: Float64Array, isInside: Uint8Array): string[] {
  const sums = [0, 0];
  const counts = [0, 0];
  for (const [row, flag] of isInside.entries()) {
    const mask = flag ? 0 : 1;
    sums[mask]! += membership[row] as number;
    counts[mask]! += 1;
  }
  const [inside, outside] = [sums[0]! / counts[0]!, sums[1]! / counts[1]!] as [number, number];
  const words = (place: string, mask: 0 | 1) =>
    `${sums[mask]!.toFixed(0)} of ${counts[mask]} stars ${place} (${((100 * sums[mask]!) / counts[mask]!).toPrecision(2)} %)`;
  const remark = `Of these ${words("inside", 0)} and ${words("outside", 1)}.`;
  if (outside < LargestRatio * inside) return [remark];
  return [
    remark,
    "THE CLUSTER IS SWALLOWED BY THE FIELD: its Gaussian takes stars far from the centre as readily as those about it. Give the field more Gaussians, or each mask a share of its own.",
  ];
}
