/** A diagnosis of draws from anywhere, in plain words. */
import type { NamedArray } from "../array.js";
import { summarize } from "../summary.js";
import { SmallestEss, type Warning } from "../warnings.js";
import { type Diagnosis, ordered, type Problem } from "./diagnosis.js";
import { scalarsOf } from "./elements.js";
import { atBound, type PriorDraws, priorConflict } from "./priors.js";
import { drifting, lowBfmi, placeOfDivergences, type SamplerStats, strongCorrelation, stuckChain } from "./sampler.js";

export interface DiagnosisInput {
  /** Draws by name: [chain, draw, ...]. */
  readonly arrays: Readonly<Record<string, NamedArray>>;
  /** The sampler's statistics, by ArviZ's names, as far as they are known. */
  readonly stats: SamplerStats;
  /** Draws from the prior, of the parameters. */
  readonly prior?: PriorDraws | undefined;
  /** Warnings that the summary gave; it is made anew where they are absent. */
  readonly warnings?: readonly Warning[] | undefined;
}

/** Correlations are told where the sampler shows one of these. */
const Trouble: readonly string[] = ["tree-depth", "r-hat", "low-ess", "divergences", "separate-chains"];

/**
 * What is wrong with draws, worst first: each problem with what it means and what to try, and with the symptoms that it explains.
 *
 *     const { problems, healthy } = diagnoseDraws({ arrays, stats: { chains: 4, draws: 1000, diverging, energy, lp } });
 *
 * For a fit, `diagnose(fit)` knows more: priors and ranges.
 */
export function diagnoseDraws({ arrays, stats, prior, warnings }: DiagnosisInput): Diagnosis {
  const told = warnings ?? summarize(arrays, { stats }).warnings;
  const scalars = scalarsOf(arrays);
  const found: (Omit<Problem, "symptoms"> | undefined)[] = told.map(({ code, variable, message, remedy }) => ({
    code,
    variable,
    message: code === "divergences" ? message + placeOfDivergences(stats, scalars) : message,
    remedy,
  }));
  found.push(stuckChain(stats, scalars), drifting(stats), lowBfmi(stats));
  if (told.some(({ code }) => Trouble.includes(code))) found.push(strongCorrelation(stats, scalars));
  if (prior !== undefined) found.push(atBound(scalars, prior), priorConflict(scalars, prior));
  return ordered(
    found.filter((problem) => problem !== undefined),
    stats.chains * stats.draws < SmallestEss,
  );
}
