/** Covariance matrices as events [K, K]: of errors and their correlations, and of Cholesky factors. */
import { WasmcmcError } from "../errors.js";
import { Expr } from "./expression.js";
import { square } from "./functions.js";
import {
  elementsOf,
  eventOf,
  type MatrixArgument,
  type MatrixDims,
  type MatrixEvent,
  matrixNode,
  productWithTransposed,
  times,
  triangleOf,
  type VectorArgument,
  type VectorDims,
  vectorNode,
  zero,
} from "./small_matrix.js";
import type { AnyExpr, DimsOf, Operand } from "./types.js";

/**
 * A square matrix as an event [K, K] from its rows, whose elements are numbers and expressions without an event: a covariance to which
 * another is added.
 *
 *     stackRows([[a, b], [b, c]]).add(errorCovariance(xErr, yErr, rho))
 */
export function stackRows<const Rows extends readonly (readonly Operand[])[]>(
  rows: Rows,
): Expr<MatrixDims<Rows>, MatrixEvent<Rows>> {
  return new Expr(matrixNode("stackRows: the matrix", rows));
}

/**
 * L L^T of a lower triangular matrix, an event [K, K]: of a parameter with the prior `lkjCholesky` the matrix of correlations.
 *
 *     const L = param(lkjCholesky(2, 2));
 *     return { L, rho: correlation(L).at(1) };   // row-major: .at(i * K + j)
 */
export function correlation<const L extends MatrixArgument>(factor: L): Expr<MatrixDims<L>, MatrixEvent<L>> {
  return productWithTransposed(triangleOf(new Expr(matrixNode("correlation: the factor", factor)))) as Expr<
    MatrixDims<L>,
    MatrixEvent<L>
  >;
}

/**
 * Row i of a lower triangular matrix times sigma_i: the Cholesky factor of a covariance, from standard deviations and the Cholesky
 * factor of the correlations.
 *
 *     mvNormal(mu, { cholesky: scaleRows(sigma, L) })
 *
 * Stan: diag_pre_multiply(sigma, L).
 */
export function scaleRows<const Sigma extends VectorArgument, const L extends MatrixArgument>(
  sigma: Sigma,
  factor: L,
): Expr<VectorDims<Sigma> | MatrixDims<L>, MatrixEvent<L>> {
  const scales = elementsOf(new Expr(vectorNode("scaleRows: sigma", sigma)));
  const rows = triangleOf(new Expr(matrixNode("scaleRows: the factor", factor, scales.length)));
  const size = scales.length;
  const elements = rows.flatMap((row, i) =>
    Array.from({ length: size }, (_, j) => (j > i ? zero : times(scales[i] as AnyExpr, row[j] as AnyExpr))),
  );
  return eventOf(elements, [size, size]) as Expr<VectorDims<Sigma> | MatrixDims<L>, MatrixEvent<L>>;
}

/** The covariance of standard deviations `sigma` and the Cholesky factor of correlations: scaleRows(sigma, factor) times its transpose. */
export function covarianceOf<const Sigma extends VectorArgument, const L extends MatrixArgument>(
  sigma: Sigma,
  factor: L,
): Expr<VectorDims<Sigma> | MatrixDims<L>, MatrixEvent<L>> {
  return productWithTransposed(triangleOf(scaleRows(sigma, factor))) as Expr<VectorDims<Sigma> | MatrixDims<L>, MatrixEvent<L>>;
}

/**
 * The covariance of measurement errors from their standard deviations and correlations; of columns it is a matrix for each row. In
 * three dimensions and more the correlations are those above the diagonal, row by row: (xy, xz, yz), as in Gaia's tables.
 *
 *     errorCovariance(pmraError, pmdecError, pmraPmdecCorr)
 *     errorCovariance([parallaxError, pmraError, pmdecError], [parallaxPmraCorr, parallaxPmdecCorr, pmraPmdecCorr])
 *
 * It adds to a covariance of what is measured: `intrinsic.add(errorCovariance(...))`.
 */
export function errorCovariance<X extends Operand, Y extends Operand, Rho extends Operand>(
  sdX: X,
  sdY: Y,
  rho: Rho,
): Expr<DimsOf<X | Y | Rho>, [2, 2]>;
export function errorCovariance<const Sds extends readonly Operand[], const Rhos extends readonly Operand[]>(
  sds: Sds,
  correlations: Rhos,
): Expr<DimsOf<Sds[number] | Rhos[number]>, [Sds["length"], Sds["length"]]>;
export function errorCovariance(
  first: Operand | readonly Operand[],
  second: Operand | readonly Operand[],
  rho?: Operand,
): AnyExpr {
  if (Array.isArray(first)) return covarianceOfErrors(first, second as readonly Operand[]);
  return covarianceOfErrors([first as Operand, second as Operand], [rho as Operand]);
}

function covarianceOfErrors(given: readonly Operand[], correlations: readonly Operand[]): AnyExpr {
  const sds = elementsOf(new Expr(vectorNode("errorCovariance: the errors", given)));
  const size = sds.length;
  if (!Array.isArray(correlations) || correlations.length !== (size * (size - 1)) / 2) {
    throw new WasmcmcError({
      code: "event-mismatch",
      problem: `errorCovariance: ${size} errors have ${(size * (size - 1)) / 2} correlations, but there are ${correlations?.length}.`,
      remedy: "Give those above the diagonal, row by row: [xy, xz, yz] for three errors.",
      variable: "correlations",
      value: correlations?.length,
    });
  }
  const elements = elementsOf(new Expr(vectorNode("errorCovariance: the correlations", correlations)));
  const place = (i: number, j: number) => i * size - (i * (i + 1)) / 2 + j - i - 1;
  const above = sds.map((sd, i) =>
    sds.map((other, j) => (j > i ? times(elements[place(i, j)] as AnyExpr, times(sd, other)) : zero)),
  );
  const rows = sds.flatMap((sd, i) =>
    sds.map((_, j) => (i === j ? (square(sd) as AnyExpr) : ((above[Math.min(i, j)] as AnyExpr[])[Math.max(i, j)] as AnyExpr))),
  );
  return eventOf(rows, [size, size]);
}
