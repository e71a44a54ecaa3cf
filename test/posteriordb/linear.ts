/** The parts that linear regressions share. */
import { type Expr, flat, halfCauchy, mean, param, positive, sqrt, square } from "../../bindings/index.js";

/**
 * For predictors far from zero in units of their spread: intercept and slope are correlated by 0.99 and more, which a dense
 * metric takes away and a diagonal one pays for with five times the steps.
 */
export const dense = { options: { metric: "dense" } } as const;

type Term = Expr<"row", []> | Expr<never, []>;

/** beta[0] + beta[1] terms[0] + beta[2] terms[1] + ... */
export function linear(beta: Expr<never, [number]>, terms: readonly Term[]): Expr<"row", []> {
  return terms.reduce<Expr<"row", []>>((sum, term, k) => sum.add(beta.at(k + 1).mul(term)), beta.at(0));
}

/** Coefficients without a prior. */
export const flatCoefficients = (count: number): Expr<never, [number]> => param(flat(), { size: count });

/** A scale above 0 without a prior. */
export const flatScale = (): Expr<never, []> => param(flat(), { constraint: positive() });

/**
 * The same, of residuals of `response`, whose chains start at its standard deviation: where that is in the thousands, chains
 * that start at 1 lie so far out, on so steep a slope, that the usual warm-up ends before they have come in.
 */
export const flatScaleOf = (response: Expr<"row", []>): Expr<never, []> =>
  param(flat(), { constraint: positive(), init: sqrt(mean(square(response.sub(mean(response))))) });

/** The scale of the models of test scores. */
export const cauchyScale = (): Expr<never, []> => param(halfCauchy(2.5));
