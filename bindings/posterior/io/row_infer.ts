/** The layout of a table that others wrote: which columns are elements of one variable, by their names. */
import type { Label } from "../array.js";
import type { Coordinates } from "../inference_data/variable.js";
import { countedLabels } from "./coordinates.js";
import { elementNames } from "./element_names.js";
import { unsupportedFile } from "./file_errors.js";
import type { RowColumn, RowTable } from "./row_columns.js";
import type { GroupLayout, TableLayout, VariableLayout } from "./row_layout.js";

/** What others call the chain and the draw: CmdStan's readers, and the R package posterior. */
const ChainNames = ["chain", ".chain", "chain__"];
const DrawNames = ["draw", ".iteration", "iter__", ".draw", "draw__"];
/** Columns that pandas makes of an index, and R's number of a draw among all. */
const Passed = /^(__index_level_\d+__|\.draw|draw__|\.iteration|iter__)$/;
const Groups = ["sample_stats", "log_likelihood", "posterior_predictive", "prior", "prior_predictive", "log_prior"];

/** Batches whose chain and draw are named so, with what the other columns mean. Without a chain all rows are of one chain. */
export function inferRows(batches: readonly RowTable[]): { batches: RowTable[]; layout: TableLayout } {
  const [first] = batches;
  if (first === undefined) return { batches: [], layout: { version: 1, attributes: {}, groups: {} } };
  const has = (name: string): boolean => first.columns.some((column) => column.name === name);
  const chain = ChainNames.find(has);
  const draw = DrawNames.find(has);
  let seen = 0;
  const named = batches.map(({ rows, columns }): RowTable => {
    const counted = Int32Array.from({ length: rows }, (_, row) => seen + row);
    seen += rows;
    const others = columns
      .filter(({ name }) => name !== chain && name !== draw && !Passed.test(name))
      .map((column) => ({ ...column, name: column.name.replace(/(?<=\[.*),(?! )(?=.*\]$)/g, ", ") }));
    const of = (name: string | undefined, label: string, instead: Int32Array): RowColumn => {
      const found = columns.find((column) => column.name === name);
      return found === undefined ? { name: label, type: "int32", width: undefined, values: instead } : { ...found, name: label };
    };
    return { rows, columns: [of(chain, "chain", new Int32Array(rows)), of(draw, "draw", counted), ...others] };
  });
  return { batches: named, layout: inferLayout(named[0]!.columns.slice(2)) };
}

interface Family {
  readonly name: string;
  readonly type: RowColumn["type"];
  readonly places: (readonly Label[])[];
  readonly column: RowColumn;
}

function inferLayout(columns: readonly RowColumn[]): TableLayout {
  const groups: Record<string, { coords: Record<string, readonly Label[]>; variables: VariableLayout[]; attributes: object }> =
    {};
  const families = new Map<string, Family>();
  for (const column of columns) {
    const [, name, inside] = /^(.+?)\[(.*)\]$/.exec(column.name) ?? [];
    const key = name === undefined || column.width !== undefined ? column.name : `${name}[`;
    const known = families.get(key) ?? { name: key.replace(/\[$/, ""), type: column.type, places: [], column };
    families.set(key, known);
    if (key !== column.name) known.places.push(inside!.split(", ").map(labelOf));
  }
  for (const family of families.values()) {
    const group = Groups.find((prefix) => family.name.startsWith(`${prefix}.`)) ?? "posterior";
    const name = group === "posterior" ? family.name : family.name.slice(group.length + 1);
    const into = groups[group] ?? { coords: {}, variables: [], attributes: {} };
    groups[group] = into;
    into.variables.push(inferVariable({ ...family, name }, into.coords));
  }
  return { version: 1, attributes: {}, groups: groups as Readonly<Record<string, GroupLayout>> };
}

function inferVariable({ name, type, places, column }: Family, coords: Record<string, readonly Label[]>): VariableLayout {
  if (column.width !== undefined) return { name, dims: [`${name}_dim_0`], shape: [column.width], type, columns: "list" };
  if (places.length === 0) return { name, dims: [], shape: [], type, columns: "scalars" };
  const labels = places[0]!.map((_, axis) => [...new Set(places.map((place) => place[axis]!))]);
  const dims = labels.map((_, axis) => `${name}_dim_${axis}`);
  const shape = labels.map((own) => own.length);
  const own: Coordinates = Object.fromEntries(dims.map((dim, axis) => [dim, labels[axis]!]));
  const full = new Set(elementNames("", dims, shape, own));
  if (full.size !== places.length || places.some((place) => !full.has(`[${place.join(", ")}]`)))
    throw unsupportedFile(
      `The columns "${name}[...]" do not fill an array of shape [${shape}].`,
      "Name an element for every place.",
      name,
    );
  for (const [axis, dim] of dims.entries()) {
    if (String(labels[axis]) !== String(countedLabels(shape[axis]!))) coords[dim] = labels[axis]!;
  }
  return { name, dims, shape, type, columns: "scalars" };
}

function labelOf(text: string): Label {
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}
