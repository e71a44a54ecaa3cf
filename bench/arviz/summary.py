"""Times ArviZ's summary of the draws in a file of float64 [chain, draw, parameter], and prints seconds and numbers as JSON.

    python bench/arviz/summary.py FILE CHAINS DRAWS PARAMETERS REPEATS
"""

import json
import logging
import sys
import time
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np

logging.getLogger("arviz").setLevel(logging.CRITICAL)

file, chains, draws, parameters, repeats = sys.argv[1], *map(int, sys.argv[2:])
values = np.fromfile(file).reshape(chains, draws, parameters)
az.summary(az.convert_to_dataset({"x": values[:, :, :2]}), round_to="none")
data = az.convert_to_dataset({"x": values})
seconds = []
for _ in range(repeats):
    started = time.perf_counter()
    table = az.summary(data, round_to="none")
    seconds.append(time.perf_counter() - started)
print(json.dumps({"version": az.__version__, "seconds": seconds, "rows": table.to_numpy().tolist()}))
