/** The summary table, as `fit.summary()` prints it, in HTML. */
import type { Summary } from "../posterior/summary.js";
import { type Html, html, table } from "./html.js";

/** More rows than a person reads are cut off. */
const MostRows = 400;

export function summarySection(summary: Summary): Html {
  const lines = summary.table().split("\n");
  const [header = "", ...body] = lines;
  const columns = [
    { name: "" },
    ...header
      .trim()
      .split(/\s+/)
      .map((name) => ({ name, numeric: true })),
  ];
  const rows = body.slice(0, MostRows).map((line, i) => cellsOf(line, summary.rows[i]!.label));
  const cut = body.length > MostRows ? html`<p class="muted">The first ${MostRows} of ${body.length} rows.</p>` : undefined;
  const percent = Math.round(1000 * summary.probability) / 10;
  const caption = `Posterior: mean, standard deviation, the shortest interval with ${percent} % of the draws, Monte Carlo errors, effective draws, R-hat`;
  return html`<section><h2>Summary</h2>
${table(caption, columns, rows)}${cut}</section>`;
}

/** The label may contain spaces; the numbers do not. */
function cellsOf(line: string, label: string): string[] {
  return [
    label,
    ...line
      .slice(line.indexOf(label) + label.length)
      .trim()
      .split(/\s+/),
  ];
}
