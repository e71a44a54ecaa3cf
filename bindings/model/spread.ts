/** How a normal or t distribution of vectors spreads: by a covariance (or scale) matrix or its Cholesky factor, and what follows. */
import { WasmcmcError } from "../errors.js";
import type { Requirement } from "./distribution.js";
import { Expr } from "./expression.js";
import { log, mul, reciprocal, sqrt } from "./functions.js";
import type { CallNode, Node } from "./graph.js";
import { joinDims } from "./nodes.js";
import {
  choleskyFactor,
  diagonalOf,
  dotOf,
  elementsOf,
  type Factor,
  factorOf,
  type MatrixArgument,
  type MatrixDims,
  matrixNode,
  solveTriangle,
  triangleOf,
  triangleTimes,
  valueElements,
} from "./small_matrix.js";
import type { AnyExpr } from "./types.js";
import type { Variates } from "./variates.js";

/** A symmetric positive definite matrix, an event [K, K], or its lower triangular Cholesky factor. */
export type SpreadArgument = { readonly covariance: MatrixArgument } | { readonly cholesky: MatrixArgument };

export type SpreadDims<S> = S extends { readonly covariance: infer M }
  ? MatrixDims<M>
  : S extends { readonly cholesky: infer M }
    ? MatrixDims<M>
    : never;

/** Which of the two a distribution was given, with what it must satisfy. */
export type SpreadKind = "covariance" | "cholesky";
export const spreadRequirement: Readonly<Record<SpreadKind, Requirement>> = {
  covariance: "covariance",
  cholesky: "choleskyFactor",
};

export function spreadNode(distribution: string, spread: unknown, size: number): { kind: SpreadKind; node: Node } {
  const given = typeof spread === "object" && spread !== null ? (spread as Record<string, unknown>) : {};
  const kinds = (["covariance", "cholesky"] as const).filter((kind) => given[kind] !== undefined);
  const [kind] = kinds;
  if (kind !== undefined && kinds.length === 1) return { kind, node: matrixNode(`${distribution}: ${kind}`, given[kind], size) };
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${distribution} got ${kinds.length === 0 ? "neither a covariance nor" : "both a covariance and"} a Cholesky factor.`,
    remedy: `Write ${distribution}(..., { covariance: matrix }) or ${distribution}(..., { cholesky: factor }).`,
    variable: distribution,
    value: spread,
  });
}

/** Of a value: -d^T S^-1 d / 2 with d its distance from the mean, and 1 / sqrt(det S), also as a logarithm. */
export interface Gaussian {
  readonly quadratic: AnyExpr;
  readonly inverseRoot: AnyExpr;
  readonly logInverseRoot: AnyExpr;
}

export interface SpreadParameters {
  readonly mu: AnyExpr;
  readonly covariance?: AnyExpr;
  readonly cholesky?: AnyExpr;
}

export function gaussianOf(distribution: string, value: AnyExpr, parameters: SpreadParameters): Gaussian {
  const { mu, covariance } = parameters;
  const x = valueElements(distribution, value, mu.node.event);
  const difference = elementsOf(mu).map((center, k) => (x[k] as AnyExpr).sub(center) as AnyExpr);
  // One op where each row has a covariance of its own; one that all rows share is decomposed once, which is faster.
  if (covariance && covariance.node.dims.length > 0) {
    if (difference.length === 2) return closedForm("gaussian2", difference, covariance);
    if (difference.length === 3) return closedForm("gaussian3", difference, covariance);
  }
  const factor = spreadFactor(parameters);
  const z = solveTriangle(factor, difference);
  const { inverseDiagonal } = factor;
  return {
    quadratic: mul(-0.5, dotOf(z, z, z.length)) as AnyExpr,
    inverseRoot: inverseDiagonal.reduce((product, root) => mul(product, root) as AnyExpr),
    logInverseRoot: inverseDiagonal.map((root) => log(root) as AnyExpr).reduce((sum, term) => sum.add(term) as AnyExpr),
  };
}

function closedForm(op: "gaussian2" | "gaussian3", difference: readonly AnyExpr[], covariance: AnyExpr): Gaussian {
  const args = [...difference, ...triangleOf(covariance).flat()].map(({ node }) => node);
  const dims = joinDims(args.map((arg) => arg.dims));
  const node: CallNode = { kind: "call", op, args, over: [], count: 0, dims, event: [2] };
  const [quadratic, inverseRoot] = elementsOf(new Expr(node)) as [AnyExpr, AnyExpr];
  return { quadratic, inverseRoot, logInverseRoot: log(inverseRoot) };
}

/** The Cholesky factor, given or computed. */
export function spreadFactor({ covariance, cholesky }: SpreadParameters): Factor {
  return covariance ? choleskyFactor(triangleOf(covariance)) : factorOf(triangleOf(cholesky as AnyExpr));
}

/** The diagonal of the covariance. */
export function spreadDiagonal({ covariance, cholesky }: SpreadParameters): AnyExpr[] {
  if (covariance) return diagonalOf(triangleOf(covariance));
  return triangleOf(cholesky as AnyExpr).map((row) => dotOf(row, row, row.length));
}

/** 1 / standard deviation, of a spread in one dimension. */
export function inverseScale({ covariance, cholesky }: SpreadParameters): AnyExpr {
  return covariance ? reciprocal(sqrt(covariance.at(0) as AnyExpr)) : reciprocal((cholesky as AnyExpr).at(0) as AnyExpr);
}

/** A draw of L z, with z standard normal. */
export function spreadDraw(parameters: SpreadParameters, variates: Variates): AnyExpr[] {
  const { rows } = spreadFactor(parameters);
  return triangleTimes(
    rows,
    rows.map(() => variates.normal()),
  );
}

/** Elements plus those of the location. */
export function about(mu: AnyExpr, elements: readonly AnyExpr[]): AnyExpr[] {
  return elementsOf(mu).map((center, k) => center.add(elements[k] as AnyExpr) as AnyExpr);
}
