/** The page that the walk-through is printed on: prose, formulas, figures with numbers. */
import katex from "katex";
import { themes, themeVariables, toSvg } from "wasmcmc/plots";

/** Markup that goes in as it is; everything else that a template gets is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | readonly Part[] | undefined;

export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + rendered(parts[i - 1]) + string));
}

function rendered(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(rendered).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A formula in TeX as MathML, which browsers set without fonts or scripts of ours. */
export function formula(tex: string, display = true): Markup {
  const math = katex.renderToString(tex, { output: "mathml", displayMode: display, throwOnError: true });
  // Slanted by the style sheet: fonts without mathematical letters have none for Greek ones that are italic of themselves.
  const greek = math.replace(/<mi>([\u0370-\u03ff])<\/mi>/g, '<mi mathvariant="normal" class="greek">$1</mi>');
  return new Markup(display ? `<div class="formula" tabindex="0">${greek}</div>` : greek);
}

export const inline = (tex: string): Markup => formula(tex, false);

/** Of all figures: they follow the page's style sheet, light or dark. */
export const theme = "page";

let figures = 0;

/** Figures are numbered in the order in which they are made. */
export function figure(plot: Element, caption: string | Markup): Markup {
  return markup`<figure id="figure-${++figures}">${new Markup(toSvg(plot))}<figcaption><strong>Figure ${figures}.</strong> ${caption}</figcaption></figure>`;
}

/** Text as it was printed. */
export function printed(text: string): Markup {
  return markup`<pre tabindex="0">${text}</pre>`;
}

const style = `
:root { color-scheme: light dark; ${themeVariables(themes.light)} --panel: #f5f6f7; --line: #d9dcdf; }
@media (prefers-color-scheme: dark) { :root { ${themeVariables(themes.dark)} --panel: #1d2126; --line: #3a4047; } }
@media print { :root { ${themeVariables(themes.light)} --panel: #f5f6f7; --line: #cccccc; color-scheme: light; } }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 5rem; background: var(--plot-background); color: var(--plot-ink);
  font: 17px/1.6 Georgia, "DejaVu Serif", serif; }
h1, h2, h3, figcaption, pre, table { font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; }
h2 { margin-top: 3rem; font-size: 1.35rem; border-top: 1px solid var(--line); padding-top: 1rem; }
pre { background: var(--panel); padding: 0.75rem 1rem; overflow-x: auto; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
figure { margin: 1.5rem 0; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; }
figcaption { font-size: 0.875rem; color: var(--plot-muted); }
math { font-size: 1.05em; }
.greek { font-style: italic; }
.formula { margin: 1rem 0; overflow-x: auto; overflow-y: hidden; }
@page { margin: 16mm 15mm; }
`;

export function page(title: string, body: readonly Markup[]): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`.text;
}
