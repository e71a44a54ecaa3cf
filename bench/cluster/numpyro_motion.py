"""Problem 1 of examples/cluster by NumPyro's NUTS: the same densities, priors, constraints, start and metric.

    python bench/cluster/numpyro_motion.py DATA.json CHAINS WARMUP DRAWS

Prints the draws, [chain, draw, ...] flat by name, and seconds as JSON: of a first run, compilation included, and of a second one.
"""

import json
import sys
import time

import numpyro

path = sys.argv[1]
chains, warmup, draws = map(int, sys.argv[2:])
numpyro.set_host_device_count(chains)
numpyro.enable_x64()

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax.scipy.special import logsumexp
from numpyro.distributions import constraints
from numpyro.infer import MCMC, NUTS, init_to_value

with open(path) as file:
    data = json.load(file)
columns = {name: jnp.array(data[name]) for name in ["pmra_inside", "error_inside", "pmra_outside", "error_outside"]}
ladder = jnp.log(20.0) * jnp.arange(4) / 3


def log_normals(x, error, mu, ln_s):
    """[star, component]"""
    variance = jnp.exp(2 * ln_s) + error[:, None] ** 2
    return -0.5 * ((x[:, None] - mu) ** 2 / variance + jnp.log(2 * jnp.pi * variance))


def model(pmra_inside, error_inside, pmra_outside, error_outside):
    share = numpyro.sample("share", dist.Beta(1, 1))
    mu_c = numpyro.sample("mu_c", dist.Normal(0, 10))
    ln_s_c = numpyro.sample("ln_s_c", dist.Normal(jnp.log(0.1), 0.5))
    f = numpyro.sample("f", dist.Dirichlet(jnp.ones(4)))
    mu_f = numpyro.sample("mu_f", dist.Normal(jnp.zeros(4), 10).to_event(1))
    ln_s_f = numpyro.sample("ln_s_f", dist.ImproperUniform(constraints.ordered_vector, (), (4,)))
    numpyro.factor("prior_of_ln_s_f", dist.Normal(ladder, 0.7).log_prob(ln_s_f).sum())
    field = lambda x, error: logsumexp(jnp.log(f) + log_normals(x, error, mu_f, ln_s_f), axis=1)
    cluster = log_normals(pmra_inside, error_inside, mu_c, ln_s_c)[:, 0]
    inside = jnp.logaddexp(jnp.log(share) + cluster, jnp.log1p(-share) + field(pmra_inside, error_inside))
    numpyro.factor("inside", inside.sum())
    numpyro.factor("outside", field(pmra_outside, error_outside).sum())


start = {name: jnp.array(value) for name, value in data["start"].items()}
kernel = NUTS(model, dense_mass=True, init_strategy=init_to_value(values=start))
mcmc = MCMC(kernel, num_warmup=warmup, num_samples=draws, num_chains=chains, chain_method="parallel", progress_bar=False)
seconds = []
for seed in range(2):
    started = time.perf_counter()
    mcmc.run(jax.random.PRNGKey(seed), **columns)
    samples = jax.block_until_ready(mcmc.get_samples(group_by_chain=True))
    seconds.append(time.perf_counter() - started)
print(
    json.dumps(
        {
            "version": numpyro.__version__,
            "seconds": seconds,
            "draws": {name: values.reshape(-1).tolist() for name, values in samples.items()},
        }
    )
)
