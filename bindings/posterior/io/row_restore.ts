/** Arrays `[chain, draw, ...]` from tables with a row a draw, in any number of batches. */
import type { Label } from "../array.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { Dataset } from "../inference_data/dataset.js";
import { InferenceData } from "../inference_data/inference_data.js";
import type { Variable, VariableValues } from "../inference_data/variable.js";
import { labelsOfValues } from "./coordinates.js";
import { incompleteFile } from "./file_errors.js";
import type { RowColumn, RowTable } from "./row_columns.js";
import { columnNames, type GroupLayout, type TableLayout, type VariableLayout } from "./row_layout.js";
import { makeValues } from "./stored_values.js";
import { largestRectangle } from "./unequal_chains.js";

/** Where rows go: for each batch, each row's place among chains times draws, or -1 where it is left out. */
interface Places {
  readonly chains: readonly Label[];
  readonly draws: readonly Label[];
  readonly ofBatch: readonly Int32Array[];
}

/**
 * Chains are in the order of their labels, draws of a chain in theirs. Where chains have unequal numbers of draws, because the run was cut
 * off, the chains and first draws that keep most.
 */
export function restoreRows(batches: readonly RowTable[], layout: TableLayout, format: string): InferenceData {
  const columns = batches.map((batch) => new Map(batch.columns.map((column) => [column.name, column])));
  const places = placesOf(batches, columns, format);
  const groups = Object.entries(layout.groups).map(([name, group]): [string, Dataset] => {
    const variables = group.variables.map((variable) => [variable.name, restore(name, group, variable, columns, places, format)]);
    const coords = { chain: places.chains, draw: places.draws, ...group.coords };
    return [name, { variables: Object.fromEntries(variables), coords, attributes: group.attributes }];
  });
  return new InferenceData(Object.fromEntries(groups), layout.attributes);
}

function restore(
  groupName: string,
  group: GroupLayout,
  variable: VariableLayout,
  batches: readonly ReadonlyMap<string, RowColumn>[],
  { chains, draws, ofBatch }: Places,
  format: string,
): Variable {
  const size = sizeOf(variable.shape);
  const values = makeValues(variable.type, chains.length * draws.length * size);
  const names = columnNames(groupName, variable, group.coords);
  for (const [place, columns] of batches.entries()) {
    for (const [element, name] of names.entries()) {
      const column = columns.get(name);
      if (column === undefined) throw incompleteFile(format, `it lacks the column "${name}"`);
      const width = variable.columns === "list" ? size : 1;
      if ((column.width ?? 1) !== width)
        throw incompleteFile(format, `a row of "${name}" holds ${column.width ?? 1} values, not ${width}`);
      scatter(column.values, width, ofBatch[place]!, values, size, element);
    }
  }
  const shape = [chains.length, draws.length, ...variable.shape];
  const { attributes } = variable;
  return {
    values: values as VariableValues,
    shape,
    dims: ["chain", "draw", ...variable.dims],
    ...(attributes && { attributes }),
  };
}

function scatter(
  from: VariableValues,
  width: number,
  places: Int32Array,
  to: ReturnType<typeof makeValues>,
  size: number,
  element: number,
): void {
  const wide = to instanceof BigInt64Array && !(from instanceof BigInt64Array);
  for (let row = 0; row < places.length; row++) {
    if (places[row]! < 0) continue;
    const target = places[row]! * size + element;
    for (let k = 0; k < width; k++) {
      const value = from[row * width + k]!;
      to[target + k] = (wide ? BigInt(value) : value) as never;
    }
  }
}

function placesOf(batches: readonly RowTable[], columns: readonly ReadonlyMap<string, RowColumn>[], format: string): Places {
  const rowsOfChain = new Map<Label, { draw: Label; batch: number; row: number }[]>();
  for (const [batch, { rows }] of batches.entries()) {
    const chain = labelsAt(columns[batch]!, "chain", format);
    const draw = labelsAt(columns[batch]!, "draw", format);
    for (let row = 0; row < rows; row++) {
      const known = rowsOfChain.get(chain[row]!) ?? [];
      if (known.length === 0) rowsOfChain.set(chain[row]!, known);
      known.push({ draw: draw[row]!, batch, row });
    }
  }
  const labels = sorted([...rowsOfChain.keys()]);
  const ordered = labels.map((label) => rowsOfChain.get(label)!);
  for (const rows of ordered)
    if (rows.every(({ draw }) => typeof draw === "number")) rows.sort((a, b) => Number(a.draw) - Number(b.draw));
  const { chains, draws } = largestRectangle(ordered.map((rows) => rows.length));
  const ofBatch = batches.map(({ rows }) => new Int32Array(rows).fill(-1));
  for (const [place, chain] of chains.entries()) {
    for (let draw = 0; draw < draws; draw++) {
      const { batch, row } = ordered[chain]![draw]!;
      ofBatch[batch]![row] = place * draws + draw;
    }
  }
  const first = chains[0] === undefined ? [] : ordered[chains[0]]!.slice(0, draws);
  return { chains: chains.map((chain) => labels[chain]!), draws: first.map(({ draw }) => draw), ofBatch };
}

function labelsAt(columns: ReadonlyMap<string, RowColumn>, name: string, format: string): Label[] {
  const column = columns.get(name);
  if (column === undefined) throw incompleteFile(format, `it lacks the column "${name}"`);
  return labelsOfValues(column.values);
}

function sorted(labels: readonly Label[]): Label[] {
  return labels.every((label) => typeof label === "number") ? labels.toSorted((a, b) => Number(a) - Number(b)) : [...labels];
}
