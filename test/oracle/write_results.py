"""Writes the same results in every format that Python's libraries have, and tells what is in them as read_results.py does.

    python write_results.py <folder>

Files: netcdf4.nc (ArviZ with the engine netcdf4), h5netcdf.nc, v3.zarr and v3_plain.zarr (zarr-python 3, consolidated or not), v2.zarr and
v2_plain.zarr (format 2), table.arrow, table.arrows, table.parquet, lists.parquet (pyarrow; zstd), pandas.parquet; told.json.
Oracles: ArviZ 0.23.4, xarray, zarr 3, pyarrow 26, pandas.
"""

import json
import os
import sys
import warnings

import numpy as np

from read_results import plain, tell_group

warnings.filterwarnings("ignore")


def results():
    import arviz as az

    rng = np.random.default_rng(7)
    data = az.from_dict(
        posterior={
            "mu": rng.normal(size=(2, 30)),
            "theta": rng.normal(size=(2, 30, 3)),
            "cov": rng.normal(size=(2, 30, 2, 2)).astype("float32"),
            "count": rng.integers(-5, 5, size=(2, 30)),
        },
        sample_stats={"diverging": rng.random((2, 30)) < 0.2, "energy": rng.normal(size=(2, 30)), "tree_depth": rng.integers(1, 9, (2, 30))},
        observed_data={"y": np.array([1.5, np.nan, -np.inf]), "n": np.array([1, 2, 3], dtype="int32"), "name": np.array(["a", "ü", ""])},
        coords={"school": ["Choate", "Žižkov", "日本"], "obs": [3, 5, 8]},
        dims={"theta": ["school"], "y": ["obs"], "n": ["obs"], "name": ["obs"]},
        attrs={"source": "ArviZ", "runs": 3, "scale": 0.5, "names": ["a", "b"]},
    )
    for name in data.groups():
        data[name].attrs.pop("created_at", None)
    data.posterior["mu"].attrs["unit"] = "km/s"
    return data


def write_tables(data, folder):
    import pyarrow as pa
    import pyarrow.ipc as ipc
    import pyarrow.parquet as pq

    post, stats = data.posterior, data.sample_stats
    flat = lambda values: values.reshape(60, *values.shape[2:])
    columns = {"chain": np.repeat([0, 1], 30), "draw": np.tile(np.arange(30), 2), "mu": flat(post["mu"].values)}
    columns["count"] = flat(post["count"].values)
    for name in ["diverging", "energy", "tree_depth"]:
        columns["sample_stats." + name] = flat(stats[name].values)
    lists = pa.table({**columns, "theta": list(flat(post["theta"].values))})
    for place, school in enumerate(post["school"].values):
        columns[f"theta[{school}]"] = flat(post["theta"].values)[:, place]
    for i in range(2):
        for j in range(2):
            columns[f"cov[{i},{j}]"] = flat(post["cov"].values)[:, i, j]
    table = pa.table(columns)
    with ipc.new_file(os.path.join(folder, "table.arrow"), table.schema) as writer:
        writer.write_table(table, max_chunksize=17)
    with ipc.new_stream(os.path.join(folder, "table.arrows"), table.schema) as writer:
        writer.write_table(table, max_chunksize=17)
    pq.write_table(table, os.path.join(folder, "table.parquet"), compression="zstd", row_group_size=25)
    pq.write_table(lists, os.path.join(folder, "lists.parquet"))
    table.to_pandas().set_index(["chain", "draw"]).sample(frac=1, random_state=1).reset_index().to_parquet(
        os.path.join(folder, "pandas.parquet"), index=False
    )


if __name__ == "__main__":
    folder = sys.argv[1]
    data = results()
    data.to_netcdf(os.path.join(folder, "netcdf4.nc"), engine="netcdf4")
    data.to_netcdf(os.path.join(folder, "h5netcdf.nc"), engine="h5netcdf")
    tree = data.to_datatree()
    for form in (2, 3):
        for ending, consolidated in (("", True), ("_plain", False)):
            tree.to_zarr(os.path.join(folder, f"v{form}{ending}.zarr"), zarr_format=form, consolidated=consolidated)
    write_tables(data, folder)
    told = {"attributes": {name: plain(value) for name, value in data.attrs.items()}, "groups": {}}
    told["groups"] = {name: tell_group(data[name]) for name in data.groups()}
    import arviz as az

    told["summary"] = az.summary(data, var_names=["mu", "theta"]).to_string()
    with open(os.path.join(folder, "told.json"), "w") as file:
        json.dump(told, file)
