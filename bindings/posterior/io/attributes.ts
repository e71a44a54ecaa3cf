/** Attributes in files whose attributes are JSON, and what is taken from files that others wrote. */
import type { Attributes, AttributeValue } from "../inference_data/variable.js";

/** JSON has no NaN and no infinities: they become the texts "NaN", "Infinity" and "-Infinity". */
export function jsonText(value: unknown, indent?: number): string {
  const plain = (_: string, item: unknown): unknown => (typeof item === "number" && !Number.isFinite(item) ? String(item) : item);
  return JSON.stringify(value, plain, indent);
}

/** Python writes NaN and infinities as words that are no JSON; they are read as texts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = text.replace(/"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g, (found) => (found.startsWith('"') ? found : `"${found}"`));
    if (quoted === text) throw error;
    return JSON.parse(quoted);
  }
}

/** Attributes of kinds that an `InferenceData` holds: anything deeper is kept as JSON text, what is null is left out. */
export function attributesOf(given: Readonly<Record<string, unknown>>): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const known = attributeOf(value);
    if (known !== undefined) attributes[name] = known;
  }
  return attributes;
}

function attributeOf(value: unknown): AttributeValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as never as ArrayLike<number | bigint>, Number);
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.every((item) => typeof item === "string")) return value;
  if (value.every((item) => typeof item === "number" || typeof item === "bigint" || typeof item === "boolean"))
    return value.map(Number);
  return JSON.stringify(value);
}
