/** A table: named columns of equal length, with what its file said about it. */
import { WasmcmcError } from "../errors.js";
import type { Column } from "./column.js";

export interface TableDetails {
  readonly name?: string;
  readonly description?: string;
  /** Header cards, parameters and the like. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

export class Table {
  readonly names: readonly string[];
  private readonly byName: ReadonlyMap<string, Column>;

  constructor(
    readonly columns: readonly Column[],
    readonly rowCount: number,
    readonly details: TableDetails = {},
  ) {
    this.names = columns.map(({ name }) => name);
    this.byName = new Map(columns.map((column) => [column.name, column]));
  }

  /** Throws where there is none of that name. */
  column(name: string): Column {
    const column = this.byName.get(name);
    if (column !== undefined) return column;
    throw new WasmcmcError({
      code: "missing-column",
      problem: `The table has no column "${name}".`,
      remedy: `It has ${this.names.map((known) => `"${known}"`).join(", ")}.`,
      variable: name,
    });
  }
}
