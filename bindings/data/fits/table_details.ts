/** What a unit's header says about its table as a whole. */
import type { TableDetails } from "../table.js";
import { isStructure } from "./column_keywords.js";
import type { Hdu } from "./hdu.js";

export function tableDetails({ name, header }: Hdu): TableDetails {
  const attributes: Record<string, string | number | boolean> = {};
  for (const { key, value } of header.cards) {
    if (value !== undefined && typeof value !== "bigint" && !isStructure(key)) attributes[key] = value;
  }
  return { ...(name !== "" && { name }), ...(Object.keys(attributes).length > 0 && { attributes }) };
}
