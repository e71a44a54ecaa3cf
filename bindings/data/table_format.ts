/** The formats that tables are read from and written in, and which one a file's name asks for. */

export type TableFormat = "fits" | "votable" | "parquet" | "arrow" | "csv" | "tsv" | "json";

const suffixes: Readonly<Record<string, TableFormat>> = {
  fits: "fits",
  fit: "fits",
  fts: "fits",
  vot: "votable",
  votable: "votable",
  xml: "votable",
  parquet: "parquet",
  pq: "parquet",
  arrow: "arrow",
  arrows: "arrow",
  feather: "arrow",
  ipc: "arrow",
  csv: "csv",
  tsv: "tsv",
  json: "json",
};

/** The format that a name ends with, `.gz` aside; undefined where it says none. */
export function formatOfName(name: string): TableFormat | undefined {
  const suffix = /\.(\w+?)(?:\.gz)?$/.exec(name.toLowerCase())?.[1];
  return suffix === undefined ? undefined : suffixes[suffix];
}
