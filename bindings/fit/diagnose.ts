/** `diagnose(fit)`: what is wrong with a fit, in plain words. */
import type { NamedArray } from "../posterior/array.js";
import { diagnoseDraws } from "../posterior/diagnosis/diagnose_draws.js";
import type { Diagnosis } from "../posterior/diagnosis/diagnosis.js";
import { summarize } from "../posterior/summary.js";
import { edgesOf } from "./diagnosis/edges.js";
import { closedTails, improperParameters, priorDraws } from "./diagnosis/priors.js";
import type { Fit } from "./fit.js";

/** Constraints under which elements of a parameter decide each other. */
const Tied: readonly string[] = ["simplex", "zeroSum", "unitVector", "choleskyCorrelation"];

/**
 * A short report, worst problem first, each with what was seen, what it means, what to try, and the symptoms that it explains: swapped
 * labels, chains apart, divergences and where they lie, funnels, energies, tree depths, correlations, parameters that the data leave
 * open, parameters at the end of their range, heavy tails, and data that contradict the prior.
 *
 *     const report = diagnose(fit);
 *     if (!report.healthy) console.log(String(report));
 *     report.problems[0]?.code;   // such as "divergences"
 *
 * Deterministic. What `fit.warnings` has is in it, in the same words, as a problem or as a symptom. Priors are taken in closed form
 * where they have one, else drawn from; where they cannot be (improper ones), what needs them is left out. Throws "too-few-draws" for a
 * run that was stopped before its first draw.
 */
// biome-ignore lint/suspicious/noExplicitAny: fits of any model
export function diagnose(fit: Fit<any>): Diagnosis {
  const { names, sampleStats, chains, drawCount, settings, source, bound } = fit;
  const summary = fit.summary();
  const stats = { ...sampleStats, chains: chains.length, draws: drawCount };
  const array = (name: string): [string, NamedArray] => [name, source.array(name) as NamedArray];
  const parameters = bound.parameters.map(({ name }) => name);
  const hidden = Object.fromEntries(parameters.filter((name) => !names.includes(name)).map(array));
  const arrays = { ...Object.fromEntries(names.map(array)), ...hidden };
  const prior = priorDraws(bound);
  return diagnoseDraws({
    arrays,
    stats,
    rows: [...summary.rows, ...summarize(hidden).rows],
    warnings: summary.warnings,
    parameters,
    prior,
    improper: improperParameters(bound),
    tied: bound.parameters.filter(({ layout }) => Tied.includes(layout.constraint)).map(({ name }) => name),
    edges: edgesOf(source, prior),
    tails: closedTails(source),
    settings,
  });
}
