/**
 * How results become a table with a row a draw: columns `chain` and `draw`, then one a scalar, named as in the summary, or one a variable
 * that holds lists. Columns of groups other than the posterior have the group's name before them: `sample_stats.energy`.
 *
 * The layout is kept as JSON in the schema's metadata under "wasmcmc": dims, coordinates, types and attributes, by which the arrays are
 * restored.
 */
import { WasmcmcError } from "../../errors.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { Dataset } from "../inference_data/dataset.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import type { Attributes, Coordinates } from "../inference_data/variable.js";
import { jsonText, parseJson } from "./attributes.js";
import { elementNames } from "./element_names.js";
import { incompleteFile } from "./file_errors.js";
import { typeOfValues, type ValueType } from "./stored_values.js";

export interface TableOptions {
  /** A column for every scalar (default), or a column of lists for every variable that has dims, which is better above some 1,000 scalars. */
  readonly columns?: "scalars" | "lists";
  /** Groups to write, all with the same chains and draws; default the posterior and the sample statistics. */
  readonly groups?: readonly string[];
}

export interface VariableLayout {
  readonly name: string;
  /** Without chain and draw. */
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly type: ValueType;
  readonly columns: "scalars" | "list";
  readonly attributes?: Attributes;
}

export interface GroupLayout {
  readonly attributes: Attributes;
  /** Of the dims other than chain and draw. */
  readonly coords: Coordinates;
  readonly variables: readonly VariableLayout[];
}

export interface TableLayout {
  readonly version: 1;
  readonly attributes: Attributes;
  readonly groups: Readonly<Record<string, GroupLayout>>;
}

export const LayoutKey = "wasmcmc";

export function columnPrefix(group: string): string {
  return group === "posterior" ? "" : `${group}.`;
}

/** Names of the columns that hold a variable. */
export function columnNames(group: string, variable: VariableLayout, coords: Coordinates): string[] {
  const name = columnPrefix(group) + variable.name;
  return variable.columns === "list" ? [name] : elementNames(name, variable.dims, variable.shape, coords);
}

export function layoutText(layout: TableLayout): string {
  return jsonText(layout);
}

export function parseLayout(text: string, format: string): TableLayout {
  let layout: TableLayout;
  try {
    layout = parseJson(text) as TableLayout;
  } catch (cause) {
    throw incompleteFile(format, `its metadata "${LayoutKey}" is no JSON`, cause);
  }
  if (layout?.version !== 1 || typeof layout.groups !== "object")
    throw incompleteFile(format, `its metadata "${LayoutKey}" has version ${layout?.version}, not 1`);
  return layout;
}

/** The groups of a table, checked: chain and draw first, and equal in all. */
export function tableGroups(data: InferenceData, options: TableOptions): [name: string, group: Dataset][] {
  const asked = options.groups ?? ["posterior", "sample_stats"].filter((name) => name in data.groups);
  const groups = asked.map((name): [string, Dataset] => {
    const group = data.groups[name];
    if (group === undefined) throw unknownGroup(name, Object.keys(data.groups));
    return [name, group];
  });
  const first = Object.values(groups[0]?.[1].variables ?? {})[0];
  for (const [name, { variables }] of groups) {
    for (const [variable, { dims, shape, values }] of Object.entries(variables)) {
      const drawn = dims[0] === "chain" && dims[1] === "draw" && values.length === sizeOf(shape);
      if (!drawn || shape[0] !== first!.shape[0] || shape[1] !== first!.shape[1]) throw notARowADraw(name, variable);
    }
  }
  return groups;
}

export function layoutOf(data: InferenceData, options: TableOptions): TableLayout {
  const groups = tableGroups(data, options).map(([name, group]) => [name, groupLayout(group, options)]);
  return checkColumns({ version: 1, attributes: data.attributes, groups: Object.fromEntries(groups) as TableLayout["groups"] });
}

function groupLayout({ variables, coords, attributes }: Dataset, options: TableOptions): GroupLayout {
  const { chain: _, draw: __, ...others } = coords;
  const layouts = Object.entries(variables).map(([name, { values, dims, shape, attributes: own }]): VariableLayout => {
    const inner = shape.slice(2);
    const columns = options.columns === "lists" && inner.length > 0 ? "list" : "scalars";
    return { name, dims: dims.slice(2), shape: inner, type: typeOfValues(values), columns, ...(own && { attributes: own }) };
  });
  return { attributes, coords: others, variables: layouts };
}

/** Throws "name-clash" where two columns would have one name. */
export function checkColumns(layout: TableLayout): TableLayout {
  const seen = new Set(["chain", "draw"]);
  for (const [name, group] of Object.entries(layout.groups)) {
    for (const variable of group.variables) {
      for (const column of columnNames(name, variable, group.coords)) {
        if (seen.has(column)) throw clash(column, variable.name);
        seen.add(column);
      }
    }
  }
  return layout;
}

function clash(column: string, variable: string): WasmcmcError {
  return new WasmcmcError({
    code: "name-clash",
    problem: `Two columns of the table would be named "${column}".`,
    remedy: "Rename a variable or a coordinate.",
    variable,
  });
}

function unknownGroup(name: string, known: readonly string[]): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem: `The results have no group "${name}".`,
    remedy: `They have ${known.join(", ")}.`,
    variable: name,
  });
}

function notARowADraw(group: string, variable: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem: `"${variable}" of "${group}" has not the chains and draws of the other columns.`,
    remedy: "A table has a row a draw: name groups of equal chains and draws, and write others to NetCDF or Zarr.",
    variable,
  });
}
