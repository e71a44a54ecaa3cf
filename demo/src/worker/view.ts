/** What the page shows of a fit, in numbers ready to be drawn. */
import type { Fit } from "wasmcmc";
import type { Effort, Subject, View } from "../messages.js";
import { cornerOf } from "./corner.js";
import { type LineFit, lineBand } from "./line.js";
import { type MixtureFit, mixtureCurves } from "./mixture.js";
import { columnsOf, numbersOf } from "./numbers.js";

export function viewOf(fit: Fit, subject: Subject, effort: Effort, sampling: number): View {
  const summary = fit.summary();
  const observation = subject.kind === "line" ? "y" : "value";
  const membership = fit.membership(observation as never);
  return {
    effort,
    numbers: numbersOf(summary),
    corner: cornerOf(chosenColumns(fit, subject), effort),
    ...curvesOf(fit, subject, effort),
    membership: membership.probability.values as Float64Array,
    componentNames: membership.components,
    warnings: effort === "full" ? summary.warnings.map(({ message, remedy }) => `${message} ${remedy}`) : [],
    chains: fit.chains.length,
    draws: fit.drawCount,
    divergences: fit.sampleStats.diverging.reduce((sum, flag) => sum + flag, 0),
    sampling,
    whole: sampling,
  };
}

/** A corner of more than four numbers would be too small to read: of a mixture the means are shown. */
function chosenColumns(fit: Fit, subject: Subject) {
  const columns = columnsOf(fit);
  if (subject.kind === "line") return columns;
  return columns.filter(({ label }) => label.startsWith("mean")).slice(0, 4);
}

function curvesOf(fit: Fit, subject: Subject, effort: Effort): Pick<View, "band" | "components"> {
  if (subject.kind === "line") return { band: lineBand(fit as unknown as LineFit, subject.points), components: [] };
  const { band, curves } = mixtureCurves(fit as unknown as MixtureFit, subject.values, subject.components, effort);
  return { band, components: curves };
}
