/** Terms of the log density that are no distribution's: penalties, constraints in soft form, likelihoods computed by hand. */
import { toNode } from "./expression.js";
import type { Node } from "./graph.js";
import { reduce } from "./nodes.js";
import type { AnyExpr } from "./types.js";

/** Goes into the record that a model's callback returns. */
export class Potential {
  /** Tells it apart from an expression. */
  readonly kind = "potential";

  /** Made by `potential`. */
  constructor(readonly node: Node) {}
}

/**
 * Adds an expression to the log density, summed over its rows (and event). It is part of the posterior, not of the prior that
 * `samplePrior` draws from, nor of the pointwise log likelihood.
 *
 *     smooth: potential(square(difference).mul(-0.5))
 *
 * Stan: target += expression; PyMC: Potential.
 */
export function potential(expression: AnyExpr): Potential {
  return new Potential(reduce("sum", toNode(expression), "event"));
}
