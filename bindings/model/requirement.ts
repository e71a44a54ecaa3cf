/** What numbers a requirement or a support admits, in code and in words. */
import { WasmcmcError } from "../errors.js";
import type { Requirement, Support } from "./distribution.js";
import type { Node } from "./graph.js";
import { faultOf, isVectorRequirement, type VectorRequirement } from "./vector_requirement.js";

/** Kinds of support, and of requirement, whose values are single numbers. */
export type NumberSupport = Exclude<Support["kind"], VectorRequirement> | "bound";

const admits: Readonly<Record<Exclude<Requirement, VectorRequirement> | "circular", (x: number) => boolean>> = {
  real: Number.isFinite,
  bound: (x) => !Number.isNaN(x),
  circular: (x) => x >= -Math.PI && x <= Math.PI,
  positive: (x) => x > 0 && Number.isFinite(x),
  nonnegative: (x) => x >= 0 && Number.isFinite(x),
  unit: (x) => x >= 0 && x <= 1,
  boolean: (x) => x === 0 || x === 1,
  count: (x) => x >= 0 && Number.isInteger(x),
};

export const requirementInWords: Readonly<Record<Requirement | VectorRequirement | "circular", string>> = {
  circular: "an angle from -pi to pi",
  zeroSum: "with sum 0",
  unitVector: "with squares of sum 1",
  ordered: "in increasing order",
  positiveOrdered: "above 0 and in increasing order",
  choleskyCorrelation: "that are the Cholesky factor of a correlation matrix",
  covariance: "symmetric and positive definite",
  choleskyFactor: "a lower triangle with a diagonal above 0",
  real: "finite",
  bound: "not NaN",
  positive: "positive and finite",
  nonnegative: "0 or more and finite",
  unit: "between 0 and 1",
  boolean: "0 or 1",
  count: "a whole number, 0 or more",
  simplex: "nonnegative with sum 1",
};

/** The position of the first value that a requirement refuses, or -1; where a vector as a whole is wrong 0. */
export function firstRefused(requirement: Requirement | VectorRequirement, values: readonly number[]): number {
  if (isVectorRequirement(requirement)) return faultOf(requirement, values)?.position ?? -1;
  return values.findIndex((value) => !admits[requirement](value));
}

/** Checks a parameter of a distribution where it is a constant; an expression is checked when it has a value. */
export function checkParameter(distribution: string, name: string, requirement: Requirement, node: Node): void {
  if (node.kind !== "constant") return;
  const position = firstRefused(requirement, node.values);
  if (position < 0) return;
  const isVector = node.event.length > 0;
  const fault = requirement !== "simplex" && isVectorRequirement(requirement) ? faultOf(requirement, node.values) : undefined;
  const what = fault
    ? `its ${fault.what} is ${fault.value} (must be ${fault.must})`
    : requirement === "simplex"
      ? `are [${node.values.join(", ")}]`
      : `${isVector ? `its element ${position} ` : ""}is ${node.values[position]}`;
  throw new WasmcmcError({
    code: "parameter-value",
    problem: `${distribution}: ${name} must be ${requirementInWords[requirement]}, but ${what}.`,
    remedy:
      requirement === "simplex"
        ? "Divide them by their sum."
        : `Give ${name} as ${fault ? "numbers that are" : "a number that is"} ${requirementInWords[requirement]}, or as an expression.`,
    variable: name,
    ...(isVector ? { row: position } : {}),
    value: fault?.value ?? node.values[position],
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

export function supportInWords(support: Support["kind"] | "bound", lower: number, upper: number): string {
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
