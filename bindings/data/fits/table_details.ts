/** What a unit's header says about its table as a whole. */
import type { TableDetails } from "../table.js";
import type { Hdu } from "./hdu.js";

/** Cards that say how the table is stored; the columns have the rest. */
const Structure =
  /^(?:SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|TFIELDS|THEAP|EXTEND|CHECKSUM|DATASUM|END|CONTINUE|COMMENT|HISTORY|(?:TTYPE|TFORM|TUNIT|TDIM|TSCAL|TZERO|TNULL|TDISP|TBCOL|TUCD|TUTYP|TCOMM|TCTYP|TCUNI)\d+)?$/;

export function tableDetails({ name, header }: Hdu): TableDetails {
  const attributes: Record<string, string | number | boolean> = {};
  for (const { key, value } of header.cards) {
    if (value !== undefined && typeof value !== "bigint" && !Structure.test(key)) attributes[key] = value;
  }
  return { ...(name !== "" && { name }), ...(Object.keys(attributes).length > 0 && { attributes }) };
}
