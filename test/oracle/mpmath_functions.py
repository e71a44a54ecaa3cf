"""Fixtures of the special functions: for each, points of every regime and the values to twice the precision of a double.

    python mpmath_functions.py FOLDER

writes FOLDER/NAME.bin: little-endian f64, the columns one after the other: x (and y for two operands), the value's nearest
double, and what that misses. Points are the same in every run. mpmath computes the values, with 40 digits or more.
"""

import sys
from multiprocessing import Pool
from pathlib import Path
from statistics import NormalDist

import mpmath
import numpy as np
from mpmath import mp, mpf

POINTS = 100_000
INF = float("inf")


def spread(rng, count, low, high):
    """Positive numbers, uniform in the exponent: 2^low to 2^high, subnormals included."""
    return np.ldexp(1 + rng.random(count), np.floor(rng.uniform(low, high, count)).astype(int))


def both_signs(rng, values):
    return values * rng.choice([-1.0, 1.0], len(values))


def parts(rng, *makers):
    """The same number of points from each maker, POINTS in all."""
    share = -(-POINTS // len(makers))
    return np.concatenate([maker(share) for maker in makers])[:POINTS]


def near(rng, count, centres, low=-52, high=-3):
    """Numbers near one of the centres, the distance uniform in the exponent."""
    chosen = rng.choice(np.asarray(centres, dtype=float), count)
    return chosen + both_signs(rng, spread(rng, count, low, high)) * np.maximum(1.0, np.abs(chosen))


def exp_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-745.2, 709.8, n),
        lambda n: rng.uniform(-745.2, -708, n),
        lambda n: rng.uniform(-40, 40, n),
        lambda n: both_signs(rng, spread(rng, n, -1074, 9)),
    )


def non_positive_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-708, 0, n),
        lambda n: rng.uniform(-20, 0, n),
        lambda n: -spread(rng, n, -1074, 5),
    )


def log_points(rng):
    return parts(
        rng,
        lambda n: spread(rng, n, -1074, 1023),
        lambda n: spread(rng, n, -1074, -1020),
        lambda n: rng.uniform(0.5, 2, n),
        lambda n: near(rng, n, [1.0]),
    )


def log1p_points(rng):
    return parts(
        rng,
        lambda n: spread(rng, n, -1074, 1023),
        lambda n: both_signs(rng, spread(rng, n, -1074, -1)),
        lambda n: rng.uniform(-1, 3, n),
        lambda n: both_signs(rng, spread(rng, n, -20, -1)),
        lambda n: -1 + spread(rng, n, -53, -1),
    )


def expm1_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-50, 709.7, n),
        lambda n: rng.uniform(-3, 3, n),
        lambda n: both_signs(rng, spread(rng, n, -1074, 3)),
        lambda n: both_signs(rng, spread(rng, n, -20, 0)),
    )


def tanh_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-22, 22, n),
        lambda n: rng.uniform(-1, 1, n),
        lambda n: both_signs(rng, spread(rng, n, -1074, 5)),
    )


def angle_points(rng):
    half_turns = np.arange(-63600, 63600) * (np.pi / 2)
    return parts(
        rng,
        lambda n: rng.uniform(-1e5, 1e5, n),
        lambda n: rng.uniform(-8, 8, n),
        lambda n: both_signs(rng, spread(rng, n, -1074, 16)),
        lambda n: np.clip(rng.choice(half_turns, n) * (1 + rng.integers(-3, 4, n) * 2.0**-53), -1e5, 1e5),
    )


def large_angle_points(rng):
    return parts(
        rng,
        lambda n: both_signs(rng, spread(rng, n, 16, 1023)),
        lambda n: both_signs(rng, spread(rng, n, 16, 60)),
        lambda n: np.floor(spread(rng, n, 17, 52)) * (np.pi / 2),
        # Times 2^797 this is the double nearest to a multiple of pi/2 (Muller, Elementary Functions, table 11.1).
        lambda n: np.full(n, 6381956970095103.0) * np.exp2(rng.integers(700, 900, n)),
    )


def erf_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-6.5, 6.5, n),
        lambda n: rng.uniform(-1.2, 1.2, n),
        lambda n: both_signs(rng, spread(rng, n, -1074, 3)),
    )


def positive_gamma_points(rng):
    return parts(
        rng,
        lambda n: spread(rng, n, -1074, 1014),
        lambda n: rng.uniform(0, 10, n),
        lambda n: rng.uniform(0, 200, n),
        lambda n: spread(rng, n, -60, 10),
        lambda n: near(rng, n, [1.0, 2.0]),
        lambda n: near(rng, n, [1.4616321449683622]),
        lambda n: near(rng, n, np.arange(1, 12)),
    )


NEGATIVE_ZEROS = [
    # of log |Gamma|
    *(-2.4570247382208006, -2.7476826467274127, -3.1435808883499798, -3.955294284858598, -4.039361839740537, -5.008218168440059),
    # of digamma
    *(-0.5040830082644554, -1.5734984731623904, -2.610720868444144, -3.635293366436901, -9.702672540001864),
]


def negative_gamma_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-12, 0, n),
        lambda n: rng.uniform(-170, 0, n),
        lambda n: -spread(rng, n, -1022, 40),
        lambda n: near(rng, n, NEGATIVE_ZEROS, -50),
        lambda n: near(rng, n, np.arange(-20, 0), -50),
    )


def logistic_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-745, 745, n),
        lambda n: rng.uniform(-40, 40, n),
        lambda n: both_signs(rng, spread(rng, n, -1074, 9)),
    )


def log1mexp_points(rng):
    return parts(rng, lambda n: rng.uniform(-745, 0, n), lambda n: rng.uniform(-3, 0, n), lambda n: -spread(rng, n, -1074, 9))


def logit_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(0, 1, n),
        lambda n: spread(rng, n, -1074, -1),
        lambda n: 1 - spread(rng, n, -53, -1),
        lambda n: near(rng, n, [0.5], -54),
    )


def log_add_exp_points(rng):
    a = parts(
        rng,
        lambda n: rng.uniform(-50, 50, n),
        lambda n: both_signs(rng, spread(rng, n, -30, 20)),
        lambda n: rng.uniform(-2, 2, n),
    )
    return a, a + both_signs(rng, spread(rng, POINTS, -40, 6))


def pow_points(rng):
    """Results from the smallest subnormal to the largest number; log2 |b log2 a| uniform below 10."""
    a = parts(
        rng,
        lambda n: spread(rng, n, -1074, 1023),
        lambda n: rng.uniform(0.01, 20, n),
        lambda n: rng.uniform(0.5, 2, n),
        lambda n: near(rng, n, [1.0], -52),
    )
    a[a == 1] = 1.5
    exponent = np.minimum(both_signs(rng, spread(rng, POINTS, -6, 10)), 1023.9)
    b = exponent / np.log2(a)
    whole = rng.random(POINTS) < 0.2
    b[whole] = np.round(b[whole])
    a[whole] *= rng.choice([-1.0, 1.0], int(whole.sum()))
    return a, b


def moderate_pow_points(rng):
    """|b log a| below 40, as in models."""
    a = parts(rng, lambda n: spread(rng, n, -10, 10), lambda n: rng.uniform(0.5, 2, n))
    return a, both_signs(rng, rng.random(POINTS) * 40) / np.maximum(np.abs(np.log(a)), 0.04)


def normal_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-40, 38, n),
        lambda n: rng.uniform(-6, 6, n),
        lambda n: rng.uniform(-1.5, 1.5, n),
        lambda n: -spread(rng, n, -10, 498),
        lambda n: both_signs(rng, spread(rng, n, -1074, 5)),
    )


def probability_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(0, 1, n),
        lambda n: spread(rng, n, -1074, -1),
        lambda n: spread(rng, n, -30, -1),
        lambda n: 1 - spread(rng, n, -53, -1),
        lambda n: near(rng, n, [0.5], -54),
    )


def bessel_points(rng):
    return parts(
        rng,
        lambda n: rng.uniform(-30, 30, n),
        lambda n: rng.uniform(15, 60, n),
        lambda n: rng.uniform(-3, 3, n),
        lambda n: both_signs(rng, spread(rng, n, -500, 1023)),
        lambda n: both_signs(rng, spread(rng, n, -20, 12)),
    )


def atan2_points(rng):
    y = parts(rng, lambda n: rng.uniform(-3, 3, n), lambda n: both_signs(rng, spread(rng, n, -400, 400)))
    x = both_signs(rng, np.abs(y) * spread(rng, POINTS, -3, 3))
    x[::5] = y[::5] * spread(rng, len(y[::5]), -60, 60)
    return y, x


def log_normal_cdf(x):
    if x > 0:
        return mpmath.log1p(-mpmath.erfc(x / mpmath.sqrt(2)) / 2)
    if x > -50:
        return mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2)
    return -x * x / 2 - mpmath.log(mpmath.sqrt(2 * mpmath.pi) * inverse_mills(-x))


def inverse_mills(t):
    """phi(t) / (1 - Phi(t)) for t >= 50, by Laplace's continued fraction."""
    fraction = t
    for k in range(40, 0, -1):
        fraction = t + k / fraction
    return fraction


def log_normal_cdf_slope(x):
    if x < -50:
        return inverse_mills(-x)
    return mpmath.npdf(x) / (mpmath.erfc(-x / mpmath.sqrt(2)) / 2)


def upper_quantile(p):
    """The t with 1 - Phi(t) = p <= 1/2, by Newton's method on the logarithm."""
    t = mpf(-NormalDist().inv_cdf(float(p)))
    for _ in range(3):
        t += (log_normal_cdf(-t) - mpmath.log(p)) / log_normal_cdf_slope(-t)
    return t


def normal_quantile(p):
    return -upper_quantile(p) if p < 0.5 else upper_quantile(1 - p)


def bessel_parts(x):
    """log I0 and I1 / I0 for x >= 0; from 1000 on by their asymptotic series (Abramowitz and Stegun 9.7.1)."""
    if x < 1000:
        i0, i1 = mpmath.besseli(0, x), mpmath.besseli(1, x)
        return (x * x / 4 if x < 1e-25 else mpmath.log(i0)), i1 / i0
    sums = []
    for order in (0, 1):
        term, total = mpf(1), mpf(1)
        for k in range(1, 40):
            term *= ((k - mpf(0.5)) ** 2 - order) / (2 * k * x)
            total += term
        sums.append(total)
    return x - mpmath.log(2 * mpmath.pi * x) / 2 + mpmath.log(sums[0]), sums[1] / sums[0]


def log_bessel_i0_slope(x):
    return mpmath.sign(x) * bessel_parts(abs(x))[1]


def lgamma(x):
    return mpmath.loggamma(x).real if x > 0 else mpmath.log(abs(mpmath.pi / (x * mpmath.sinpi(x)))) - mpmath.loggamma(-x)


def log_add_exp(a, b):
    larger, smaller = max(a, b), min(a, b)
    return larger + mpmath.log1p(mpmath.exp(smaller - larger))


def softplus(x):
    return log_add_exp(x, mpf(0))


def log1mexp(x):
    return mpmath.log(-mpmath.expm1(x)) if x > -0.7 else mpmath.log1p(-mpmath.exp(x))


# name: (points, value, digits)
FUNCTIONS = {
    "exp": (exp_points, mpmath.exp, 40),
    "expNonPositive": (non_positive_points, mpmath.exp, 40),
    "log": (log_points, mpmath.log, 40),
    "log1p": (log1p_points, mpmath.log1p, 40),
    "expm1": (expm1_points, mpmath.expm1, 40),
    "tanh": (tanh_points, mpmath.tanh, 40),
    "sin": (angle_points, mpmath.sin, 40),
    "cos": (angle_points, mpmath.cos, 40),
    "sin.large": (large_angle_points, mpmath.sin, 40),
    "cos.large": (large_angle_points, mpmath.cos, 40),
    "erf": (erf_points, mpmath.erf, 40),
    "lgamma": (positive_gamma_points, lgamma, 40),
    "lgamma.negative": (negative_gamma_points, lgamma, 60),
    "digamma": (positive_gamma_points, mpmath.digamma, 40),
    "digamma.negative": (negative_gamma_points, mpmath.digamma, 60),
    "logistic": (logistic_points, lambda x: 1 / (1 + mpmath.exp(-x)), 40),
    "softplus": (logistic_points, softplus, 40),
    "log1mexp": (log1mexp_points, log1mexp, 40),
    "logit": (logit_points, lambda p: mpmath.log(p / (1 - p)), 40),
    "logAddExp": (log_add_exp_points, log_add_exp, 60),
    "logNormalCdf": (normal_points, log_normal_cdf, 40),
    "logNormalCdfSlope": (normal_points, log_normal_cdf_slope, 40),
    "normalQuantile": (probability_points, normal_quantile, 60),
    "normalQuantileSlope": (probability_points, lambda p: 1 / mpmath.npdf(normal_quantile(p)), 60),
    "logBesselI0": (bessel_points, lambda x: bessel_parts(abs(x))[0], 80),
    "logBesselI0Slope": (bessel_points, log_bessel_i0_slope, 40),
    "atan2": (atan2_points, mpmath.atan2, 40),
    "pow": (pow_points, mpmath.power, 40),
    "pow.moderate": (moderate_pow_points, mpmath.power, 40),
}


def evaluate(job):
    name, start, columns = job
    _, value, digits = FUNCTIONS[name]
    mp.dps = digits
    nearest, missed = [], []
    for row in zip(*columns):
        exact = value(*(mpf(float(x)) for x in row))
        rounded = float(exact)
        nearest.append(rounded)
        missed.append(float(exact - mpf(rounded)) if abs(rounded) != INF else 0.0)
    return name, start, np.array([nearest, missed])


# Of these, which take mpmath minutes, one point in ten.
SLOW = {"logNormalCdf", "logNormalCdfSlope", "normalQuantile", "normalQuantileSlope", "logBesselI0", "logBesselI0Slope"}


def points(name):
    made = FUNCTIONS[name][0](np.random.default_rng(20240229))
    columns = made if isinstance(made, tuple) else (made,)
    step = 10 if name in SLOW else 1
    return [np.ascontiguousarray(column[::step], dtype="<f8") for column in columns]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    columns = {name: points(name) for name in FUNCTIONS}
    chunk = 5_000
    jobs = [
        (name, start, [column[start : start + chunk] for column in columns[name]])
        for name in FUNCTIONS
        for start in range(0, len(columns[name][0]), chunk)
    ]
    values = {name: np.empty((2, len(columns[name][0]))) for name in FUNCTIONS}
    with Pool(2) as pool:
        for name, start, block in pool.imap_unordered(evaluate, jobs):
            values[name][:, start : start + block.shape[1]] = block
    for name in FUNCTIONS:
        everything = [*columns[name], *values[name].astype("<f8")]
        (folder / f"{name}.bin").write_bytes(b"".join(column.tobytes() for column in everything))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
