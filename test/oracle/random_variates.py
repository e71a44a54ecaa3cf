"""Writes test/fixtures/random_variates.json: what random variates must look like, by scipy's distribution functions.

    python test/oracle/random_variates.py

A case has an op's operands; edges of at most 40 bins and the probability of each, with (-inf, edge] the first; mean, sd and
excess kurtosis. Where scipy has no accurate distribution function a limit stands in, whose error is said next to it.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
from scipy import integrate, special, stats

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "random_variates.json"
BINS = 40


def log_gamma(shape):
    def cdf(x):
        # Below -40 the lower incomplete gamma function's first term: the next is smaller by exp(x).
        return special.gammainc(shape, np.exp(x)) if x > -40 else np.exp(shape * x - special.gammaln(shape + 1))

    q = (np.arange(BINS - 1) + 1) / BINS
    with np.errstate(divide="ignore"):
        edges = np.log(special.gammaincinv(shape, q))
    edges = np.where(edges < -40, (np.log(q) + special.gammaln(shape + 1)) / shape, edges)
    probabilities = [cdf(x) for x in edges]
    moments = special.digamma(shape), np.sqrt(special.polygamma(1, shape)), special.polygamma(3, shape) / special.polygamma(1, shape) ** 2
    return edges, probabilities, moments


def continuous(law):
    edges = law.ppf((np.arange(BINS - 1) + 1) / BINS)
    mean, variance, kurtosis = law.stats(moments="mvk")
    return edges, law.cdf(edges), (mean, np.sqrt(variance), kurtosis)


def discrete(law):
    edges = np.unique(law.ppf((np.arange(BINS - 1) + 1) / BINS))
    k = np.arange(law.ppf(1e-15), law.isf(1e-15) + 1)
    mean = np.sum(k * law.pmf(k))
    variance = np.sum((k - mean) ** 2 * law.pmf(k))
    kurtosis = np.sum((k - mean) ** 4 * law.pmf(k)) / variance**2 - 3
    return edges, law.cdf(edges), (mean, np.sqrt(variance), kurtosis)


def rounded_normal(mean, sd):
    """A count of so large a variance that the normal distribution, with half a step added, is off by less than 1e-6."""
    edges = np.unique(np.round(stats.norm.ppf((np.arange(BINS - 1) + 1) / BINS, mean, sd)))
    return edges, stats.norm.cdf(edges + 0.5, mean, sd), (mean, sd, 0.0)


def von_mises(kappa):
    if kappa == 0:
        return continuous(stats.uniform(-np.pi, 2 * np.pi))
    if kappa > 1e6:  # the normal limit is off by less than 1 / kappa
        return continuous(stats.norm(0, 1 / np.sqrt(kappa)))
    law = stats.vonmises(kappa)
    q = (np.arange(BINS - 1) + 1) / BINS
    reach = min(np.pi, 12 / np.sqrt(kappa))
    moment = lambda power: 2 * integrate.quad(lambda x: x**power * law.pdf(x), 0, reach, epsabs=0, epsrel=1e-9)[0]
    edges = law.ppf(q)
    return edges, law.cdf(edges), (0.0, np.sqrt(moment(2)), moment(4) / moment(2) ** 2 - 3)


CASES = {
    "randomUniform": [([], continuous(stats.uniform()))],
    "randomNormal": [([], continuous(stats.norm()))],
    "randomLogGamma": [([a], log_gamma(a)) for a in (1e-9, 1e-3, 0.1, 0.5, 0.999, 1.0, 2.5, 30.0, 1e4, 1e10)],
    "randomPoisson": [([mu], discrete(stats.poisson(mu))) for mu in (0.01, 0.7, 4.0, 9.99, 10.0, 11.5, 30.0, 300.0, 1e5)]
    + [([mu], rounded_normal(mu, np.sqrt(mu))) for mu in (1e13, 1e18)],
    "randomBinomial": [
        ([n, p], discrete(stats.binom(n, p)))
        for n, p in ((1, 0.3), (7, 0.5), (20, 0.5), (20, 0.9), (50, 0.02), (1000, 0.01), (100, 0.37), (100, 0.63), (10**6, 1e-5), (10**6, 0.25), (10**6, 0.999))
    ]
    + [([10**15, 0.3], rounded_normal(3e14, np.sqrt(2.1e14))), ([10**12, 1e-12], discrete(stats.poisson(1.0)))],
    "randomVonMises": [([k], von_mises(k)) for k in (0.0, 1e-9, 0.05, 0.5, 1.3, 1.31, 2.0, 10.0, 400.0, 1e9, 1e100)],
    "randomHypergeometric": [
        ([g, b, d], discrete(stats.hypergeom(g + b, g, d)))
        for g, b, d in ((1, 1, 1), (3, 5, 4), (30, 2, 20), (10, 300, 27), (50, 50, 50), (400, 600, 100), (2000, 30, 1900), (10**5, 3 * 10**4, 10**4))
    ]
    # Drawing a thousand of 2e12 with or without replacement differs by 1e-9.
    + [([10**12, 10**12, 1000], discrete(stats.binom(1000, 0.5))), ([10**15, 10**15, 10**15], rounded_normal(5e14, np.sqrt(1.25e14)))],
}


def case(operands, law):
    edges, cumulative, (mean, sd, kurtosis) = law
    cumulative = np.minimum(cumulative, 1.0)
    bins = np.diff(np.concatenate([[0.0], cumulative, [1.0]]))
    return {
        "operands": [float(x) for x in operands],
        "edges": [float(x) for x in edges],
        "probabilities": [float(f"{p:.10g}") for p in bins],
        "mean": float(mean),
        "sd": float(sd),
        "kurtosis": float(kurtosis),
    }


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET.parent
    header = {"script": "test/oracle/random_variates.py", "scipy": scipy.__version__, "numpy": np.__version__}
    lines = [f" {json.dumps(op)}: [\n  " + ",\n  ".join(json.dumps(case(*c)) for c in cases) + "\n ]" for op, cases in CASES.items()]
    (folder / TARGET.name).write_text('{\n "made with": ' + json.dumps(header) + ",\n" + ",\n".join(lines) + "\n}\n")


main()
