"""Writes test/fixtures/arviz_comparison.json: LOO, WAIC and what is made of them, of log-likelihoods that both languages can make.

    python test/oracle/arviz_comparison.py

Oracles, by function:
- loo, waic, psislw, loo_pit (ties "at-most"), compare (tables, differences, pseudo-BMA, what it leaves of stacking): ArviZ 0.23.4.
- ties "middle" of loo_pit, loo_expectations, the difference estimator of loo_subsample and its printing, differences of subsampled
  models: arviz-stats 0.8.0, its own functions given ArviZ 0.23.4's weights. arviz-stats needs arviz-base for reading data, which is not
  used here and stands in empty.
- The optimum of stacking: scipy's SLSQP on ArviZ's objective, which ArviZ stops at 1e-6 of it, run on to 1e-16 and polished by
  expectation maximisation until the duality gap is under 1e-9.

Log-likelihoods are offset - z^2 / 2 with z = (y - m) / sd and draws m of arviz_summary.py: nothing but +, -, *, /.
"""

import importlib.machinery
import json
import math
import pathlib
import sys
import types
import warnings

HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "arviz_comparison.json"

source = (HERE / "arviz_summary.py").read_text()
shared = {"__file__": str(HERE / "arviz_summary.py"), "__name__": "shared"}
exec(compile(source[: source.rindex("main()")], "arviz_summary.py", "exec"), shared)
az, np, number, numbers, draws_of, spec = (shared[name] for name in ["az", "np", "number", "numbers", "draws_of", "spec"])

from scipy.optimize import Bounds, LinearConstraint, minimize


class Absent(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        return lambda *given, **named: None


for name in ["arviz_base", "arviz_base.labels", "arviz_base.sel_utils", "arviz_base.utils", "arviz_base.base"]:
    sys.modules[name] = Absent(name)
import arviz_stats
from arviz_stats.base import array_stats
from arviz_stats.loo.compare import _difference_estimator
from arviz_stats.loo.helper_loo import _diff_srs_estimator
from arviz_stats.utils import ELPDData

assert arviz_stats.__version__ == "0.8.0", arviz_stats.__version__

Y = [0.0, 0.5, -1.0, 2.0, 3.0]


def case(name, chains, draws, seed, y=Y, sd=1.0, offset=-0.9, shape=None, **given):
    return {"name": name, "y": y, "sd": sd, "offset": offset, "shape": shape or [len(y)], "draws": spec(name, chains, draws, seed, **given)}


CASES = [
    case("light tails", 4, 1000, 1, scale=0.1),
    case("moderate tails", 4, 500, 2, scale=0.5),
    case("tails about the limit", 4, 500, 3, scale=0.9),
    case("heavy tails", 4, 500, 4, scale=1.5),
    case("very heavy tails", 4, 250, 5, scale=4.0),
    case("draws with tails of a ratio of normals", 4, 500, 6, noise="ratio", scale=0.2),
    case("slow draws with tails of a ratio", 4, 300, 7, noise="ratio", phi=0.8, scale=0.05),
    case("slow chains", 4, 500, 8, phi=0.95, scale=0.3),
    case("antithetic chains", 4, 500, 9, phi=-0.7, scale=0.3),
    case("one chain", 1, 800, 10, scale=0.4),
    case("two chains of an odd number of draws", 2, 251, 11, scale=0.4),
    case("eight short chains", 8, 25, 12, scale=0.5),
    case("four draws of one chain", 1, 4, 13),
    case("four draws of each chain", 2, 4, 14),
    case("ten draws", 1, 10, 15),
    case("20 draws, no tail", 1, 20, 16),
    case("21 draws, the shortest tail", 1, 21, 17),
    case("26 draws", 2, 13, 18),
    case("99 draws", 1, 99, 19),
    case("225 draws", 1, 225, 20, scale=0.6),
    case("226 draws", 2, 113, 21, scale=0.6),
    case("a constant for all draws", 2, 100, 22, noise="none", shifts=[0.3]),
    case("one value in each chain", 2, 100, 23, noise="none", shifts=[0.1, 0.7]),
    case("whole numbers, with ties", 4, 200, 24, scale=2.0, whole=True),
    case("rare other values", 4, 200, 25, noise="uniform", shifts=[0.03], whole=True),
    case("uniform draws", 4, 300, 26, noise="uniform"),
    case("a large offset", 4, 200, 27, scale=0.4, offset=-1e6),
    case("likelihoods that underflow", 4, 200, 28, scale=3.0, sd=0.1),
    case("ratios beyond the range of numbers", 4, 200, 29, scale=10.0, sd=0.1),
    case("far from all draws", 4, 200, 30, y=[30.0, -40.0, 25.0], scale=0.5),
    case("tiny differences", 4, 200, 31, scale=1e-6),
    case("one observation", 4, 200, 32, y=[0.4], scale=0.4),
    case("a matrix of observations", 4, 200, 33, y=[0.0, 0.5, -1.0, 2.0, 3.0, 1.5], scale=0.4, shape=[2, 3]),
    case("many observations", 2, 100, 34, y=[(7 * i % 32) / 8 - 2 for i in range(32)], scale=0.7),
    case("two modes", 4, 250, 35, scale=0.3, shifts=[-1.0, 1.0]),
    case("an outlier among the draws", 4, 100, 36, scale=0.3, replace=[[57, "12"]]),
    case("positive log-likelihoods", 4, 200, 37, scale=0.01, sd=0.03, offset=2.6, y=[0.0, 0.01, -0.02]),
]


def log_likelihood(c):
    m = draws_of(c["draws"])
    z = (np.array(c["y"]) - m[..., None]) / c["sd"]
    return m, (c["offset"] - 0.5 * z * z).reshape(*m.shape, *c["shape"])


def inference_data(m, values):
    return az.from_dict(posterior={"m": m}, log_likelihood={"y": values})


def elpd(result, kind):
    out = {"elpd": number(result[f"elpd_{kind}"]), "se": number(result["se"]), "p": number(result[f"p_{kind}"])}
    out["warning"] = bool(result["warning"])
    out["pointwise"] = numbers(result[f"{kind}_i"].values.ravel())
    out["text"] = str(result)
    if kind == "loo":
        out["k"] = numbers(result["pareto_k"].values.ravel())
        out["goodK"] = number(result["good_k"])
    return out


def weights_of(data, values):
    """Smoothed log weights [observation, draw], chains one after the other, as az.loo takes them."""
    m = data.posterior["m"]
    total = m.size
    reff = 1.0 if m.shape[0] == 1 else float(az.ess(data.posterior, method="mean")["m"]) / total
    flat = np.moveaxis(values.reshape(*m.shape, -1), -1, 0).reshape(-1, total)
    weights, k = az.psislw(-flat, reff)
    return reff, weights, k


def predictions(c, m):
    """y_hat = m + sd * noise; whole numbers where the draws are."""
    noise = draws_of({**c["draws"], "seed": c["draws"]["seed"] + 500, "noise": "normal", "phi": 0.0, "scale": 1.0, "shifts": [0.0], "replace": []})
    return m + c["sd"] * noise


def calibration(c, m, weights):
    hat = predictions(c, m).ravel()
    y = np.array(c["y"])
    repeated = np.repeat(hat[None], len(y), axis=0)
    out = {"atMost": numbers(az.loo_pit(y=y, y_hat=repeated, log_weights=weights))}
    out["middle"] = [number(array_stats._loo_pit(hat, y[i], weights[i], rng=None)) for i in range(len(y))]
    for kind in ["mean", "sd", "var", "median"]:
        out[kind] = [number(array_stats._loo_expectation(hat, w, kind)) for w in weights]
    out["quantile"] = [number(array_stats._loo_quantile(hat, w, 0.9)) for w in weights]
    return out


def result(c):
    m, values = log_likelihood(c)
    data = inference_data(m, values)
    reff, weights, k = weights_of(data, values)
    out = {"case": c, "first": number(values.flat[0]), "last": number(values.flat[-1]), "relativeEss": number(reff)}
    out["loo"] = elpd(az.loo(data, pointwise=True), "loo")
    out["waic"] = elpd(az.waic(data, pointwise=True), "waic")
    # Largest first: among equal weights the order of the draws is the sorting algorithm's.
    out["weights"] = [numbers(np.sort(w)[::-1][:: max(1, len(w) // 12)]) for w in weights]
    out["calibration"] = calibration(c, m, weights)
    return out


def scales(c):
    data = inference_data(*log_likelihood(c))
    return {
        scale: {"loo": elpd(az.loo(data, pointwise=True, scale=scale), "loo"), "waic": elpd(az.waic(data, pointwise=True, scale=scale), "waic")}
        for scale in ["deviance", "negative_log"]
    }


def model(seed, y, sd=1.0, offset=-0.9, **given):
    return case("model", 4, 200, seed, y=y, sd=sd, offset=offset, **given)


POINTS = [(13 * i % 40) / 10 - 2 for i in range(40)]
SETS = {
    "two that complement each other": {"left": model(201, POINTS, scale=0.2, shifts=[-1.0]), "right": model(202, POINTS, scale=0.2, shifts=[1.2])},
    "three, one of them poor": {
        "a": model(203, POINTS, scale=0.2, shifts=[-0.8]),
        "a longer name": model(204, POINTS, scale=0.2, shifts=[1.0]),
        "poor": model(205, POINTS, scale=0.2, shifts=[5.0]),
    },
    "one that is best everywhere": {"good": model(206, POINTS, scale=0.1), "bad": model(207, POINTS, scale=0.1, offset=-1.9)},
    "narrow and wide": {"narrow": model(208, POINTS, scale=0.1, sd=0.5, offset=-0.2), "wide": model(209, POINTS, scale=0.1, sd=2.0, offset=-1.6)},
    "five": {f"m{k}": model(210 + k, POINTS, scale=0.2, shifts=[k - 2.0], sd=0.7, offset=-0.56) for k in range(5)},
    "two that are the same": {"first": model(220, POINTS, scale=0.2), "second": model(220, POINTS, scale=0.2)},
    "nearly the same": {"first": model(221, POINTS, scale=0.05), "second": model(222, POINTS, scale=0.05)},
    "far apart": {"near": model(223, POINTS, scale=0.2), "far": model(224, POINTS, scale=0.2, shifts=[60.0])},
    "with warnings": {"calm": model(225, POINTS, scale=0.2), "wild": model(226, POINTS, scale=2.0)},
    "large sums": {"a": model(230, POINTS, scale=0.2, offset=-1e5), "b": model(231, POINTS, scale=0.4, offset=-1e5)},
    "one alone": {"alone": model(227, POINTS, scale=0.2)},
    "three observations": {"a": model(228, [0.0, 1.0, 2.0], scale=0.2), "b": model(229, [0.0, 1.0, 2.0], scale=0.2, shifts=[1.5])},
}


def stack(parts):
    """The optimum of ArviZ's objective; `parts` [observation, model]."""
    densities = np.exp(parts - parts.max(axis=1, keepdims=True))
    rows, cols = densities.shape
    score = lambda w: -np.sum(np.log(densities @ w))
    gradient = lambda w: -np.sum(densities / (densities @ w)[:, None], axis=0)
    w = np.full(cols, 1.0 / cols)
    given = dict(fun=score, jac=gradient, bounds=Bounds(np.zeros(cols), np.ones(cols)), constraints=LinearConstraint(np.ones(cols), 1.0, 1.0))
    if cols > 1:
        w = np.clip(minimize(x0=w, method="SLSQP", options={"ftol": 1e-16, "maxiter": 1000}, **given).x, 1e-12, 1)
    w /= w.sum()
    for _ in range(300000):
        if np.max(-gradient(w)) - rows < 1e-10:
            break
        w = w * -gradient(w) / rows
    gap = float(np.max(-gradient(w)) - rows)
    assert gap < 1e-9, gap
    return w, score(w), gap


def comparison(name, models, scale="log", kind="loo"):
    made = {key: inference_data(*log_likelihood(c)) for key, c in models.items()}
    results = {key: getattr(az, kind)(data, pointwise=True, scale=scale) for key, data in made.items()}
    factor = {"log": 1, "deviance": -2, "negative_log": -1}[scale]
    parts = np.stack([results[key][f"{kind}_i"].values for key in models], axis=1) / factor
    weights, objective, gap = stack(parts)
    out = {"name": name, "models": models, "scale": scale, "kind": kind, "optimum": dict(zip(models, numbers(weights)))}
    out["objective"], out["gap"] = objective, gap
    for method in ["stacking", "pseudo-BMA", "BB-pseudo-BMA"]:
        table = az.compare(results, method=method, scale=scale, b_samples=20000 if method == "BB-pseudo-BMA" else 1000, seed=1)
        out[method] = {"order": list(table.index), "text": table.to_string()}
        for column in [f"elpd_{kind}", f"p_{kind}", "elpd_diff", "weight", "se", "dse"]:
            out[method][column.removesuffix(f"_{kind}")] = numbers(table[column])
        out[method]["warning"] = [bool(v) for v in table["warning"]]
    return out


def subsample(c, observations):
    m, values = log_likelihood(c)
    data = inference_data(m, values)
    full = az.loo(data, pointwise=True)
    observations = np.array(observations)
    total = len(c["y"])
    lpd = np.log(np.mean(np.exp(values), axis=(0, 1)))
    z = (np.array(c["y"]) - m.mean()) / c["sd"]
    out = {"case": c, "observations": observations.tolist()}
    for method, approximation in [("lpd", lpd), ("given", c["offset"] - 0.5 * z * z)]:
        parts = full.loo_i.values[observations]
        chosen = approximation[observations]
        estimate, sampling, se = _diff_srs_estimator(parts, chosen, approximation, total, len(observations))
        p = total * float(np.mean(chosen - parts))
        shapes = np.full(total, np.nan)
        shapes[observations] = full.pareto_k.values[observations]
        pointwise = np.full(total, np.nan)
        pointwise[observations] = parts
        warning = bool(np.any(shapes > full.good_k))
        made = ELPDData("loo", estimate, se, p, m.size, total, "log", warning, full.good_k, pointwise, shapes, False, sampling, len(observations))
        made.loo_subsample_observations, made.elpd_loo_approx = observations, approximation
        out[method] = {"elpd": number(estimate), "se": number(se), "subsamplingSe": number(sampling), "p": number(p), "text": str(made)}
        out[method]["approximation"] = numbers(approximation)
        made.n_data_points = total
        out[method]["object"] = made
    return out


def subsample_comparison(first, second):
    a, b = (each["lpd"]["object"] for each in (first, second))
    shared_observations = np.intersect1d(a.loo_subsample_observations, b.loo_subsample_observations)
    best, other = (a, b) if a.elpd >= b.elpd else (b, a)
    found = _difference_estimator(best, other, shared_observations, best.loo_subsample_observations, other.loo_subsample_observations)
    return {key: number(value) for key, value in found.items()}


def main():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        samples = [
            subsample(model(301, POINTS, scale=0.4), [0, 3, 4, 9, 17, 21, 30, 39]),
            subsample(model(302, POINTS, scale=0.4, shifts=[1.0]), [0, 3, 4, 9, 17, 25, 30, 38]),
            subsample(model(303, POINTS, scale=1.6), list(range(0, 40, 2))),
            subsample(model(304, POINTS, scale=0.3), list(range(40))),
            subsample(model(305, POINTS, scale=0.3), [5]),
        ]
        difference = subsample_comparison(samples[0], samples[1])
        for each in samples:
            for method in ["lpd", "given"]:
                del each[method]["object"]
        fixture = {
            "made_by": "test/oracle/arviz_comparison.py",
            "arviz": az.__version__,
            "arviz_stats": arviz_stats.__version__,
            "cases": [result(c) for c in CASES],
            "scales": {"case": CASES[3], "results": scales(CASES[3])},
            "comparisons": [comparison(name, models) for name, models in SETS.items()]
            + [comparison(name, SETS[name], scale=scale, kind=kind) for name, scale, kind in [
                ("three, one of them poor", "deviance", "loo"), ("narrow and wide", "negative_log", "loo"), ("five", "log", "waic")]],
            "subsamples": samples,
            "subsample_difference": difference,
            "printed": [[v, d, f"{v:.{d}f}"] for v, d in [(0.125, 2), (-0.125, 2), (6.25, 1), (18.75, 1), (0.375, 2), (2.5, 0), (3.5, 0), (9.5, 0), (0.5, 0), (1.005, 2), (-0.001, 2), (1e22, 2), (math.inf, 2), (-math.inf, 1), (math.nan, 2), (99.95, 1), (0.25, 1), (1234567.125, 2)]],
        }
        fixture["printed"] = [[number(v), d, text] for v, d, text in fixture["printed"]]
    text = json.dumps(fixture, separators=(",", ":"))
    TARGET.write_text(text.replace('{"case"', '\n{"case"').replace('{"name":"two', '\n{"name":"two') + "\n")


main()
