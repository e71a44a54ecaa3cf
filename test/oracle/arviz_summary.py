"""Writes test/fixtures/arviz_summary.json: what ArviZ 0.23.4 says about draws that both languages can make.

    python test/oracle/arviz_summary.py

The draws are not stored: test/posterior/draw_sets.ts makes the same bits from the same specifications, with one linear
congruential generator and nothing but +, -, *, / and floor. mcse is asked of datasets, not of bare arrays, where it fails.
"""

import json
import logging
import math
import pathlib
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np
import scipy.special

logging.getLogger("arviz").setLevel(logging.CRITICAL)
np.seterr(all="ignore")
assert az.__version__ == "0.23.4", az.__version__

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "arviz_summary.json"

DEFAULTS = dict(noise="normal", phi=0.0, scale=1.0, shifts=[0.0], whole=False, replace=[])


def spec(name, chains, draws, seed, **given):
    return {"name": name, "chains": chains, "draws": draws, "seed": seed, **DEFAULTS, **given}


class Generator:
    """Numerical Recipes' 32-bit generator; a normal variate is near enough a sum of twelve uniforms."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return (self.state + 0.5) / 2.0**32

    def normal(self):
        total = -6.0
        for _ in range(12):
            total += self.uniform()
        return total

    def noise(self, kind):
        if kind == "normal":
            return self.normal()
        if kind == "uniform":
            return self.uniform()
        if kind == "ratio":
            top = self.normal()
            return top / self.normal()
        if kind == "modes":
            return (-3.0 if self.uniform() < 0.5 else 3.0) + self.normal()
        return 0.0


def draws_of(s):
    generator = Generator(s["seed"])
    out = np.empty((s["chains"], s["draws"]))
    for chain in range(s["chains"]):
        state = 0.0
        shift = s["shifts"][chain % len(s["shifts"])]
        for draw in range(s["draws"]):
            state = s["phi"] * state + generator.noise(s["noise"])
            value = shift + s["scale"] * state
            out[chain, draw] = math.floor(value) if s["whole"] else value
    for place, value in s["replace"]:
        out.flat[place] = float(value)
    return out


CASES = [
    spec("independent draws", 4, 1000, 1),
    spec("slow chains", 4, 500, 2, phi=0.9),
    spec("very slow chains", 4, 1500, 3, phi=0.99),
    spec("random walks", 4, 300, 4, phi=1.0),
    spec("antithetic draws", 4, 400, 5, phi=-0.6),
    spec("strongly antithetic draws", 2, 600, 6, phi=-0.95),
    spec("an odd number of draws", 2, 251, 7, phi=0.5),
    spec("an odd number of draws, slow", 4, 333, 8, phi=0.95, shifts=[100.0]),
    spec("a constant that is exact in binary", 4, 100, 9, noise="none", shifts=[2.5]),
    spec("a constant zero", 2, 50, 10, noise="none"),
    spec("one value in each chain", 2, 64, 11, noise="none", shifts=[1.0, 2.0]),
    spec("chains in different places", 4, 200, 12, shifts=[0.0, 3.0, 6.0, 9.0]),
    spec("one chain elsewhere", 4, 250, 13, phi=0.3, shifts=[0.0, 0.0, 8.0, 0.0]),
    spec("heavy tails", 4, 500, 14, noise="ratio"),
    spec("heavy tails, slow", 4, 501, 15, noise="ratio", phi=0.7),
    spec("one chain", 1, 300, 16, phi=0.3),
    spec("one odd chain", 1, 301, 17),
    spec("eight short chains", 8, 64, 18, phi=0.4),
    spec("four draws", 4, 4, 19),
    spec("five draws", 4, 5, 20),
    spec("six draws", 2, 6, 21),
    spec("nine draws of one chain", 1, 9, 22),
    spec("three draws, too few", 2, 3, 23),
    spec("two draws, too few", 1, 2, 24),
    spec("one draw, too few", 2, 1, 25),
    spec("whole numbers", 4, 250, 26, phi=0.5, scale=3.0, whole=True),
    spec("rare events", 4, 400, 27, noise="uniform", shifts=[0.03], whole=True),
    spec("coin tosses", 4, 400, 28, noise="uniform", shifts=[0.3], whole=True),
    spec("a large mean", 4, 300, 29, scale=1e-3, shifts=[1e6]),
    spec("tiny values", 4, 300, 30, scale=1e-20, phi=0.5),
    spec("huge values", 4, 300, 31, scale=1e100, phi=0.5),
    spec("negative values", 3, 200, 32, noise="uniform", shifts=[-2.0]),
    spec("a draw that is NaN", 4, 100, 33, replace=[[57, "NaN"]]),
    spec("a draw that is infinite", 4, 100, 34, replace=[[57, "Infinity"]]),
    spec("two infinities", 4, 100, 35, replace=[[57, "Infinity"], [258, "-Infinity"]]),
    spec("equal halves", 2, 400, 36, noise="uniform", phi=0.2, shifts=[0.1]),
]


def number(value):
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def numbers(values):
    return [number(value) for value in values]


def statistics(s):
    values = draws_of(s)
    data = az.convert_to_dataset({"x": values})
    enough = s["draws"] >= 4
    out = {"spec": s, "first": number(values.flat[0]), "last": number(values.flat[-1])}
    out["summary"] = numbers(az.summary(data, round_to="none").to_numpy()[0])
    if not enough:
        return out
    methods = ["bulk", "tail", "mean", "sd", "median", "folded", "identity"]
    out["ess"] = {method: number(az.ess(data, method=method)["x"]) for method in methods}
    out["ess"]["quantile"] = number(az.ess(data, method="quantile", prob=0.9)["x"])
    out["rhat"] = {method: number(az.rhat(data, method=method)["x"]) for method in ["rank", "split", "folded", "z_scale", "identity"]}
    out["mcse"] = {method: number(az.mcse(data, method=method)["x"]) for method in ["mean", "sd"]}
    out["hdi"] = {str(prob): numbers(az.hdi(data, hdi_prob=prob)["x"].to_numpy()) for prob in [0.5, 0.89]}
    out["autocovariance"] = numbers(az.autocov(values[0])[:40])
    return out


def variable(elements, shape=(), dims=(), coords=None):
    return {"elements": elements, "shape": list(shape), "dims": list(dims), "coords": coords or {}}


SCHOOLS = ["Choate", "Deerfield", "Phillips Andover", "Phillips Exeter", "Hotchkiss", "Lawrenceville", "St. Paul's", "Mt. Hermon"]

TABLES = {
    "scalars": {
        "m": variable([spec("m", 4, 500, 101, scale=0.02, shifts=[1.8])]),
        "b": variable([spec("b", 4, 500, 102, scale=0.5, shifts=[-8.3], phi=0.3)]),
        "a_long_name": variable([spec("l", 4, 500, 103, scale=1e-5)]),
    },
    "vectors with coordinates": {
        "mu": variable([spec("mu", 4, 200, 104, scale=3.0, shifts=[4.0])]),
        "theta": variable(
            [spec("theta", 4, 200, 110 + i, scale=5.0, shifts=[float(i)], phi=0.1 * i) for i in range(8)],
            [8], ["school"], {"school": SCHOOLS},
        ),
        "tau": variable([spec("tau", 4, 200, 105, noise="uniform", scale=9.0)]),
    },
    "vectors and matrices without coordinates": {
        "w": variable([spec("w", 2, 100, 120 + i, noise="uniform", scale=0.5) for i in range(2)], [2], ["w_dim_0"]),
        "c": variable([spec("c", 2, 100, 130 + i) for i in range(6)], [2, 3], ["c_dim_0", "year"], {"year": [2019, 2020, 2021]}),
    },
    "large, constant and missing numbers": {
        "big": variable([spec("big", 4, 100, 140, scale=1e5, shifts=[3e7])]),
        "fixed": variable([spec("fixed", 4, 100, 141, noise="none", shifts=[2.5])]),
        "gone": variable([spec("gone", 4, 100, 142, replace=[[3, "NaN"]])]),
        "endless": variable([spec("endless", 4, 100, 143, replace=[[3, "Infinity"]])]),
    },
    "numbers over a million that stay narrow": {"k": variable([spec("k", 4, 100, 144, scale=10.0, shifts=[2e6], whole=True)])},
    "only whole numbers": {"n": variable([spec("n", 4, 100, 145, noise="none", shifts=[7.0])])},
    "one chain": {"x": variable([spec("x", 1, 100, 146)]), "y": variable([spec("y", 1, 100, 147, phi=0.8)])},
}


def table(name, variables):
    posterior, dims, coords = {}, {}, {}
    for key, described in variables.items():
        elements = [draws_of(element) for element in described["elements"]]
        posterior[key] = np.stack(elements, axis=-1).reshape(*elements[0].shape, *described["shape"])
        if described["dims"]:
            dims[key] = described["dims"]
        coords.update(described["coords"])
    data = az.from_dict(posterior=posterior, dims=dims, coords=coords)
    exact = az.summary(data, round_to="none")
    return {
        "name": name,
        "variables": variables,
        "labels": list(exact.index),
        "rows": [numbers(row) for row in exact.to_numpy()],
        "text": az.summary(data).to_string(),
    }


def main():
    probabilities = [1e-300, 1e-20, 1e-10, 1e-5, 0.001, 0.02425, 0.07, 0.075, 0.0751, 0.3, 0.5, 0.6, 0.92, 0.925, 0.99, 1 - 1e-9, 1 - 2**-53]
    first = next(iter(TABLES.values()))
    wide = az.from_dict(posterior={key: draws_of(described["elements"][0]) for key, described in first.items()})
    fixture = {
        "made_by": "test/oracle/arviz_summary.py",
        "arviz": az.__version__,
        "normal_quantile": [[p, float(scipy.special.ndtri(p))] for p in probabilities],
        "cases": [statistics(s) for s in CASES],
        "tables": [table(name, variables) for name, variables in TABLES.items()],
        "columns": {str(prob): list(az.summary(wide, hdi_prob=prob).columns) for prob in [0.94, 0.5, 0.89, 0.999]},
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(fixture, indent=None, separators=(",", ":")).replace('{"spec"', '\n{"spec"').replace('{"name":"', '\n{"name":"') + "\n")


main()
