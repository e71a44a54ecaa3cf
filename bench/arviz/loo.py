"""Times ArviZ's LOO of log-likelihoods in a file of float64 [chain, draw, observation], and prints seconds and numbers as JSON.

    python bench/arviz/loo.py LIKELIHOODS DRAWS_OF_M CHAINS DRAWS OBSERVATIONS REPEATS
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

likelihoods, parameter = sys.argv[1:3]
chains, draws, observations, repeats = map(int, sys.argv[3:])
values = np.fromfile(likelihoods).reshape(chains, draws, observations)
m = np.fromfile(parameter).reshape(chains, draws)


def data_of(values):
    return az.from_dict(posterior={"m": m}, log_likelihood={"y": values})


az.loo(data_of(values[:, :, :2]), pointwise=True)
data = data_of(values)
seconds = []
for _ in range(repeats):
    started = time.perf_counter()
    result = az.loo(data, pointwise=True)
    seconds.append(time.perf_counter() - started)
out = {
    "version": az.__version__,
    "seconds": seconds,
    "relativeEss": float(az.ess(data.posterior, method="mean")["m"]) / (chains * draws),
    "sums": [float(result[name]) for name in ["elpd_loo", "se", "p_loo"]],
    "parts": result.loo_i.values.tolist(),
    "shapes": result.pareto_k.values.tolist(),
}
print(json.dumps(out))
