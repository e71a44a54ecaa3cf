/** The columns of a table with a row a draw, made of arrays `[chain, draw, ...]` or of a piece of a run. */
import type { Label } from "../array.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import type { VariableValues } from "../inference_data/variable.js";
import { countedLabels } from "./coordinates.js";
import type { Piece } from "./pieces.js";
import {
  checkColumns,
  columnNames,
  type GroupLayout,
  type TableLayout,
  type TableOptions,
  tableGroups,
  type VariableLayout,
} from "./row_layout.js";
import type { SinkSchema } from "./sink.js";
import { statType } from "./stat_types.js";
import { makeValues, type ValueType } from "./stored_values.js";
import { dimsOfSchema, groupAttributes } from "./stream_schema.js";

/** Rows times `width` values: a number above 1 only where a row holds a list. */
export interface RowColumn {
  readonly name: string;
  readonly type: ValueType;
  /** How long each row's list is; undefined where a row holds one value. */
  readonly width: number | undefined;
  readonly values: VariableValues;
}

export interface RowTable {
  readonly rows: number;
  readonly columns: readonly RowColumn[];
}

/** All rows of some results. */
export function rowsOfData(data: InferenceData, layout: TableLayout, options: TableOptions): RowTable {
  const groups = tableGroups(data, options);
  const first = Object.values(groups[0]?.[1].variables ?? {})[0];
  const [chains, draws] = (first?.shape ?? [0, 0]) as [number, number];
  const coords = groups[0]?.[1].coords ?? {};
  const rows = chains * draws;
  const columns: RowColumn[] = [
    labelColumn("chain", coords["chain"] ?? countedLabels(chains), rows, (row) => Math.floor(row / draws)),
    labelColumn("draw", coords["draw"] ?? countedLabels(draws), rows, (row) => row % draws),
  ];
  for (const [name, { variables }] of groups) {
    const group = layout.groups[name]!;
    for (const variable of group.variables)
      columns.push(...variableColumns(name, group, variable, variables[variable.name]!.values, rows));
  }
  return { rows, columns };
}

/** The layout of the tables that a run writes. */
export function layoutOfSchema(schema: SinkSchema, precision: "float64" | "float32", columns: "scalars" | "lists"): TableLayout {
  const variables = schema.variables.map(({ name, dims, shape }): VariableLayout => {
    return { name, dims, shape, type: precision, columns: columns === "lists" && shape.length > 0 ? "list" : "scalars" };
  });
  const stats = schema.stats.map(
    (name): VariableLayout => ({ name, dims: [], shape: [], type: statType(name), columns: "scalars" }),
  );
  const attributes = groupAttributes(schema);
  return checkColumns({
    version: 1,
    attributes: schema.attributes,
    groups: {
      posterior: { attributes, coords: dimsOfSchema(schema), variables },
      ...(stats.length > 0 && { sample_stats: { attributes, coords: {}, variables: stats } }),
    },
  });
}

/** The rows of a piece of a run. */
export function rowsOfPiece(piece: Piece, layout: TableLayout): RowTable {
  const { chain, first, count: rows } = piece;
  const columns: RowColumn[] = [
    { name: "chain", type: "int32", width: undefined, values: new Int32Array(rows).fill(chain) },
    { name: "draw", type: "int32", width: undefined, values: Int32Array.from({ length: rows }, (_, row) => first + row) },
  ];
  const add = (name: string, values: Readonly<Record<string, VariableValues>>): void => {
    const group = layout.groups[name];
    for (const variable of group?.variables ?? [])
      columns.push(...variableColumns(name, group!, variable, values[variable.name]!, rows));
  };
  add("posterior", piece.variables);
  add("sample_stats", piece.stats);
  return { rows, columns };
}

function variableColumns(
  groupName: string,
  group: GroupLayout,
  variable: VariableLayout,
  given: VariableValues,
  rows: number,
): RowColumn[] {
  const { type, shape } = variable;
  const size = sizeOf(shape);
  const values = given.length === rows * size ? given : (given as Float64Array).subarray(0, rows * size);
  const names = columnNames(groupName, variable, group.coords);
  if (variable.columns === "list") return [{ name: names[0]!, type, width: size, values }];
  if (size === 1) return [{ name: names[0]!, type, width: undefined, values }];
  return names.map((name, element) => {
    const column = makeValues(type, rows);
    for (let row = 0; row < rows; row++) column[row] = values[row * size + element] as never;
    return { name, type, width: undefined, values: column as VariableValues };
  });
}

/** Labels as int32 where they are such, as doubles where they are numbers, else as texts. */
function labelColumn(name: string, labels: readonly Label[], rows: number, placeOf: (row: number) => number): RowColumn {
  const of = (row: number): Label => labels[placeOf(row)]!;
  const column = (type: ValueType, values: VariableValues): RowColumn => ({ name, type, width: undefined, values });
  if (labels.every((label) => typeof label === "number" && Object.is(label | 0, label)))
    return column(
      "int32",
      Int32Array.from({ length: rows }, (_, row) => of(row) as number),
    );
  if (labels.every((label) => typeof label === "number"))
    return column(
      "float64",
      Float64Array.from({ length: rows }, (_, row) => of(row) as number),
    );
  return column(
    "string",
    Array.from({ length: rows }, (_, row) => String(of(row))),
  );
}
