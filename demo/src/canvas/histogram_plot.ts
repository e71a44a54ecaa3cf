/** A histogram whose bars are split by membership, the components' curves, and the band of the whole density. */
import type { Band } from "../messages.js";
import { drawBand } from "./line_plot.js";
import { axes, legend, type Range, type Scale, scale } from "./scale.js";
import type { Area } from "./surface.js";
import { colors } from "./theme.js";

export interface HistogramPicture {
  readonly values: Float64Array;
  /** Probability of each component, value by value; empty before the first fit. */
  readonly membership: Float64Array;
  readonly components: readonly Float64Array[];
  readonly band: Band | undefined;
  readonly domain: Range;
  readonly name: string;
}

const Margin = { left: 46, right: 12, top: 22, bottom: 38 };

export function drawHistogram(area: Area, picture: HistogramPicture): void {
  const { context, width, height } = area;
  const bins = binsOf(picture, Math.max(12, Math.min(60, Math.round(width / 12))));
  const highest = Math.max(bins.highest, picture.band?.quantiles[4]?.reduce((most, value) => Math.max(most, value), 0) ?? 0);
  const x = scale(picture.domain, [Margin.left, width - Margin.right]);
  const y = scale([0, highest * 1.08], [height - Margin.bottom, Margin.top]);
  axes(area, x, y, [picture.name, "density"]);
  const { categories } = colors();
  const parts = bins.shares.map((_, k) => ({ color: categories[k % categories.length]!, text: String(k) }));
  if (parts.length > 1) legend(area, parts, Margin.right);
  drawBars(context, bins, x, y);
  if (picture.band === undefined) return;
  drawBand(context, picture.band, x, y, colors().muted);
  drawCurves(context, picture, x, y);
}

interface Bins {
  readonly edges: Float64Array;
  /** Densities by component, bin by bin. */
  readonly shares: readonly Float64Array[];
  readonly highest: number;
}

function binsOf({ values, membership, domain }: HistogramPicture, count: number): Bins {
  const components = Math.max(1, Math.round(membership.length / Math.max(1, values.length)));
  const width = (domain[1] - domain[0]) / count;
  const shares = Array.from({ length: components }, () => new Float64Array(count));
  for (const [row, value] of values.entries()) {
    const bin = Math.min(count - 1, Math.max(0, Math.floor((value - domain[0]) / width)));
    for (const [k, share] of shares.entries()) {
      share[bin]! += (membership.length === 0 ? 1 : membership[row * components + k]!) / (values.length * width);
    }
  }
  let highest = 0;
  for (let bin = 0; bin < count; bin++)
    highest = Math.max(
      highest,
      shares.reduce((sum, share) => sum + share[bin]!, 0),
    );
  return { edges: Float64Array.from({ length: count + 1 }, (_, k) => domain[0] + k * width), shares, highest };
}

function drawBars(context: CanvasRenderingContext2D, { edges, shares }: Bins, x: Scale, y: Scale): void {
  const { categories, muted } = colors();
  context.globalAlpha = 0.45;
  for (let bin = 0; bin + 1 < edges.length; bin++) {
    let base = 0;
    const [left, right] = [x(edges[bin]!), x(edges[bin + 1]!)];
    for (const [k, share] of shares.entries()) {
      const top = base + share[bin]!;
      context.fillStyle = shares.length === 1 ? muted : categories[k % categories.length]!;
      context.fillRect(left + 0.5, y(top), right - left - 1, y(base) - y(top));
      base = top;
    }
  }
  context.globalAlpha = 1;
}

function drawCurves(context: CanvasRenderingContext2D, { components, band }: HistogramPicture, x: Scale, y: Scale): void {
  const { categories } = colors();
  context.lineWidth = 2;
  for (const [k, curve] of components.entries()) {
    context.strokeStyle = categories[k % categories.length]!;
    context.beginPath();
    for (let i = 0; i < curve.length; i++) context.lineTo(x(band!.x[i]!), y(curve[i]!));
    context.stroke();
  }
}
