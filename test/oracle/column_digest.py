"""Digests of columns, for fits_tables.py and table_files.py."""

import hashlib

import numpy as np


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def flat(values, mask):
    """Values of a column as one array of float64, int64, uint64, or strings."""
    values = np.asarray(values)
    if values.dtype.kind in "SU":
        texts = [v.decode("utf-8") if isinstance(v, bytes) else v for v in values.ravel()]
        return "string", "\n".join(t.split("\0")[0].rstrip(" ") for t in texts).encode()
    if values.dtype.kind == "c":
        values = values.astype("c16").ravel().view("f8")
        return "complex", values.astype("<f8").tobytes()
    if values.dtype.kind in "iu" and values.dtype.itemsize == 8:
        out = values.astype("<u8" if values.dtype.kind == "u" else "<i8").ravel()
        if mask is not None:
            out = np.where(mask.ravel(), 0, out)
        return "big", out.tobytes()
    out = values.astype("<f8").ravel()
    if mask is not None:
        out = np.where(mask.ravel(), np.nan, out)
    out = np.where(np.isnan(out), np.nan, out)
    return "number", out.astype("<f8").tobytes()
