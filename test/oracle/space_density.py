"""Writes space_density.json: densities of parallaxes under the exponentially decreasing space density, by quadrature.

    python space_density.py FOLDER

`exact` are log densities of parallaxes without errors, `observed` of ones measured with errors, by scipy's adaptive quadrature over the
distance, with their derivatives by the length L as quadratures of the differentiated integrand. `stars` are simulated parallaxes and the mean
and standard deviation of the posterior of L under a prior that is gamma(2, 1), from quadratures over L.
"""

import json
import sys
from pathlib import Path

import numpy as np
import scipy
from scipy.integrate import quad


def prior(r, length):
    return r**2 * np.exp(-r / length) / (2 * length**3)


def exact(x, length):
    logp = -4 * np.log(x) - 1 / (x * length) - 3 * np.log(length) - np.log(2)
    return {"x": x, "L": length, "logp": logp, "derivative": 1 / (x * length**2) - 3 / length}


def observed(x, error, length):
    def integrand(r):
        return prior(r, length) * np.exp(-0.5 * ((x - 1 / r) / error) ** 2) / (error * np.sqrt(2 * np.pi))

    near, far = 1 / (max(x, 0) + 12 * error), 1 / (x - 9 * error) if x > 9 * error else 60 * length
    peak = [p for p in ([1 / x] if x > 0 else []) + [2 * length] if near < p < far]
    options = {"points": sorted(peak), "limit": 2000, "epsabs": 0, "epsrel": 1e-12}
    p = quad(integrand, near, far, **options)[0]
    slope = quad(lambda r: integrand(r) * (r / length**2 - 3 / length), near, far, **{**options, "epsabs": 1e-13 * p})[0]
    return {"x": x, "error": error, "L": length, "logp": np.log(p), "derivative": slope / p}


def posterior(stars, lengths):
    """Moments of L over a fine grid, by Simpson's rule."""
    logs = np.array([np.log(length) - length + sum(observed(x, e, length)["logp"] for x, e in stars) for length in lengths])
    weights = np.exp(logs - logs.max())
    whole = scipy.integrate.simpson(weights, x=lengths)
    mean = scipy.integrate.simpson(weights * lengths, x=lengths) / whole
    variance = scipy.integrate.simpson(weights * (lengths - mean) ** 2, x=lengths) / whole
    return mean, np.sqrt(variance)


def simulated():
    rng = np.random.default_rng(5)
    distance = rng.gamma(3, 1.3, 60)
    error = rng.uniform(0.05, 0.3, 60)
    return list(zip((1 / distance + error * rng.normal(size=60)).round(4).tolist(), error.round(4).tolist()))


if __name__ == "__main__":
    stars = simulated()
    mean, sd = posterior(stars, np.linspace(0.8, 2.0, 61))
    result = {
        "made by": f"space_density.py, scipy {scipy.__version__}",
        "exact": [exact(x, length) for x in (0.05, 0.7, 20.0) for length in (0.4, 1.35, 8.0)],
        "observed": [observed(x, e, length) for x, e in ((-0.2, 0.3), (0.05, 0.1), (0.7, 0.05), (1.9, 0.4), (4.0, 0.3)) for length in (0.4, 1.35, 3.0)],
        "stars": {"x": [x for x, _ in stars], "error": [e for _, e in stars], "mean": mean, "sd": sd},
    }
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    (Path(sys.argv[1]) / "space_density.json").write_text(json.dumps(result, indent=1) + "\n")
