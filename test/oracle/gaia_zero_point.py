"""Writes test/fixtures/gaia_zero_point.json: parallax zero points of made-up stars, by the authors' package (Lindegren et al. 2021).

    pip install numpy gaiadr3-zeropoint==0.1.0
    python test/oracle/gaia_zero_point.py
"""

import json
import pathlib
import warnings
from importlib.metadata import version

import numpy as np
from zero_point import zpt

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "gaia_zero_point.json"
rng = np.random.default_rng(7)
zpt.load_tables()

# At, beside and between the nodes of the interpolation and the bounds of the ranges.
nodes = [6.0, 6.001, 10.8, 11.2, 11.8, 12.2, 12.9, 13.1, 15.9, 16.1, 17.5, 19.0, 20.0, 20.999, 21.0, 3.5, 21.4]
colours = [1.1, 1.101, 1.2, 1.24, 1.25, 1.48, 1.71, 1.72, 1.8, 1.899, 1.9, 1.0, 2.1]
g = np.array(nodes + [15.0] * len(colours) + list(rng.uniform(6, 21, 60)))
colour = np.array([1.5] * len(nodes) + colours + list(rng.uniform(1.1, 1.9, 60)))
n = len(g)
latitude = np.concatenate([[-90, 90, 0], rng.uniform(-90, 90, n - 3)])

stars = []
for solved in (31, 95):
    five = colour if solved == 31 else np.full(n, np.nan)
    six = colour if solved == 95 else np.full(n, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        held = zpt.get_zpt(g, five, six, latitude, np.full(n, solved), _warnings=True)
        strict = zpt.get_zpt(g, five, six, latitude, np.full(n, solved), _warnings=False)
    rows = zip(g, colour, latitude, held, strict)
    stars += [dict(solved=solved, g=a, colour=b, latitude=c, extrapolated=d, inside=bool(np.isfinite(e))) for a, b, c, d, e in rows]

script = "test/oracle/gaia_zero_point.py"
versions = {name: version(name) for name in ("gaiadr3-zeropoint", "numpy")}
lines = ",\n".join(json.dumps({k: float(f"{v:.12g}") if isinstance(v, float) else v for k, v in star.items()}) for star in stars)
TARGET.write_text(f'{{"script": "{script}", "versions": {json.dumps(versions)}, "stars": [\n{lines}\n]}}\n')
