"""Writes test/fixtures/moment_match.json: moment matching of means and variances, without the split, of draws both languages can make.

    python test/oracle/moment_match.py

The steps: _shift and _shift_and_scale of arviz-stats 0.8.0 (loo/helper_loo.py), in the order of its loo_moment_match; smoothed weights:
psislw of ArviZ 0.23.4, whose tails this library has. arviz-stats' covariance step and split are no oracles: its map of covariances is
L_w^T L_o^-T, which does not make them equal, and its inverse map takes the shift away twice.
"""

import importlib.metadata
import json
import pathlib
import sys
import unittest.mock
import warnings

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "moment_match.json"

source = (HERE / "arviz_summary.py").read_text()
shared = {"__file__": str(HERE / "arviz_summary.py"), "__name__": "shared"}
exec(compile(source[: source.rindex("main()")], "arviz_summary.py", "exec"), shared)
az, np, draws_of, spec = (shared[name] for name in ["az", "np", "draws_of", "spec"])

import xarray as xr
from scipy.special import logsumexp

# What arviz-stats takes from arviz-base, these two functions do not use.
for name in ["arviz_base", "arviz_base.labels", "arviz_base.utils", "arviz_base.validate", "arviz_base.sel_utils"]:
    sys.modules.setdefault(name, unittest.mock.MagicMock())
from arviz_stats.loo.helper_loo import _shift, _shift_and_scale

assert importlib.metadata.version("arviz-stats") == "0.8.0"


def densities(upars, centre, outlier):
    """A normal posterior about `centre` with the likelihood of one row in it, of the sum of the coordinates."""
    values = upars.values
    total = values.sum(axis=-1)
    likelihood = -0.5 * (outlier - total) ** 2
    return -0.5 * ((values - centre) ** 2 * np.array([1.0, 4.0])).sum(axis=-1), likelihood


def match(values, centre, outlier, threshold, iterations):
    upars = xr.DataArray(values, dims=["chain", "draw", "upars_dim"])
    count = values.shape[0] * values.shape[1]
    original, likelihood = densities(upars, centre, outlier)
    relative = float(az.ess(az.convert_to_dataset({"x": np.exp(likelihood - likelihood.max())}), method="mean")["x"]) / count

    def weigh(ratio):
        weights, k = az.psislw(ratio.ravel(), relative)
        return weights.reshape(ratio.shape), float(k)

    weights, k = weigh(-likelihood)
    out = {"relative": relative, "original": k}
    taken = 0
    while taken < iterations and k > threshold:
        for step in (_shift, _shift_and_scale):
            moved = step(upars, xr.DataArray(weights, dims=["chain", "draw"])).upars
            density, found = densities(moved, centre, outlier)
            ratio = -found + density - original
            new_weights, new_k = weigh(ratio)
            if new_k < k:
                upars, likelihood, weights, k = moved, found, new_weights, new_k
                taken += 1
                break
        else:
            break
    out.update(iterations=taken, k=k, elpd=float(logsumexp(likelihood + weights)))
    return out


def case(name, chains, draws, seed, outlier, threshold=0.7, iterations=30):
    parts = [spec(name, chains, draws, seed + i, scale=[1.0, 0.5][i], shifts=[0.4], phi=0.2 * i) for i in range(2)]
    values = np.stack([draws_of(s) for s in parts], axis=-1)
    return {"parts": parts, "outlier": outlier, "threshold": threshold, "most": iterations, **match(values, 0.4, outlier, threshold, iterations)}


CASES = [
    case("an outlier", 4, 500, 1, 7.0),
    case("a far outlier", 4, 1000, 11, 12.0, threshold=0.3),
    case("two steps at most", 4, 1000, 11, 12.0, threshold=0.0, iterations=2),
    case("one chain", 1, 800, 21, 8.0, threshold=0.2),
    case("reliable", 4, 500, 31, 1.0),
    case("as low as it goes", 2, 600, 41, 5.0, threshold=-10.0),
]
fixture = {"made_by": "test/oracle/moment_match.py", "arviz": az.__version__, "arviz_stats": "0.8.0", "cases": CASES}
TARGET.write_text(json.dumps(fixture, separators=(",", ":")).replace('{"parts"', '\n{"parts"') + "\n")
