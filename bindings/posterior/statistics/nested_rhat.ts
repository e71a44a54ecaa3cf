/** Nested R-hat: many short chains in groups that started from one point each. Margossian et al. (2024), Bayesian Analysis. */
import { WasmcmcError } from "../../errors.js";
import { mean, variance } from "./moments.js";
import type { Sequences } from "./scalar_draws.js";

/**
 * sqrt(1 + between / within): the variance of the superchains' means, over the mean across superchains of the variance within
 * their chains and between these (equations 4 to 8). Sequences beyond the chains' number, second halves, belong where the first do.
 */
export function nestedRhat(values: Float64Array, { starts, length }: Sequences, superchains: readonly number[]): number {
  const means: number[] = [];
  const within: number[] = [];
  for (const id of new Set(superchains)) {
    const members = starts.filter((_, sequence) => superchains[sequence % superchains.length] === id);
    const chainMeans = Float64Array.from(members, (start) => mean(values, start, length));
    const chainVariances = Float64Array.from(members, (start) => variance(values, start, length));
    means.push(mean(chainMeans));
    within.push(mean(chainVariances) + (members.length === 1 ? 0 : variance(chainMeans)));
  }
  return Math.sqrt(1 + variance(Float64Array.from(means)) / mean(Float64Array.from(within)));
}

/** Throws unless each chain has a superchain, of equal size, and there are two at least. */
export function checkSuperchains(superchains: readonly number[], chains: number): void {
  const sizes = new Map<number, number>();
  for (const id of superchains) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const even = new Set(sizes.values()).size === 1 && sizes.size > 1;
  if (superchains.length === chains && even) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `[${superchains.join(", ")}] does not put ${chains} chains into superchains of equal size, two at least.`,
    remedy: "Give each chain the number of its superchain, such as [0, 0, 1, 1].",
    variable: "superchains",
    value: superchains,
  });
}
