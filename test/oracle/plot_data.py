"""What ArviZ's plots draw: bars, points and curves of its pictures of four short chains.

python test/oracle/plot_data.py test/fixtures/plot_data.json
"""
import json
import sys

import arviz as az
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

random = np.random.default_rng(11)
steps = random.normal(size=(4, 200))
draws = np.empty_like(steps)
draws[:, 0] = steps[:, 0]
for i in range(1, steps.shape[1]):
    draws[:, i] = 0.5 * draws[:, i - 1] + steps[:, i]
draws = np.round(draws, 6)
data = az.from_dict(posterior={"a": draws})


def axes(plot, *args, **kwargs):
    made = np.ravel(plot(*args, show=False, **kwargs))
    return made


def points(axis):
    return [[np.asarray(line.get_xdata(), float).tolist(), np.asarray(line.get_ydata(), float).tolist()] for line in axis.lines]


rank_axis = axes(az.plot_rank, data, bins=20)[0]
bars = [patch for patch in rank_axis.patches]
ranks = {"heights": [float(bar.get_height()) for bar in bars], "bottoms": [float(bar.get_y()) for bar in bars]}
plt.close("all")

ess = {kind: points(axes(az.plot_ess, data, kind=kind)[0]) for kind in ("quantile", "evolution")}
local_axis = axes(az.plot_ess, data, kind="local")[0]
ess["local"] = points(local_axis)
plt.close("all")

mcse = points(axes(az.plot_mcse, data)[0])
plt.close("all")

autocorrelation = []
for axis in axes(az.plot_autocorr, data):
    lines = axis.collections
    segments = [segment for collection in lines for segment in getattr(collection, "get_segments", lambda: [])()]
    autocorrelation.append([float(segment[1][1]) for segment in segments])
plt.close("all")

posterior_axis = axes(az.plot_posterior, data, ref_val=0.25, rope=(-0.5, 0.5))[0]
texts = [text.get_text() for text in posterior_axis.texts]
plt.close("all")

observed = np.round(random.normal(size=30), 6)
predicted = np.round(random.normal(0.3, 1.2, size=(2, 50, 30)), 6)
shares = (predicted.reshape(-1, 30) <= observed).mean(axis=0)

grid = az.kde(draws.ravel())

result = {
    "script": "test/oracle/plot_data.py",
    "arviz": az.__version__,
    "draws": draws.tolist(),
    "ranks": ranks,
    "ess": ess,
    "mcse": mcse,
    "autocorrelation": autocorrelation,
    "texts": texts,
    "observed": observed.tolist(),
    "predicted": predicted.tolist(),
    "shares": shares.tolist(),
    "kde": [grid[0].tolist(), grid[1].tolist()],
}
with open(sys.argv[1], "w") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
