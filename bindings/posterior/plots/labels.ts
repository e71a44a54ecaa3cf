/** Texts that fit where they stand: names cut in their middle, numbers with exponents where zeros would fill the axis. */
import type { PlotOptions, ScaleOptions } from "@observablehq/plot";

/** Pixels that a character takes at the plots' font size, on average. */
export const CharacterWidth = 6.6;

/** A name that takes no more than so many pixels; what is cut out of its middle is an ellipsis. */
export function shortened(label: string, pixels: number): string {
  const room = Math.max(5, Math.floor(pixels / CharacterWidth));
  const characters = [...label];
  if (characters.length <= room) return label;
  const head = Math.ceil((room - 1) * 0.6);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (room - 1 - head)).join("")}`;
}

/** Room for names to the left of rows: enough for the longest, but no more than 45 % of the picture. */
export function nameRoom(labels: readonly string[], width: number): number {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  return Math.min(20 + (CharacterWidth + 0.4) * longest, 260, Math.max(40, 0.45 * width));
}

/** Whether an axis' numbers are read better with exponents. */
export function needsExponents(domain: readonly unknown[]): boolean {
  if (!domain.every((end): end is number => typeof end === "number" && Number.isFinite(end))) return false;
  const [low, high] = [Math.min(...(domain as number[])), Math.max(...(domain as number[]))];
  const largest = Math.max(Math.abs(low), Math.abs(high));
  // Neighbouring ticks of numbers that differ only in late digits need all of these.
  return largest > 0 && (largest >= 1e6 || largest < 1e-3) && (high - low) / largest > 1e-9;
}

/** `1.02e−9`, with the digits that a tick of this domain needs. */
export function exponentFormat(domain: readonly unknown[]): (value: number) => string {
  const [low, high] = domain as readonly number[];
  const largest = Math.max(Math.abs(low!), Math.abs(high!));
  const digits = Math.min(10, Math.max(0, 1 + Math.ceil(Math.log10(largest / Math.abs(high! - low!)))));
  return (value) => {
    if (Math.abs(value) < largest * 1e-12) return "0";
    const [mantissa, exponent] = value.toExponential(digits).split("e") as [string, string];
    return `${Number(mantissa)}e${exponent.replace("+", "")}`.replaceAll("-", "−");
  };
}

/** A panel's settings with no more ticks, and no longer axis labels, than its size has room for. */
export function fitted(plot: PlotOptions, width: number, height: number): PlotOptions {
  const { marginLeft = 40, marginRight = 20, marginTop = 20, marginBottom = 30 } = plot;
  const across = axisThatFits(plot.x as ScaleOptions | undefined, width - marginLeft - marginRight, 46);
  const down = axisThatFits(plot.y as ScaleOptions | undefined, height - marginTop - marginBottom, 20);
  return { ...plot, ...(across && { x: across }), ...(down && { y: down }) } as PlotOptions;
}

function axisThatFits(axis: ScaleOptions | undefined, room: number, spacing: number): ScaleOptions | undefined {
  if (axis === undefined || axis === null) return axis;
  const { ticks, label } = axis;
  const most = Math.max(2, Math.floor(room / spacing));
  return {
    ...axis,
    ...(typeof label === "string" && { label: shortened(label, room + 16) }),
    ...(typeof ticks === "number" ? { ticks: Math.min(ticks, most) } : ticks === undefined && most < 8 ? { ticks: most } : {}),
  };
}
