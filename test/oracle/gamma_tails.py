"""Writes test/fixtures/gamma_tails.json: the logarithms of the regularised incomplete gamma functions and their derivatives.

    python test/oracle/gamma_tails.py

Rows of a, x, log P, its derivatives in a and x, log Q, its derivatives; 50 digits and more. P comes from its power series, so that
nothing is shared with the continued fraction that the engine takes Q from; Q from 1 - P with as many digits as that needs, or, more
than a thousand nats out, from the asymptotic series. Derivatives in a are central differences with a step of 1e-30 of a.
"""

import json
import pathlib

from mpmath import exp, log, log1p, loggamma, mp, mpf

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "gamma_tails.json"

SHAPES = [1e-8, 1e-3, 0.05, 0.3, 0.36, 0.5, 0.99, 1, 1.3, 2, 2.5, 5, 7.49, 7.51, 12.25, 30, 100, 1234.5, 1e4, 1e5]
DEVIATIONS = [-6, -3, -1, -0.1, 0, 0.3, 1, 1.2, 2, 4, 7, 9]
FACTORS = [1e-6, 0.01, 0.2, 0.6, 0.9, 1.05, 1.5, 3, 10, 100]
OFFSETS = [1e-12, 0.003, 0.2, 0.7, 0.999, 1.001, 1.5, 4, 20, 40]


def power_series(a, x):
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -(mp.dps + 5):
        n += 1
        term *= x / (a + n)
        total += term
    return total


def continued_fraction(a, x, terms):
    fraction = x + 2 * terms + 1 - a
    for k in range(terms, 0, -1):
        fraction = x + 2 * k - 1 - a - k * (k - a) / fraction
    return 1 / fraction


def logarithms(a, x, nats):
    if nats < 1000:
        lower = exp(a * log(x) - x - loggamma(a + 1)) * power_series(a, x)
        return log(lower), log1p(-lower)
    log_upper = a * log(x) - x - loggamma(a) + log(continued_fraction(a, x, 400))
    return log1p(-exp(log_upper)), log_upper


def row(shape, place):
    mp.dps = 120
    a, x = mpf(shape), mpf(place)
    nats = x - a - a * log(x / a) if x > a else mpf(0)
    if x > a and nats < 1000:
        mp.dps += int(nats / 2)
    step = a * mpf(10) ** -30
    value = logarithms(a, x, nats)
    slopes = [(right - left) / (2 * step) for right, left in zip(logarithms(a + step, x, nats), logarithms(a - step, x, nats))]
    density = a * log(x) - log(x) - x - loggamma(a)
    by_x = [exp(density - value[0]), -exp(density - value[1])]
    return [shape, place, float(value[0]), float(slopes[0]), float(by_x[0]), float(value[1]), float(slopes[1]), float(by_x[1])]


def places(shape):
    found = [shape + z * shape**0.5 for z in DEVIATIONS] + [shape * factor for factor in FACTORS]
    return sorted({x for x in found + (OFFSETS if shape < 20 else []) if x > 0})


rows = [row(shape, x) for shape in SHAPES for x in places(shape)]
TARGET.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in rows) + "\n]\n")
