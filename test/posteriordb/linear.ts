/** The parts that linear regressions share. */
import { type Expr, flat, halfCauchy, param, positive } from "../../bindings/index.js";

type Term = Expr<"row", []> | Expr<never, []>;

/** beta[0] + beta[1] terms[0] + beta[2] terms[1] + ... */
export function linear(beta: Expr<never, [number]>, terms: readonly Term[]): Expr<"row", []> {
  return terms.reduce<Expr<"row", []>>((sum, term, k) => sum.add(beta.at(k + 1).mul(term)), beta.at(0));
}

/** Coefficients without a prior. */
export const flatCoefficients = (count: number): Expr<never, [number]> => param(flat(), { size: count });

/** A scale above 0 without a prior. */
export const flatScale = (): Expr<never, []> => param(flat(), { constraint: positive() });

/** The scale of the models of test scores. */
export const cauchyScale = (): Expr<never, []> => param(halfCauchy(2.5));
