"""Writes test/fixtures/reference_special.json: points and values (nearest double) of the reference evaluator's own functions.

    python test/oracle/reference_special.py

A few dozen points a function and regime, at 120 digits; the engine's functions have larger fixtures of their own.
"""

import json
import pathlib
import random
from statistics import NormalDist

from mpmath import besseli, cosh, digamma, erf, erfc, exp, gamma, loggamma, log, log1p, mp, mpf, npdf, pi, sqrt

mp.dps = 120
random.seed(20261)
TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "reference_special.json"


def uniform(count, low, high):
    return [random.uniform(low, high) for _ in range(count)]


def decades(count, low, high, sign=1):
    return [sign * 10 ** random.uniform(low, high) for _ in range(count)]


def log_gamma(x):
    return loggamma(x) if x > 1000 else log(abs(gamma(x)))


def normal_cdf(x):
    return erfc(-x / sqrt(2)) / 2


def normal_quantile(p):
    """By Newton's method; above 1/2 by the distance from 1, as p itself is."""
    if p > 0.5:
        return -normal_quantile(1 - p)
    x = mpf(NormalDist().inv_cdf(float(p)))
    for _ in range(6):
        x -= (log(normal_cdf(x)) - log(p)) * normal_cdf(x) / npdf(x)
    return x


FUNCTIONS = {
    "lgamma": (log_gamma, uniform(40, 0.01, 30) + uniform(30, 0.9, 1.1) + uniform(30, 1.95, 2.05) + [1 + 1e-10, 2 - 1e-12, 5e-324]
               + decades(30, -300, 300) + uniform(40, -30, 0) + [-1e-5, -3.000001, -2.5]),
    "digamma": (digamma, uniform(40, 0.01, 30) + uniform(40, 1.40, 1.52) + [1.4616321449683622] + decades(30, -300, 300) + uniform(40, -30, 0)),
    "erf": (erf, uniform(60, -6, 6) + decades(30, -300, 0) + [5.9, 6.1]),
    "erfSlope": (lambda x: 2 / sqrt(pi) * exp(-x * x), uniform(60, -20, 20)),
    "logit": (lambda x: log(x / (1 - x)), uniform(40, 0, 1) + uniform(30, 0.49, 0.51) + decades(20, -300, -1) + [1 - 2**-53]),
    "log1mexp": (lambda x: log1p(-exp(x)), uniform(40, -5, 0) + decades(40, -60, 2.8, -1)),
    "softplus": (lambda x: log1p(exp(x)), uniform(60, -40, 40) + [-700.0, 700.0]),
    "logistic": (lambda x: 1 / (1 + exp(-x)), uniform(60, -40, 40) + [-700.0, 700.0]),
    "logisticSlope": (lambda x: exp(-x) / (1 + exp(-x)) ** 2, uniform(60, -40, 40)),
    "tanhSlope": (lambda x: 1 / cosh(x) ** 2, uniform(60, -20, 20)),
    "logNormalCdf": (lambda x: log1p(-normal_cdf(-x)) if x > 0 else log(normal_cdf(x)), uniform(80, -45, 38) + uniform(30, -7.5, -6.5) + decades(20, -300, 0)),
    "logNormalCdfSlope": (lambda x: npdf(x) / normal_cdf(x), uniform(80, -45, 37) + uniform(30, -7.5, 7.5)),
    "normalQuantile": (normal_quantile, uniform(40, 0, 1) + decades(40, -300, -1) + uniform(20, 0.499, 0.501) + [1 - 2**-53, 5e-324]),
    "normalQuantileSlope": (lambda p: 1 / npdf(normal_quantile(p)), uniform(40, 0, 1) + decades(40, -300, -1)),
    "logBesselI0": (lambda x: log(besseli(0, x)), uniform(40, -8, 8) + uniform(40, 0, 200) + decades(20, -25, 2)),
    "logBesselI0Slope": (lambda x: besseli(1, x) / besseli(0, x), uniform(40, -8, 8) + uniform(40, 0, 200) + decades(20, -25, 2)),
}

table = {name: [[x, float(f(mpf(x)))] for x in points] for name, (f, points) in FUNCTIONS.items()}
TARGET.write_text(json.dumps(table) + "\n")
