/** Rows as people paste them, as CSV: columns that blanks set apart, names after a "#", or no line of names at all. */

const isNumber = (cell: string): boolean => cell.trim() !== "" && !Number.isNaN(Number(cell));

/** A line of names is added where the first row holds numbers alone. */
export function asCsv(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const rows = lines.filter((line) => !line.startsWith("#"));
  const [first] = rows;
  if (first === undefined) return text;
  const separator = [",", "\t", ";", "|"].find((mark) => first.includes(mark));
  const cellsOf = (line: string) => (separator === undefined ? line.trim().split(/\s+/) : line.split(separator));
  const written = separator === undefined ? rows.map((row) => cellsOf(row).join(",")) : rows;
  const cells = cellsOf(first);
  if (!cells.every(isNumber)) return written.join("\n");
  const remark = lines[lines.indexOf(first) - 1];
  const names = remark === undefined ? [] : cellsOf(remark.replace(/^#+\s*/, ""));
  const header = names.length === cells.length && !names.some(isNumber) ? names : plainNames(cells.length);
  return [header.join(separator ?? ","), ...written].join("\n");
}

function plainNames(count: number): string[] {
  if (count === 1) return ["value"];
  return Array.from({ length: count }, (_, k) => ["x", "y", "error"][k] ?? `column ${k + 1}`);
}
