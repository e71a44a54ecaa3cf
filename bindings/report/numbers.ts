/** Numbers as a person reads them. */

/** Four significant digits; whole numbers in full. */
export function rounded(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : String(value);
  return String(Number(value.toPrecision(4)));
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}
