/** `report(fit)`: everything about a fit in one HTML file. */
import { diagnose } from "../fit/diagnose.js";
import type { Fit } from "../fit/fit.js";
import { version } from "../version.js";
import { type FigureChoice, figuresSection } from "./figures_section.js";
import { Html, html } from "./html.js";
import { modelSection } from "./model_section.js";
import { settingsSection } from "./settings_section.js";
import { style } from "./style.js";
import { summarySection } from "./summary_section.js";
import { verdictSection } from "./verdict_section.js";

export interface ReportOptions extends FigureChoice {
  /** Its heading; default "Report of a fit". */
  readonly title?: string;
  /** A paragraph below the heading: what was measured, and why. */
  readonly description?: string;
}

/**
 * One self-contained HTML file about a fit: verdict, model (graph, priors, data), summary, plots, settings. It opens without a
 * network, follows light and dark, and prints. The same fit gives the same file, but for the time that sampling took.
 *
 *     await writeFile("report.html", report(fit, { title: "A line with outliers", references: { m: 3, b: -12 } }));
 *
 * Predictions and leave-one-out are in it for up to 2^24 rows times draws. Throws "too-few-draws" for a run that was stopped before
 * its first draw, "unknown-variable" for names that are not in the fit.
 */
// biome-ignore lint/suspicious/noExplicitAny: fits of any model
export function report(fit: Fit<any>, options: ReportOptions = {}): string {
  const { title = "Report of a fit", description } = options;
  const summary = fit.summary();
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><h1>${title}</h1>${description === undefined ? undefined : html`<p>${description}</p>`}</header>
<main>
${verdictSection(diagnose(fit), fit.aborted)}
${modelSection(fit.bound)}
${summarySection(summary)}
${figuresSection(fit, options, summary)}
${settingsSection(fit)}
</main>
<footer>Made by wasmcmc ${version}. Statistics by ArviZ's definitions.</footer>
</body>
</html>
`);
}
