/**
 * Data that the prior did not expect: a posterior whose median has next to nothing of the prior's mass beyond it (Box 1980; Evans &
 * Moshonov 2006 ask the same of a sufficient statistic), and lies where the prior's density is low.
 */
import { elementDraws } from "../modes.js";
import { quantileOfSorted } from "../statistics/quantile.js";
import { elementsOf } from "../summary.js";
import type { Finding } from "./diagnosis.js";
import type { Evidence } from "./evidence.js";

/** How much of its prior lies beyond a parameter. */
export interface TailShare {
  readonly label: string;
  readonly variable: string;
  /** Logarithm of the share of the prior beyond the posterior's median, both ends together. */
  readonly logShare: number;
  /** How far the prior's log density there is below that at the prior's median. */
  readonly drop: number;
}

/** Beyond this share, of a parameter with one element; of more elements divided by their number. */
const Surprising = 0.001;
/** Near an edge the tail may be short and the density high all the same: half-normal scales near 0 contradict nothing. */
const SmallestDrop = 2;
const FewestPriorDraws = 500;

export function priorConflict(evidence: Evidence): Finding | undefined {
  const tails = [...(evidence.tails ?? []), ...tailsOfDraws(evidence)];
  const counts = new Map<string, number>();
  for (const { variable } of tails) counts.set(variable, (counts.get(variable) ?? 0) + 1);
  const found = tails.filter(({ variable, logShare, drop }) => {
    return drop >= SmallestDrop && logShare < Math.log(Surprising / counts.get(variable)!);
  });
  const [worst] = found.sort((a, b) => a.logShare - b.logShare);
  if (worst === undefined) return undefined;
  const more = found.length === 1 ? "" : ` So it is with ${found.length - 1} more.`;
  return {
    code: "prior-data-conflict",
    variable: worst.label,
    message: `The data put ${worst.label} far out in its prior, which has ${inWords(worst.logShare)} of its mass so far out or further.${more}`,
    remedy:
      "Check the units and signs of the data first; if they are right, widen the prior, or give it heavier tails (`studentT`), and see whether the result changes (`powerScale`).",
  };
}

function inWords(logShare: number): string {
  if (logShare > -600) return `a share of ${Math.exp(logShare).toExponential(0)}`;
  return "nothing that a number could hold";
}

/** By draws from the prior, of parameters for which no closed form was given. */
function tailsOfDraws({ prior = {}, tails = [], scalars, edges = [] }: Evidence): TailShare[] {
  const known = new Set(tails.map(({ variable }) => variable));
  return Object.entries(prior).flatMap(([variable, array]) => {
    const count = array.shape[0]! * array.shape[1]!;
    if (known.has(variable) || count < FewestPriorDraws) return [];
    const labels = elementsOf(variable, array).map(({ label }) => label);
    return scalars.flatMap((scalar) => {
      const element = labels.indexOf(scalar.label);
      if (scalar.variable !== variable || element < 0) return [];
      const draws = elementDraws(array, element).sort();
      const median = quantileOfSorted(scalar.values.slice().sort(), 0.5);
      const lower = edges.find(({ label, side, at }) => label === scalar.label && side === "lower" && at !== undefined)?.at;
      const upper = edges.find(({ label, side, at }) => label === scalar.label && side === "upper" && at !== undefined)?.at;
      return [{ label: scalar.label, variable, ...tailOf(draws, median, lower, upper) }];
    });
  });
}

function tailOf(sorted: Float64Array, median: number, lower?: number, upper?: number): Pick<TailShare, "logShare" | "drop"> {
  const below = sorted.findIndex((value) => value > median);
  const under = below < 0 ? sorted.length : below;
  const isLow = under < sorted.length / 2;
  const beyond = isLow ? under : sorted.length - under;
  const logShare = Math.log((2 * beyond + 0.5) / sorted.length);
  const edge = isLow ? lower : upper;
  if (edge === undefined) return { logShare, drop: beyond === 0 ? Infinity : -logShare / 2 };
  const [q40, q60] = [quantileOfSorted(sorted, 0.4), quantileOfSorted(sorted, 0.6)];
  const atTail = (beyond + 0.5) / sorted.length / Math.abs(median - edge);
  return { logShare, drop: Math.log(0.2 / (q60 - q40)) - Math.log(atTail) };
}
