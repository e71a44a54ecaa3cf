"""Writes discrete_distributions.json: discrete distributions and wrapped ones, by mpmath at 50 digits.

    python discrete_distributions.py FOLDER

For each distribution a list of cases: parameters (free ones, by which it is differentiated, then fixed ones), a value, the log
probability as the sum of the terms of its formula, its derivatives, and the sizes of what is summed: `largest` is the largest of the
terms, `scales` the largest derivative of a term by each parameter. Then logarithms of both tails with their derivatives, moments by
summation, and quantiles. `largest` of a tail is that of the logarithms that are subtracted, or 1. Some values are compared with scipy's of the same name before anything is written.
"""

import json
import math
import sys
from pathlib import Path

import mpmath
from mpmath import exp, gammainc, inf, log, loggamma, log1p, mp, mpf

mp.dps = 50


def lgamma(x):
    return loggamma(x)


def softplus(x):
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def log_choose(n, k):
    return [lgamma(n + 1), -lgamma(k + 1), -lgamma(n - k + 1)]


def times_log(x, y):
    return mpf(0) if x == 0 else x * y


def log1mexp(x):
    return log(-mpmath.expm1(x))


# Log probabilities, as lists of terms.


def bernoulli(x, p):
    return [log(p) if x == 1 else log1p(-p)]


def bernoulli_logit(x, eta):
    return [-softplus(-eta) if x == 1 else -softplus(eta)]


def binomial(x, p, n):
    return [*log_choose(n, x), times_log(x, log(p)), times_log(n - x, log1p(-p))]


def binomial_logit(x, eta, n):
    return [*log_choose(n, x), times_log(x, -softplus(-eta)), times_log(n - x, -softplus(eta))]


def log_beta(a, b):
    return [lgamma(a), lgamma(b), -lgamma(a + b)]


def beta_binomial(x, alpha, beta, n):
    return [*log_choose(n, x), *log_beta(x + alpha, n - x + beta), *(-term for term in log_beta(alpha, beta))]


def negative_binomial(x, mu, alpha):
    return [lgamma(x + alpha), -lgamma(alpha), -lgamma(x + 1), -alpha * log1p(mu / alpha), times_log(x, log(mu / (mu + alpha)))]


def negative_binomial_exp(x, eta, alpha):
    return negative_binomial(x, exp(eta), alpha)


def geometric(x, p):
    return [times_log(x - 1, log1p(-p)), log(p)]


def geometric_logit(x, eta):
    return [times_log(x - 1, -softplus(eta)), -softplus(-eta)]


def categorical(x, *p):
    return [log(p[int(x)])]


def ordered_logistic(x, eta, *cuts):
    x = int(x)
    terms = []
    if x < len(cuts):
        terms.append(-softplus(eta - cuts[x]))
    if x > 0:
        terms.append(-softplus(cuts[x - 1] - eta))
    if 0 < x < len(cuts):
        terms.append(log1mexp(cuts[x - 1] - cuts[x]))
    return terms


def discrete_uniform(x, lower, upper):
    return [-log(upper - lower + 1)]


def hypergeometric(x, good, bad, drawn):
    return [*log_choose(good, x), *log_choose(bad, drawn - x), *(-term for term in log_choose(good + bad, drawn))]


def poisson(x, rate):
    return [times_log(x, log(rate)), -rate, -lgamma(x + 1)]


# Tails: log P(X <= x) and log P(X > x).


def poisson_tails(x, rate):
    return log(gammainc(x + 1, rate, regularized=True)), log(gammainc(x + 1, 0, rate, regularized=True))


def geometric_tails(x, p):
    return log1mexp(x * log1p(-p)), x * log1p(-p)


def geometric_logit_tails(x, eta):
    return log1mexp(-x * softplus(eta)), -x * softplus(eta)


def bernoulli_tails(x, p):
    return (log1p(-p), log(p)) if x < 1 else (mpf(0), -inf)


def categorical_tails(x, *p):
    below, above = sum(p[: int(x) + 1]), sum(p[int(x) + 1 :])
    return log(below), log(above) if above > 0 else -inf


def ordered_logistic_tails(x, eta, *cuts):
    if x >= len(cuts):
        return mpf(0), -inf
    return -softplus(eta - cuts[int(x)]), -softplus(cuts[int(x)] - eta)


def discrete_uniform_tails(x, lower, upper):
    count = upper - lower + 1
    return log((x - lower + 1) / count), log((upper - x) / count) if x < upper else -inf


# Wrapped distributions.


def total(terms):
    return sum(terms, mpf(0))


def mass(pmf, low, high):
    return lambda *parameters: sum(exp(total(pmf(mpf(k), *parameters))) for k in range(low, high + 1))


def truncated_poisson(x, rate):
    """At 1 and above."""
    return [*poisson(x, rate), -log(-mpmath.expm1(-rate))]


def truncated_poisson_between(x, rate):
    """From 3 to 8."""
    return [*poisson(x, rate), -log(mass(poisson, 3, 8)(rate))]


def truncated_poisson_above(x, rate):
    """At 1000 and above."""
    return [*poisson(x, rate), -log(gammainc(1000, 0, rate, regularized=True))]


def truncated_geometric(x, p):
    """From 4 to 9."""
    return [*geometric(x, p), -log(mass(geometric, 4, 9)(p))]


def truncated_binomial(x, p, n):
    """From 2 to 5, and n at least 5."""
    return [*binomial(x, p, n), -log(mass(binomial, 2, 5)(p, n))]


def truncated_negative_binomial(x, mu, alpha):
    """At 1 and above."""
    return [*negative_binomial(x, mu, alpha), -log1mexp(-alpha * log1p(mu / alpha))]


def censored_poisson(x, rate):
    """From 2 to 7."""
    if x <= 2:
        return [poisson_tails(mpf(2), rate)[0]]
    return [poisson_tails(mpf(6), rate)[1]] if x >= 7 else poisson(x, rate)


def logistic(x, mu, s):
    z = (x - mu) / s
    return [-z, -2 * softplus(-z), -log(s)]


def logistic_mass(mu, s, lower, upper):
    """With the factor that keeps the digits in either tail."""
    a, b = (lower - mu) / s, (upper - mu) / s
    return -softplus(-b) - softplus(a) + log1mexp(a - b)


def truncated_logistic(x, mu, s, lower, upper):
    return [*logistic(x, mu, s), -logistic_mass(mu, s, lower, upper)]


def truncated_logistic_tails(x, mu, s, lower, upper):
    whole = logistic_mass(mu, s, lower, upper)
    return logistic_mass(mu, s, lower, x) - whole, logistic_mass(mu, s, x, upper) - whole, abs(whole)


def truncated_logistic_above(x, mu, s, lower):
    return [*logistic(x, mu, s), softplus((lower - mu) / s)]


def censored_logistic(x, mu, s, lower, upper):
    if x <= lower:
        return [-softplus((mu - lower) / s)]
    return [-softplus((upper - mu) / s)] if x >= upper else logistic(x, mu, s)


def inflated(pmf):
    def terms(x, p, *parameters):
        if x == 0:
            return [log(p + (1 - p) * exp(total(pmf(x, *parameters))))]
        return [log1p(-p), *pmf(x, *parameters)]

    return terms


def inflated_logit(pmf):
    return lambda x, eta, *parameters: inflated(pmf)(x, 1 / (1 + exp(-eta)), *parameters)


def hurdle(pmf):
    def terms(x, p, *parameters):
        if x == 0:
            return [log(p)]
        return [log1p(-p), *pmf(x, *parameters), -log1mexp(total(pmf(mpf(0), *parameters)))]

    return terms


def hurdle_exponential(x, p, rate):
    return [log(p)] if x == 0 else [log1p(-p), log(rate), -rate * x]


def one_minus_tails(pmf, low):
    """By summation from `low`, for values not far away."""

    def tails(x, *parameters):
        below = sum(exp(total(pmf(mpf(k), *parameters))) for k in range(low, int(x) + 1))
        return log(below), log(1 - below)

    return tails


# name: (terms, tails, cases of (free parameters, fixed parameters, values), values of the tails)
EVERY = {
    "bernoulli": (bernoulli, bernoulli_tails, [([p], [], [0, 1]) for p in (0.3, 1e-12, 0.999999999999, 1e-300)], [0]),
    "bernoulli.logit": (bernoulli_logit, None, [([eta], [], [0, 1]) for eta in (-800, -40, -1.5, 0.5, 40, 800)], []),
    "binomial": (
        binomial,
        None,
        [
            ([0.3], [10], [0, 3, 10]),
            ([1e-6], [1000], [0, 1, 5]),
            ([0.5], [1000000], [500000, 400000, 0]),
            ([1e-300], [3], [0, 1, 3]),
            ([0.999999], [40], [40, 39, 0]),
            ([0.7], [0], [0]),
        ],
        [],
    ),
    "binomial.logit": (
        binomial_logit,
        None,
        [([eta], [n], [0, n // 2, n]) for eta, n in ((-800, 3), (-40, 10), (-0.7, 1000), (2.5, 12), (40, 10), (800, 4))],
        [],
    ),
    "betaBinomial": (
        beta_binomial,
        None,
        [([2, 3], [10], [0, 4, 10]), ([0.01, 0.02], [100], [0, 1, 99, 100]), ([1000, 2500], [50], [0, 14, 50]), ([0.5, 0.5], [10000], [0, 5000, 10000])],
        [],
    ),
    "negativeBinomial": (
        negative_binomial,
        None,
        [([3.7, 1.2], [], [0, 5, 40]), ([1e-8, 0.5], [], [0, 1, 3]), ([1e6, 1e-3], [], [0, 1000000, 10000000]), ([5, 1e8], [], [0, 5, 20]), ([200, 30], [], [0, 180, 2000])],
        [],
    ),
    "negativeBinomial.exp": (
        negative_binomial_exp,
        None,
        [([-800, 0.5], [], [0, 1]), ([-3, 2], [], [0, 2, 9]), ([2.2, 0.7], [], [0, 9, 100]), ([300, 1.5], [], [0, 7])],
        [],
    ),
    "geometric": (geometric, geometric_tails, [([p], [], [1, 2, 50]) for p in (0.3, 1e-10, 0.9999)] + [([1e-10], [], [1000000000])], [1, 2, 30]),
    "geometric.logit": (geometric_logit, geometric_logit_tails, [([eta], [], [1, 2, 50]) for eta in (-700, -30, -1, 3, 30)], [1, 2, 30]),
    "categorical": (
        categorical,
        categorical_tails,
        [([0.2, 0.5, 0.3], [], [0, 1, 2]), ([1e-200, 0.25, 0.75], [], [0, 2]), ([0.999999, 9e-7, 1e-7], [], [0, 1, 2])],
        [0, 1],
    ),
    "orderedLogistic": (
        ordered_logistic,
        ordered_logistic_tails,
        [
            ([0.3, -1, 0.5, 2], [], [0, 1, 2, 3]),
            ([700, -1, 0.5, 2], [], [0, 1, 2, 3]),
            ([-700, -1, 0.5, 2], [], [0, 1, 2, 3]),
            ([0.3, 0.25, 0.25000001, 60], [], [0, 1, 2, 3]),
        ],
        [0, 1, 2],
    ),
    "orderedLogistic.two": (ordered_logistic, None, [([0.3, 1], [], [0, 1]), ([-30, 10], [], [0, 1])], []),
    "discreteUniform": (discrete_uniform, discrete_uniform_tails, [([], [-3, 7], [-3, 0, 7]), ([], [0, 0], [0]), ([], [0, 1e9], [5])], [0]),
    "hypergeometric": (
        hypergeometric,
        None,
        [([], [10, 20, 7], [0, 3, 7]), ([], [1000, 5, 900], [895, 898, 900]), ([], [3, 4, 7], [3]), ([], [100000, 200000, 5000], [1000, 1667, 2500])],
        [],
    ),
    "poisson": (
        poisson,
        poisson_tails,
        [([rate], [], [0, 1, 5]) for rate in (1e-10, 0.3, 3.7, 60)] + [([1e6], [], [990000, 1000000, 1030000])],
        [0, 2, 50],
    ),
    "truncatedPoisson": (truncated_poisson, None, [([rate], [], [1, 2, 7]) for rate in (1e-12, 1e-3, 0.8, 6, 50)] + [([1e4], [], [1, 10000])], []),
    "truncatedPoissonBetween": (truncated_poisson_between, None, [([rate], [], [3, 5, 8]) for rate in (1e-6, 0.5, 5, 100)], []),
    "truncatedPoissonAbove": (truncated_poisson_above, None, [([rate], [], [1000, 1010, 1300]) for rate in (1, 700, 1000, 1200)], []),
    "truncatedGeometric": (truncated_geometric, None, [([p], [], [4, 6, 9]) for p in (1e-6, 0.3, 0.97)], []),
    "truncatedBinomial": (truncated_binomial, None, [([p], [n], [2, 4, 5]) for p, n in ((1e-8, 6), (0.4, 9), (0.99, 30))], []),
    "truncatedNegativeBinomial": (truncated_negative_binomial, None, [([mu, alpha], [], [1, 2, 9]) for mu, alpha in ((1e-9, 0.4), (0.7, 1.3), (80, 5))], []),
    "truncatedLogistic": (
        truncated_logistic,
        truncated_logistic_tails,
        [([mu, 0.7], [lower, upper], [lower, (lower + upper) / 2, upper]) for mu, lower, upper in ((0.3, -1, 2), (0.3, 30, 31), (0.3, -400, -390), (700, -1, 1), (-0.2, -80, 90))],
        [],
    ),
    "truncatedLogisticAbove": (truncated_logistic_above, None, [([mu, 2.5], [lower], [lower, lower + 3]) for mu, lower in ((0, -80), (1, 1), (0, 900))], []),
    "censoredLogistic": (censored_logistic, None, [([mu, 0.7], [-1, 2], [-50, -1, 0, 2, 7]) for mu in (0.3, 40, -40)], []),
    "censoredPoisson": (censored_poisson, None, [([rate], [], [0, 2, 3, 6, 7, 90]) for rate in (1e-3, 1.4, 5, 80)], []),
    "zeroInflatedPoisson": (
        inflated(poisson),
        one_minus_tails(inflated(poisson), 0),
        [([p, rate], [], [0, 1, 4]) for p, rate in ((0.3, 2), (1e-9, 0.1), (0.999, 30), (0.5, 300))],
        [0, 3],
    ),
    "zeroInflatedPoisson.logit": (inflated_logit(poisson), None, [([eta, rate], [], [0, 1, 4]) for eta, rate in ((-600, 2), (-5, 0.1), (3, 8))], []),
    "zeroInflatedBinomial": (inflated(binomial), None, [([q, p], [n], [0, 1, n]) for q, p, n in ((0.2, 0.4, 7), (0.9, 0.001, 3))], []),
    "zeroInflatedNegativeBinomial": (inflated(negative_binomial), None, [([q, mu, alpha], [], [0, 1, 9]) for q, mu, alpha in ((0.2, 3, 0.7), (0.8, 40, 5))], []),
    "hurdlePoisson": (
        hurdle(poisson),
        one_minus_tails(hurdle(poisson), 0),
        [([p, rate], [], [0, 1, 4]) for p, rate in ((0.3, 2), (1e-9, 1e-6), (0.999, 30))],
        [0, 3],
    ),
    "hurdleNegativeBinomial": (hurdle(negative_binomial), None, [([q, mu, alpha], [], [0, 1, 9]) for q, mu, alpha in ((0.2, 3, 0.7), (0.8, 1e-6, 5))], []),
    "hurdleExponential": (hurdle_exponential, None, [([p, rate], [], [0, 0.01, 3]) for p, rate in ((0.3, 2), (0.9, 1e-3))], []),
}

# Means and variances by summation over these values, and the smallest value whose cdf reaches a share.
MOMENTS = {
    "bernoulli": ([0.3], range(2)),
    "binomial": ([0.3, 10], range(11)),
    "betaBinomial": ([2, 3, 10], range(11)),
    "negativeBinomial": ([3.7, 1.2], range(600)),
    "geometric": ([0.3], range(1, 700)),
    "categorical": ([0.2, 0.5, 0.3], range(3)),
    "orderedLogistic": ([0.3, -1, 0.5, 2], range(4)),
    "discreteUniform": ([-3, 7], range(-3, 8)),
    "hypergeometric": ([10, 20, 7], range(8)),
    "poisson": ([3.7], range(200)),
    "truncatedPoisson": ([1.4], range(1, 200)),
    "truncatedNegativeBinomial": ([0.7, 1.3], range(1, 600)),
    "zeroInflatedPoisson": ([0.3, 2], range(200)),
    "zeroInflatedBinomial": ([0.2, 0.4, 7], range(8)),
    "hurdlePoisson": ([0.3, 2], range(200)),
    "hurdleNegativeBinomial": ([0.2, 3, 0.7], range(900)),
}
SHARES = [0.01, 0.25, 0.5, 0.77, 0.999]
QUANTILES = {"bernoulli", "geometric", "categorical", "orderedLogistic", "discreteUniform"}


def number(x):
    x = float(x)
    return x if math.isfinite(x) else str(x)


def derivatives(function, free, fixed):
    """By each free parameter, by central differences, of digits enough for one that is tiny beside another."""
    found = []
    for k, at in enumerate(free):
        with mpmath.workdps(110 + 2 * max(0, int(-mpmath.log10(abs(at))) if at != 0 else 0)):
            step = mpf(10) ** -40 * (abs(at) if at != 0 else 1)
            values = [function(*free[:k], at + sign * step, *free[k + 1 :], *fixed) for sign in (1, -1)]
            found.append((values[0] - values[1]) / (2 * step))
    return found


def case(terms, free, fixed, value):
    x, free, fixed = mpf(value), [mpf(p) for p in free], [mpf(p) for p in fixed]
    parts = terms(x, *free, *fixed)
    by_term = [derivatives(lambda *p, k=k: terms(x, *p)[k], free, fixed) for k in range(len(parts))]
    return {
        "parameters": [number(p) for p in [*free, *fixed]],
        "value": value,
        "logp": number(total(parts)),
        "largest": number(max(abs(part) for part in parts)),
        "derivatives": [number(sum(column)) for column in zip(*by_term)],
        "scales": [number(max(abs(part) for part in column)) for column in zip(*by_term)],
    }


def tail_case(tails, free, fixed, value):
    x, free, fixed = mpf(value), [mpf(p) for p in free], [mpf(p) for p in fixed]
    below, above = tails(x, *free, *fixed)[:2]
    return {
        "parameters": [number(p) for p in [*free, *fixed]],
        "value": value,
        "logCdf": number(below),
        "logSurvival": number(above),
        "largest": number(max([mpf(1), *tails(x, *free, *fixed)[2:]])),
        "derivatives": [[number(d) for d in derivatives(lambda *p, k=k: tails(x, *p)[k], free, fixed)] for k in range(2)],
    }


def moments(terms, parameters, values):
    p = [mpf(x) for x in parameters]
    weights = [exp(total(terms(mpf(x), *p))) for x in values]
    mean = sum(w * x for w, x in zip(weights, values))
    variance = sum(w * (x - mean) ** 2 for w, x in zip(weights, values))
    assert abs(sum(weights) - 1) < 1e-25, (parameters, sum(weights))
    return {"parameters": [number(x) for x in parameters], "mean": number(mean), "variance": number(variance)}


def quantiles(terms, parameters, values):
    p = [mpf(x) for x in parameters]
    found = []
    for share in SHARES:
        below = mpf(0)
        for x in values:
            below += exp(total(terms(mpf(x), *p)))
            if below >= share:
                found.append({"parameters": [number(q) for q in parameters], "share": share, "value": x})
                break
    return found


def group(name):
    terms, tails, cases, tail_values = EVERY[name]
    free, fixed, _ = cases[0]
    return {
        "free": len(free),
        "fixed": len(fixed),
        "cases": [case(terms, *parameters, x) for *parameters, values in cases for x in values],
        "tails": [tail_case(tails, *parameters, x) for *parameters, values in cases for x in tail_values or values[1:-1]] if tails else [],
        "moments": [moments(terms, *MOMENTS[name])] if name in MOMENTS else [],
        "quantiles": quantiles(terms, *MOMENTS[name]) if name in QUANTILES else [],
    }


def compare_with_scipy():
    """PyMC's parameterisations are scipy's with these parameters (pymc/distributions/discrete.py)."""
    from scipy import stats

    def agree(ours, theirs):
        assert abs(float(total(ours)) - float(theirs)) < 1e-9 * max(1, abs(float(theirs))), (ours, theirs)

    one = [mpf(x) for x in (0.3, 3.7, 1.2, 5, 12)]
    p, mu, alpha, x, n = one
    agree(binomial(x, p, n), stats.binom.logpmf(5, 12, 0.3))
    agree(beta_binomial(x, mu, alpha, n), stats.betabinom.logpmf(5, 12, 3.7, 1.2))
    agree(negative_binomial(x, mu, alpha), stats.nbinom.logpmf(5, 1.2, 1.2 / (3.7 + 1.2)))
    agree(geometric(x, p), stats.geom.logpmf(5, 0.3))
    agree(poisson(x, mu), stats.poisson.logpmf(5, 3.7))
    agree([poisson_tails(x, mu)[1]], stats.poisson.logsf(5, 3.7))
    agree(hypergeometric(mpf(3), mpf(10), mpf(20), mpf(7)), stats.hypergeom.logpmf(3, 30, 10, 7))
    agree(discrete_uniform(x, mpf(-3), mpf(7)), stats.randint.logpmf(5, -3, 8))
    # ZeroInflatedPoisson(psi, mu): psi poisson(mu), and 1 - psi more at 0.
    psi = 0.7
    agree(inflated(poisson)(mpf(0), mpf("0.3"), mu), math.log(1 - psi + psi * stats.poisson.pmf(0, 3.7)))
    agree(inflated(poisson)(x, mpf("0.3"), mu), math.log(psi * stats.poisson.pmf(5, 3.7)))
    # HurdlePoisson(psi, mu): psi poisson(mu) / (1 - P(0)) above 0, and 1 - psi at 0.
    agree(hurdle(poisson)(x, mpf("0.3"), mu), math.log(psi * stats.poisson.pmf(5, 3.7) / stats.poisson.sf(0, 3.7)))


if __name__ == "__main__":
    compare_with_scipy()
    everything = {"made by": f"discrete_distributions.py, mpmath {mpmath.__version__}", **{name: group(name) for name in EVERY}}
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in everything.items())
    (Path(sys.argv[1]) / "discrete_distributions.json").write_text("{\n" + lines + "\n}\n")
