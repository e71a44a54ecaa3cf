/** Which cards of a table's header speak of a column, by its number. FITS standard 4.0, sections 7.3.2, 8.2 and 8.4. */

/** Cards that say how a column is stored: the reader undoes them, the writer makes its own. */
const Stored = ["TTYPE", "TFORM", "TUNIT", "TDIM", "TSCAL", "TZERO", "TNULL", "TBCOL", "TCOMM"];

/** Cards that a column keeps as attributes: how it is shown, what it means, its range, its coordinates. */
export const ColumnKeywords = [
  ...["TDISP", "TUCD", "TUTYP", "TXTYP", "TCTYP", "TCUNI", "TCRPX", "TCRVL", "TCDLT", "TCROT"],
  ...["TDMIN", "TDMAX", "TLMIN", "TLMAX"],
] as const;

/** Cards that say how the whole table is stored. */
const Whole = "SIMPLE|XTENSION|BITPIX|NAXIS\\d*|PCOUNT|GCOUNT|TFIELDS|THEAP|EXTEND|CHECKSUM|DATASUM|END|CONTINUE|COMMENT|HISTORY";

/** What is no attribute of the table as a whole. */
export const isStructure = (key: string): boolean => Structure.test(key);

const Structure = new RegExp(`^(?:${Whole}|(?:${[...Stored, ...ColumnKeywords].join("|")})\\d+)?$`);
