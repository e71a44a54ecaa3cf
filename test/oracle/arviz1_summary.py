"""Writes test/fixtures/arviz1_summary.json: what arviz-stats 0.8.0 says about the draws of arviz_summary.py, and what its tests lack.

    python test/oracle/arviz1_summary.py

Under "1.x" everything is arviz-stats 0.8.0, with its own defaults: ess, rhat, mcse, hdi, eti, quantiles and the rows and tables of
summary. Under "0.x" are the functions of ArviZ 0.23.4 that arviz_summary.py and arviz_diagnostics.py leave out: ess of the median's
distance and of other tails, autocorrelations, and summaries about the median, of chosen kinds and roundings.
"""

import json
import pathlib
import warnings

HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "arviz1_summary.json"

source = (HERE / "arviz_summary.py").read_text()
shared = {"__file__": str(HERE / "arviz_summary.py"), "__name__": "shared"}
exec(compile(source[: source.rindex("main()")], "arviz_summary.py", "exec"), shared)
az, np, number, numbers, draws_of, spec = (shared[name] for name in ["az", "np", "number", "numbers", "draws_of", "spec"])

warnings.simplefilter("ignore")
import arviz_base
import arviz_stats as azs
from arviz_stats.base import array_stats

assert azs.__version__ == "0.8.0" and arviz_base.__version__ == "0.8.0"

MORE_CASES = [
    spec("two modes", 4, 300, 51, noise="modes"),
    spec("two modes, chains that stay in one", 4, 300, 52, noise="modes", phi=0.9),
    spec("two draws of four chains", 4, 2, 53),
    spec("half of the draws equal", 4, 200, 54, noise="uniform", scale=4.0, shifts=[-2.0], whole=True),
    spec("one infinity of one chain", 1, 60, 55, replace=[[7, "-Infinity"]]),
    spec("all draws NaN", 2, 8, 56, noise="none", shifts=[1.0], replace=[[i, "NaN"] for i in range(16)]),
    spec("subnormal draws", 4, 100, 57, scale=1e-310),
    spec("very many chains", 64, 16, 58, phi=0.3),
]

ESS = ["bulk", "tail", "mean", "sd", "median", "mad", "z_scale", "folded", "identity"]
RHAT = ["rank", "split", "folded", "z_scale", "identity"]
KINDS = ["all", "stats", "diagnostics", "all_median", "stats_median", "diagnostics_median", "mc_diagnostics"]


def attempt(action):
    """None where the library stops with an error."""
    try:
        return action()
    except Exception:
        return None


def dataset(values):
    return arviz_base.convert_to_dataset({"x": values})


def of_1(values):
    data = dataset(values)
    get = lambda found: number(found["x"])
    out = {
        "ess": {method: attempt(lambda: get(azs.ess(data, method=method))) for method in ESS},
        "rhat": {method: attempt(lambda: get(azs.rhat(data, method=method))) for method in RHAT},
        "mcse": {method: attempt(lambda: get(azs.mcse(data, method=method))) for method in ["mean", "sd", "median"]},
        "hdi": attempt(lambda: numbers(azs.hdi(data)["x"].to_numpy())),
        "eti": attempt(lambda: numbers(azs.eti(data)["x"].to_numpy())),
        "eti_skipna": attempt(lambda: numbers(azs.eti(data, prob=0.5, skipna=True)["x"].to_numpy())),
        "hdi_skipna": attempt(lambda: numbers(azs.hdi(data, prob=0.5, skipna=True)["x"].to_numpy())),
        "quantiles": numbers(array_stats.quantile(values.ravel(), [0.0, 0.1, 0.5, 0.75, 1.0])),
    }
    out["ess"]["quantile"] = attempt(lambda: get(azs.ess(data, method="quantile", prob=0.9)))
    out["ess"]["local"] = attempt(lambda: get(azs.ess(data, method="local", prob=(0.2, 0.4))))
    out["mcse"]["quantile"] = attempt(lambda: get(azs.mcse(data, method="quantile", prob=0.1)))
    out["rows"] = {kind: attempt(lambda: numbers(azs.summary(data, kind=kind, round_to="none").to_numpy()[0])) for kind in KINDS}
    return out


def of_0(values):
    data = az.convert_to_dataset({"x": values})
    enough = values.shape[1] >= 4
    out = {
        "mad": attempt(lambda: number(az.ess(data, method="mad")["x"])),
        "other_tails": attempt(lambda: number(az.ess(data, method="tail", prob=(0.2, 0.9))["x"])),
        "one_tail": attempt(lambda: number(az.ess(data, method="tail", prob=0.1)["x"])),
        "autocorrelation": numbers(az.autocorr(values[-1])[:40]),
        "median_row": attempt(lambda: numbers(az.summary(data, stat_focus="median", round_to="none").to_numpy()[0])),
    }
    return out if enough else {key: out[key] for key in ["autocorrelation", "median_row"]}


def case(given):
    values = draws_of(given)
    return {"spec": given, "0.x": of_0(values), "1.x": of_1(values)}


TEXTS = {
    "1.x": [
        *({"kind": kind} for kind in KINDS),
        {"ci_prob": 0.5},
        {"ci_prob": 0.58, "round_to": 3},
        {"round_to": "none"},
        {"round_to": 0},
    ],
    "0.x": [
        {"kind": "stats"},
        {"kind": "diagnostics"},
        {"hdi_prob": 0.5, "round_to": 5},
        {"round_to": "none"},
        {"round_to": 0},
        {"stat_focus": "median"},
        {"stat_focus": "median", "kind": "stats", "hdi_prob": 0.9},
        {"stat_focus": "median", "kind": "diagnostics", "round_to": 1},
    ],
}


def table(name, variables):
    posterior, dims, coords = {}, {}, {}
    for key, described in variables.items():
        elements = [draws_of(element) for element in described["elements"]]
        posterior[key] = np.stack(elements, axis=-1).reshape(*elements[0].shape, *described["shape"])
        if described["dims"]:
            dims[key] = described["dims"]
        coords.update(described["coords"])
    old = az.from_dict(posterior=posterior, dims=dims, coords=coords)
    new = arviz_base.from_dict({"posterior": posterior}, dims=dims, coords=coords)
    texts = {"1.x": [], "0.x": []}
    for options in TEXTS["1.x"]:
        texts["1.x"].append({"options": options, "text": attempt(lambda: azs.summary(new, **options).to_string())})
    for options in TEXTS["0.x"]:
        texts["0.x"].append({"options": options, "text": az.summary(old, **options).to_string()})
    return {"name": name, "variables": variables, "texts": texts}


MORE_TABLES = {
    "numbers too small for six decimals": {
        "tiny": shared["variable"]([spec("tiny", 4, 100, 61, scale=1e-9)]),
        "huge": shared["variable"]([spec("huge", 4, 100, 62, scale=1e12, shifts=[1e15])]),
    },
}


def main():
    fixture = {
        "made_by": "test/oracle/arviz1_summary.py",
        "arviz": az.__version__,
        "arviz_stats": azs.__version__,
        "cases": [case(given) for given in [*shared["CASES"], *MORE_CASES]],
        "tables": [table(name, variables) for name, variables in {**shared["TABLES"], **MORE_TABLES}.items()],
    }
    text = json.dumps(fixture, indent=None, separators=(",", ":"))
    TARGET.write_text(text.replace('{"spec"', '\n{"spec"').replace('{"name":"', '\n{"name":"') + "\n")


main()
