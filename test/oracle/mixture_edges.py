"""Writes test/fixtures/mixture_edges.json: rows of mixtures at their edges, with log density and derivatives at 50 digits.

    python test/oracle/mixture_edges.py

A row is log sum_k w_k r_k exp(e_k); the derivatives are f_k / S, p_k / S and w_k exp(e_k) / S, with f_k = r_k exp(e_k),
p_k = w_k f_k and S = sum_k p_k. A root that is not finite and positive makes the row -inf, a negative weight NaN; where every
term is zero the row is -inf and its derivatives are zero. Numbers that JSON has no word for are strings.
"""

import json
import math
import pathlib

from mpmath import exp, inf, log, mp, mpf

mp.dps = 50
TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "mixture_edges.json"
NAN = math.nan

CASES = {
    "two ordinary components": ([0.3, 0.7], [-0.5, -2.0], [1.5, 0.25]),
    "one component": ([1.0], [-0.125], [2.0]),
    "zero weight on the component that fits best": ([0.0, 1.0], [-0.1, -1800.0], [1.0, 0.5]),
    "zero weight on a far better component, derivative in range": ([0.0, 1.0], [-0.1, -600.0], [1.0, 0.5]),
    "zero weight on the worst component": ([1.0, 0.0], [-0.1, -1800.0], [1.0, 0.5]),
    "60 sigma from every component": ([0.3, 0.7], [-1800.0, -1830.0], [1.0, 0.5]),
    "a million sigma from every component": ([0.3, 0.7], [-5e11, -5.0000000001e11], [1.0, 0.5]),
    "sigma 1e-50": ([0.4, 0.6], [-3.0, -1.0], [1e50, 1.0]),
    "sigma 1e50": ([0.4, 0.6], [-3.0, -1.0], [1e-50, 1e-50]),
    "sum just below 1e-70": ([0.5, 0.5], [-1.0, -1.5], [1e-70, 1e-71]),
    "sum just above 1e70": ([0.5, 0.5], [-1.0, -1.5], [3e70, 1e71]),
    "roots at the ends of the range": ([1e-200, 1.0], [-1.0, -2.0], [1e300, 1e-300]),
    "weight 1e-300": ([1e-300, 1.0], [-1.0, -690.0], [1.0, 1.0]),
    "roots 150 decades apart": ([1e-100, 1.0], [-1.0, -2.0], [1e150, 1e-150]),
    "subnormal weight": ([1e-320, 1.0], [-1.0, -730.0], [1.0, 1.0]),
    "one component impossible": ([0.3, 0.7], [-inf, -2.0], [1.0, 2.0]),
    "the possible component has no weight": ([1.0, 0.0], [-inf, -2.0], [1.0, 2.0]),
    "every component impossible": ([0.3, 0.7], [-inf, -inf], [1.0, 2.0]),
    "every weight zero": ([0.0, 0.0], [-1.0, -2.0], [1.0, 2.0]),
    "root zero": ([0.3, 0.7], [-1.0, -2.0], [0.0, 1.0]),
    "root negative": ([0.3, 0.7], [-1.0, -2.0], [1.0, -1.0]),
    "root infinite": ([0.3, 0.7], [-1.0, -2.0], [inf, 1.0]),
    "root NaN": ([0.3, 0.7], [-1.0, -2.0], [1.0, NAN]),
    "root zero where the weight is zero": ([0.0, 1.0], [-1.0, -2.0], [0.0, 1.0]),
    "weight negative": ([-0.1, 1.1], [-1.0, -2.0], [1.0, 1.0]),
    "weight NaN": ([NAN, 0.5], [-1.0, -2.0], [1.0, 1.0]),
    "exponent NaN": ([0.5, 0.5], [-1.0, NAN], [1.0, 1.0]),
    "five components, two without weight": ([0.2, 0.0, 0.5, 0.0, 0.3], [-9.0, -0.1, -4.0, -700.0, -2.0], [1.0, 3.0, 0.1, 7.0, 2.0]),
    "64 components": ([(k + 1) / 2080 for k in range(64)], [-0.5 * ((k - 20) / 3) ** 2 for k in range(64)], [1 + k / 64 for k in range(64)]),
    "64 components, all far away": ([1 / 64] * 64, [-2000.0 - k for k in range(64)], [1.0] * 64),
}

# f_k / S itself is outside the range of a double where a derivative made from it is inside.
EXTREME = {"roots at the ends of the range", "subnormal weight"}


def row(weights, exponents, roots):
    count = len(weights)
    if any(math.isnan(r) or r <= 0 or math.isinf(r) for r in roots):
        return -inf, [0] * (3 * count)
    if any(math.isnan(w) or w < 0 for w in weights) or any(math.isnan(e) for e in exponents):
        return NAN, [NAN] * (3 * count)
    w, e, r = ([mpf(x) for x in xs] for xs in (weights, exponents, roots))
    power = [exp(x) if x != -inf else mpf(0) for x in e]
    total = sum(a * b * c for a, b, c in zip(w, power, r))
    if total == 0:
        return -inf, [0] * (3 * count)
    by_weight = [b * c / total for b, c in zip(power, r)]
    by_exponent = [a * b * c / total for a, b, c in zip(w, power, r)]
    by_root = [a * b / total for a, b in zip(w, power)]
    return log(total), by_weight + by_exponent + by_root


def number(x):
    x = float(x)
    return x if math.isfinite(x) else str(x)


def case(name, weights, exponents, roots):
    logp, derivatives = row(weights, exponents, roots)
    given = {"weights": weights, "exponents": exponents, "roots": roots}
    return {"name": name, "extreme": name in EXTREME, **{k: [number(x) for x in xs] for k, xs in given.items()}, "logp": number(logp), "derivatives": [number(x) for x in derivatives]}


TARGET.parent.mkdir(exist_ok=True)
lines = ",\n".join(json.dumps(case(name, *given)) for name, given in CASES.items())
TARGET.write_text(f"[\n{lines}\n]\n")
