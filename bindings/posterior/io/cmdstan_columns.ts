/** Names of CmdStan's columns: `theta.1.2` is an element of a variable, counted from 1, the first index fastest. */
import { unsupportedFile } from "./file_errors.js";

/** ArviZ's names of sample statistics, by the columns that CmdStan has for them, in its order. */
export const StatColumns: readonly (readonly [column: string, name: string])[] = [
  ["lp__", "lp"],
  ["accept_stat__", "acceptance_rate"],
  ["stepsize__", "step_size"],
  ["treedepth__", "tree_depth"],
  ["n_leapfrog__", "n_steps"],
  ["divergent__", "diverging"],
  ["energy__", "energy"],
];

const statNames = new Map(StatColumns);
const statColumns = new Map(StatColumns.map(([column, name]) => [name, column]));

/** Columns whose names end in two underscores are statistics of the sampler. */
export function isStat(column: string): boolean {
  return column.endsWith("__");
}

export function statName(column: string): string {
  return statNames.get(column) ?? column.slice(0, -2);
}

export function statColumn(name: string): string {
  return statColumns.get(name) ?? `${name}__`;
}

/** Where a column stands within its variable. */
export interface ColumnPlace {
  readonly variable: string;
  /** Counted from 0; none for a scalar. */
  readonly indices: readonly number[];
}

/**
 * `theta.2.1` is element [1, 0] of theta. Tuples (`x:1.2`, `x.3:1`) become a variable for each field, "x:1"; the parts of complex
 * numbers (`z.2.real`) the variables "z.real" and "z.imag".
 */
export function parseColumn(column: string): ColumnPlace {
  const fields = column.split(":").map((field) => field.split("."));
  const part = fields.at(-1)!.at(-1)!;
  const isComplex = part === "real" || part === "imag";
  if (isComplex) fields.at(-1)!.pop();
  const indices: number[] = [];
  const names = fields.map(([name, ...places]) => {
    indices.push(...places.map((place) => (/^[1-9]\d*$/.test(place) ? Number(place) - 1 : Number.NaN)));
    return name;
  });
  if (indices.some(Number.isNaN)) return { variable: column, indices: [] };
  return { variable: names.join(":") + (isComplex ? `.${part}` : ""), indices };
}

/** The columns of a variable in CmdStan's order, and which element of its row-major values each of them is. */
export function columnsOf(name: string, shape: readonly number[]): { readonly names: string[]; readonly elements: number[] } {
  checkName(name);
  const size = shape.reduce((product, length) => product * length, 1);
  const names: string[] = [];
  const elements: number[] = [];
  for (let k = 0; k < size; k++) {
    let rest = k;
    let element = 0;
    const indices = shape.map((length, axis) => {
      const index = rest % length;
      rest = Math.floor(rest / length);
      element += index * shape.slice(axis + 1).reduce((product, inner) => product * inner, 1);
      return index + 1;
    });
    names.push([name, ...indices].join("."));
    elements.push(element);
  }
  return { names, elements };
}

function checkName(name: string): void {
  if (/^[^\s,.:#"]+$/.test(name) && !name.endsWith("__")) return;
  throw unsupportedFile(
    `A column of CmdStan's cannot be named ${JSON.stringify(name)}.`,
    "Names have no blanks, commas, points, colons, quotes or #, and do not end in two underscores: choose others by select, or derive it anew.",
    name,
  );
}
