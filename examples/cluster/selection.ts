/** The rows of a table that a fit looks at: those that have all the numbers it needs, and that its cuts let pass; all others counted. */
import { WasmcmcError } from "wasmcmc";
import { angularSeparation, type SkyPlace, type Table } from "wasmcmc/data";
import type { Masks } from "./problem.js";

export interface Selection {
  /** Numbers of the rows that take part, in the table's order. */
  readonly rows: Uint32Array;
  /** Those rows. */
  readonly table: Table;
  /** Rows of the table it was made of. */
  readonly rowCount: number;
  /** Rows that were left out, by reason; a row counts for the first reason that it meets. */
  readonly leftOut: Readonly<Record<string, number>>;
  toString(): string;
}

/** Says by a row's number whether it stays. */
export type Cut = (row: number) => boolean;

/**
 * Rows without nulls in `columns` that pass all cuts, which are named by what they leave out.
 *
 *     select(stars, ["ra", "dec", "pmra"], { "fainter than G = 18": (row) => g[row] <= 18 })
 */
export function select(stars: Table, columns: readonly string[], cuts: Readonly<Record<string, Cut>> = {}): Selection {
  const reasons: readonly (readonly [string, Cut])[] = [
    ...columns.map((name) => {
      const isNull = stars.isNull(name);
      return [`without ${name}`, (row: number) => isNull[row] === 0] as const;
    }),
    ...Object.entries(cuts),
  ];
  const leftOut: Record<string, number> = {};
  const rows: number[] = [];
  for (let row = 0; row < stars.rowCount; row++) {
    const reason = reasons.find(([, passes]) => !passes(row));
    if (reason === undefined) rows.push(row);
    else leftOut[reason[0]] = (leftOut[reason[0]] ?? 0) + 1;
  }
  const parts = Object.entries(leftOut).map(([reason, count]) => `${count} ${reason}`);
  const text = `${rows.length} of ${stars.rowCount} stars took part${parts.length === 0 ? "" : `; left out: ${parts.join(", ")}`}`;
  if (rows.length === 0) {
    throw new WasmcmcError({
      code: "empty-data",
      problem: `No star takes part: ${text}.`,
      remedy: "Look at the centre (degrees), the masks and the columns: do they belong to this table?",
      value: leftOut,
    });
  }
  return { rows: Uint32Array.from(rows), table: stars.rows(rows), rowCount: stars.rowCount, leftOut, toString: () => text };
}

/** Minutes of arc from the centre, for each row. */
export function arcminutesFrom(centre: SkyPlace, stars: Table): Float64Array {
  const [ra, dec] = [stars.numbers("ra"), stars.numbers("dec")];
  return ra.map((value, row) => 60 * angularSeparation(centre, { ra: value, dec: dec[row] as number }));
}

export interface MaskedStars {
  readonly selection: Selection;
  /** 1 for the selection's rows inside. */
  readonly isInside: Uint8Array;
  readonly inside: Table;
  readonly outside: Table;
}

/** Stars nearer to the centre than the one mask, or farther than the other. Throws "empty-data" where either has none. */
export function maskedStars(stars: Table, centre: SkyPlace, columns: readonly string[], masks: Masks): MaskedStars {
  const distance = arcminutesFrom(centre, stars);
  const isInMask = (row: number): boolean => distance[row]! < masks.inside || distance[row]! > masks.outside;
  const between = `from ${masks.inside} to ${masks.outside} minutes of arc`;
  const selection = select(stars, columns, { [between]: isInMask });
  const isInside = Uint8Array.from(selection.rows, (row) => (distance[row]! < masks.inside ? 1 : 0));
  const members = isInside.reduce((sum, flag) => sum + flag, 0);
  if (members === 0 || members === isInside.length) {
    throw new WasmcmcError({
      code: "empty-data",
      problem: `No star is ${members === 0 ? `within ${masks.inside}` : `beyond ${masks.outside}`} minutes of arc of the centre; ${selection}.`,
      remedy: "Check the centre (degrees), take a table that reaches farther, or choose other masks.",
      value: members,
    });
  }
  const table = selection.table;
  return { selection, isInside, inside: table.filter(isInside), outside: table.filter((row) => isInside[row] === 0) };
}
