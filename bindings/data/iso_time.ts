/** Dates and times of files as ISO 8601 text with all the digits that the file has. */

const perSecond = { s: 1n, ms: 1_000n, us: 1_000_000n, ns: 1_000_000_000n } as const;

export type TimeUnit = keyof typeof perSecond;

/** Ticks since 1970 as "2026-01-01T00:00:00.000000Z", with as many digits after the point as the unit has. */
export function isoTime(ticks: bigint | number, unit: TimeUnit): string {
  const count = BigInt(ticks);
  const per = perSecond[unit];
  const fraction = ((count % per) + per) % per;
  const seconds = Number((count - fraction) / per);
  if (!(Math.abs(seconds) <= 8.64e12)) return `${count} ${unit}`;
  const digits = per === 1n ? "" : `.${String(fraction).padStart(String(per).length - 1, "0")}`;
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, `${digits}Z`);
}

/** Days since 1970 as "2026-01-01". */
export function isoDate(days: number): string {
  if (!(Math.abs(days) <= 1e8)) return `${days} days`;
  return new Date(days * 86_400_000).toISOString().replace(/T.*$/, "");
}

/** The way back from `isoTime`; undefined where the text is no such time, or has more digits than the unit. */
export function ticksOf(text: string, unit: TimeUnit): bigint | undefined {
  const parsed = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(text);
  const milliseconds = Date.parse(`${parsed?.[1]}Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const per = perSecond[unit];
  const digits = String(per).length - 1;
  const fraction = parsed?.[2] ?? "";
  if (/[1-9]/.test(fraction.slice(digits))) return undefined;
  const count = BigInt(milliseconds / 1000) * per + BigInt(fraction.slice(0, digits).padEnd(digits, "0"));
  return BigInt.asIntN(64, count) === count ? count : undefined;
}

/** The way back from `isoDate`. */
export function daysOf(text: string): bigint | undefined {
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds / 86_400_000);
}
