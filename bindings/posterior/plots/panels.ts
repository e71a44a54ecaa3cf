/** Plots of a panel, or a row of panels, a variable: how they are laid out, and how many there may be. */
import type { PlotOptions as PlotSettings } from "@observablehq/plot";
import { figure, innerHeight, type Panel, svgElement } from "./figure.js";
import { type Looks, looksOf, type PlotOptions } from "./options.js";
import type { PlotVariable } from "./variables.js";

/** Beyond this a picture is no longer read: the rest is left out, and the picture says so. */
export const MostPanels = 40;

export interface GridShape {
  /** Panels side by side. */
  readonly columns: number;
  readonly panelWidth: number;
  readonly panelHeight: number;
}

export interface ShownVariables {
  readonly shown: readonly PlotVariable[];
  readonly leftOut: number;
}

export function shownVariables(variables: readonly PlotVariable[], most: number = MostPanels): ShownVariables {
  return { shown: variables.slice(0, most), leftOut: Math.max(0, variables.length - most) };
}

const NoteHeight = 22;

/**
 * Panels in rows from the top left, each of equal size; `draw` gives the panel of a place. A line below says how many variables were
 * left out.
 */
export function panelGrid(
  count: number,
  { columns, panelWidth, panelHeight }: GridShape,
  options: PlotOptions,
  describe: { readonly alt: string; readonly leftOut?: number },
  draw: (place: number, looks: Looks) => PlotSettings,
): SVGSVGElement {
  const across = Math.max(1, Math.min(columns, count));
  const down = Math.ceil(count / across);
  const { leftOut = 0 } = describe;
  const noteRoom = leftOut > 0 ? NoteHeight : 0;
  const titleRoom = options.title === undefined ? 0 : 26;
  const size = { width: across * panelWidth, height: down * panelHeight + noteRoom + titleRoom };
  const looks = looksOf(options, { ...size, alt: describe.alt });
  const [width, height] = [looks.width / across, (innerHeight(looks) - noteRoom) / down];
  const panels = Array.from({ length: count }, (_, place): Panel => {
    return { x: (place % across) * width, y: Math.floor(place / across) * height, width, height, plot: draw(place, looks) };
  });
  const place = { x: looks.width / 2, y: innerHeight(looks) - 8, "text-anchor": "middle", fill: looks.theme.muted };
  const left =
    leftOut > 0
      ? [svgElement("text", place, `${leftOut} more are not shown: choose them with \`variables\` and \`coords\`.`)]
      : [];
  return figure(looks, panels, left);
}
