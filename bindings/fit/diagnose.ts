/** `diagnose(fit)`: what is wrong with a fit, in plain words. */

import type { Bound } from "../engine/bound.js";
import { WasmcmcError } from "../errors.js";
import type { NamedArray } from "../posterior/array.js";
import { diagnoseDraws } from "../posterior/diagnosis/diagnose_draws.js";
import type { Diagnosis } from "../posterior/diagnosis/diagnosis.js";
import { scalarsOf } from "../posterior/diagnosis/elements.js";
import type { PriorDraws } from "../posterior/diagnosis/priors.js";
import type { Fit } from "./fit.js";
import { drawParameters } from "./sample_prior.js";

/** Enough for a share of a thousandth to be seen. */
const PriorDrawCount = 4000;

/**
 * A short report, worst problem first, each with what was seen, what to try, and the symptoms that it explains: swapped labels, chains
 * apart, divergences and where they lie, energies, tree depths, correlations, parameters at the end of their range, and data that
 * contradict the prior.
 *
 *     const report = diagnose(fit);
 *     if (!report.healthy) console.log(String(report));
 *     report.problems[0].code;   // such as "divergences"
 *
 * Deterministic. Priors are drawn from where they can be; where they cannot (improper ones), what needs them is left out.
 */
// biome-ignore lint/suspicious/noExplicitAny: fits of any model
export function diagnose(fit: Fit<any>): Diagnosis {
  const { names, sampleStats, chains, drawCount, warnings } = fit;
  const arrays = Object.fromEntries(names.map((name) => [name, fit.array(name as never)]));
  const stats = { ...sampleStats, chains: chains.length, draws: drawCount };
  return diagnoseDraws({ arrays, stats, warnings, prior: priorOf(fit) });
}

function priorOf({ bound }: { readonly bound: Bound }): PriorDraws | undefined {
  const tracked = bound.parameters.filter(({ layout }) => layout.tracked);
  try {
    const known = drawParameters(bound, 0, PriorDrawCount);
    const arrays = Object.fromEntries(tracked.map(({ name }) => [name, known[name] as NamedArray]));
    const bounded = new Set(tracked.filter(({ layout }) => layout.constraint === "interval").map(({ name }) => name));
    return { scalars: scalarsOf(arrays), bounded };
  } catch (error) {
    if (error instanceof WasmcmcError) return undefined;
    throw error;
  }
}
