"""What ArviZ 0.23.4 prints of draws and log-likelihoods that a test wrote, as JSON.

    python test/oracle/arviz_line_model.py draws.json

The file holds {"posterior": {name: [chain][draw]...}, "log_likelihood": [chain][draw][point]}.
"""

import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np

logging.getLogger("arviz").setLevel(logging.CRITICAL)
assert az.__version__ == "0.23.4", az.__version__

with open(sys.argv[1]) as file:
    written = json.load(file)
data = az.from_dict(
    posterior={name: np.array(values) for name, values in written["posterior"].items()},
    log_likelihood={"y": np.array(written["log_likelihood"])},
)
loo, waic = az.loo(data, pointwise=True), az.waic(data, pointwise=True)
out = {
    "loo": str(loo),
    "waic": str(waic),
    "loo_i": loo.loo_i.values.tolist(),
    "k": loo.pareto_k.values.tolist(),
    "waic_i": waic.waic_i.values.tolist(),
}
print(json.dumps(out))
