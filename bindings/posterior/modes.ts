/**
 * Do the chains sit in the same place? Chains are taken apart where, in some quantity, the central 80 % of the one's draws and
 * that of the other's do not overlap, nor are linked by other chains. Chains that mixed overlap, however short they are; chains
 * apart are in different modes or have not moved enough to meet. Either way an average over them describes neither.
 */
import type { NamedArray } from "./array.js";
import { quantileOfSorted } from "./statistics/quantile.js";
import { rhatOf } from "./statistics/rhat.js";

/** Only quantities with a larger R-hat are looked at: below it chains cannot be apart. */
export const SuspectRhat = 1.1;
const Inner = [0.1, 0.9] as const;

export interface ChainGroup {
  /** Counted from 0. */
  readonly chains: readonly number[];
  /** Median log density of its draws; NaN when not known. */
  readonly medianLp: number;
  /** How far that is below the best group's. */
  readonly deficit: number;
}

export interface ChainGroups {
  /** The group of highest density first. */
  readonly groups: readonly ChainGroup[];
  /** Labels of the quantities in which they are apart, worst R-hat first; the log density is `lp`. */
  readonly seenIn: readonly string[];
  /** Spread of the best group's log density: its interquartile range as that of a normal's standard deviation. */
  readonly spread: number;
}

export interface Suspect {
  readonly label: string;
  readonly rHat: number;
  /** `values[chain * draws + draw]`. */
  readonly values: Float64Array;
}

/** Groups of chains that are apart; undefined when there is one. `lp` is the log density, `[chain, draw]`. */
export function groupChains(
  chains: number,
  draws: number,
  suspects: readonly Suspect[],
  lp?: Float64Array,
): ChainGroups | undefined {
  if (chains < 2) return undefined;
  const withDensity =
    lp === undefined ? suspects : [...suspects, { label: "lp", rHat: rhatOf({ values: lp, chains, draws }), values: lp }];
  const keys = Array.from({ length: chains }, () => "");
  const seen: Suspect[] = [];
  for (const suspect of withDensity) {
    if (!(suspect.rHat > SuspectRhat)) continue;
    const groups = separate(suspect.values, chains, draws);
    if (Math.max(...groups) === 0) continue;
    seen.push(suspect);
    for (let chain = 0; chain < chains; chain++) keys[chain] += `${groups[chain]} `;
  }
  if (seen.length === 0) return undefined;
  const members = new Map<string, number[]>();
  for (const [chain, key] of keys.entries()) members.set(key, [...(members.get(key) ?? []), chain]);
  const seenIn = seen.sort((a, b) => b.rHat - a.rHat).map(({ label }) => label);
  return { ...rankByDensity([...members.values()], draws, lp), seenIn };
}

/** A group number for each chain: consecutive intervals (by lower end) that overlap are one group. */
function separate(values: Float64Array, chains: number, draws: number): number[] {
  const intervals = Array.from({ length: chains }, (_, chain) => {
    const sorted = values.slice(chain * draws, (chain + 1) * draws).sort();
    return { chain, low: quantileOfSorted(sorted, Inner[0]), high: quantileOfSorted(sorted, Inner[1]) };
  });
  intervals.sort((a, b) => a.low - b.low);
  const groups = new Array<number>(chains).fill(0);
  let group = 0;
  let reach = intervals[0]!.high;
  for (const { chain, low, high } of intervals) {
    if (low > reach) group++;
    groups[chain] = group;
    reach = Math.max(reach, high);
  }
  return groups;
}

function rankByDensity(members: readonly number[][], draws: number, lp: Float64Array | undefined): Omit<ChainGroups, "seenIn"> {
  const densities = members.map((chains) => {
    const values = lp === undefined ? [] : chains.flatMap((chain) => Array.from(lp.subarray(chain * draws, (chain + 1) * draws)));
    return { chains, sorted: Float64Array.from(values).sort() };
  });
  const median = (sorted: Float64Array): number => (sorted.length === 0 ? NaN : quantileOfSorted(sorted, 0.5));
  densities.sort((a, b) => median(b.sorted) - median(a.sorted));
  const best = densities[0]!.sorted;
  const spread = best.length === 0 ? NaN : (quantileOfSorted(best, 0.75) - quantileOfSorted(best, 0.25)) / 1.349;
  const groups = densities.map(({ chains, sorted }) => ({
    chains,
    medianLp: median(sorted),
    deficit: median(best) - median(sorted),
  }));
  return { groups, spread };
}

/** One element's draws, chain by chain, from an array `[chain, draw, ...]`. */
export function elementDraws({ values, shape }: NamedArray, element: number): Float64Array {
  const count = shape[0]! * shape[1]!;
  const size = values.length / count;
  return Float64Array.from({ length: count }, (_, draw) => values[draw * size + element]!);
}
