"""Writes continuous_distributions.json: continuous distributions of single numbers, by mpmath at 50 digits.

    python continuous_distributions.py FOLDER

For each distribution a list of cases: parameters, a value, the log density as the sum of the terms of its formula, its derivatives by
the value and by each parameter, and the sizes of what is summed: `largest` is the largest of the terms, `scales` the largest derivative
of a term by each argument. Where there is a closed distribution function, the logarithms of both tails with their derivatives, and
`tailLargest`, the size of the logarithms that are subtracted there, or how much a difference magnifies roundings, or 1; and quantiles,
found by bisection of the tails. Where there are closed moments, mean and variance. Some values are compared with scipy's (the names
are in SCIPY) before anything is written.
"""

import json
import math
import sys
from pathlib import Path

import mpmath
import scipy.stats
from mpmath import atan2, besseli, cos, erfc, exp, gamma, gammainc, inf, log, log1p, loggamma, mp, mpf, pi, sqrt

DIGITS = 50
mp.dps = DIGITS


def total(terms):
    return sum(terms, mpf(0))


def softplus(x):
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def log1mexp(x):
    return log(-mpmath.expm1(x)) if x != 0 else -inf


def upper_tail(t):
    """Phi(-t)."""
    return erfc(t / sqrt(mpf(2))) / 2


def log_normal(z):
    return [-z * z / 2, -log(2 * pi) / 2]


# Log densities, as lists of terms, and tails, as pairs of logarithms: log P(X <= x) and log P(X > x).


def normal(x, mu, sigma):
    return [*log_normal((x - mu) / sigma), -log(sigma)]


def normal_tails(x, mu, sigma):
    z = (x - mu) / sigma
    return log(upper_tail(-z)), log(upper_tail(z))


def half_normal(x, sigma):
    return [*log_normal(x / sigma), -log(sigma), log(2)]


def half_normal_tails(x, sigma):
    return log(mpmath.erf(x / sigma / sqrt(mpf(2)))), log(2 * upper_tail(x / sigma))


def uniform(x, lower, upper):
    return [-log(upper - lower)]


def uniform_tails(x, lower, upper):
    return log((x - lower) / (upper - lower)), log((upper - x) / (upper - lower))


def exponential(x, rate):
    return [log(rate), -rate * x]


def exponential_tails(x, rate):
    return log1mexp(-rate * x), -rate * x


def gamma_terms(x, alpha, beta):
    return [(alpha - 1) * log(x), -beta * x, alpha * log(beta), -loggamma(alpha)]


def log_p(a, x):
    """Logarithms of the regularised incomplete gamma functions P(a, x) and Q(a, x)."""
    return log(gammainc(a, 0, x, regularized=True)), log(gammainc(a, x, inf, regularized=True))


def gamma_tails(x, alpha, beta):
    return log_p(alpha, beta * x)


def inverse_gamma(x, alpha, beta):
    return [alpha * log(beta), -(alpha + 1) * log(x), -beta / x, -loggamma(alpha)]


def inverse_gamma_tails(x, alpha, beta):
    lower, upper = log_p(alpha, beta / x)
    return upper, lower


def chi_squared(x, nu):
    return [(nu / 2 - 1) * log(x) if nu != 2 else mpf(0), -x / 2, -nu / 2 * log(2), -loggamma(nu / 2)]


def chi_squared_tails(x, nu):
    return log_p(nu / 2, x / 2)


def times_log(c, x):
    return mpf(0) if c == 0 else c * log(x)


def beta_terms(x, alpha, beta):
    return [times_log(alpha - 1, x), times_log(beta - 1, 1 - x), loggamma(alpha + beta), -loggamma(alpha), -loggamma(beta)]


def kumaraswamy(x, a, b):
    return [times_log(a - 1, x), times_log(b - 1, 1 - x**a), log(a), log(b)]


def kumaraswamy_tails(x, a, b):
    above = b * log1p(-(x**a))
    return log1mexp(above), above


def lognormal(x, mu, sigma):
    return [*log_normal((log(x) - mu) / sigma), -log(sigma), -log(x)]


def lognormal_tails(x, mu, sigma):
    return normal_tails(log(x), mu, sigma)


def logit_normal(x, mu, sigma):
    return [*log_normal((log(x / (1 - x)) - mu) / sigma), -log(sigma), -log(x), -log(1 - x)]


def logit_normal_tails(x, mu, sigma):
    return normal_tails(log(x / (1 - x)), mu, sigma)


def student_peak(nu):
    return loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2


def student_t(x, nu, mu, sigma):
    return [student_peak(nu), -(nu + 1) / 2 * log1p(((x - mu) / sigma) ** 2 / nu), -log(sigma)]


def half_student_t(x, nu, sigma):
    return [*student_t(x, nu, mpf(0), sigma), log(2)]


def cauchy(x, mu, sigma):
    return [-log1p(((x - mu) / sigma) ** 2), -log(sigma), -log(pi)]


def cauchy_tails(x, mu, sigma):
    return log(atan2(sigma, mu - x) / pi), log(atan2(sigma, x - mu) / pi)


def half_cauchy(x, sigma):
    return [-log1p((x / sigma) ** 2), -log(sigma), log(2 / pi)]


def half_cauchy_tails(x, sigma):
    return log(2 * atan2(x, sigma) / pi), log(2 * atan2(sigma, x) / pi)


def laplace(x, mu, b):
    return [-abs(x - mu) / b, -log(b), -log(2)]


def laplace_tails(x, mu, b):
    z = (x - mu) / b
    small = -abs(z) - log(2)
    return (small, log1mexp(small)) if z < 0 else (log1mexp(small), small)


def asymmetric_laplace(x, mu, b, kappa):
    d = x - mu
    return [log(b), -log(kappa + 1 / kappa), -b * d * kappa if d >= 0 else b * d / kappa]


def asymmetric_laplace_tails(x, mu, b, kappa):
    d = x - mu
    if d >= 0:
        above = -b * kappa * d - log1p(kappa**2)
        return log1mexp(above), above
    below = b / kappa * d - log1p(1 / kappa**2)
    return below, log1mexp(below)


def logistic(x, mu, s):
    z = (x - mu) / s
    return [-z, -2 * softplus(-z), -log(s)]


def logistic_tails(x, mu, s):
    z = (x - mu) / s
    return -softplus(-z), -softplus(z)


def weibull(x, alpha, beta):
    return [times_log(alpha - 1, x), -((x / beta) ** alpha), log(alpha), -alpha * log(beta)]


def weibull_tails(x, alpha, beta):
    above = -((x / beta) ** alpha)
    return log1mexp(above), above


def pareto(x, alpha, m):
    return [log(alpha), alpha * log(m), -(alpha + 1) * log(x)]


def pareto_tails(x, alpha, m):
    above = -alpha * log(x / m)
    return log1mexp(above), above


def gumbel(x, mu, beta):
    z = (x - mu) / beta
    return [-z, -exp(-z), -log(beta)]


def gumbel_tails(x, mu, beta):
    below = -exp(-(x - mu) / beta)
    return below, log1mexp(below)


def von_mises(x, mu, kappa):
    return [kappa * (cos(x - mu) - 1), -log(2 * pi), -log(exp(-kappa) * besseli(0, kappa))]


def skew_normal(x, mu, sigma, alpha):
    z = (x - mu) / sigma
    return [*log_normal(z), log(upper_tail(-alpha * z)), -log(sigma), log(2)]


def log_tilted(z, ratio):
    return [ratio**2 / 2, -ratio * z, log(upper_tail(ratio - z))]


def ex_gaussian(x, mu, sigma, nu):
    z, ratio = (x - mu) / sigma, sigma / nu
    if z > ratio:
        return [*log_tilted(z, ratio), -log(nu)]
    return [-z * z / 2, z * z / 2 + total(log_tilted(z, ratio)), -log(nu)]


def ex_gaussian_tails(x, mu, sigma, nu):
    z = (x - mu) / sigma
    tilted = exp(total(log_tilted(z, sigma / nu)))
    return log(upper_tail(-z) - tilted), log(upper_tail(z) + tilted), max(1, nu / sigma)


def wald(x, mu, lam):
    return [log(lam / (2 * pi)) / 2, -3 * log(x) / 2, -lam * (x - mu) ** 2 / (2 * mu**2 * x)]


def wald_tails(x, mu, lam):
    root = sqrt(lam / x)
    a, b = root * (x / mu - 1), root * (x / mu + 1)
    second = exp(2 * lam / mu) * upper_tail(b)
    return log(upper_tail(-a) + second), log(upper_tail(a) - second)


def triangular(x, lower, mode, upper):
    if x < mode:
        height = (x - lower) / (mode - lower)
    else:
        height = (upper - x) / (upper - mode) if x > mode else mpf(1)
    return [log(2), log(height), -log(upper - lower)]


def triangular_tails(x, lower, mode, upper):
    if x < mode:
        below = (x - lower) ** 2 / ((upper - lower) * (mode - lower))
        return log(below), log(1 - below)
    above = (upper - x) ** 2 / ((upper - lower) * (upper - mode))
    return log(1 - above), log(above)


def rice(x, nu, sigma):
    k = x * nu / sigma**2
    return [log(x), -2 * log(sigma), -(((x - nu) / sigma) ** 2) / 2, log(exp(-k) * besseli(0, k))]


def mass(a, b):
    return upper_tail(a) - upper_tail(b) if a + b > 0 else upper_tail(-b) - upper_tail(-a)


def truncated_normal(x, mu, sigma, lower, upper):
    return [*normal(x, mu, sigma), -log(mass((lower - mu) / sigma, (upper - mu) / sigma))]


def truncated_normal_tails(x, mu, sigma, lower, upper):
    a, z, b = ((bound - mu) / sigma for bound in (lower, x, upper))
    whole = log(mass(a, b))
    return log(mass(a, z)) - whole, log(mass(z, b)) - whole, abs(whole)


# Means and variances.


def lognormal_moments(mu, sigma):
    return exp(mu + sigma**2 / 2), (exp(sigma**2) - 1) * exp(2 * mu + sigma**2)


def half_student_t_moments(nu, sigma):
    mean = 2 * sigma * sqrt(nu / pi) * gamma((nu + 1) / 2) / (gamma(nu / 2) * (nu - 1)) if nu > 1 else inf
    return mean, sigma**2 * nu / (nu - 2) - mean**2 if nu > 2 else inf


def weibull_moments(alpha, beta):
    mean = beta * gamma(1 + 1 / alpha)
    return mean, beta**2 * gamma(1 + 2 / alpha) - mean**2


def kumaraswamy_moments(a, b):
    mean = b * mpmath.beta(1 + 1 / a, b)
    return mean, b * mpmath.beta(1 + 2 / a, b) - mean**2


def skew_normal_moments(mu, sigma, alpha):
    delta = alpha / sqrt(1 + alpha**2)
    return mu + sigma * delta * sqrt(2 / pi), sigma**2 * (1 - 2 * delta**2 / pi)


def truncated_normal_moments(mu, sigma, lower, upper):
    a, b = (lower - mu) / sigma, (upper - mu) / sigma
    at_a, at_b = (exp(total(log_normal(z))) / mass(a, b) if abs(z) != inf else mpf(0) for z in (a, b))
    shift = at_a - at_b
    slope = (a * at_a if a != -inf else 0) - (b * at_b if b != inf else 0)
    return mu + sigma * shift, sigma**2 * (1 + slope - shift**2)


def between(lower, upper):
    return lambda p: (p[lower] if isinstance(lower, int) else lower(p), p[upper] if isinstance(upper, int) else upper(p))


REAL = lambda p: (-inf, inf)
POSITIVE = lambda p: (mpf(0), inf)
UNIT = lambda p: (mpf(0), mpf(1))

# name: (terms, tails, moments, ends of the support, [(parameters, values)])
EVERY = {
    "normal": (
        normal,
        normal_tails,
        lambda mu, sigma: (mu, sigma**2),
        REAL,
        [([1.5, 0.7], [2.3, 1.5, -4, 40]), ([-1e5, 3], [-99990, -100100]), ([0, 1e-8], [1e-8, -3e-7])],
    ),
    "halfNormal": (
        half_normal,
        half_normal_tails,
        lambda sigma: (sigma * sqrt(2 / pi), sigma**2 * (1 - 2 / pi)),
        POSITIVE,
        [([1.3], [0.4, 1e-9, 5, 60]), ([1e6], [3e5, 1e-3])],
    ),
    "uniform": (
        uniform,
        uniform_tails,
        lambda lower, upper: ((lower + upper) / 2, (upper - lower) ** 2 / 12),
        between(0, 1),
        [([-1, 4], [3, -0.9999999, 3.9999]), ([1e5, 100001], [100000.25])],
    ),
    "exponential": (
        exponential,
        exponential_tails,
        lambda rate: (1 / rate, 1 / rate**2),
        POSITIVE,
        [([2.5], [0.3, 1e-12, 500]), ([1e-6], [1e5, 2e7])],
    ),
    "gamma": (
        gamma_terms,
        gamma_tails,
        lambda alpha, beta: (alpha / beta, alpha / beta**2),
        POSITIVE,
        [([2.2, 3.1], [0.9, 1e-6, 60]), ([0.3, 0.02], [1e-8, 10, 3000]), ([400, 2], [190, 100, 400])],
    ),
    "inverseGamma": (
        inverse_gamma,
        inverse_gamma_tails,
        lambda alpha, beta: (beta / (alpha - 1) if alpha > 1 else inf, beta**2 / (alpha - 1) ** 2 / (alpha - 2) if alpha > 2 else inf),
        POSITIVE,
        [([3.2, 2.5], [0.8, 0.01, 500]), ([0.7, 0.1], [0.3, 1e6]), ([1.5, 40], [30, 0.5])],
    ),
    "chiSquared": (
        chi_squared,
        chi_squared_tails,
        lambda nu: (nu, 2 * nu),
        POSITIVE,
        [([3.5], [2, 1e-7, 300]), ([0.4], [1e-5, 3]), ([250], [230, 100, 500])],
    ),
    "beta": (
        beta_terms,
        None,
        lambda a, b: (a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))),
        UNIT,
        [([2.2, 0.7], [0.35, 1e-8, 0.999999]), ([300, 40], [0.88, 0.5]), ([0.02, 0.05], [1e-30, 0.5])],
    ),
    "kumaraswamy": (
        kumaraswamy,
        kumaraswamy_tails,
        kumaraswamy_moments,
        UNIT,
        [([2.2, 0.7], [0.35, 1e-8, 0.999999]), ([0.5, 4], [1e-30, 0.1, 0.9]), ([20, 60], [0.8, 0.5, 0.95])],
    ),
    "lognormal": (
        lognormal,
        lognormal_tails,
        lognormal_moments,
        POSITIVE,
        [([0.3, 0.8], [1.7, 1e-6, 1e8]), ([-5, 0.01], [0.0068, 0.006])],
    ),
    "logitNormal": (
        logit_normal,
        logit_normal_tails,
        None,
        UNIT,
        [([0.3, 0.8], [0.6, 1e-6, 0.99999]), ([-3, 2.5], [0.01, 0.9]), ([1, 20], [1e-60, 0.5])],
    ),
    "studentT": (
        student_t,
        None,
        lambda nu, mu, sigma: (mu if nu > 1 else mpf("nan"), sigma**2 * nu / (nu - 2) if nu > 2 else inf if nu > 1 else mpf("nan")),
        REAL,
        [([3.5, 0.5, 2], [-4, 0.7, 1e8]), ([1.5, 0, 1], [0.1, 20]), ([0.6, 1, 0.01], [1.5]), ([131, 0.5, 2], [-4, 90]), ([1e9, 0, 1], [1.5, 30])],
    ),
    "halfStudentT": (
        half_student_t,
        None,
        half_student_t_moments,
        POSITIVE,
        [([3.5, 2], [4, 1e-5, 1e8]), ([1.5, 1], [0.1]), ([0.6, 1], [3]), ([500, 0.3], [0.2, 5])],
    ),
    "cauchy": (
        cauchy,
        cauchy_tails,
        lambda mu, sigma: (mpf("nan"), mpf("nan")),
        REAL,
        [([0.5, 2], [-4, 0.6, 1e9, -1e9]), ([-3, 1e-4], [-3.00001, 5])],
    ),
    "halfCauchy": (half_cauchy, half_cauchy_tails, lambda sigma: (inf, inf), POSITIVE, [([2], [3, 1e-8, 1e9]), ([1e-3], [1e-3, 4])]),
    "laplace": (
        laplace,
        laplace_tails,
        lambda mu, b: (mu, 2 * b**2),
        REAL,
        [([0.5, 2], [-4, 0.6, 1500, -1500]), ([-3, 0.01], [-3.001, -2.5])],
    ),
    "asymmetricLaplace": (
        asymmetric_laplace,
        asymmetric_laplace_tails,
        lambda mu, b, kappa: (mu + (1 / kappa - kappa) / b, (1 / kappa**2 + kappa**2) / b**2),
        REAL,
        [([0.5, 2, 0.6], [-4, 0.6, 400, -400]), ([-3, 0.1, 5], [-3.5, -2, 30])],
    ),
    "logistic": (
        logistic,
        logistic_tails,
        lambda mu, s: (mu, (s * pi) ** 2 / 3),
        REAL,
        [([0.5, 2], [-4, 0.6, 1500, -1500]), ([-3, 0.01], [-3.001, -2.5])],
    ),
    "weibull": (
        weibull,
        weibull_tails,
        weibull_moments,
        POSITIVE,
        [([1.7, 2.5], [2, 1e-9, 80]), ([0.4, 0.01], [1e-12, 0.02, 300]), ([25, 6], [5.9, 1e-20, 8])],
    ),
    "pareto": (
        pareto,
        pareto_tails,
        lambda alpha, m: (alpha * m / (alpha - 1) if alpha > 1 else inf, alpha * m**2 / ((alpha - 1) ** 2 * (alpha - 2)) if alpha > 2 else inf),
        lambda p: (p[1], inf),
        [([2.5, 1.5], [1.500001, 2, 1e12]), ([0.6, 1e-3], [0.002, 40]), ([1.2, 30], [31])],
    ),
    "gumbel": (
        gumbel,
        gumbel_tails,
        lambda mu, beta: (mu + beta * mpmath.euler, (pi * beta) ** 2 / 6),
        REAL,
        [([0.5, 2], [-4, 0.6, 1500, -12]), ([-3, 0.01], [-3.02, -2.5])],
    ),
    "vonMises": (
        von_mises,
        None,
        None,
        lambda p: (-pi, pi),
        [([0.5, 2], [-3.1, 0.5, 1.2]), ([-2.5, 1e-3], [3]), ([1, 300], [1.1, -2]), ([1, 1e7], [1.0003, 1.01]), ([0.2, 150], [0.3])],
    ),
    "skewNormal": (
        skew_normal,
        None,
        skew_normal_moments,
        REAL,
        [([0.5, 2, 3], [-4, 0.6, 4, -60]), ([-3, 0.1, -0.4], [-3.1, -2]), ([0, 1, 0], [1.5])],
    ),
    "exGaussian": (
        ex_gaussian,
        ex_gaussian_tails,
        lambda mu, sigma, nu: (mu + nu, sigma**2 + nu**2),
        REAL,
        [
            ([0.5, 2, 3], [-4, 0.6, 9, 500, -60]),
            ([400, 40, 100], [350, 520, 900]),
            ([0, 1, 0.01], [-2, 0.5, 3, 30]),
            ([0, 1, 1e-5], [-2, 0.5, 3]),
            ([0, 0.01, 30], [-0.02, 0.005, 10]),
        ],
    ),
    "wald": (
        wald,
        wald_tails,
        lambda mu, lam: (mu, mu**3 / lam),
        POSITIVE,
        [([1.5, 2], [1, 0.01, 60]), ([0.3, 50], [0.29, 0.2, 0.6]), ([20, 0.5], [0.01, 3, 900]), ([1, 2000], [1.01, 1.2, 0.8])],
    ),
    "triangular": (
        triangular,
        triangular_tails,
        lambda a, c, b: ((a + b + c) / 3, (a * a + b * b + c * c - a * b - a * c - b * c) / 18),
        between(0, 2),
        [([-1, 0.5, 4], [0, 3, -0.99999, 3.99999]), ([-1, -0.999, 4], [2])],
    ),
    "rice": (
        rice,
        None,
        None,
        POSITIVE,
        [([1.5, 0.7], [1.2, 1e-5, 9]), ([0.01, 2], [1.5, 30]), ([50, 1], [51, 42]), ([1e4, 3], [10002])],
    ),
    "truncatedNormal": (
        truncated_normal,
        truncated_normal_tails,
        truncated_normal_moments,
        between(2, 3),
        [
            ([0.5, 2, -1, 3], [-0.9, 0.4, 2.9999]),
            ([0, 1, 6, 9], [6.0001, 6.5, 8.9]),
            ([0, 1, -40, -38], [-38.001, -38.7, -39.9]),
            ([3, 0.5, -inf, 1], [0.9, -2]),
            ([-3, 0.5, 1, inf], [1.01, 3]),
            ([0, 1, -inf, inf], [0.7]),
            ([0.2, 300, -0.3, 1.1], [0.9, -0.2]),
            ([0, 1, 300, 300.00003], [300.00001]),
            ([0, 1, 300, inf], [300.001]),
        ],
    ),
}

SHARES = [1e-10, 0.01, 0.4, 0.5, 0.75, 0.9999]

# name: (scipy's name, its arguments)
SCIPY = {
    "normal": ("norm", lambda mu, sigma: dict(loc=mu, scale=sigma)),
    "halfNormal": ("halfnorm", lambda sigma: dict(scale=sigma)),
    "gamma": ("gamma", lambda a, b: dict(a=a, scale=1 / b)),
    "inverseGamma": ("invgamma", lambda a, b: dict(a=a, scale=b)),
    "chiSquared": ("chi2", lambda nu: dict(df=nu)),
    "beta": ("beta", lambda a, b: dict(a=a, b=b)),
    "lognormal": ("lognorm", lambda mu, sigma: dict(s=sigma, scale=math.exp(mu))),
    "studentT": ("t", lambda nu, mu, sigma: dict(df=nu, loc=mu, scale=sigma)),
    "cauchy": ("cauchy", lambda mu, sigma: dict(loc=mu, scale=sigma)),
    "halfCauchy": ("halfcauchy", lambda sigma: dict(scale=sigma)),
    "laplace": ("laplace", lambda mu, b: dict(loc=mu, scale=b)),
    "asymmetricLaplace": ("laplace_asymmetric", lambda mu, b, kappa: dict(kappa=kappa, loc=mu, scale=1 / b)),
    "logistic": ("logistic", lambda mu, s: dict(loc=mu, scale=s)),
    "weibull": ("weibull_min", lambda a, b: dict(c=a, scale=b)),
    "pareto": ("pareto", lambda a, m: dict(b=a, scale=m)),
    "gumbel": ("gumbel_r", lambda mu, beta: dict(loc=mu, scale=beta)),
    "vonMises": ("vonmises", lambda mu, kappa: dict(loc=mu, kappa=kappa)),
    "skewNormal": ("skewnorm", lambda mu, sigma, a: dict(a=a, loc=mu, scale=sigma)),
    "exGaussian": ("exponnorm", lambda mu, sigma, nu: dict(K=nu / sigma, loc=mu, scale=sigma)),
    "wald": ("invgauss", lambda mu, lam: dict(mu=mu / lam, scale=lam)),
    "triangular": ("triang", lambda a, c, b: dict(c=(c - a) / (b - a), loc=a, scale=b - a)),
    "rice": ("rice", lambda nu, sigma: dict(b=nu / sigma, scale=sigma)),
    "truncatedNormal": ("truncnorm", lambda mu, sigma, a, b: dict(a=(a - mu) / sigma, b=(b - mu) / sigma, loc=mu, scale=sigma)),
}


def number(x):
    x = float(x)
    return x if math.isfinite(x) else str(x)


def derivatives(function, arguments):
    """By each finite argument, by central differences; 0 by an infinite one."""
    found = []
    for k, at in enumerate(arguments):
        if abs(at) == inf:
            found.append(mpf(0))
            continue
        with mpmath.workdps(4 * DIGITS):
            step = mpf(10) ** -45 * (abs(at) if at != 0 else 1)
            ends = [function(*arguments[:k], at + sign * step, *arguments[k + 1 :]) for sign in (1, -1)]
            found.append((ends[0] - ends[1]) / (2 * step))
    return found


def case(terms, tails, parameters, value):
    arguments = [mpf(value), *map(mpf, parameters)]
    with mpmath.workdps(4 * DIGITS):
        parts = terms(*arguments)
    by_term = [derivatives(lambda *a, k=k: terms(*a)[k], arguments) for k in range(len(parts))]
    found = {
        "parameters": [number(p) for p in parameters],
        "value": value,
        "logp": number(total(parts)),
        "largest": number(max(abs(part) for part in parts)),
        "derivatives": [number(total(column)) for column in zip(*by_term)],
        "scales": [number(max(abs(part) for part in column)) for column in zip(*by_term)],
    }
    if tails is None:
        return found
    with mpmath.workdps(4 * DIGITS):
        logs = tails(*arguments)
    found["tailLargest"] = number(max([1, *logs[2:]]))
    for k, name in enumerate(("logCdf", "logSurvival")):
        found[name] = number(logs[k])
        found[f"{name}Derivatives"] = [number(d) for d in derivatives(lambda *a, k=k: tails(*a)[k], arguments)]
    return found


def quantile(tails, ends, parameters, share):
    """By bisection of the smaller tail."""
    with mpmath.workdps(100):
        share = mpf(share)

        def is_below(x):
            left, right = tails(x, *parameters)[:2]
            return left < log(share) if share < 0.5 else right > log(1 - share)

        lower, upper = ends(parameters)
        if lower != -inf and upper != inf:
            return bisect(lower, upper, is_below)
        nearest, farthest = mpf(-100), mpf(40)
        anchor = lower if lower != -inf else upper if upper != inf else mpf(0)
        if upper == inf and is_below(anchor + exp(nearest)):
            return anchor + exp(bisect(nearest, farthest, lambda x: is_below(anchor + exp(x))))
        return anchor - exp(bisect(nearest, farthest, lambda x: not is_below(anchor - exp(x))))


def bisect(low, high, is_below):
    for _ in range(400):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return low


def scipy_agrees(name, case):
    if name not in SCIPY:
        return
    theirs, arguments = SCIPY[name]
    parameters = [float(p) for p in case["parameters"]]
    expected = getattr(scipy.stats, theirs).logpdf(case["value"], **arguments(*parameters))
    close = abs(expected - float(case["logp"])) <= 1e-6 * max(1, float(case["largest"]))
    if not close and math.isfinite(expected):
        raise AssertionError(f"{name} {case['parameters']} at {case['value']}: {case['logp']}, scipy {expected}")


NO_QUANTILE = {"gamma", "inverseGamma", "chiSquared", "exGaussian", "wald"}


def distribution(name):
    terms, tails, moments, ends, given = EVERY[name]
    cases = [case(terms, tails, parameters, value) for parameters, values in given for value in values]
    for each in cases:
        scipy_agrees(name, each)
    found = {"cases": cases}
    if moments is not None:
        with mpmath.workdps(4 * DIGITS):
            found["moments"] = [
                {"parameters": [number(p) for p in parameters], "mean": number(mean), "variance": number(variance)}
                for parameters, _ in given
                for mean, variance in [moments(*map(mpf, parameters))]
            ]
    if tails is not None and name not in NO_QUANTILE:
        found["quantiles"] = [
            {"parameters": [number(p) for p in parameters], "share": share, "value": number(quantile(tails, ends, [mpf(p) for p in parameters], share))}
            for parameters, _ in given
            for share in SHARES
        ]
    return found


def main(folder):
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(distribution(name))}" for name in EVERY)
    (folder / "continuous_distributions.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
