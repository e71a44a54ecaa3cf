/** What a model says of its data: the columns it will be given, over which dims. */
import { WasmcmcError } from "../errors.js";
import { Expr } from "./expression.js";
import type { DataNode } from "./graph.js";
import { IndexColumn } from "./index_column.js";

/** A column of numbers over its dims: none, one or two. */
export interface ColumnSpec<Dims extends string, Rank extends number> {
  readonly role: "value";
  readonly dims: readonly Dims[];
  readonly rank: Rank;
}

/** A column of labels over `dims`, each a member of the dim `target`. */
export interface IndexSpec<Target extends string, Dims extends string> {
  readonly role: "index";
  readonly target: Target;
  readonly dims: readonly Dims[];
  readonly rank: 1;
}

export type DataSpec = Readonly<Record<string, ColumnSpec<string, number> | IndexSpec<string, string>>>;

/** A single number. */
export function scalar(): ColumnSpec<never, 0> {
  return { role: "value", dims: [], rank: 0 };
}

/** A number for each member of a dim: `vector("point")`. */
export function vector<Dim extends string>(dim: Dim): ColumnSpec<Dim, 1> {
  return { role: "value", dims: checkDims([dim]), rank: 1 };
}

/** A number for each pair of members of two dims, row by row: `matrix("point", "feature")`. */
export function matrix<Row extends string, Column extends string>(row: Row, column: Column): ColumnSpec<Row | Column, 2> {
  return { role: "value", dims: checkDims<Row | Column>([row, column]), rank: 2 };
}

/** Labels (texts, or integers from 0) that say which "school" each "point" belongs to: `index("school", "point")`. */
export function index<Target extends string, Dim extends string>(target: Target, dim: Dim): IndexSpec<Target, Dim> {
  checkDims([target, dim]);
  return { role: "index", target, dims: [dim], rank: 1 };
}

function checkDims<Dim extends string>(dims: readonly Dim[]): readonly Dim[] {
  const wrong = dims.find((dim, i) => typeof dim !== "string" || dim === "" || dims.indexOf(dim) !== i);
  if (wrong === undefined && !dims.includes(undefined as unknown as Dim)) return dims;
  throw new WasmcmcError({
    code: "bad-column-spec",
    problem: `A column is declared over the dims ${dims.map((dim) => JSON.stringify(dim)).join(", ")}.`,
    remedy: 'Give each dim a name of its own, as in vector("point") or matrix("point", "feature").',
    value: wrong,
  });
}

/** What the model's callback gets for each column. */
export type Columns<Spec extends DataSpec> = {
  readonly [Name in keyof Spec]: Spec[Name] extends IndexSpec<infer Target, infer Dims>
    ? IndexColumn<Target, Dims>
    : Spec[Name] extends ColumnSpec<infer Dims, infer _>
      ? Expr<Dims, []>
      : never;
};

/** All dims that the data brings: those of its columns and those its labels name. */
export type SpecDims<Spec extends DataSpec> = {
  [Name in keyof Spec]: Spec[Name]["dims"][number] | (Spec[Name] extends IndexSpec<infer Target, string> ? Target : never);
}[keyof Spec];

/** A list of numbers, plain or typed. */
export type Numbers =
  | readonly number[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

/** A matrix: rows, or values row by row with their shape. */
export type MatrixInput = readonly Numbers[] | { readonly values: Numbers; readonly shape: readonly [number, number] };

/** What a person hands to a model with such a spec. */
export type DataInput<Spec extends DataSpec> = {
  readonly [Name in keyof Spec]: Spec[Name] extends IndexSpec<string, string>
    ? Numbers | readonly string[]
    : Spec[Name]["rank"] extends 0
      ? number
      : Spec[Name]["rank"] extends 1
        ? Numbers
        : MatrixInput;
};

/** The data node of each column, by name. */
export function dataNodes(spec: DataSpec): Readonly<Record<string, DataNode>> {
  const nodes = Object.entries(spec).map(([name, column]): [string, DataNode] => {
    checkColumnSpec(name, column);
    const shared = { kind: "data", name, dims: column.dims, event: [] } as const;
    return [name, column.role === "index" ? { ...shared, role: "index", target: column.target } : { ...shared, role: "value" }];
  });
  return Object.fromEntries(nodes);
}

function checkColumnSpec(name: string, column: unknown): void {
  const role = typeof column === "object" && column !== null && "role" in column ? column.role : undefined;
  if (role === "value" || role === "index") return;
  throw new WasmcmcError({
    code: "bad-column-spec",
    problem: `The column ${name} is not declared as scalar(), vector(...), matrix(...) or index(...).`,
    remedy: `Write ${name}: vector("point"); the data itself is given later, when the model is bound or sampled.`,
    variable: name,
    value: column,
  });
}

/** The typed wrappers that the callback gets. */
export function columnsOf(nodes: Readonly<Record<string, DataNode>>): Readonly<Record<string, unknown>> {
  const wrap = (node: DataNode): unknown => (node.role === "index" ? new IndexColumn(node) : new Expr(node));
  return Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, wrap(node)]));
}
