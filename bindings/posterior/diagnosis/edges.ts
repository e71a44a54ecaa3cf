/** Parameters whose draws pile up at an end of their range. */
import { linearQuantile, medianOfSorted } from "../statistics/quantile.js";
import type { Finding } from "./diagnosis.js";
import { type Evidence, shown } from "./evidence.js";

/** An end of a parameter's range, and how far draws are from it. */
export interface Edge {
  readonly label: string;
  readonly side: "lower" | "upper";
  /** Where it is; undefined where that depends on other parameters. */
  readonly at?: number | undefined;
  /** How far the other end is; infinite where there is none. */
  readonly width: number;
  /** A limit that no model could move, such as a scale's 0: draws may lie there. */
  readonly natural: boolean;
  /** Of draws, or of some of them. */
  readonly distances: Float64Array;
  /** Of draws from the prior. */
  readonly priorDistances?: Float64Array | undefined;
}

/**
 * Draws pile up where the density next to the edge (within a tenth of the median distance) is as high as that up to the median: 1 for
 * a flat posterior, 1.07 for half a normal, 1.34 for an exponential that falls off from the edge; 0.64 for a normal whose mean is one
 * standard deviation inside.
 */
const Near = 0.1;
const Piled = 0.8;
/** The median's distance, in shares of the range: more, and the posterior fills the range. */
const NearInRange = 0.15;
/** Of the prior's mass, where there is no other end. */
const NearInPrior = 0.05;
const FewestDraws = 200;

export function atBound({ edges = [] }: Evidence): Finding[] {
  const found = edges.flatMap((edge) => {
    const density = densityAtEdge(edge);
    return density >= Piled ? [{ edge, density }] : [];
  });
  found.sort((a, b) => Number(a.edge.natural) - Number(b.edge.natural) || b.density - a.density);
  const [worst] = found;
  if (worst === undefined) return [];
  const { label, side, at, natural } = worst.edge;
  const where = `the ${side} end of its range${at === undefined ? "" : ` (${shown(at)})`}`;
  const more = found.length === 1 ? "" : ` ${found.length - 1} more ${found.length === 2 ? "does" : "do"} so.`;
  return [
    {
      code: "at-bound",
      variable: label,
      message: `The draws of ${label} pile up at ${where}.${more}`,
      remedy: natural
        ? "If that is a real limit, as 0 is for a scale, nothing: report an upper limit in place of a mean. A prior that keeps away from it is a choice, too."
        : "Widen the range, if values beyond it are possible; if they are not, look for what in the model or the data pushes there.",
      ...(natural && { severity: "note" as const }),
    },
  ];
}

/** Relative to the density up to the median; 0 where draws do not crowd at the edge. */
function densityAtEdge({ distances, width, priorDistances }: Edge): number {
  if (distances.length < FewestDraws) return 0;
  const sorted = distances.slice().sort();
  const median = medianOfSorted(sorted);
  if (Number.isFinite(width)) {
    if (median > NearInRange * width) return 0;
  } else {
    if (priorDistances === undefined) return 0;
    if (median > linearQuantile(priorDistances.slice().sort(), NearInPrior)) return 0;
  }
  const reach = Near * median;
  let near = 0;
  while (near < sorted.length && sorted[near]! <= reach) near++;
  return near / sorted.length / (Near / 2);
}
