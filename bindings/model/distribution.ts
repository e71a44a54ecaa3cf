/**
 * What a distribution is to the rest of the house: a family (one short file in `distributions/`) with its parameters as nodes.
 * Its density, rows and simulation are asked for by the section that needs them, so it stays a value until programs are emitted.
 */
import type { Constraint, Node } from "./graph.js";
import type { Variates } from "./variates.js";

/** What must hold for a parameter or a value; checked at bind for data, in the engine for expressions of parameters. */
export type Requirement =
  | "real"
  /** Any number, or an infinity that bounds nothing. */
  | "bound"
  | "positive"
  | "nonnegative"
  | "unit"
  | "boolean"
  | "count"
  | "simplex"
  /** An event [K, K], symmetric and positive definite. */
  | "covariance"
  /** An event [K, K]: a lower triangle with a diagonal above 0. */
  | "choleskyFactor";

/** Where the density is positive. Bounds may be expressions. */
export type Support =
  | { readonly kind: "real" }
  | { readonly kind: "positive" }
  | { readonly kind: "nonnegative" }
  | { readonly kind: "interval"; readonly lower: Node; readonly upper: Node }
  | { readonly kind: "unit" }
  | { readonly kind: "simplex" }
  | { readonly kind: "boolean" }
  | { readonly kind: "count" }
  /** At or above a bound. */
  | { readonly kind: "lower"; readonly lower: Node }
  /** At or below a bound. */
  | { readonly kind: "upper"; readonly upper: Node }
  /** Whole numbers between two bounds, ends included; the constant Infinity, or its negative, is no bound. */
  | { readonly kind: "integers"; readonly lower: Node; readonly upper: Node }
  /** An angle in radians, from -pi to pi. */
  | { readonly kind: "circular" }
  /** An event [K] whose sum is 0. */
  | { readonly kind: "zeroSum" }
  /** An event [K, K]: a lower triangle with positive diagonal, whose rows have length 1. */
  | { readonly kind: "choleskyCorrelation" };

/**
 * A density in two factors, exp(quadratic) * inverseRoot * exp(offset) * (2 pi)^(-dimensions/2): what the density-space mixture
 * wants, so that no logarithm per row and component is needed. `inverseRoot` is 1/sigma, or 1/sqrt(det).
 */
export interface DensityForm {
  /** A form, or an expression of it where it has more than one dimension. */
  readonly quadratic: QuadraticForm | Node;
  readonly inverseRoot: Node;
  /** A log factor of the row's own (a Jacobian such as -log y); data-only and shared by all components, or the general path is taken. */
  readonly offset?: Node;
  readonly dimensions: number;
}

/** -0.5 * ((value - mean) * inverseRoot)^2 */
export interface QuadraticForm {
  readonly value: Node;
  readonly mean: Node;
  readonly inverseRoot: Node;
}

export interface Family {
  readonly name: string;
  readonly discrete: boolean;
  /** Its integral is infinite: a prior, but no distribution, so that it has no draws. */
  readonly improper?: boolean;
  /** Parameter names, in order, with what each must satisfy. */
  readonly parameters: Readonly<Record<string, Requirement>>;
  support(parameters: Readonly<Record<string, Node>>): Support;
  /** The log density as an expression, -inf outside the support. It may lack dims of the value: it then holds for each row. */
  logp(value: Node, parameters: Readonly<Record<string, Node>>): Node;
  /** The same without the guard against values outside the support: for values that are known to be inside it. */
  logpInside(value: Node, parameters: Readonly<Record<string, Node>>): Node;
  densityForm?(value: Node, parameters: Readonly<Record<string, Node>>): DensityForm | undefined;
  /** log P(X <= value), -inf below the support and 0 above it; accurate in the lower tail. */
  logCdf?(value: Node, parameters: Readonly<Record<string, Node>>): Node;
  /** log P(X > value), 0 below the support and -inf above it; accurate in the upper tail. */
  logSurvival?(value: Node, parameters: Readonly<Record<string, Node>>): Node;
  /** The value at or below which a share p in [0, 1] lies. */
  quantile?(p: Node, parameters: Readonly<Record<string, Node>>): Node;
  /** The quantile of a share given as its logarithm, of shares too small to be numbers. */
  lowerQuantile?(logShare: Node, parameters: Readonly<Record<string, Node>>): Node;
  /** The value above which a share lies, given as its logarithm: of shares q so small that 1 - q would not keep their digits. */
  upperQuantile?(logShare: Node, parameters: Readonly<Record<string, Node>>): Node;
  /** Of multivariate ones an event. Infinite or undefined moments are `infinity` or NaN. */
  mean?(parameters: Readonly<Record<string, Node>>): Node;
  /** The variance, of each element of an event. */
  variance?(parameters: Readonly<Record<string, Node>>): Node;
  /** A value drawn at random. Made once for each element where a family of numbers stands for a vector (`size`). */
  random?(parameters: Readonly<Record<string, Node>>, variates: Variates): Node;
  /** A value drawn at random from those above 0. */
  randomPositive?(parameters: Readonly<Record<string, Node>>, variates: Variates): Node;
}

export interface PlainDistribution {
  readonly kind: "plain";
  readonly family: Family;
  readonly parameters: Readonly<Record<string, Node>>;
  readonly dims: readonly string[];
  readonly event: readonly number[];
  /** Dims of the value whose rows are one joint observation: the log density has none of them. */
  readonly joint?: readonly string[];
  /** Distributions that its formulas use besides its parameters. */
  readonly inner?: readonly Distribution[];
}

export interface MixtureDistribution {
  readonly kind: "mixture";
  /** Event shape [K]; dims may be empty or the row's own. */
  readonly weights: Node;
  readonly components: readonly { readonly name: string; readonly distribution: Distribution }[];
  readonly dims: readonly string[];
  readonly event: readonly number[];
}

/** A chain of hidden states along a dim. */
export interface HiddenMarkovDistribution {
  readonly kind: "hmm";
  /** Event [K]. */
  readonly initial: Node;
  /** Event [K, K], from row to column; dims may be the value's own. */
  readonly transition: Node;
  /** The rows of the transition as they were given, each an event [K]. */
  readonly rows: readonly Node[];
  readonly components: readonly { readonly name: string; readonly distribution: Distribution }[];
  readonly over: string;
  readonly dims: readonly string[];
  readonly event: readonly number[];
}

export type Distribution = PlainDistribution | MixtureDistribution | HiddenMarkovDistribution;

/** `observe(value, distribution)`: value is data-only. */
export interface Observation {
  readonly kind: "observation";
  readonly value: Node;
  readonly distribution: Distribution;
}

export type { Constraint };
