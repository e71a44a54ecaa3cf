"""Writes test/fixtures/gaussian_process.json: log densities and gradients of regressions by Gaussian processes and by dot products.

    python test/oracle/gaussian_process.py [FOLDER]

Parameters with a positive range have standard lognormal priors and are given as logarithms, Jacobians included, so that their
part is that of standard normal coordinates. Gradients are complex steps through a Cholesky factor written out here; log
densities of regressions are checked against scipy.stats.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
from scipy import stats
from scipy.special import gammaln

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "gaussian_process.json"
JITTER = 1e-4


def squared_exponential(d, scale, length):
    return scale**2 * np.exp(-0.5 * (d / length) ** 2)


def matern32(d, scale, length):
    z = np.sqrt(3) * np.abs(d) / length
    return scale**2 * (1 + z) * np.exp(-z)


def matern52(d, scale, length):
    z = np.sqrt(5) * np.abs(d) / length
    return scale**2 * (1 + z + z**2 / 3) * np.exp(-z)


def periodic(d, scale, length):
    return scale**2 * np.exp(-2 * (np.sin(np.pi * d / 3.7) / length) ** 2)


KERNELS = {f.__name__: f for f in (squared_exponential, matern32, matern52, periodic)}


def cholesky(a):
    """Without conjugates, so that complex steps pass."""
    n = len(a)
    l = np.zeros_like(a)
    for j in range(n):
        l[j, j] = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        for i in range(j + 1, n):
            l[i, j] = (a[i, j] - l[i, :j] @ l[j, :j]) / l[j, j]
    return l


def solve_lower(l, b):
    x = np.zeros_like(l, shape=b.shape)
    for i in range(len(b)):
        x[i] = (b[i] - l[i, :i] @ x[:i]) / l[i, i]
    return x


def standard(u):
    return -0.5 * u @ u - 0.5 * len(u) * np.log(2 * np.pi)


def covariance(kernel, x, scale, length, nugget):
    return KERNELS[kernel](x[:, None] - x[None, :], scale, length) + nugget * np.eye(len(x))


def regression(case, u):
    """y ~ normal(0, covariance + sigma^2); u: logarithms of scale, length and sigma."""
    scale, length, sigma = np.exp(u)
    x, y = np.array(case["x"]), np.array(case["y"])
    l = cholesky(covariance(case["kernel"], x, scale, length, sigma**2))
    z = solve_lower(l, y)
    return standard(u) + standard(z) - np.sum(np.log(np.diagonal(l)))


def counts(case, u):
    """y ~ poisson(exp(0.5 + L z)); u: logarithms of scale and length, then z."""
    scale, length = np.exp(u[:2])
    x, y = np.array(case["x"]), np.array(case["y"])
    f = 0.5 + cholesky(covariance(case["kernel"], x, scale, length, JITTER)) @ u[2:]
    return standard(u) + np.sum(y * f - np.exp(f)) - np.sum(gammaln(y + 1))


def logistic(case, u):
    """y ~ bernoulli(logit: X u)."""
    eta = np.array(case["x"]) @ u
    return standard(u) + np.sum(np.array(case["y"]) * eta - np.log(1 + np.exp(eta)))


def gradient(f, case, u):
    steps = np.eye(len(u)) * 1e-40j
    return [float(np.imag(f(case, u + step)) / 1e-40) for step in steps]


def checked(case, u, value):
    if case["model"] == "regression":
        scale, length, sigma = np.exp(u)
        k = covariance(case["kernel"], np.array(case["x"]), scale, length, sigma**2)
        expected = stats.multivariate_normal(cov=k).logpdf(case["y"]) + np.sum(stats.norm.logpdf(u))
        assert abs(value - expected) < 1e-9 * abs(expected), (case["name"], value, expected)
    return value


def prediction(case, u):
    """Mean and variance of the process at new places, given the data."""
    scale, length, sigma = np.exp(u)
    x, y, at = np.array(case["x"]), np.array(case["y"]), np.array(case["at"])
    k = covariance(case["kernel"], x, scale, length, sigma**2)
    cross = KERNELS[case["kernel"]](x[:, None] - at[None, :], scale, length)
    variance = scale**2 - np.sum(cross * np.linalg.solve(k, cross), axis=0)
    return {"mean": list(map(float, cross.T @ np.linalg.solve(k, y))), "variance": list(map(float, variance))}


MODELS = {"regression": regression, "counts": counts, "logistic": logistic}


def evaluated(case, positions):
    f = MODELS[case["model"]]
    rows = []
    for u in positions:
        u = np.array(u)
        row = {"position": list(map(float, u)), "logp": float(checked(case, u, f(case, u))), "gradient": gradient(f, case, u)}
        rows.append({**row, **(prediction(case, u) if "at" in case else {})})
    return {**case, "evaluations": rows}


def smooth(rng, n):
    x = np.round(np.sort(rng.uniform(-5, 5, n)), 3)
    return x, np.round(np.sin(x) + 0.3 * x + 0.2 * rng.standard_normal(n), 3)


def cases():
    rng = np.random.default_rng(20260301)
    somewhere = [[0.0, 0.0, -1.0], [0.7, 0.4, -0.3], [-0.5, 1.1, 0.6]]
    for n in (11, 60):
        x, y = smooth(rng, n)
        case = {"name": f"regression of {n} points", "model": "regression", "kernel": "squared_exponential", "x": x.tolist(), "y": y.tolist()}
        yield evaluated({**case, "at": [-6.0, -0.25, 0.4, 7.5]}, somewhere)
    for kernel in ("matern32", "matern52", "periodic"):
        x, y = smooth(rng, 12)
        case = {"name": f"regression with {kernel}", "model": "regression", "kernel": kernel, "x": x.tolist(), "y": y.tolist()}
        yield evaluated(case, somewhere)
    x, y = smooth(rng, 11)
    case = {"name": "counts with a latent process", "model": "counts", "kernel": "squared_exponential", "x": x.tolist()}
    case["y"] = np.floor(np.exp(y / 2 + 1)).tolist()
    yield evaluated(case, [np.round(np.concatenate([[0.2, 0.1], 0.6 * rng.standard_normal(11)]), 3).tolist() for _ in range(2)])
    design = np.round(rng.standard_normal((37, 7)), 3)
    hits = (rng.uniform(size=37) < 1 / (1 + np.exp(-design @ np.linspace(-1, 1, 7)))).astype(float)
    case = {"name": "logistic regression", "model": "logistic", "x": design.tolist(), "y": hits.tolist()}
    yield evaluated(case, [np.zeros(7), np.linspace(-1, 1.3, 7)])


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET.parent
    header = {"script": "test/oracle/gaussian_process.py", "scipy": scipy.__version__, "numpy": np.__version__}
    lines = ",\n  ".join(json.dumps(case) for case in cases())
    (folder / TARGET.name).write_text('{\n "made with": ' + json.dumps(header) + ',\n "cases": [\n  ' + lines + "\n ]\n}\n")


main()
