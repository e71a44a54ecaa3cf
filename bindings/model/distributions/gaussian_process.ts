/** A vector over a dim that is jointly normal: Gaussian processes, and any normal whose size comes with the data. */
import { WasmcmcError } from "../../errors.js";
import { diagonal, rename } from "../axes.js";
import { Dist } from "../dist.js";
import { toNode } from "../expression.js";
import { family } from "../family.js";
import { log, square } from "../functions.js";
import { cholesky, solveLower } from "../linear_algebra.js";
import { joinDims } from "../nodes.js";
import { dot, sum } from "../reductions.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import { halfLogTwoPi } from "./terms.js";

export interface GaussianProcessOptions<Mean extends Operand> {
  /** Mean of each row; 0 when absent. */
  readonly mean?: Mean;
  /** Covariance of each pair of rows, over [row, column]; positive definite, so with the noise or a jitter on its diagonal. */
  readonly covariance?: AnyExpr;
  /** In place of the covariance its lower Cholesky factor. */
  readonly cholesky?: AnyExpr;
  /** The dim of the value, and its second name. */
  readonly over: readonly [row: string, column: string];
}

const familyOver = (row: string, column: string) =>
  family({
    name: "gaussianProcess",
    parameters: { mean: "real", factor: "real" },
    support: () => ({ kind: "real" }),
    logp: (x, { mean, factor }) => {
      const standard = solveLower(factor, x.sub(mean), row, column) as AnyExpr;
      return sum(
        square(standard)
          .mul(-0.5)
          .sub(halfLogTwoPi)
          .sub(log(diagonal(factor, row, column))),
        row,
      );
    },
    mean: ({ mean }) => mean,
    variance: ({ factor }) => sum(square(factor), column),
    random: ({ mean, factor }, variates) => mean.add(dot(factor, rename(variates.normal(), row, column), column)),
  });

/**
 * Normal over all rows of a dim at once, with a covariance for each pair of rows (a matrix over the dim and its second name):
 *
 *     p(x) = exp(-(x - mean)^T covariance^-1 (x - mean) / 2) / sqrt(det(2 pi covariance))
 *
 * For a regression with noise, observe with the noise on the diagonal:
 *
 *     const other = rename(x, "point", "other");
 *     const covariance = addDiagonal(squaredExponential(x, other, { scale, length }), sigma.square(), "point", "other");
 *     observe(y, gaussianProcess({ covariance, over: ["point", "other"] }))
 *
 * All rows are one observation of the log likelihood. Costs n^3 / 3 multiplications; for up to about a thousand rows.
 *
 * Stan: multi_normal(mu, Sigma), multi_normal_cholesky(mu, L); PyMC: MvNormal(mu, cov), gp.Marginal.
 */
export function gaussianProcess<const Row extends string, Mean extends Operand = number>(
  options: GaussianProcessOptions<Mean> & { readonly over: readonly [Row, string] },
): Dist<DimsOf<Mean> | Row, []> {
  const [row, column] = options.over;
  const given = options.cholesky ?? options.covariance;
  if (given === undefined || (options.cholesky !== undefined && options.covariance !== undefined)) {
    throw new WasmcmcError({
      code: "parameter-value",
      problem: `gaussianProcess: ${given === undefined ? "neither covariance nor cholesky is" : "both covariance and cholesky are"} given.`,
      remedy: "Give one of them, an expression over the dim and its second name.",
      variable: "covariance",
    });
  }
  const factor = options.cholesky ?? (cholesky(given, row, column) as AnyExpr);
  const mean = toNode(options.mean ?? 0);
  const parameters = { mean, factor: toNode(factor) };
  const dims = joinDims([mean.dims, [row]]);
  return new Dist({ kind: "plain", family: familyOver(row, column), parameters, dims, event: [], joint: [row] });
}
