/** A diagnosis of draws from anywhere, in plain words. */

import { ordered } from "./causes.js";
import { chainsFindings } from "./chains.js";
import type { Diagnosis, Finding } from "./diagnosis.js";
import { divergences } from "./divergences.js";
import { atBound } from "./edges.js";
import { type DiagnosisInput, evidenceOf } from "./evidence.js";
import { funnel, heavyTails, lowBfmi } from "./geometry.js";
import { dependence } from "./identification.js";
import { notes, precision } from "./mixing.js";
import { priorConflict } from "./priors.js";

/**
 * What is wrong with draws, worst first: each problem with what it means and what to try, and with the symptoms that it explains.
 *
 *     const { problems, healthy } = diagnoseDraws({ arrays, stats: { chains: 4, draws: 1000, diverging, energy, lp } });
 *
 * Arrays are [chain, draw, ...dims], statistics [chain, draw] flat by ArviZ's names. Draws of Stan or PyMC will do; what is not given
 * (`prior`, `edges`, `settings`) is not judged. For a fit, `diagnose(fit)` knows all of it. Its codes, and the words of those that the
 * summary warns of as well, are the summary's.
 */
export function diagnoseDraws(input: DiagnosisInput): Diagnosis {
  const evidence = evidenceOf(input);
  const told = evidence.warnings.map(({ code, variable, message, remedy }): Finding => ({ code, variable, message, remedy }));
  const energy = lowBfmi(evidence);
  const found: (Finding | undefined)[] = [
    ...told.filter(({ code }) => code !== "divergences"),
    divergences(evidence),
    energy,
    ...chainsFindings(evidence),
    dependence(evidence),
    funnel(evidence, energy === undefined ? [] : [energy]),
    heavyTails(evidence),
    precision(evidence),
    ...atBound(evidence),
    priorConflict(evidence),
    ...notes(evidence),
  ];
  return ordered(found.filter((finding) => finding !== undefined));
}
