/** Traces of draws as they come, one strip a number, one line a chain. */
import { axes, extent, font, scale } from "./scale.js";
import type { Area } from "./surface.js";
import { colors } from "./theme.js";

export interface Trace {
  readonly label: string;
  readonly chains: { at: number[]; values: number[] }[];
}

/** Where there are none yet. */
export function drawNoTraces({ context, width, height }: Area, words: string): void {
  context.fillStyle = colors().muted;
  context.font = font(14);
  [context.textAlign, context.textBaseline] = ["center", "middle"];
  context.fillText(words, width / 2, height / 2);
}

export function drawTraces({ context, width, height }: Area, traces: readonly Trace[], last: number): void {
  const { categories } = colors();
  const each = height / Math.max(1, traces.length);
  for (const [k, trace] of traces.entries()) {
    context.save();
    context.translate(0, k * each);
    const all = trace.chains.flatMap(({ values }) => values);
    const x = scale([0, Math.max(1, last)], [52, width - 12]);
    const y = scale(extent(all, 0.06), [each - 34, 20]);
    axes({ context, width, height: each }, x, y, [k + 1 === traces.length ? "draw" : "", trace.label]);
    for (const [chain, { at, values }] of trace.chains.entries()) {
      context.strokeStyle = categories[chain % categories.length]!;
      context.globalAlpha = 0.75;
      context.lineWidth = 1;
      context.beginPath();
      for (let i = 0; i < at.length; i++) context.lineTo(x(at[i]!), y(values[i]!));
      context.stroke();
    }
    context.globalAlpha = 1;
    context.restore();
  }
}
