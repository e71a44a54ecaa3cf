/** Colours between two, which may be CSS variables: mixed by the browser then, else here. */

/** `count` tones from the first colour to the second, both included. */
export function interpolateColors([low, high]: readonly [string, string], count: number): string[] {
  return Array.from({ length: count }, (_, i) => mix(low, high, count === 1 ? 1 : i / (count - 1)));
}

/** A colour that lies a share of the way from one to another, in sRGB. */
export function mix(low: string, high: string, share: number): string {
  const from = channels(low);
  const to = channels(high);
  if (from === undefined || to === undefined) return `color-mix(in srgb, ${high} ${Math.round(share * 100)}%, ${low})`;
  return `#${from.map((start, i) => hexadecimal(start + (to[i]! - start) * share)).join("")}`;
}

function channels(color: string): readonly number[] | undefined {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  return digits?.slice(1).map((pair) => Number.parseInt(pair, 16));
}

function hexadecimal(channel: number): string {
  return Math.round(channel).toString(16).padStart(2, "0");
}
