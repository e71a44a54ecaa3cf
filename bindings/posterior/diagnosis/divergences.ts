/** Where divergences lie: the parameters in whose regions divergent draws differ most from the others. */

import { quantileOfSorted } from "../statistics/quantile.js";
import type { Finding } from "./diagnosis.js";
import { type Evidence, ranksOf, type Scalar, shown } from "./evidence.js";

/** Divergent draws' mean rank must be so many standard errors from the middle: over 300 parameters chance gives 3.8 once in 20. */
const SurePlace = 4;
const FewestDivergences = 5;
/** Mean share of the other draws below, from 0.5: less says nothing to a reader. */
const SmallestShift = 0.15;
const Regions = [0.1, 0.25, 0.5] as const;
/** As many of the divergences must lie in a region to be told of it, if they do so three times as often as other draws. */
const MostOf = 0.4;

export interface Place {
  readonly scalar: Scalar;
  readonly side: "small" | "large";
  /** In words: "at small tau (113 of 225 below its 10 % quantile, 1)". */
  readonly words: string;
}

/** Parameters by which divergent draws are told from others, the clearest first; one a variable. */
export function placesOfDivergences({ stats: { diverging }, scalars }: Pick<Evidence, "stats" | "scalars">): Place[] {
  const places = Array.from({ length: diverging?.length ?? 0 }, (_, i) => i).filter((i) => diverging![i]);
  if (places.length < FewestDivergences) return [];
  const found = scalars.flatMap((scalar) => {
    const count = scalar.values.length;
    const ranks = ranksOf(scalar.values);
    const shift = places.reduce((sum, i) => sum + ranks[i]!, 0) / places.length / (count + 1) - 0.5;
    const score = Math.abs(shift) * Math.sqrt(12 * places.length);
    return score > SurePlace && Math.abs(shift) > SmallestShift ? [{ scalar, shift }] : [];
  });
  found.sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift));
  const first = found.filter(({ scalar }, k) => found.findIndex((other) => other.scalar.variable === scalar.variable) === k);
  return first.map(({ scalar, shift }) => {
    const side = shift < 0 ? "small" : "large";
    return { scalar, side, words: `at ${side} ${scalar.label} (${region(scalar.values, places, side)})` };
  });
}

function region(values: Float64Array, places: readonly number[], side: Place["side"]): string {
  const sorted = values.slice().sort();
  const inside = (share: number) => {
    const threshold = quantileOfSorted(sorted, side === "small" ? share : 1 - share);
    const count = places.filter((i) => (side === "small" ? values[i]! <= threshold : values[i]! >= threshold)).length;
    return { share, threshold, count };
  };
  const regions = Regions.map(inside);
  const { share, threshold, count } = regions.find((each) => each.count >= MostOf * places.length) ?? regions.at(-1)!;
  const percent = Math.round(100 * (side === "small" ? share : 1 - share));
  return `${count} of ${places.length} ${side === "small" ? "below" : "above"} its ${percent} % quantile, ${shown(threshold)}`;
}

/** The summary's own warning, and where they lie. */
export function divergences(evidence: Evidence): Finding | undefined {
  const told = evidence.warnings.find(({ code }) => code === "divergences");
  if (told === undefined) return undefined;
  const [first, ...others] = placesOfDivergences(evidence);
  const also = others.slice(0, 2).map(({ words }) => words);
  const where = first === undefined ? "" : ` They lie ${[first.words, ...also].join(", and ")}.`;
  const { targetAccept } = evidence.settings ?? {};
  const low = targetAccept !== undefined && targetAccept < 0.8;
  const edge =
    first &&
    evidence.edges?.find(({ label, side }) => label === first.scalar.label && (side === "lower") === (first.side === "small"));
  const cliff =
    first !== undefined && edge === undefined
      ? ` If the density ends or jumps there, say so by a constraint (\`lower\`, \`upper\`, \`interval\`) on ${first.scalar.label}.`
      : "";
  const remedy = low ? `Steps are long because \`targetAccept\` is ${targetAccept}. ${told.remedy}` : told.remedy;
  return { code: "divergences", variable: first?.scalar.label, message: told.message + where, remedy: remedy + cliff };
}
