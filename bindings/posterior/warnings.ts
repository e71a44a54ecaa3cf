/** What a reader of a summary must know, in words: each warning says what was seen, what it means and what to try. */
import type { NamedArray } from "./array.js";
import { type ChainGroups, elementDraws, groupChains, type Suspect, SuspectRhat } from "./modes.js";
import type { SummaryRow } from "./summary.js";

/** R-hat above this means that the chains do not agree (Vehtari et al. 2021). */
export const LargestRhat = 1.01;
/** Effective sample sizes below this make quantiles and the diagnostics themselves unreliable (Vehtari et al. 2021). */
export const SmallestEss = 400;

export type WarningCode =
  | "not-finite"
  | "label-switching"
  | "separate-chains"
  | "divergences"
  | "r-hat"
  | "low-ess"
  | "tree-depth";

export interface Warning {
  readonly code: WarningCode;
  /** The quantity in which it is worst, as labelled in the summary; of "label-switching" the observation. */
  readonly variable?: string;
  readonly message: string;
  readonly remedy: string;
  /** For "separate-chains": the groups, and how far each one's median log density is below the best. */
  readonly groups?: ChainGroups["groups"];
}

/** Statistics of the sampler, each `[chain, draw]` flat, by ArviZ's names; what is absent is not judged. */
export interface SampleStats {
  readonly chains: number;
  readonly draws: number;
  /** Log density. */
  readonly lp?: ArrayLike<number>;
  /** 1 (or true) where the energy error was beyond bounds. */
  readonly diverging?: ArrayLike<number | boolean>;
  readonly reached_max_treedepth?: ArrayLike<number | boolean>;
}

/** Warnings about draws and their summary, worst kind first; none for a healthy fit. `switching` are those about labels. */
export function findWarnings(
  arrays: Readonly<Record<string, NamedArray>>,
  rows: readonly SummaryRow[],
  stats: SampleStats,
  switching: readonly Warning[] = [],
): Warning[] {
  const found = [
    notFinite(rows),
    ...switching,
    separateChains(arrays, rows, stats),
    divergences(stats),
    largeRhat(rows),
    lowEss(rows),
    saturatedTrees(stats),
  ];
  return found.filter((warning) => warning !== undefined);
}

function notFinite(rows: readonly SummaryRow[]): Warning | undefined {
  const bad = rows.filter(({ mean }) => !Number.isFinite(mean));
  if (bad.length === 0) return undefined;
  return {
    code: "not-finite",
    variable: bad[0]!.label,
    message: `${some(bad.length, rows.length)} not finite in every draw, first ${bad[0]!.label}: its summary means nothing.`,
    remedy: "Look for a division by zero, a log of zero or an overflow in the expression.",
  };
}

function separateChains(
  arrays: Readonly<Record<string, NamedArray>>,
  rows: readonly SummaryRow[],
  { chains, draws, lp }: SampleStats,
): Warning | undefined {
  const elements = new Map<string, number>();
  const suspects: Suspect[] = [];
  for (const { variable, label, r_hat } of rows) {
    const element = elements.get(variable) ?? 0;
    elements.set(variable, element + 1);
    const array = arrays[variable]!;
    const alike = array.shape[0] === chains && array.shape[1] === draws;
    if (alike && r_hat > SuspectRhat) suspects.push({ label, rHat: r_hat, values: elementDraws(array, element) });
  }
  const found = groupChains(chains, draws, suspects, lp === undefined ? undefined : Float64Array.from(lp));
  if (found === undefined) return undefined;
  return { code: "separate-chains", ...variableOf(found, rows), ...wordsFor(found), groups: found.groups };
}

function variableOf({ seenIn }: ChainGroups, rows: readonly SummaryRow[]): { variable: string } | object {
  const first = seenIn.find((label) => rows.some((row) => row.label === label));
  return first === undefined ? {} : { variable: first };
}

function wordsFor({ groups, seenIn, spread }: ChainGroups): { message: string; remedy: string } {
  const names = seenIn.slice(0, 3).join(", ") + (seenIn.length > 3 ? ` and ${seenIn.length - 3} more` : "");
  const parts = groups.map(({ chains, deficit }, place) => chainsInWords(chains) + (place === 0 ? "" : deficitInWords(deficit)));
  const message = `Chains sit in different places (seen in ${names}): ${parts.join("; ")}. The rows above average over all of them and describe none.`;
  const known = Number.isFinite(spread);
  const isMinor = known && groups.slice(1).every(({ deficit }) => deficit > 3 * spread);
  if (isMinor) {
    return {
      message,
      remedy:
        "Chains of much lower density are most likely caught in a minor mode: look at chains apart, and start again with `init` near the best ones, or with more warm-up.",
    };
  }
  return {
    message,
    remedy:
      "If components have swapped labels, order them (`ordered`) or give them different priors; else look at chains apart, and run more and longer ones.",
  };
}

function chainsInWords(chains: readonly number[]): string {
  return `${chains.length === 1 ? "chain" : "chains"} ${chains.join(", ")}`;
}

function deficitInWords(deficit: number): string {
  return Number.isFinite(deficit) ? ` with a median log density ${deficit.toPrecision(3)} lower` : "";
}

function divergences({ diverging, chains, draws }: SampleStats): Warning | undefined {
  const count = countOf(diverging);
  if (count === 0) return undefined;
  return {
    code: "divergences",
    message: `${count} of ${chains * draws} draws ended in a divergence: regions of high curvature were not explored, and the summary may be biased.`,
    remedy: "Raise `targetAccept` (0.95, 0.99); if they stay, write the model in other parameters, such as non-centred ones.",
  };
}

function largeRhat(rows: readonly SummaryRow[]): Warning | undefined {
  const bad = rows.filter(({ r_hat }) => r_hat > LargestRhat);
  if (bad.length === 0) return undefined;
  const worst = bad.reduce((a, b) => (b.r_hat > a.r_hat ? b : a));
  return {
    code: "r-hat",
    variable: worst.label,
    message: `R-hat is over ${LargestRhat} for ${bad.length} of ${rows.length} quantities, worst ${worst.label} (${worst.r_hat.toFixed(3)}): the chains do not agree yet.`,
    remedy: "Run more `warmup` and `draws`; if that does not help, look for several modes or an unidentified parameter.",
  };
}

function lowEss(rows: readonly SummaryRow[]): Warning | undefined {
  const smaller = (row: SummaryRow): number => Math.min(row.ess_bulk, row.ess_tail);
  const bad = rows.filter((row) => smaller(row) < SmallestEss);
  if (bad.length === 0) return undefined;
  const worst = bad.reduce((a, b) => (smaller(b) < smaller(a) ? b : a));
  const where = worst.ess_bulk < worst.ess_tail ? "bulk" : "tail";
  return {
    code: "low-ess",
    variable: worst.label,
    message: `The effective sample size is under ${SmallestEss} for ${bad.length} of ${rows.length} quantities, smallest ${worst.label} (${where} ${smaller(worst).toFixed(0)}): means, intervals and R-hat are imprecise.`,
    remedy: "Run more `draws` or more `chains`.",
  };
}

function saturatedTrees({ reached_max_treedepth, chains, draws }: SampleStats): Warning | undefined {
  const count = countOf(reached_max_treedepth);
  if (count === 0) return undefined;
  return {
    code: "tree-depth",
    message: `${count} of ${chains * draws} draws stopped at the largest tree depth: they are valid but cost more than they are worth.`,
    remedy: "Raise `maxTreeDepth`, or reduce correlations: centre predictors, scale parameters, or use a dense `metric`.",
  };
}

function countOf(flags: ArrayLike<number | boolean> | undefined): number {
  let count = 0;
  for (let i = 0; i < (flags?.length ?? 0); i++) if (flags![i]) count++;
  return count;
}

function some(count: number, of: number): string {
  return `${count} of ${of} quantities ${count === 1 ? "is" : "are"}`;
}
