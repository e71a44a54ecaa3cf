"""Writes test/fixtures/arviz_diagnostics.json: diagnostics of the draws of arviz_summary.py that its summary does not hold.

    python test/oracle/arviz_diagnostics.py

Local and relative ESS, MCSE of medians and quantiles, E-BFMI: ArviZ 0.23.4. Nested R-hat and equal-tailed intervals: arviz-stats
0.8.0. Quantiles of the beta distribution: scipy.
"""

import importlib.util
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "arviz_diagnostics.json"

source = (HERE / "arviz_summary.py").read_text()
shared = {"__file__": str(HERE / "arviz_summary.py"), "__name__": "shared"}
exec(compile(source[: source.rindex("main()")], "arviz_summary.py", "exec"), shared)
az, np, number, draws_of = shared["az"], shared["np"], shared["number"], shared["draws_of"]

import scipy.stats
from arviz_stats.base import array_stats


def attempt(action):
    try:
        return number(action())
    except Exception:
        return None


def case(spec):
    values = draws_of(spec)
    data = az.convert_to_dataset({"x": values})
    out = {"name": spec["name"]}
    out["local"] = attempt(lambda: az.ess(data, method="local", prob=[0.2, 0.4])["x"])
    out["z_scale"] = attempt(lambda: az.ess(data, method="z_scale")["x"])
    out["relative"] = attempt(lambda: az.ess(data, relative=True)["x"])
    out["mcse_median"] = attempt(lambda: az.mcse(data, method="median")["x"])
    out["mcse_quantile"] = attempt(lambda: az.mcse(data, method="quantile", prob=0.9)["x"])
    out["bfmi"] = [number(v) for v in az.bfmi(values)] if values.shape[1] > 1 else None
    eti = array_stats.eti(values.ravel(), prob=0.89)
    out["eti"] = [number(v) for v in eti]
    chains = values.shape[0]
    if chains % 2 == 0 and chains >= 4 and values.shape[1] >= 4:
        ids = [chain * 2 // chains for chain in range(chains)]
        out["superchains"] = ids
        out["nested"] = {
            method: attempt(lambda: array_stats.rhat_nested(values, superchain_ids=np.array(ids), method=method))
            for method in ["rank", "split", "folded", "z_scale", "identity"]
        }
    return out


pairs = [(1.0, 1.0), (2.5, 8.0), (51.0, 51.0), (1.2, 900.5), (3901.7, 99.3), (20000.5, 20000.5)]
fixture = {
    "made_by": "test/oracle/arviz_diagnostics.py",
    "arviz": az.__version__,
    "cases": [case(spec) for spec in shared["CASES"]],
    "beta": [[p, a, b, float(scipy.stats.beta.ppf(p, a, b))] for a, b in pairs for p in [1e-6, 0.1586553, 0.5, 0.8413447, 0.999]],
}
TARGET.write_text(json.dumps(fixture, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
