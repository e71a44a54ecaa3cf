/** Linear scales, their ticks, and axes on a canvas. */
import type { Area } from "./surface.js";
import { colors } from "./theme.js";

export type Range = readonly [number, number];

export interface Scale {
  (value: number): number;
  invert(pixel: number): number;
  readonly domain: Range;
  readonly pixels: Range;
}

export function scale(domain: Range, pixels: Range): Scale {
  const factor = (pixels[1] - pixels[0]) / (domain[1] - domain[0] || 1);
  const to = (value: number) => pixels[0] + (value - domain[0]) * factor;
  return Object.assign(to, { invert: (pixel: number) => domain[0] + (pixel - pixels[0]) / factor, domain, pixels });
}

/** Round numbers within the range, about `count` of them. */
export function ticksOf([low, high]: Range, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((multiple) => multiple * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
}

/** A number as short as its neighbours need. */
export function tickText(value: number, ticks: readonly number[]): string {
  const step = Math.abs((ticks[1] ?? value) - (ticks[0] ?? 0)) || Math.abs(value) || 1;
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const text = Math.abs(value) >= 1e5 ? value.toExponential(1) : value.toFixed(decimals);
  return text.replace(/^-/, "−");
}

export const font = (size: number, weight = 400) =>
  `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;

/** Grid lines, numbers and names along both sides. */
export function axes({ context, width, height }: Area, x: Scale, y: Scale, names: readonly [string, string]): void {
  const { muted, grid } = colors();
  context.lineWidth = 1;
  context.font = font(11);
  context.fillStyle = muted;
  context.strokeStyle = grid;
  const xTicks = ticksOf(x.domain, width / 90);
  const yTicks = ticksOf(y.domain, height / 42);
  context.beginPath();
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of xTicks) {
    const at = Math.round(x(tick)) + 0.5;
    context.moveTo(at, y.pixels[0]);
    context.lineTo(at, y.pixels[1]);
    context.fillText(tickText(tick, xTicks), at, Math.max(...y.pixels) + 6);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of yTicks) {
    const at = Math.round(y(tick)) + 0.5;
    context.moveTo(x.pixels[0], at);
    context.lineTo(x.pixels[1], at);
    context.fillText(tickText(tick, yTicks), x.pixels[0] - 6, at);
  }
  context.stroke();
  context.font = font(12, 600);
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.fillText(names[0], x.pixels[1], height - 2);
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(names[1], 4, 2);
}

/** From the least to the greatest, and a share of that beyond each. */
export function extent(values: Iterable<number>, margin = 0.08): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const width = high - low || Math.abs(low) || 1;
  return [low - margin * width, high + margin * width];
}
