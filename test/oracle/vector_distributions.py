"""Writes test/fixtures/vector_distributions.json: log densities of distributions of vectors with all partials, means and variances.

    python test/oracle/vector_distributions.py [FOLDER]

mpmath computes at 50 digits, from the definitions: determinants and inverses by LU, gamma functions, partials by differences of
high order. scipy's multivariate_normal, multivariate_t, dirichlet, multinomial and dirichlet_multinomial agree with the log densities,
or nothing is written. The LKJ density of a Cholesky factor is that of the correlation matrix, det(R)^(eta - 1) over its normalising
constant by equation 16 of Lewandowski, Kurowicka and Joe (2009), times the Jacobian of R in the elements of the factor. That of a
vector with sum 0 is the normal density of its coordinates in an orthonormal basis of the plane.

A case has the distribution's name, its parameters (a matrix is its lower triangle, by rows), the value, logp, the largest absolute
term of its sum, and `partials`: of the value, then of each parameter, flat.
"""

import json
import pathlib
import sys

import mpmath
import numpy as np
import scipy
from mpmath import mp, mpf
from scipy import stats

mp.dps = 50
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "fixtures"


def full(lower):
    """A symmetric matrix from its lower triangle by rows."""
    return mp.matrix([[lower[max(i, j) * (max(i, j) + 1) // 2 + min(i, j)] for j in range(order(lower))] for i in range(order(lower))])


def triangle(lower):
    """A lower triangular matrix from its elements by rows."""
    return mp.matrix([[lower[i * (i + 1) // 2 + j] if j <= i else mpf(0) for j in range(order(lower))] for i in range(order(lower))])


def order(lower):
    return next(k for k in range(1, 40) if k * (k + 1) // 2 == len(lower))


def squared_distance(x, mu, s):
    d = mp.matrix([a - b for a, b in zip(x, mu)])
    return (d.T * mp.inverse(s) * d)[0]


def mv_normal(x, mu, s):
    return [-squared_distance(x, mu, s) / 2, -mp.log(mp.det(s)) / 2, -len(x) * mp.log(2 * mp.pi) / 2]


def mv_student_t(x, nu, mu, s):
    k = len(x)
    return [
        -(nu + k) / 2 * mp.log1p(squared_distance(x, mu, s) / nu),
        -mp.log(mp.det(s)) / 2,
        mp.loggamma((nu + k) / 2),
        -mp.loggamma(nu / 2),
        -mpf(k) / 2 * mp.log(nu * mp.pi),
    ]


def dirichlet(x, alpha):
    return [(a - 1) * mp.log(v) if a != 1 else mpf(0) for v, a in zip(x, alpha)] + [mp.loggamma(sum(alpha))] + [-mp.loggamma(a) for a in alpha]


def multinomial(x, n, p):
    return [mp.loggamma(n + 1)] + [v * mp.log(q) - mp.loggamma(v + 1) if v > 0 else mpf(0) for v, q in zip(x, p)]


def dirichlet_multinomial(x, n, alpha):
    a = sum(alpha)
    return [mp.loggamma(n + 1), mp.loggamma(a), -mp.loggamma(n + a)] + [
        t for v, w in zip(x, alpha) for t in (mp.loggamma(v + w), -mp.loggamma(w), -mp.loggamma(v + 1))
    ]


def lkj_cholesky(x, eta):
    """det(L L^T) by the diagonal: in the elements below the diagonal alone, which the test moves one by one."""
    k = int(len(x) ** 0.5)
    diagonal = [x[i * (k + 1)] for i in range(k)]
    terms = [(2 * (eta - 1)) * mp.log(d) for d in diagonal[1:]] + [(k - 1 - i) * mp.log(diagonal[i]) for i in range(1, k)]
    for j in range(1, k):
        b = eta + mpf(k - j - 1) / 2
        terms += [-(2 * eta - 2 + k - j) * (k - j) * mp.log(2), -(k - j) * mp.log(mp.beta(b, b))]
    return terms


def zero_sum_normal(x, sigma):
    """Coordinates in the basis (1, ..., 1, -j, 0, ...) / sqrt(j (j + 1))."""
    k = len(x)
    coordinates = [(sum(x[:j]) - j * x[j]) / mp.sqrt(mpf(j) * (j + 1)) for j in range(1, k)]
    return [-((c / sigma) ** 2) / 2 for c in coordinates] + [-(k - 1) * mp.log(sigma), -(k - 1) * mp.log(2 * mp.pi) / 2]


def floats(values):
    return [float(v) for v in values]


def variances(s):
    return [s[i, i] for i in range(s.rows)]


def shares(alpha):
    return [a / sum(alpha) for a in alpha]


def t_moments(nu, mu, s):
    none = float("nan")
    mean = mu if nu > 1 else [mpf(none)] * len(mu)
    factor = nu / (nu - 2) if nu > 2 else mpf("inf") if nu > 1 else mpf(none)
    return mean, [v * factor for v in variances(s)]


def lkj_moments(x, eta):
    """Of row i (from 1) the square of the diagonal element is beta with a = eta + (k - i) / 2, b = (i - 1) / 2."""
    k = int(len(x) ** 0.5)
    mean, variance = [], []
    for i in range(1, k + 1):
        a, b = eta + mpf(k - i) / 2, mpf(i - 1) / 2
        root = mp.beta(a + mpf(1) / 2, b) / mp.beta(a, b) if i > 1 else mpf(1)
        square = a / (a + b)
        for j in range(1, k + 1):
            mean.append(root if i == j else mpf(0))
            variance.append(square - root**2 if i == j else 1 / (2 * (a + b)) if j < i else mpf(0))
    return mean, variance


DISTRIBUTIONS = {
    "mvNormal/covariance": (lambda x, mu, c: mv_normal(x, mu, full(c)), lambda x, mu, c: (mu, variances(full(c)))),
    "mvNormal/cholesky": (
        lambda x, mu, c: mv_normal(x, mu, triangle(c) * triangle(c).T),
        lambda x, mu, c: (mu, variances(triangle(c) * triangle(c).T)),
    ),
    "mvStudentT/covariance": (
        lambda x, nu, mu, c: mv_student_t(x, nu[0], mu, full(c)),
        lambda x, nu, mu, c: t_moments(nu[0], mu, full(c)),
    ),
    "mvStudentT/cholesky": (
        lambda x, nu, mu, c: mv_student_t(x, nu[0], mu, triangle(c) * triangle(c).T),
        lambda x, nu, mu, c: t_moments(nu[0], mu, triangle(c) * triangle(c).T),
    ),
    "dirichlet": (dirichlet, lambda x, a: (shares(a), [m * (1 - m) / (sum(a) + 1) for m in shares(a)])),
    "multinomial": (
        lambda x, n, p: multinomial(x, n[0], p),
        lambda x, n, p: ([n[0] * q for q in p], [n[0] * q * (1 - q) for q in p]),
    ),
    "dirichletMultinomial": (
        lambda x, n, a: dirichlet_multinomial(x, n[0], a),
        lambda x, n, a: (
            [n[0] * m for m in shares(a)],
            [n[0] * m * (1 - m) * (n[0] + sum(a)) / (1 + sum(a)) for m in shares(a)],
        ),
    ),
    "lkjCholesky": (lambda x, eta: lkj_cholesky(x, eta[0]), lambda x, eta: lkj_moments(x, eta[0])),
    "zeroSumNormal": (
        lambda x, sigma: zero_sum_normal(x, sigma[0]),
        lambda x, sigma: ([mpf(0)] * len(x), [sigma[0] ** 2 * (1 - mpf(1) / len(x))] * len(x)),
    ),
}


def numpy_of(matrix):
    return np.array(matrix.tolist(), dtype=float)


SCIPY = {
    "mvNormal/covariance": lambda x, mu, c: stats.multivariate_normal(mu, numpy_of(full(c))).logpdf(x),
    "mvNormal/cholesky": lambda x, mu, c: stats.multivariate_normal(mu, numpy_of(triangle(c) * triangle(c).T)).logpdf(x),
    "mvStudentT/covariance": lambda x, nu, mu, c: stats.multivariate_t(mu, numpy_of(full(c)), nu[0]).logpdf(x),
    "mvStudentT/cholesky": lambda x, nu, mu, c: stats.multivariate_t(mu, numpy_of(triangle(c) * triangle(c).T), nu[0]).logpdf(x),
    "dirichlet": lambda x, a: stats.dirichlet(a).logpdf(x),
    "multinomial": lambda x, n, p: stats.multinomial(n[0], p).logpmf(x),
    "dirichletMultinomial": lambda x, n, a: stats.dirichlet_multinomial(a, int(n[0])).logpmf([int(v) for v in x]),
}

# Of these the value and the number of trials are whole numbers, which nothing is differentiated by.
DISCRETE = {"multinomial": 2, "dirichletMultinomial": 2}


def case(name, value, *parameters, tail=False):
    terms, moments = DISTRIBUTIONS[name]
    groups = [[mpf(v) for v in group] for group in (value, *parameters)]
    flat = [v for group in groups for v in group]
    lengths = [len(group) for group in groups]

    def logp(*numbers):
        given, start = [], 0
        for length in lengths:
            given.append(list(numbers[start : start + length]))
            start += length
        return mp.fsum(terms(*given))

    own = terms(*groups)
    fixed = sum(lengths[: DISCRETE.get(name, 0)])
    partials = [mp.diff(logp, tuple(flat), tuple(int(i == k) for i in range(len(flat)))) if k >= fixed else mpf(0) for k in range(len(flat))]
    total = mp.fsum(own)
    if name in SCIPY:
        theirs = SCIPY[name](*[list(map(float, group)) for group in groups])
        assert abs(theirs - float(total)) < 1e-9 * max(1, *(abs(float(t)) for t in own)), (name, value, theirs, float(total))
    mean, variance = moments(*groups)
    return {
        "name": name,
        "tail": tail,
        "value": floats(groups[0]),
        "parameters": [floats(group) for group in groups[1:]],
        "logp": float(total),
        "largest": float(max(abs(t) for t in own)),
        "partials": floats(partials),
        "mean": [None if mp.isnan(m) else "inf" if mp.isinf(m) else float(m) for m in mean],
        "variance": [None if mp.isnan(v) else "inf" if mp.isinf(v) else float(v) for v in variance],
    }


def covariance(size, step):
    """A well-conditioned lower triangle of that many rows, by rows."""
    factor = [[0.3 * ((i * 7 + j * 3 + step) % 5 - 2) if j < i else 0.8 + 0.3 * i for j in range(i + 1)] for i in range(size)]
    rows = [[sum(factor[i][k] * factor[j][k] for k in range(min(i, j) + 1)) for j in range(i + 1)] for i in range(size)]
    return [v for row in rows for v in row], [v for row in factor for v in row]


def normals():
    yield case("mvNormal/covariance", [0.7], [0.2], [1.7])
    yield case("mvNormal/covariance", [0.7, -1.2], [0.2, 0.1], [1.5, 0.4, 0.9])
    yield case("mvNormal/covariance", [0.7, -1.2], [0.2, 0.1], [1.5, -1.15, 0.9])
    yield case("mvNormal/covariance", [60.0, -45.0], [0.2, 0.1], [1.5, 0.4, 0.9], tail=True)
    yield case("mvNormal/covariance", [1e-2, 200.0], [0.0, 0.0], [1e-4, 5e-1, 1e4])
    yield case("mvNormal/covariance", [0.7, -1.2, 0.4], [0.2, 0.1, -0.3], [1.5, 0.4, 0.9, -0.3, 0.2, 1.1])
    yield case("mvNormal/covariance", [70.0, -12.0, 40.0], [0.2, 0.1, -0.3], [1.5, 0.4, 0.9, -0.3, 0.2, 1.1], tail=True)
    for size in (1, 2, 3, 4, 5, 8):
        matrix, factor = covariance(size, size)
        x = [0.5 * ((3 * i + size) % 4) - 0.6 for i in range(size)]
        mu = [0.1 * i for i in range(size)]
        if size > 3:
            yield case("mvNormal/covariance", x, mu, matrix)
        yield case("mvNormal/cholesky", x, mu, factor)
    matrix, factor = covariance(5, 1)
    yield case("mvNormal/covariance", [30.0, -20.0, 10.0, 40.0, -50.0], [0.0] * 5, matrix, tail=True)
    yield case("mvNormal/cholesky", [30.0, -20.0, 10.0, 40.0, -50.0], [0.0] * 5, factor, tail=True)
    matrix, factor = covariance(12, 3)
    yield case("mvNormal/cholesky", [0.25 * ((5 * i) % 7) - 0.7 for i in range(12)], [0.0] * 12, factor)


def students():
    for size, nu in ((1, 4.5), (2, 3.5), (3, 1.5), (4, 0.8), (2, 300.0)):
        matrix, factor = covariance(size, 2)
        x = [0.5 * ((3 * i + size) % 4) - 0.6 for i in range(size)]
        mu = [0.1 * i for i in range(size)]
        yield case("mvStudentT/covariance", x, [nu], mu, matrix)
        yield case("mvStudentT/cholesky", x, [nu], mu, factor)
    yield case("mvStudentT/covariance", [1e4, -3e5], [2.5], [0.2, 0.1], [1.5, 0.4, 0.9], tail=True)


def counts():
    yield case("dirichlet", [0.5, 0.3, 0.2], [2.0, 1.5, 0.5])
    yield case("dirichlet", [0.25, 0.25, 0.125, 0.375], [20.0, 15.5, 9.5, 30.25])
    yield case("dirichlet", [1e-30, 1 - 1e-30], [0.4, 3.0], tail=True)
    yield case("multinomial", [3, 0, 5, 2], [10], [0.25, 0.125, 0.5, 0.125])
    yield case("multinomial", [700, 1, 299], [1000], [0.25, 0.25, 0.5], tail=True)
    yield case("multinomial", [0, 0], [0], [0.25, 0.75])
    yield case("dirichletMultinomial", [3, 0, 5, 2], [10], [0.5, 1.25, 3.0, 2.0])
    yield case("dirichletMultinomial", [250, 1, 49], [300], [12.5, 30.0, 1e-3], tail=True)
    yield case("dirichletMultinomial", [0, 0], [0], [0.25, 0.75])


def correlations():
    for eta in (0.6, 1.0, 2.0, 11.0):
        yield case("lkjCholesky", [1, 0, 0.6, 0.8], [eta])
        yield case("lkjCholesky", [1, 0, 0, -0.28, 0.96, 0, 0.36, 0.48, 0.8], [eta])
        yield case("lkjCholesky", [1, 0, 0, 0, 0.8, 0.6, 0, 0, 0, -0.6, 0.8, 0, 0.5, -0.5, 0.5, 0.5], [eta])


def zero_sums():
    for sigma in (0.5, 3.0):
        yield case("zeroSumNormal", [0.75, -0.75], [sigma])
        yield case("zeroSumNormal", [0.5, -1.25, 0.75], [sigma])
        yield case("zeroSumNormal", [4.5, -1.25, 0.75, -3.0, -1.0], [sigma])
    yield case("zeroSumNormal", [40.5, -20.25, -20.25], [0.5], tail=True)


cases = [*normals(), *students(), *counts(), *correlations(), *zero_sums()]
versions = {"mpmath": mpmath.__version__, "scipy": scipy.__version__}
text = {"script": "test/oracle/vector_distributions.py", "versions": versions, "cases": cases}
(FOLDER / "vector_distributions.json").write_text(json.dumps(text, allow_nan=False) + "\n")
