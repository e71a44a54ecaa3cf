/** Values as JSON, with NaN and infinities as Python writes and reads them. */

/** Lists, records, texts, booleans and numbers; a number that is whole has no point. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, own]) => own !== undefined);
  return `{${entries.map(([name, own]) => `${JSON.stringify(name)}: ${jsonText(own)}`).join(", ")}}`;
}
