/** Pictures of one or more panels: an SVG element that is complete by itself, with a name for those who do not see it. */
import * as Plot from "@observablehq/plot";
import { currentDocument } from "#document";
import { exponentFormat, fitted, needsExponents } from "./labels.js";
import type { Looks } from "./options.js";
import type { Theme } from "./theme.js";

export const SvgNamespace = "http://www.w3.org/2000/svg";

/** Fonts of the system, in a size that stays readable at the plot's own size. */
export const FontFamily = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
export const FontSize = 11;
/** Room above the panels where a title stands. */
const TitleHeight = 26;

export interface Panel {
  /** The panel's place in the picture, in pixels from the top left of the room that the title leaves. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Marks, scales, axes and margins, as `Plot.plot` takes them. */
  readonly plot: Plot.PlotOptions;
}

/** Room that the title leaves. */
export function innerHeight(looks: Looks): number {
  return looks.height - (looks.title === undefined ? 0 : TitleHeight);
}

/** An element of the picture's document. */
export function svgElement(name: string, attributes: Readonly<Record<string, string | number>> = {}, text?: string): SVGElement {
  const element = currentDocument().createElementNS(SvgNamespace, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The whole picture: background, title, panels, and what else is handed in (in pixels of the room below the title). */
export function figure(looks: Looks, panels: readonly Panel[], extra: readonly Element[] = []): SVGSVGElement {
  const { width, height, theme } = looks;
  const svg = svgElement("svg", {
    xmlns: SvgNamespace,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": looks.alt,
    "font-family": FontFamily,
    "font-size": FontSize,
    fill: theme.ink,
    style: "max-width: 100%; height: auto",
  });
  svg.append(svgElement("title", {}, looks.title ?? looks.alt), svgElement("desc", {}, looks.alt));
  svg.append(svgElement("rect", { width, height, fill: theme.background, "data-role": "background" }));
  if (looks.title !== undefined) svg.append(titleText(looks));
  const top = height - innerHeight(looks);
  for (const panel of panels) svg.append(drawn(panel, top, theme));
  if (extra.length > 0) {
    const group = svgElement("g", { transform: `translate(0,${top})` });
    group.append(...extra);
    svg.append(group);
  }
  return svg as SVGSVGElement;
}

function titleText({ title, theme, width }: Looks): SVGElement {
  const place = { x: width / 2, y: 18, "text-anchor": "middle", "font-size": 14, "font-weight": 600, fill: theme.ink };
  return svgElement("text", place, title);
}

/** A panel as an SVG within the picture. Plot's own style sheet is left out: the picture has what it needs. */
function drawn({ x, y, width, height, plot }: Panel, top: number, theme: Theme): Element {
  const style = { fontFamily: FontFamily, fontSize: `${FontSize}px`, color: theme.ink, background: "none", overflow: "visible" };
  const settings = { document: currentDocument(), width, height, ...fitted(plot, width, height), style };
  const first = Plot.plot(settings);
  const formats = exponents(first, plot);
  const made = formats === undefined ? first : Plot.plot(fittedFormats(settings, formats));
  made.querySelector("style")?.remove();
  made.setAttribute("x", String(x));
  made.setAttribute("y", String(y + top));
  made.removeAttribute("class");
  return made;
}

type Formats = Partial<Record<"x" | "y", (value: number) => string>>;

/** Axes whose domain, which only the drawn plot knows, asks for exponents. */
function exponents(made: Plot.Plot, plot: Plot.PlotOptions): Formats | undefined {
  const formats: Formats = {};
  for (const name of ["x", "y"] as const) {
    const scale = made.scale(name);
    const own = plot[name];
    if (scale?.type !== "linear" || own?.tickFormat !== undefined || own?.axis === null || Array.isArray(own?.ticks)) continue;
    if (needsExponents(scale.domain as readonly unknown[])) formats[name] = exponentFormat(scale.domain as readonly unknown[]);
  }
  return Object.keys(formats).length === 0 ? undefined : formats;
}

function fittedFormats(settings: Plot.PlotOptions, { x, y }: Formats): Plot.PlotOptions {
  const few = (ticks: unknown) => (typeof ticks === "number" ? Math.min(4, ticks) : 4);
  return {
    ...settings,
    ...(x && { x: { ...settings.x, tickFormat: x, ticks: few(settings.x?.ticks) } }),
    ...(y && { y: { ...settings.y, tickFormat: y } }),
  } as Plot.PlotOptions;
}

/** A sentence in the middle of a panel that has nothing to show, so that it is never blank. */
export function note(text: string, theme: Theme): Plot.Markish {
  return Plot.text([text], { frameAnchor: "middle", fill: theme.muted, fontSize: 12, lineWidth: 22 });
}
