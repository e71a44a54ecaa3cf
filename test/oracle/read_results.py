"""Opens a file of results with the libraries that people read such files with, and tells all that is in it as JSON.

    python read_results.py netcdf|zarr|arrow|arrow-stream|parquet <path>

Oracles: ArviZ 0.23.4 (`az.from_netcdf`, `az.summary`), xarray (`open_datatree`), pyarrow 26.
"""

import json
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def plain(value):
    """Numbers as JSON has them; those that it lacks as texts."""
    if isinstance(value, (np.ndarray, list, tuple)):
        return [plain(item) for item in np.asarray(value, dtype=object).ravel()]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        value = float(value)
        return value if np.isfinite(value) else str(value)
    return str(value)


def kind(dtype):
    return "string" if dtype.kind in "UOST" else str(dtype)


def tell_group(group):
    return {
        "attributes": {name: plain(value) for name, value in group.attrs.items()},
        "coords": {name: plain(values.values) for name, values in group.coords.items()},
        "variables": {
            name: {
                "dims": list(values.dims),
                "shape": list(values.shape),
                "type": kind(values.dtype),
                "values": plain(values.values.ravel()),
                "attributes": {key: plain(value) for key, value in values.attrs.items()},
            }
            for name, values in group.data_vars.items()
        },
    }


def tell(data):
    import arviz as az

    told = {"attributes": {name: plain(value) for name, value in data.attrs.items()}, "groups": {}}
    for name in data.groups():
        told["groups"][name] = tell_group(data[name])
    told["summary"] = az.summary(data, var_names=["mu", "theta"]).to_string()
    return told


def from_table(table):
    """An InferenceData from a row a draw, by what the schema's metadata says."""
    import arviz as az
    import xarray as xr

    layout = json.loads(table.schema.metadata[b"wasmcmc"])
    frame = table.to_pandas().sort_values(["chain", "draw"])
    chains, draws = frame["chain"].unique(), frame["draw"].unique()
    groups = {}
    for group_name, group in layout["groups"].items():
        prefix = "" if group_name == "posterior" else group_name + "."
        arrays = {}
        for variable in group["variables"]:
            name, dims, shape = variable["name"], variable["dims"], variable["shape"]
            if variable["columns"] == "list":
                values = np.stack(frame[prefix + name].to_numpy())
            else:
                labels = [group["coords"].get(dim, range(length)) for dim, length in zip(dims, shape)]
                places = [()]
                for axis in labels:
                    places = [place + (label,) for place in places for label in axis]
                names = [name + (f"[{', '.join(map(str, place))}]" if shape else "") for place in places]
                values = frame[[prefix + column for column in names]].to_numpy()
            values = values.reshape(len(chains), len(draws), *shape)
            arrays[name] = (["chain", "draw", *dims], values, variable.get("attributes", {}))
        coords = {"chain": chains, "draw": draws, **group["coords"]}
        groups[group_name] = xr.Dataset(arrays, coords=coords, attrs=group["attributes"])
    return az.InferenceData(attrs=layout["attributes"], **groups)


def read(form, path):
    import arviz as az
    import pyarrow.ipc as ipc
    import pyarrow.parquet as pq
    import xarray as xr

    if form == "netcdf":
        return az.from_netcdf(path)
    if form.startswith("zarr"):
        consolidated = form == "zarr-consolidated"
        return az.InferenceData.from_datatree(xr.open_datatree(path, engine="zarr", consolidated=consolidated))
    if form == "arrow":
        return from_table(ipc.open_file(path).read_all())
    if form == "arrow-stream":
        return from_table(ipc.open_stream(path).read_all())
    return from_table(pq.read_table(path))


if __name__ == "__main__":
    print(json.dumps(tell(read(sys.argv[1], sys.argv[2]))))
