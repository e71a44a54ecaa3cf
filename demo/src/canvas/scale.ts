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

/**
 * What to take off numbers that are far from 0 for their range, as 2,459,000 off Julian dates: a round number below all of them. 0 where
 * they are less than `far` times their range away.
 */
export function offsetOf([low, high]: Range, far: number): number {
  const width = high - low;
  if (!(width > 0) || Math.max(Math.abs(low), Math.abs(high)) < far * width) return 0;
  const unit = 10 ** Math.ceil(Math.log10(width));
  return Math.floor(low / unit) * unit;
}

/** The name of an axis from whose numbers something was taken off. */
export const nameWithout = (name: string, offset: number): string =>
  offset === 0
    ? name
    : `${name} ${offset < 0 ? "+" : "−"} ${Math.abs(offset).toLocaleString("en", { maximumSignificantDigits: 15 })}`;

/** A number as short as its neighbours need. */
export function tickText(value: number, ticks: readonly number[]): string {
  const step = Math.abs((ticks[1] ?? value) - (ticks[0] ?? 0)) || Math.abs(value) || 1;
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const size = Math.abs(value);
  // Digits in which neighbours differ.
  const digits = Math.max(0, Math.min(8, Math.floor(Math.log10(size || 1)) - Math.floor(Math.log10(step))));
  const isPlain = size < 1e6 && (size === 0 || size >= 1e-4 || step >= 1e-4);
  const text = isPlain ? value.toFixed(decimals) : value.toExponential(digits).replace("e+", "e");
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
  const [xOffset, yOffset] = [offsetOf(x.domain, 1e4), offsetOf(y.domain, 1e4)];
  const less = ([low, high]: Range, offset: number): Range => [low - offset, high - offset];
  const xTicks = ticksOf(less(x.domain, xOffset), width / (width < 460 ? 60 : 90));
  const yTicks = ticksOf(less(y.domain, yOffset), height / 42);
  context.beginPath();
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of xTicks) {
    const at = Math.round(x(tick + xOffset)) + 0.5;
    context.moveTo(at, y.pixels[0]);
    context.lineTo(at, y.pixels[1]);
    context.fillText(tickText(tick, xTicks), at, Math.max(...y.pixels) + 6);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of yTicks) {
    const at = Math.round(y(tick + yOffset)) + 0.5;
    context.moveTo(x.pixels[0], at);
    context.lineTo(x.pixels[1], at);
    context.fillText(tickText(tick, yTicks), x.pixels[0] - 6, at);
  }
  context.stroke();
  context.font = font(12, 600);
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.fillText(nameWithout(names[0], xOffset), x.pixels[1], height - 2);
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(nameWithout(names[1], yOffset), 4, 2);
}

/** What colours mean, from the right at the top. */
export function legend(
  { context, width }: Area,
  items: readonly { readonly color: string; readonly text: string }[],
  right: number,
): void {
  context.font = font(11);
  [context.textAlign, context.textBaseline] = ["right", "middle"];
  let at = width - right;
  for (const { color, text } of [...items].reverse()) {
    context.fillStyle = colors().muted;
    context.fillText(text, at, 9);
    at -= context.measureText(text).width + 9;
    context.fillStyle = color;
    context.beginPath();
    context.arc(at, 9, 4, 0, 2 * Math.PI);
    context.fill();
    at -= 14;
  }
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

/** Inside the plane, with as many decimals as its pixels can tell apart. */
export function roundedTo({ domain: [low, high] }: Scale, value: number): number {
  const decimals = Math.max(0, 4 - Math.floor(Math.log10(high - low)));
  return Number(Math.min(high, Math.max(low, value)).toFixed(Math.min(decimals, 15)));
}
