/** A model bound to data: its log density and gradient at unconstrained positions. */

import type { Bound } from "../engine/bound.js";
import { nonFiniteStart } from "../engine/start.js";
import { readVariable } from "../engine/variables.js";
import type { WasmcmcError } from "../errors.js";

/**
 * Made by `model.bind(data)`. Positions are unconstrained coordinates, parameter after parameter in the order of the model's
 * results (untracked ones last), Jacobians included in the density.
 */
export class Target<M = unknown> {
  /** Holds the model's type. */
  declare readonly model: M;

  /** @internal */
  constructor(readonly bound: Bound) {}

  /** Number of unconstrained coordinates. */
  get dimension(): number {
    return this.bound.evaluator.dimension;
  }

  /** Log density at a position (Float64Array of `dimension`); -Infinity where it is not defined. */
  logp(position: Float64Array): number {
    const logp = this.bound.evaluator.logp(position);
    return Number.isNaN(logp) ? Number.NEGATIVE_INFINITY : logp;
  }

  /** The same with its gradient, a new array of `dimension` numbers. */
  logpAndGradient(position: Float64Array): { logp: number; gradient: Float64Array } {
    const result = this.bound.evaluator.logpAndGradient(position);
    return Number.isNaN(result.logp) ? { logp: Number.NEGATIVE_INFINITY, gradient: result.gradient } : result;
  }

  /** The parameters' values at a position, by name, flat in row-major order of dims then event. */
  constrain(position: Float64Array): Record<string, Float64Array> {
    const compact = this.bound.evaluator.constrain(position);
    return Object.fromEntries(
      this.bound.parameters.map((place) => {
        const values = new Float64Array(place.rows * place.width);
        readVariable(place, compact, 0, values, 0);
        return [place.name, values];
      }),
    );
  }

  /** Why the log density is not finite at a position: the error that `sample` would throw there; undefined where all is finite. */
  diagnose(position: Float64Array): WasmcmcError | undefined {
    const { logp, gradient } = this.bound.evaluator.logpAndGradient(position);
    return Number.isFinite(logp) && gradient.every(Number.isFinite) ? undefined : nonFiniteStart(this.bound, position);
  }
}
