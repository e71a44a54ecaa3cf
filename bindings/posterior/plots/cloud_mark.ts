/** Thousands of points as one path a colour: zero-length strokes with round ends. A circle element each would take megabytes. */
import type { RenderFunction } from "@observablehq/plot";
import { svgElement } from "./figure.js";

export interface Cloud {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** In pixels; default 1.5. */
  readonly radius?: number;
  readonly opacity?: number;
  /** CSS colours. */
  readonly colors: readonly string[];
  /** The place of each point's colour in `colors`; all have the first where absent. Colours are drawn in their order. */
  readonly classes?: ArrayLike<number>;
}

/** A mark for `Plot.plot`; points with coordinates that are not finite are left out. */
export function cloud({ x, y, radius = 1.5, opacity = 1, colors, classes }: Cloud): RenderFunction {
  return (_index, scales) => {
    const group = svgElement("g", { "aria-label": "cloud", fill: "none", "stroke-linecap": "round", "stroke-width": 2 * radius });
    if (opacity < 1) group.setAttribute("stroke-opacity", String(opacity));
    const paths = colors.map((): string[] => []);
    const [toX, toY] = [scales.x as unknown as (value: number) => number, scales.y as unknown as (value: number) => number];
    for (let i = 0; i < x.length; i++) {
      if (!Number.isFinite(x[i]!) || !Number.isFinite(y[i]!)) continue;
      paths[classes?.[i] ?? 0]!.push(`M${toX(x[i]!).toFixed(1)},${toY(y[i]!).toFixed(1)}h0`);
    }
    for (const [place, parts] of paths.entries()) {
      if (parts.length > 0)
        group.append(svgElement("path", { d: parts.join(""), stroke: colors[place]!, "data-count": parts.length }));
    }
    return group;
  };
}
