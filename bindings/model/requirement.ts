/** What numbers a requirement or a support admits, in code and in words. */
import { WasmcmcError } from "../errors.js";
import type { Requirement, Support } from "./distribution.js";
import type { Node } from "./graph.js";

/** A sum of a simplex may differ from 1 by this much: the rounding of weights that a person typed with some ten digits. */
export const simplexTolerance = 1e-8;

/** Kinds of support whose values are single numbers. */
export type NumberSupport = Exclude<Support["kind"], "simplex" | "zeroSum" | "choleskyCorrelation">;

const admits: Readonly<Record<Exclude<Requirement, "simplex"> | "circular", (x: number) => boolean>> = {
  real: Number.isFinite,
  circular: (x) => x >= -Math.PI && x <= Math.PI,
  positive: (x) => x > 0 && Number.isFinite(x),
  nonnegative: (x) => x >= 0 && Number.isFinite(x),
  unit: (x) => x >= 0 && x <= 1,
  boolean: (x) => x === 0 || x === 1,
  count: (x) => x >= 0 && Number.isInteger(x),
};

export const requirementInWords: Readonly<Record<Requirement | "circular" | "zeroSum" | "choleskyCorrelation", string>> = {
  circular: "an angle from -pi to pi",
  zeroSum: "a vector with sum 0",
  choleskyCorrelation: "the Cholesky factor of a correlation matrix",
  real: "finite",
  positive: "positive and finite",
  nonnegative: "0 or more and finite",
  unit: "between 0 and 1",
  boolean: "0 or 1",
  count: "a whole number, 0 or more",
  simplex: "nonnegative with sum 1",
};

/** The position of the first value that a requirement refuses, or -1; for a simplex whose sum is wrong 0. */
export function firstRefused(requirement: Requirement, values: readonly number[]): number {
  if (requirement !== "simplex") return values.findIndex((value) => !admits[requirement](value));
  const outside = values.findIndex((value) => !admits.unit(value));
  if (outside >= 0) return outside;
  return Math.abs(values.reduce((total, value) => total + value, 0) - 1) <= simplexTolerance ? -1 : 0;
}

/** Checks a parameter of a distribution where it is a constant; an expression is checked when it has a value. */
export function checkParameter(distribution: string, name: string, requirement: Requirement, node: Node): void {
  if (node.kind !== "constant") return;
  const position = firstRefused(requirement, node.values);
  if (position < 0) return;
  const isVector = node.event.length > 0;
  const what =
    requirement === "simplex"
      ? `are [${node.values.join(", ")}]`
      : `${isVector ? `its element ${position} ` : ""}is ${node.values[position]}`;
  throw new WasmcmcError({
    code: "parameter-value",
    problem: `${distribution}: ${name} must be ${requirementInWords[requirement]}, but ${what}.`,
    remedy:
      requirement === "simplex"
        ? "Divide them by their sum."
        : `Give ${name} as a number that is ${requirementInWords[requirement]}, or as an expression.`,
    variable: name,
    ...(isVector ? { row: position } : {}),
    value: node.values[position],
  });
}

/** Whether a number lies in a support of single numbers; `lower` and `upper` are its bounds where it has them. */
export function isInside(support: NumberSupport, x: number, lower: number, upper: number): boolean {
  switch (support) {
    case "interval":
      return x >= lower && x <= upper;
    case "lower":
      return x >= lower && Number.isFinite(x);
    case "upper":
      return x <= upper && Number.isFinite(x);
    case "integers":
      return x >= lower && x <= upper && Number.isInteger(x);
    default:
      return admits[support](x);
  }
}

export function supportInWords(support: Support["kind"], lower: number, upper: number): string {
  switch (support) {
    case "interval":
      return `between ${lower} and ${upper}`;
    case "lower":
      return `${lower} or more and finite`;
    case "upper":
      return `${upper} or less and finite`;
    case "integers":
      return upper === Number.POSITIVE_INFINITY ? `a whole number, ${lower} or more` : `a whole number from ${lower} to ${upper}`;
    default:
      return requirementInWords[support];
  }
}
