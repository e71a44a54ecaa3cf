/** FITS units put together by hand. */

/** Header cards, padded to FITS's blocks. */
export function cards(...lines: readonly string[]): string {
  const all = [...lines, "END"].map((line) => line.padEnd(80)).join("");
  return all.padEnd(Math.ceil(all.length / 2880) * 2880);
}

const card = (key: string, value: string | number): string => `${key.padEnd(8)}= ${String(value).padStart(20)}`;

export const primary = cards(card("SIMPLE", "T"), card("BITPIX", 8), card("NAXIS", 0));

/** A table's unit without its data; `fields` are TFORMn and the like, in quotes where they are text. */
export function table(
  kind: "BINTABLE" | "TABLE",
  width: number | string,
  rows: number | string,
  fields: Readonly<Record<string, string | number>>,
): string {
  return cards(
    `XTENSION= '${kind.padEnd(8)}'`,
    card("BITPIX", 8),
    card("NAXIS", 2),
    card("NAXIS1", width),
    card("NAXIS2", rows),
    card("PCOUNT", fields["PCOUNT"] ?? 0),
    card("GCOUNT", 1),
    ...Object.entries(fields)
      .filter(([key]) => key !== "PCOUNT")
      .map(([key, value]) => card(key, value)),
  );
}

/** Data, padded to FITS's blocks. */
export const padded = (data: string): string => data.padEnd(Math.ceil(data.length / 2880) * 2880, "\0");
