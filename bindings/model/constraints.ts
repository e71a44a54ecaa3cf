/** Constraints that a person may give a parameter in place of the one its prior implies. The prior is not renormalised. */
import { WasmcmcError } from "../errors.js";
import { toNode } from "./expression.js";
import type { Constraint, Node } from "./graph.js";
import type { Operand } from "./types.js";

/** Any number. */
export function unconstrained(): Constraint {
  return { kind: "none" };
}

/** Above 0; sampled as its logarithm. */
export function positive(): Constraint {
  return { kind: "positive" };
}

/** Above a bound. */
export function lower(bound: Operand): Constraint {
  return { kind: "lower", lower: boundNode("lower", bound) };
}

/** Below a bound. */
export function upper(bound: Operand): Constraint {
  return { kind: "upper", upper: boundNode("upper", bound) };
}

/** Between two bounds. */
export function interval(from: Operand, to: Operand): Constraint {
  const constraint = { kind: "interval", lower: boundNode("interval", from), upper: boundNode("interval", to) } as const;
  const [low, high] = [constantOf(constraint.lower), constantOf(constraint.upper)];
  if (low !== undefined && high !== undefined && low >= high) {
    throw new WasmcmcError({
      code: "bad-constraint",
      problem: `interval(${low}, ${high}) is empty.`,
      remedy: "Give the lower bound first.",
      variable: "interval",
      value: high,
    });
  }
  return constraint;
}

/**
 * Any number, sampled as (value - offset) / multiplier, with multiplier > 0: the model and its posterior stay the same, the sampler's
 * coordinates are centred and scaled. For a hierarchical parameter, its prior's own mean and scale take away the funnel:
 *
 *     const theta = param(normal(mu, tau), { dims: "school", constraint: affine(mu, tau) });
 *
 * Stan: `real<offset=mu, multiplier=tau>`; PyMC: a non-centred parameterisation written by hand.
 */
export function affine(offset: Operand, multiplier: Operand): Constraint {
  return { kind: "affine", offset: boundNode("affine", offset), multiplier: boundNode("affine", multiplier) };
}

/** A vector (an event) of nonnegative shares with sum 1. */
export function simplex(): Constraint {
  return { kind: "simplex" };
}

/** A vector (an event) whose elements increase: tells the components of a mixture apart. */
export function ordered(): Constraint {
  return { kind: "ordered" };
}

/** A vector (an event) whose elements increase and are above 0. Stan: positive_ordered. */
export function positiveOrdered(): Constraint {
  return { kind: "positiveOrdered" };
}

/** A vector (an event) whose sum is 0. Stan: sum_to_zero_vector; `zeroSumNormal` implies it. */
export function zeroSum(): Constraint {
  return { kind: "zeroSum" };
}

/**
 * A vector (an event) of length 1: a direction. With `flat()` as its prior all directions are alike. Stan: unit_vector.
 *
 *     const axis = param(flat(), { size: 3, constraint: unitVector() });
 */
export function unitVector(): Constraint {
  return { kind: "unitVector" };
}

/** An angle in radians, from -pi to pi, whose two ends are one: chains go through them. With `flat()` as its prior it is uniform. */
export function circular(): Constraint {
  return { kind: "circular" };
}

/** An event [K, K] that is the Cholesky factor of a correlation matrix. Stan: cholesky_factor_corr; `lkjCholesky` implies it. */
export function choleskyCorrelation(): Constraint {
  return { kind: "choleskyCorrelation" };
}

function boundNode(constraint: string, bound: Operand): Node {
  const node = toNode(bound);
  if (node.event.length === 0) return node;
  throw new WasmcmcError({
    code: "bad-constraint",
    problem: `${constraint}(...) got a bound of event shape [${node.event}].`,
    remedy: "Give bounds without an event; take an element with .at(k).",
    variable: constraint,
  });
}

/** The number that a node stands for, where it is a constant without an event. */
export function constantOf(node: Node): number | undefined {
  return node.kind === "constant" && node.event.length === 0 ? node.values[0] : undefined;
}
