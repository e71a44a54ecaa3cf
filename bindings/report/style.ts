/** The report's style sheet: light, dark and printed; its plots follow by variables. */
import { themes, themeVariables } from "../posterior/plots/theme.js";

export const style = `
:root { color-scheme: light dark; ${themeVariables(themes.light)} --panel: #f5f6f7; --line: #d9dcdf; }
@media (prefers-color-scheme: dark) { :root { ${themeVariables(themes.dark)} --panel: #1d2126; --line: #3a4047; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 4rem; background: var(--plot-background); color: var(--plot-ink);
  font: 16px/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.75rem; margin: 0 0 0.25rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p { margin: 0.4rem 0; max-width: 46rem; }
.muted { color: var(--plot-muted); }
.verdict { border-left: 5px solid var(--plot-category-3); background: var(--panel); padding: 0.75rem 1rem; border-radius: 0 6px 6px 0; }
.verdict.warning { border-color: var(--plot-alarm); }
.verdict.error { border-color: var(--plot-reference); }
.scroll { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--plot-muted); padding-bottom: 0.35rem; }
th, td { padding: 0.28rem 0.75rem 0.28rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; border-bottom-width: 2px; }
tbody th { font-weight: 600; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; }
.number { text-align: right; white-space: nowrap; }
code { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; overflow-wrap: anywhere; }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: var(--plot-muted); font-size: 0.875rem; }
.problem { margin: 1rem 0; }
footer { margin-top: 3rem; color: var(--plot-muted); font-size: 0.875rem; border-top: 1px solid var(--line); padding-top: 0.75rem; }
@page { margin: 16mm 15mm; }
@media print {
  :root { ${themeVariables(themes.light)} --panel: #f5f6f7; --line: #cccccc; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  figure, tr, .problem { break-inside: avoid; }
  /* Tables of up to a dozen rows stay whole; the first rows of longer ones stay with their head. */
  .scroll:not(:has(tr:nth-child(13))) { break-inside: avoid; }
  thead, tbody tr:nth-child(-n+3) { break-after: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
}
`;
