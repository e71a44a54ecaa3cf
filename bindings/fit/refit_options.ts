/** What functions that fit a model again take: a fit or a bound model, its observation, and how to sample. */
import type { SampleOptions } from "../engine/options.js";
import { WasmcmcError } from "../errors.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { Fit } from "./fit.js";
import { Target } from "./target.js";

/** The number of an observation, which need not be named where there is one. */
export function observationNumber(observations: readonly ObservationLayout[], name: string | undefined): number {
  const number = name === undefined && observations.length === 1 ? 0 : observations.findIndex((own) => own.name === name);
  if (number >= 0) return number;
  throw new WasmcmcError({
    code: "unknown-variable",
    problem:
      name === undefined ? `The model has ${observations.length} observations.` : `The model has no observation "${name}".`,
    remedy: `Say which by { observation }: ${observations.map((own) => own.name).join(", ")}.`,
    variable: name,
  });
}

/** Options of a sampler that does what the fit's did; what is given goes first. */
export function sampleOptionsOf<M>(subject: Target<M> | Fit<M>, given: SampleOptions): SampleOptions {
  return subject instanceof Target ? given : { ...subject.settings, ...given };
}

/** Refits that were stopped have no result. */
export function requireWhole(fit: Pick<Fit, "aborted">): void {
  if (!fit.aborted) return;
  throw new WasmcmcError({
    code: "aborted",
    problem: "A refit was stopped before it had all its draws.",
    remedy: "Start again without stopping it.",
  });
}
