/** Traces of draws as they come, one strip a number, one line a chain. */
import { axes, extent, scale } from "./scale.js";
import type { Area } from "./surface.js";
import { colors } from "./theme.js";

export interface Trace {
  readonly label: string;
  readonly chains: { at: number[]; values: number[] }[];
}

/** A chain's line has at most about this many points; then every second one goes. */
const MostPoints = 900;

export function extend(trace: Trace, chain: number, at: Float64Array, values: Float64Array): void {
  const line = (trace.chains[chain] ??= { at: [], values: [] });
  line.at.push(...at);
  line.values.push(...values);
  while (line.at.length > MostPoints) {
    line.at = line.at.filter((_, i) => i % 2 === 0);
    line.values = line.values.filter((_, i) => i % 2 === 0);
  }
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
    axes({ context, width, height: each }, x, y, ["draw", trace.label]);
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
