"""Opens results that the library wrote, and writes results for it to read, with ArviZ 0.23.4, xarray and numpy.

    python test/oracle/results.py read json FILE             az.from_json, az.from_dict
    python test/oracle/results.py read cmdstan FILE...       az.from_cmdstan; dims and coords as JSON on standard input
    python test/oracle/results.py read npz FILE              numpy.load, then xarray
    python test/oracle/results.py write FOLDER               results.json, results.npz and others, by ArviZ and numpy

Prints what it has as JSON: every group, variable, dim, coordinate and attribute, numbers as the base64 of their bytes, and the
summary of the posterior as az.summary prints it.
"""

import base64
import json
import logging
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
import arviz as az
import numpy as np
import xarray as xr

logging.getLogger("arviz").setLevel(logging.CRITICAL)
np.seterr(all="ignore")
assert az.__version__ == "0.23.4", az.__version__


def array(values):
    values = np.asarray(values)
    out = {"shape": list(values.shape)}
    if values.dtype.kind in "UO":
        return {**out, "type": "string", "values": [str(value) for value in values.ravel()]}
    little = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"))
    return {**out, "type": values.dtype.name, "values": base64.b64encode(little.tobytes()).decode()}


def labels(values):
    return [value.item() if hasattr(value, "item") else value for value in np.asarray(values)]


def group(dataset):
    return {
        "variables": {name: {**array(v.values), "dims": list(v.dims)} for name, v in dataset.data_vars.items()},
        "coords": {str(name): labels(c.values) for name, c in dataset.coords.items()},
        "attributes": plain(dataset.attrs),
    }


def plain(attributes):
    return {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in attributes.items()}


def describe(idata):
    out = {"groups": {name: group(dataset) for name, dataset in idata.items()}, "attributes": plain(idata.attrs)}
    if "posterior" in idata.groups():
        out["summary"] = az.summary(idata).to_string()
    return out


def read(kind, paths):
    if kind == "json":
        with open(paths[0], encoding="utf8") as file:
            from_dict = az.from_dict(**json.load(file), save_warmup=True)
        idata = az.from_json(paths[0])
        for name, dataset in idata.items():
            assert dataset.equals(from_dict[name]), name
        return describe(idata)
    if kind == "cmdstan":
        named = json.load(sys.stdin)
        return describe(az.from_cmdstan(paths, save_warmup=True, **named))
    with np.load(paths[0], allow_pickle=False) as file:
        schema = json.loads(str(file["schema"]))
        datasets = {name: as_dataset(file, name, group) for name, group in schema["groups"].items()}
        assert len(file.files) == 1 + sum(len(one.data_vars) for one in datasets.values())
    return describe(az.InferenceData(attrs=schema["attributes"], **datasets))


def as_dataset(file, name, group):
    variables = {key: (one["dims"], file[f"{name}/{key}"]) for key, one in group["variables"].items()}
    return xr.Dataset(variables, coords=group["coords"], attrs=group["attributes"])


def example():
    """Chains, draws, labels, all types, and numbers that are hard to write."""
    rng = np.random.default_rng(20260723)
    theta = rng.standard_normal((3, 20, 4))
    odd = np.array([0.0, -0.0, 1.0, -3.0, 1e300, 5e-324, np.pi, 0.1, 1e21, 123456789012345680.0, np.nan, np.inf, -np.inf])
    return dict(
        posterior={"mu": rng.standard_normal((3, 20)), "theta": theta, "count": rng.integers(0, 9, (3, 20))},
        sample_stats={"lp": rng.standard_normal((3, 20)), "diverging": rng.random((3, 20)) < 0.1},
        warmup_posterior={"mu": rng.standard_normal((3, 5)), "theta": rng.standard_normal((3, 5, 4)), "count": rng.integers(0, 9, (3, 5))},
        prior={"mu": rng.standard_normal((1, 7))},
        log_likelihood={"y": rng.standard_normal((3, 20, 13))},
        observed_data={"y": odd, "big": np.array([2**53 + 1, -(2**62), 7]), "name": np.array(["a", 'b "c"', "\u00e4\u20ac\n"])},
        constant_data={"n": np.array(4)},
        coords={"school": ["Choate", "Deerfield", "Mt. Hermon", "St. Paul's"], "point": list(range(100, 113))},
        dims={"theta": ["school"], "y": ["point"]},
        attrs={"inference_library": "numpy", "seed": 20260723, "rate": 0.25, "names": ["a", "b"]},
    )


def write(folder):
    given = example()
    idata = az.from_dict(**given, save_warmup=True, posterior_attrs={"tuning_steps": 5})
    idata.to_json(str(folder / "results.json"))
    (folder / "indented.json").write_text(json.dumps(json.loads((folder / "results.json").read_text()), indent=1))
    arrays = {f"{name}/{key}": value for name in ["posterior", "observed_data"] for key, value in given[name].items()}
    np.savez(folder / "results.npz", **arrays)
    np.savez_compressed(folder / "compressed.npz", **arrays)
    np.savez(folder / "draws.npz", mu=given["posterior"]["mu"], theta=given["posterior"]["theta"])
    small = np.arange(24).reshape(2, 3, 4)
    types = ["<f8", ">f8", "<f4", ">f4", "<f2", "<i8", ">i8", "<i4", "<i2", "|i1", "|u1", "<u2", ">u4", "|b1", "<U5", ">U3", "|S3"]
    for k, dtype in enumerate(types):
        np.save(folder / f"type_{k}.npy", small.astype(dtype))
    np.save(folder / "fortran.npy", np.asfortranarray(small.astype("<f8")))
    for version in [(1, 0), (2, 0), (3, 0)]:
        with open(folder / f"version_{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, small.astype("<f8"), version=version)
    np.save(folder / "object.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    np.save(folder / "record.npy", np.zeros(2, dtype=[("a", "<f8")]))
    return {"types": types, "small": array(small), **describe(idata)}


def main():
    command, *rest = sys.argv[1:]
    out = write(pathlib.Path(rest[0])) if command == "write" else read(rest[0], rest[1:])
    json.dump(out, sys.stdout)


main()
