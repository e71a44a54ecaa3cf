"""Opens what a run that was killed left, and tells how many draws of each chain are there, and how many of their numbers are wrong.

    python read_cut_off.py zarr|arrow|parquet <path>

Oracles: xarray's Zarr reader, pyarrow's IPC stream and Parquet readers. The numbers are those of test/posterior/io/stream_parts.ts.
"""

import json
import sys

import numpy as np


def expected(chain, draw, element):
    return chain + draw / 1000 + element / 3


def from_zarr(path):
    import xarray as xr

    posterior = xr.open_datatree(path, engine="zarr", consolidated=False)["posterior"].dataset
    mu, theta = posterior["mu"].values, posterior["theta"].values
    found = {}
    for chain in range(mu.shape[0]):
        complete = int(np.sum(np.cumprod(np.isfinite(theta[chain]).all(axis=-1) & np.isfinite(mu[chain]))))
        draw = np.arange(complete)
        found[chain] = (draw, mu[chain, :complete], theta[chain, :complete])
    return found


def rows_of(table):
    found = {}
    names = [name for name in table.column_names if name.startswith("theta[")]
    frame = table.to_pandas()
    for chain, rows in frame.groupby("chain"):
        rows = rows.sort_values("draw")
        found[int(chain)] = (rows["draw"].to_numpy(), rows["mu"].to_numpy(), rows[names].to_numpy())
    return found


def from_arrow(path):
    import pyarrow as pa

    batches = []
    with pa.OSFile(path) as source:
        reader = pa.ipc.open_stream(source)
        try:
            while True:
                batches.append(reader.read_next_batch())
        except (StopIteration, pa.ArrowInvalid, OSError):
            pass
    return rows_of(pa.Table.from_batches(batches))


def from_parquet(path):
    import pyarrow.parquet as pq

    return rows_of(pq.read_table(path))


if __name__ == "__main__":
    found = {"zarr": from_zarr, "arrow": from_arrow, "parquet": from_parquet}[sys.argv[1]](sys.argv[2])
    draws, wrong = {}, 0
    for chain, (draw, mu, theta) in found.items():
        draws[chain] = len(draw)
        wrong += int(np.sum(draw != np.arange(len(draw))))
        wrong += int(np.sum(mu != expected(chain, draw, -1)))
        wrong += int(np.sum(theta != expected(chain, draw[:, None], np.arange(theta.shape[1]))))
    print(json.dumps({"draws": draws, "wrong": wrong}))
