"""Prints ArviZ's summaries of the draws in a folder as JSON: of ArviZ 0.23, about mean and median, and of arviz-stats where it can.

    python test/oracle/print_summaries.py FOLDER

FOLDER has one file of float64 for each variable and `shapes.json`, an array of {name, shape}. Tables about which nothing is said are
null: those of arviz-stats need arviz-base.
"""

import json
import logging
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np

logging.getLogger("arviz").setLevel(logging.CRITICAL)
folder = pathlib.Path(sys.argv[1])
posterior = {
    each["name"]: np.fromfile(folder / each["name"]).reshape(each["shape"])
    for each in json.loads((folder / "shapes.json").read_text())
}
old = az.from_dict(posterior=posterior)
out = {"arviz0": az.summary(old).to_string(), "arviz0Median": az.summary(old, stat_focus="median").to_string(), "arviz1": None}
try:
    import arviz_base
    import arviz_stats
except ImportError:
    pass
else:
    out["arviz1"] = arviz_stats.summary(arviz_base.from_dict({"posterior": posterior})).to_string()
print(json.dumps(out))
