/** The Lewandowski-Kurowicka-Joe distribution of correlation matrices, by their Cholesky factors. */
import type { Dist } from "../dist.js";
import type { Family } from "../distribution.js";
import { family, multivariate } from "../family.js";
import { exp, lgamma, log, mul, reciprocal, sqrt, square } from "../functions.js";
import { constant } from "../nodes.js";
import { checkSize, eventOf, one, valueElements, zero } from "../small_matrix.js";
import type { AnyExpr, DimsOf, Operand } from "../types.js";
import type { Variates } from "../variates.js";
import { logPi } from "./terms.js";
import { scalarNode, totalOf } from "./vector_terms.js";

const lkjCholeskyFamily = (size: number): Family =>
  family<"size" | "eta">({
    name: "lkjCholesky",
    multivariate: true,
    parameters: { size: "real", eta: "positive" },
    support: () => ({ kind: "choleskyCorrelation" }),
    logp: (factor, { eta }) => {
      const elements = valueElements("lkjCholesky", factor, [size, size]);
      const below = elements.filter((_, place) => place > 0 && place % (size + 1) === 0);
      const terms = below.map((x, k): AnyExpr => mul(eta.mul(2).add(size - 4 - k), log(x)));
      return totalOf(terms).add(logNormaliser(size, eta));
    },
    mean: ({ eta }) => fromRows(size, (i, j) => (i === j ? diagonalMean(size, i, eta) : zero)),
    variance: ({ eta }) => fromRows(size, (i, j) => variance(size, i, j, eta)),
    random: ({ eta }, variates) => {
      const rows = Array.from({ length: size }, (_, i) => rowDraw(size, i, eta, variates));
      return fromRows(size, (i, j) => rows[i]?.[j] as AnyExpr);
    },
  });

/** An event [K, K] whose elements above the diagonal are 0. */
function fromRows(size: number, elementAt: (i: number, j: number) => AnyExpr): AnyExpr {
  const places = Array.from({ length: size * size }, (_, place) => [Math.floor(place / size), place % size] as const);
  return eventOf(
    places.map(([i, j]) => (j > i ? zero : elementAt(i, j))),
    [size, size],
  );
}

/** sum over k from 1 to K - 1 of log Gamma(eta + (K - 1) / 2) - log Gamma(eta + (K - 1 - k) / 2) - k log(pi) / 2 */
function logNormaliser(size: number, eta: AnyExpr): AnyExpr {
  const top: AnyExpr = mul(size - 1, lgamma(eta.add((size - 1) / 2)));
  const others = Array.from({ length: size - 1 }, (_, k): AnyExpr => lgamma(eta.add((size - 2 - k) / 2)));
  return top.sub(totalOf(others)).sub((logPi * size * (size - 1)) / 4) as AnyExpr;
}

/** The square of a row's diagonal element is beta distributed with these shapes; their sum is eta + (K - 1) / 2. */
function shapes(size: number, i: number, eta: AnyExpr): readonly [AnyExpr, AnyExpr] {
  return [eta.add((size - 1 - i) / 2) as AnyExpr, eta.add((size - 1) / 2) as AnyExpr];
}

function diagonalMean(size: number, i: number, eta: AnyExpr): AnyExpr {
  if (i === 0) return one;
  const [a, sum] = shapes(size, i, eta);
  return exp(
    lgamma(a.add(0.5))
      .sub(lgamma(a))
      .sub(lgamma(sum.add(0.5)).sub(lgamma(sum))),
  );
}

function variance(size: number, i: number, j: number, eta: AnyExpr): AnyExpr {
  if (i === 0) return zero;
  const [a, sum] = shapes(size, i, eta);
  return i === j ? a.div(sum).sub(square(diagonalMean(size, i, eta))) : reciprocal(sum.mul(2));
}

/** By the onion method: normals for the direction, and the diagonal element's share of the length from a gamma variate. */
function rowDraw(size: number, i: number, eta: AnyExpr, variates: Variates): AnyExpr[] {
  if (i === 0) return [one];
  const normals = Array.from({ length: i }, () => variates.normal());
  const last: AnyExpr = mul(2, exp(variates.logGamma(shapes(size, i, eta)[0])));
  const inverse: AnyExpr = reciprocal(sqrt(totalOf([...normals.map((z): AnyExpr => square(z)), last])));
  return [...normals.map((z): AnyExpr => mul(z, inverse)), mul(sqrt(last), inverse)];
}

/**
 * Cholesky factors L of correlation matrices of K variables, with shape `eta` > 0: L L^T has a density in proportion to
 * det(L L^T)^(eta - 1), so that eta = 1 is uniform over correlation matrices and larger ones are nearer to the identity. In the elements
 * below the diagonal, with rows counted from 1,
 *
 *     p(L) = prod_{k = 2..K} L_kk^(K - k + 2 eta - 2) * prod_{k = 1..K-1} Gamma(eta + (K - 1) / 2) / (pi^(k / 2) Gamma(eta + (K - 1 - k) / 2))
 *
 * A value is an event [K, K], row-major: element (i, j) is L.at(i * K + j). `correlation(L)` is the matrix, `scaleRows(sigma, L)` the
 * factor of a covariance:
 *
 *     const L = param(lkjCholesky(2, 2));
 *     const sigma = param(halfNormal(1), { size: 2 });
 *     observe(stack(x, y), mvNormal([0, 0], { cholesky: scaleRows(sigma, L) }));
 *
 * Stan: lkj_corr_cholesky(eta); PyMC: LKJCholeskyCov(n, eta, sd_dist), which has the standard deviations in it.
 * Source: Lewandowski, Kurowicka, Joe (2009), Journal of Multivariate Analysis 100, 1989.
 */
export function lkjCholesky<const K extends number, const Eta extends Operand>(size: K, eta: Eta): Dist<DimsOf<Eta>, [K, K]> {
  checkSize("lkjCholesky: size", size, 2);
  return multivariate(lkjCholeskyFamily(size), { size: constant(size), eta: scalarNode("lkjCholesky: eta", eta) }, [size, size]);
}
