/** The reference evaluator against differences of its own log density, and its special functions against 50-digit values. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Evaluator } from "../../bindings/program/evaluator.js";
import { opTable } from "../../bindings/program/ops.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { verify } from "../../bindings/program/verify.js";
import { opsOf, randomProgram } from "./random_program.js";

/** Central difference along one coordinate, extrapolated three times (Richardson): its error is O(step^8). */
function derivative(evaluator: Evaluator, position: Float64Array, coordinate: number): number {
  const steps = [0.04, 0.02, 0.01, 0.005];
  let estimates = steps.map((step) => {
    const moved = (by: number): number => {
      const at = position.slice();
      at[coordinate] = (at[coordinate] as number) + by;
      return evaluator.logp(at);
    };
    return (moved(step) - moved(-step)) / (2 * step);
  });
  for (let factor = 4; estimates.length > 1; factor *= 4) {
    estimates = estimates.slice(1).map((finer, i) => finer + (finer - (estimates[i] as number)) / (factor - 1));
  }
  return estimates[0] as number;
}

describe("the reference gradient", () => {
  test("agrees with extrapolated differences on random programs over every op", () => {
    const drawn = new Set<number>();
    fc.assert(
      fc.property(randomProgram({ rows: 3, groups: 2 }), ({ program, data, position }) => {
        verify(program);
        for (const op of opsOf(program)) drawn.add(op);
        const evaluator = reference(program, data);
        const { logp, gradient } = evaluator.logpAndGradient(position);
        expect(Number.isFinite(logp)).toBe(true);
        const scale = evaluator.absolutePartials(position);
        const terms = evaluator.absoluteTerms(position);
        for (let i = 0; i < Math.min(position.length, 8); i++) {
          const difference = derivative(evaluator, position, i);
          // 1e-7 of the scale; the differences themselves carry the rounding of logp over the smallest step.
          const bound = 1e-7 * (scale[i] as number) + (8 * 2 ** -53 * terms) / 0.005;
          expect(Math.abs(difference - (gradient[i] as number)), `coordinate ${i}`).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 150, seed: 20261 },
    );
    expect(opTable.filter(({ op }) => !drawn.has(op)).map(({ name }) => name)).toEqual([]);
  });
});
