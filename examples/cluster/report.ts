/** From a fit to what is said of the cluster: means with their deviations, how many members, and what is wrong if anything is. */
import { diagnose } from "wasmcmc";
import type { AnyFit, ClusterFit, Estimate } from "./problem.js";
import type { Selection } from "./selection.js";

export interface Report {
  readonly title: string;
  readonly fit: AnyFit;
  readonly selection: Selection;
  /** Of each row of the selection. */
  readonly membership: Float64Array;
  /** Standard deviation, over the draws, of the sum of the memberships. */
  readonly countSd: number;
  readonly estimates: readonly Estimate[];
  /** Sentences to print below the numbers. */
  readonly remarks?: readonly string[];
}

/** Memberships are averaged over at most this many draws: their errors are then 5 % of what their draws scatter. */
const MembershipDraws = 400;

/** For `fit.membership`: each how many-th draw to take. */
export function membershipThin({ chains, drawCount }: AnyFit): number {
  return Math.max(1, Math.floor((chains.length * drawCount) / MembershipDraws));
}

/** Mean and standard deviation of a quantity's draws. */
export function estimate(name: string, unit: string, draws: ArrayLike<number>): Estimate {
  let [mean, squares] = [0, 0];
  for (let i = 0; i < draws.length; i++) {
    const distance = (draws[i] as number) - mean;
    mean += distance / (i + 1);
    squares += distance * ((draws[i] as number) - mean);
  }
  return { name, unit, mean, sd: Math.sqrt(squares / (draws.length - 1)) };
}

export function clusterFit(report: Report): ClusterFit {
  const { fit, selection, membership, countSd, estimates } = report;
  const mean = membership.reduce((sum, p) => sum + p, 0);
  // Given the draws' parameters members are independent: their number scatters by p (1 - p) a star, beside its mean's own scatter.
  const sd = Math.sqrt(membership.reduce((sum, p) => sum + p * (1 - p), countSd ** 2));
  const expectedMembers = { mean, sd };
  return { fit, selection, membership, expectedMembers, estimates, summary: () => written(report, expectedMembers) };
}

function written(
  { title, fit, selection, membership, estimates, remarks = [] }: Report,
  members: { mean: number; sd: number },
): string {
  const width = Math.max(...estimates.map(({ name }) => name.length));
  const likely = membership.reduce((count, p) => count + (p > 0.5 ? 1 : 0), 0);
  const rHat = Math.max(...fit.summary().rows.map(({ r_hat }) => r_hat));
  return [
    title,
    `${selection}.`,
    "",
    ...estimates.map(({ name, unit, mean, sd }) => `  ${name.padEnd(width)}  ${withError(mean, sd)} ${unit}`.trimEnd()),
    "",
    `Members expected: ${members.mean.toFixed(1)} +- ${members.sd.toFixed(1)}; ${likely} stars are members with a probability over 0.5.`,
    ...remarks,
    `${fit.chains.length} chains of ${fit.drawCount} draws in ${(fit.milliseconds / 1000).toFixed(1)} s; largest R-hat ${rHat.toFixed(3)}.`,
    String(diagnose(fit)),
  ].join("\n");
}

/** Two digits of the deviation, and as many decimals of the mean. */
export function withError(mean: number, sd: number): string {
  const decimals = sd > 0 && Number.isFinite(sd) ? Math.max(0, 1 - Math.floor(Math.log10(sd))) : 3;
  return `${mean.toFixed(decimals)} +- ${sd.toFixed(decimals)}`;
}
