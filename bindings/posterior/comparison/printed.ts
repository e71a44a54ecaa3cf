/** Numbers as Python prints them. */

/**
 * With so many decimals, as Python's "%.2f": a number halfway between two goes to the even one, where toFixed goes away from 0. Only
 * numbers with a few binary places are halfway, and those are exact when doubled.
 */
export function fixed(value: number, decimals: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${decimals > 0 ? `.${"0".repeat(decimals)}` : ""}`;
  const text = value.toFixed(decimals);
  const exact = value.toFixed(Math.min(100, decimals + 60));
  const isHalfway = /^50*$/.test(exact.slice(text.length + (decimals === 0 ? 1 : 0)));
  if (!isHalfway || Number(text.at(-1)) % 2 === 0) return text;
  // toFixed went away from 0 to an odd digit: the even one is just before it, which never borrows.
  return text.slice(0, -1) + String(Number(text.at(-1)) - 1);
}
