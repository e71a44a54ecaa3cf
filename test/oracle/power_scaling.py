"""Writes test/fixtures/power_scaling.json: power-scaling weights and sensitivities of draws of arviz_summary.py.

    python test/oracle/power_scaling.py

Weights and sensitivities: power_scale_lw and power_scale_sense of arviz-stats 0.8.0. The table: psense_summary's diagnosis and rounding
(arviz-stats 0.8.0, psense.py), printed by pandas.
"""

import importlib.metadata
import json
import pathlib
import warnings

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "power_scaling.json"

source = (HERE / "arviz_summary.py").read_text()
shared = {"__file__": str(HERE / "arviz_summary.py"), "__name__": "shared"}
exec(compile(source[: source.rindex("main()")], "arviz_summary.py", "exec"), shared)
np, number, numbers, draws_of, spec = (shared[name] for name in ["np", "number", "numbers", "draws_of", "spec"])

import pandas
from arviz_stats.base import array_stats

assert importlib.metadata.version("arviz-stats") == "0.8.0"
ALPHAS = [[0.99, 1.01], [0.8, 1.25], [0.5, 2.0]]


def weights_of(density, alpha):
    weights = np.exp(array_stats.power_scale_lw(density, alpha=alpha, axis=(0, 1)))
    return weights / weights.sum()


def sensitivity(values, density, alphas):
    lower, upper = (weights_of(density, alpha) for alpha in alphas)
    return array_stats.power_scale_sense(values, lower, upper, lower_alpha=alphas[0], upper_alpha=alphas[1])


def diagnose(row, threshold=0.05):
    if row["prior"] >= threshold and row["likelihood"] >= threshold:
        return "potential prior-data conflict"
    if row["prior"] > threshold > row["likelihood"]:
        return "potential strong prior / weak likelihood"
    return "✓"


def density_of(values, shift):
    return -0.5 * (values - shift) ** 2


def case(s):
    values = draws_of(s)
    own = density_of(values, 1.0)
    other = -np.abs(draws_of({**s, "seed": s["seed"] + 1000}))
    out = {"name": s["name"], "weights": [], "sensitivities": []}
    for alphas in ALPHAS:
        try:
            out["weights"].append(numbers(weights_of(own, alphas[1]).ravel()[:: max(1, values.size // 8)]))
            out["sensitivities"].append([number(sensitivity(values, density, alphas)) for density in (own, other)])
        except Exception as error:
            out["error"] = str(error)
            break
    return out


TABLE = {
    "m": spec("m", 4, 500, 101, scale=1.0, shifts=[0.5]),
    "b": spec("b", 4, 500, 102, scale=0.5, shifts=[-8.3], phi=0.3),
    "a_long_name": spec("l", 4, 500, 103, scale=1e-5),
}


def table():
    values = {name: draws_of(s) for name, s in TABLE.items()}
    prior = density_of(values["m"], 3.0)
    likelihood = density_of(values["b"], -8.0) + 0.02 * values["m"] - 0.3 * values["m"] ** 2
    frame = pandas.DataFrame(
        {part: [float(sensitivity(v, density, ALPHAS[0])) for v in values.values()] for part, density in (("prior", prior), ("likelihood", likelihood))},
        index=list(values),
    )
    frame["diagnosis"] = frame.apply(diagnose, axis=1)
    return {"variables": TABLE, "text": frame.round(3).to_string()}


cases = [s for s in shared["CASES"] if not any(value == "NaN" or "nfinity" in value for _, value in s["replace"])]
fixture = {
    "made_by": "test/oracle/power_scaling.py",
    "arviz_stats": "0.8.0",
    "alphas": ALPHAS,
    "cases": [case(s) for s in cases],
    "table": table(),
}
TARGET.write_text(json.dumps(fixture, separators=(",", ":"), ensure_ascii=False).replace('{"name"', '\n{"name"') + "\n")
