/** Distributions over rows, each row with a value and parameters of its own, in the engine and in the reference. */
import { Section } from "../../assembly/opcodes.js";
import { flat, model, observe, param, potential, vector } from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import type { Evaluator } from "../../bindings/program/evaluator.js";
import { referenceOf } from "./lowering.js";

/** A distribution of free parameters, then fixed ones. */
export type Make = (...parameters: AnyExpr[]) => AnyDist;

export interface Row {
  /** The free ones, then the fixed ones. */
  readonly parameters: readonly number[];
  readonly value: number;
}

/** What is evaluated: the observed density, or an expression of the distribution and the value as a potential. */
export type What = "density" | ((distribution: AnyDist, value: AnyExpr) => AnyExpr);

export interface RowResults {
  readonly logp: number;
  /** One number for each row. */
  readonly rows: Float64Array;
  /** For each row the derivatives by its free parameters. */
  readonly gradients: readonly (readonly number[])[];
}

interface RowModel {
  evaluator(name: string): Evaluator;
  readonly position: Float64Array;
}

/** Free parameters are without constraint; fixed ones are columns of the data. */
function rowModel(make: Make, free: number, rows: readonly Row[], what: What): RowModel {
  const fixed = (rows[0] as Row).parameters.length - free;
  const names = Array.from({ length: fixed }, (_, k) => `fixed${k}`);
  const spec = Object.fromEntries(["x", ...names].map((name) => [name, vector("row")]));
  const built = model(spec, (columns) => {
    const data = columns as unknown as Record<string, AnyExpr>;
    const parameters = Array.from({ length: free }, () => param(flat(), { dims: "row" }) as AnyExpr);
    const distribution = make(...parameters, ...names.map((name) => data[name] as AnyExpr));
    const x = data.x as AnyExpr;
    const none = param(flat());
    const result = what === "density" ? observe(x, distribution) : potential(what(distribution, x));
    return { none, ...Object.fromEntries(parameters.map((each, k) => [`free${k}`, each])), result };
  });
  const data: Record<string, readonly number[]> = { x: rows.map(({ value }) => value) };
  names.forEach((name, k) => {
    data[name] = rows.map(({ parameters }) => parameters[free + k] as number);
  });
  const position = [0, ...Array.from({ length: free }, (_, k) => rows.map(({ parameters }) => parameters[k] as number)).flat()];
  return {
    evaluator: (name) => (name === "the engine" ? built.bind(data as never).bound.evaluator : referenceOf(built, data)),
    position: Float64Array.from(position),
  };
}

/** In the evaluator of that name. The rows are those of the first output of the section of row log densities. */
export function evaluateRows(name: string, make: Make, free: number, rows: readonly Row[], what: What = "density"): RowResults {
  const { evaluator, position } = rowModel(make, free, rows, what);
  const made = evaluator(name);
  const { logp, gradient } = made.logpAndGradient(position);
  const outputs = made.section(Section.RowLogp, made.constrain(position));
  const priors = 1 + free * rows.length;
  return {
    logp,
    rows: what === "density" ? outputs.slice(0, rows.length) : outputs.slice(priors, priors + rows.length),
    gradients: rows.map((_, i) => Array.from({ length: free }, (_, k) => gradient[1 + k * rows.length + i] as number)),
  };
}
