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

/** Values of the ticks for a count, as d3 chooses them: by steps of 1, 2, 5 or 10. */
function tickStep([low, high]: readonly [number, number], count: number): number {
  const step = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(step));
  const share = step / power;
  return power * (share >= Math.sqrt(50) ? 10 : share >= Math.sqrt(10) ? 5 : share >= Math.SQRT2 ? 2 : 1);
}

/**
 * Ticks of an axis with little room: as few as wanted, but two where their numbers fit, because one says nothing of the scale. A panel
 * around 0 often has that one tick alone.
 */
export function fewTicks(
  domain: readonly [number, number],
  wanted: number,
  pixels: number,
  direction: "across" | "down",
): { readonly ticks: number | number[]; readonly tickFormat?: (value: number) => string } {
  const span = domain[1] - domain[0];
  if (!(span > 0) || needsExponents(domain)) return { ticks: wanted };
  for (let count = wanted; count <= wanted + 3; count++) {
    const step = tickStep(domain, count);
    const first = Math.ceil(domain[0] / step - 1e-9);
    const shown = Math.floor(domain[1] / step + 1e-9) - first + 1;
    const all = Array.from({ length: shown }, (_, i) => (first + i) * step);
    const plain = fixedFormat(step);
    const format = all.some((value) => plain(value).length > LongestTick) ? exponentFormat(domain) : plain;
    const sizeOf = (value: number) => (direction === "across" ? format(value).length * CharacterWidth : 14);
    // Numbers at the very ends would run into those of the next panel.
    const values = all.filter(
      (value) => (Math.min(value - domain[0], domain[1] - value) / span) * pixels > sizeOf(value) / 2 - 2,
    );
    const most = Math.max(...values.slice(1).map((value, i) => (sizeOf(value) + sizeOf(values[i]!)) / 2));
    if (values.length > 1 && most < (step / span) * pixels) return { ticks: values, tickFormat: format };
  }
  return { ticks: wanted };
}

/** Characters for which there is room beside an axis. */
const LongestTick = 5;

function fixedFormat(step: number): (value: number) => string {
  const digits = Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return (value) => (Math.abs(value) < step / 2 ? "0" : value.toLocaleString("en-US", places).replace("-", "−"));
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
