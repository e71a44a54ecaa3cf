/** Expressions over rows of numbers, computed in the engine: what a formula gives for many arguments at once, with derivatives. */
import { Section } from "../../assembly/opcodes.js";
import { type CompilableModel, compile } from "../../bindings/fit/compile.js";
import { flat, model, param, potential, vector } from "../../bindings/model/index.js";
import type { AnyExpr, Operand } from "../../bindings/model/types.js";
import { engine } from "../program/evaluators.js";

/** A function of as many operands as a row has numbers: parameters of the model, but infinities stand as they are. */
// biome-ignore lint/suspicious/noExplicitAny: a formula knows how many there are, and that its own are expressions
export type Formula = (...args: any[]) => Operand;

export interface Computed {
  readonly values: Float64Array;
  /** Of each argument the derivatives, row by row; 0 by an infinite one. */
  readonly derivatives: readonly Float64Array[];
}

/** The formula of each row and its derivative by each argument. Rows are all of one length. */
export function compute(rows: readonly (readonly number[])[], formula: Formula): Computed {
  const arity = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length);
  const derivatives = Array.from({ length: arity }, () => new Float64Array(rows.length));
  for (const members of alike(rows)) {
    const part = computeAlike(
      members.map((i) => rows[i] as readonly number[]),
      formula,
    );
    members.forEach((i, at) => {
      values[i] = part.values[at] as number;
      derivatives.forEach((column, k) => {
        column[i] = part.derivatives[k]?.[at] as number;
      });
    });
  }
  return { values, derivatives };
}

/** Numbers of rows that have their infinities in the same places. */
function alike(rows: readonly (readonly number[])[]): Iterable<readonly number[]> {
  const groups = new Map<string, number[]>();
  rows.forEach((row, i) => {
    const pattern = row.map((x) => (Number.isFinite(x) ? "x" : x)).join();
    groups.set(pattern, [...(groups.get(pattern) ?? []), i]);
  });
  return groups.values();
}

function computeAlike(rows: readonly (readonly number[])[], formula: Formula): Computed {
  const [count, first] = [rows.length, rows[0] as readonly number[]];
  const finite = first.flatMap((x, k) => (Number.isFinite(x) ? [k] : []));
  const made = model({ row: vector("row") }, ({ row }) => {
    const args = first.map((x, k) => (finite.includes(k) ? (param(flat(), { dims: "row", name: `x${k}` }) as AnyExpr) : x));
    const result = row.mul(0).add(formula(...args)) as AnyExpr;
    return { ...Object.fromEntries(finite.map((k) => [`x${k}`, args[k]])), result, total: potential(result) };
  });
  const compiled = compile(made as unknown as CompilableModel);
  const columns = compiled.columns.map(() => new Float64Array(count));
  const evaluator = engine(compiled.program, { dimSizes: compiled.dims.map(() => count), columns, indexes: [] });
  const position = Float64Array.from(finite.flatMap((k) => rows.map((row) => row[k] as number)));
  const { gradient } = evaluator.logpAndGradient(position);
  const part = (k: number) => finite.indexOf(k) * count;
  return {
    values: evaluator.section(Section.Track, position),
    derivatives: first.map((_, k) => (finite.includes(k) ? gradient.slice(part(k), part(k) + count) : new Float64Array(count))),
  };
}
