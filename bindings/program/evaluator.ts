/** What the engine and the scalar reference both are, so that one suite of tests runs on either. */
import type { Section } from "../../assembly/opcodes.js";

/**
 * A program with its data. Positions, gradients and parameters are compact: values one after the other in the order of
 * `index`, each as many numbers as its space has rows.
 */
export interface Evaluator {
  /** Length of a position. */
  readonly dimension: number;
  /** Length of a constrained draw. */
  readonly parameterLength: number;
  /** Log density at an unconstrained position, Jacobian included. NaN is returned as NaN. */
  logp(position: Float64Array): number;
  logpAndGradient(position: Float64Array): { logp: number; gradient: Float64Array };
  constrain(position: Float64Array): Float64Array;
  unconstrain(parameters: Float64Array): Float64Array;
  /**
   * The random numbers of the simulating sections from now on: those of an iteration of a chain of a seed (below 2^53). Samplers have
   * chains below 2^11; those from there on have random numbers that no sampler draws. All 0 to begin with.
   */
  stream(seed: number, chain: number, iteration: number): void;
  /** A forward-only section's outputs, one after the other. */
  section(kind: Section, parameters: Float64Array): Float64Array;
  /** A copy of the rows of a Bound, Output or Parameter value, as last computed. */
  value(id: number): Float64Array;
}

/** The data a program is bound to, in the order of the program's dims, columns and index columns. */
export interface BoundData {
  readonly dimSizes: readonly number[];
  readonly columns: readonly Float64Array[];
  readonly indexes: readonly Int32Array[];
}
