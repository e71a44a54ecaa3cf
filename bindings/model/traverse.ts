/** Walks a whole model: through priors, bounds and starting values of parameters as well. */
import type { Distribution, Observation } from "./distribution.js";
import type { Constraint, Node } from "./graph.js";
import { directArguments } from "./nodes.js";

/** All nodes that a node, as part of a model, brings with it at once. */
export function modelArguments(node: Node): readonly Node[] {
  if (node.kind !== "param") return directArguments(node);
  const init = node.init !== undefined && "kind" in node.init ? [node.init] : [];
  const bounds = node.constraint === undefined ? [] : boundsOf(node.constraint);
  return [...distributionArguments(node.prior), ...bounds, ...init];
}

export function distributionArguments(distribution: Distribution): readonly Node[] {
  if (distribution.kind === "plain") {
    return [...Object.values(distribution.parameters), ...(distribution.inner ?? []).flatMap(distributionArguments)];
  }
  const shares = distribution.kind === "mixture" ? [distribution.weights] : [distribution.initial, distribution.transition];
  return [...shares, ...distribution.components.flatMap((component) => distributionArguments(component.distribution))];
}

/** Dims of a distribution's log density at a value: the value's, but those whose rows are one joint observation. */
export function rowDims(distribution: Distribution, value: { readonly dims: readonly string[] }): readonly string[] {
  const joint =
    distribution.kind === "plain" ? distribution.joint : distribution.kind === "hmm" ? [distribution.over] : undefined;
  return joint === undefined ? value.dims : value.dims.filter((dim) => !joint.includes(dim));
}

export function observationArguments(observation: Observation): readonly Node[] {
  return [observation.value, ...distributionArguments(observation.distribution)];
}

/** The bounds of a constraint that has any. */
export function boundsOf(constraint: Constraint): readonly Node[] {
  switch (constraint.kind) {
    case "interval":
      return [constraint.lower, constraint.upper];
    case "affine":
      return [constraint.offset, constraint.multiplier];
    case "lower":
      return [constraint.lower];
    case "upper":
      return [constraint.upper];
    default:
      return [];
  }
}
