"""Tells what astropy, pyarrow and Python's own modules read from table files.

    python read_tables.py <folder>

For each file its columns with values, null where they are, as JSON on standard output: numbers as they are ("NaN", "Infinity"), integers as
text, complex numbers as two numbers; with unit and description where the format has them. A FITS file must pass astropy's verification and
its checksums, a VOTable astropy's; any warning of theirs is an error.
Oracles: astropy, pyarrow.
"""

import csv
import gzip
import json
import os
import sys
import warnings
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from astropy.io import fits
from astropy.io.votable import parse

warnings.simplefilter("error")
# It makes IDs of its own from names that are none.
warnings.filterwarnings("ignore", message=".*W03")


def plain(value):
    """A value as JSON; a list of them for complex numbers."""
    if value is None or value is np.ma.masked:
        return [None]
    if isinstance(value, (bytes, np.bytes_)):
        return [value.decode("utf-8").split("\0")[0].rstrip(" ")]
    if isinstance(value, str):
        return [str(value)]
    if isinstance(value, (bool, np.bool_)):
        return [bool(value)]
    if isinstance(value, (int, np.integer)):
        return [str(int(value))]
    if isinstance(value, (complex, np.complexfloating)):
        return plain(float(value.real)) + plain(float(value.imag))
    value = float(value)
    if np.isnan(value):
        return ["NaN"]
    return [value if np.isfinite(value) else "Infinity" if value > 0 else "-Infinity"]


def flat(values, mask=None):
    """The values of an array, or of lists in lists, one after the other; null where the mask says so."""
    if mask is None:
        mask = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    if isinstance(values, (list, tuple)):
        return [v for value in values for v in (flat(value) if isinstance(value, (list, tuple, np.ndarray)) else plain(value))]
    cells = [plain(v) for v in np.ma.getdata(values).ravel().tolist()] if np.ma.getdata(values).dtype.kind != "S" else [
        plain(v) for v in np.ma.getdata(values).ravel()
    ]
    nulls = np.zeros(len(cells), bool) if mask is None else np.asarray(mask).ravel()
    return [v for cell, null in zip(cells, nulls) for v in ([None] * len(cell) if null else cell)]


def null_cells(raw, column):
    """By the standard: stored values that are TNULL, logical bytes of 0, texts that start with a NUL."""
    if raw.dtype.kind == "S":
        size = raw.dtype.itemsize
        return np.ascontiguousarray(raw).view("u1").reshape(-1, size)[:, 0] == 0 if raw.size else np.zeros(0, bool)
    if column.format.lstrip("0123456789").startswith("L"):
        return raw.view("u1") == 0 if raw.size else np.zeros(0, bool)
    return None if column.null is None else raw == column.null


def heap_column(hdu, place, column):
    """Arrays of the heap, decoded here: astropy takes logical nulls for false and does not look at TNULL."""
    letter = column.format.lstrip("1PQ")[0]
    kinds = dict(A="S1", L="u1", B="u1", I=">i2", J=">i4", K=">i8", E=">f4", D=">f8", C=">c8", M=">c16")
    heap = np.asarray(hdu.data._get_heap_data()).view("u1").tobytes()
    cells, lengths = [], []
    for count, start in np.recarray.field(hdu.data, place):
        if letter == "A":
            text = heap[start : start + count]
            cells += [None] if count == 0 else plain(text)
            lengths.append(1)
            continue
        raw = np.frombuffer(heap, kinds[letter], count, start)
        lengths.append(int(count))
        null = raw == 0 if letter == "L" else raw == column.null if column.null is not None else None
        if letter == "L":
            raw = raw == ord("T")
        elif column.bzero:
            raw = [int(v) + int(column.bzero) for v in raw]
        cells += flat(np.array(raw, object) if isinstance(raw, list) else raw, null)
    return cells, lengths


def read_fits(path):
    with fits.open(path, checksum=True) as hdus:
        hdus.verify("exception")
        hdu = hdus[1]
        out = {}
        for place, column in enumerate(hdu.columns):
            raw = np.recarray.field(hdu.data, place)
            description = hdu.header.get(f"TCOMM{place + 1}")
            entry = dict(unit=column.unit, description=description)
            if column.format[0] in "PQ" or column.format[1:2] in ("P", "Q"):
                entry["cells"], entry["lengths"] = heap_column(hdu, place, column)
            else:
                values = raw if raw.dtype.kind == "S" else hdu.data[column.name]
                if column.bzero == -128:  # astropy makes real numbers of signed bytes
                    values = values.astype("i8")
                entry["cells"] = flat(np.asarray(values), null_cells(raw, column))
                entry["shape"] = list(raw.shape[1:])
            out[column.name] = entry
        return out


def read_votable(path):
    table = parse(path, verify="exception").get_first_table()
    # As they stand: astropy writes some of them in another way.
    units = {e.get("name"): e.get("unit") for e in ElementTree.parse(path).iter() if e.tag.split("}")[-1] == "FIELD"}
    out = {}
    for field in table.fields:
        column = table.array[field.ID]
        values = list(column) if column.dtype.kind == "O" else column
        if isinstance(values, list):
            masked = np.ma.getmaskarray(column)
            cells = [v for cell, null in zip(values, masked) for v in ([None] if np.all(null) else flat(cell) if isinstance(cell, np.ndarray) else plain(cell))]
        else:
            cells = flat(column)
        out[field.name] = dict(unit=units[field.name], description=field.description, cells=cells)
    return out


def from_arrow(table):
    out = {}
    for place, name in enumerate(table.column_names):
        column = table.column(place)
        kind = str(column.type)
        if pa.types.is_temporal(column.type):
            column = column.cast(pa.int32() if kind.startswith("date") else pa.int64())
        meta = {k.decode(): v.decode() for k, v in (table.schema.field(place).metadata or {}).items()}
        out[name] = dict(type=kind, cells=flat(column.to_pylist()), unit=meta.get("unit"), description=meta.get("description"))
    return out


def read_text(path, delimiter):
    opened = gzip.open(path, "rt", newline="", encoding="utf-8") if path.endswith(".gz") else open(path, newline="", encoding="utf-8")
    with opened as file:
        header, *rows = list(csv.reader(file, delimiter=delimiter, strict=True))
    return {name: dict(cells=[row[place] for row in rows]) for place, name in enumerate(header)}


def read(path):
    base = path.removesuffix(".gz")
    if base.endswith(".fits"):
        return read_fits(path)
    if base.endswith(".vot"):
        return read_votable(path)
    if base.endswith(".parquet"):
        table = pq.read_table(path)
        return from_arrow(table)
    if base.endswith(".arrow"):
        return from_arrow(pa.ipc.open_file(path).read_all())
    if base.endswith(".arrows"):
        return from_arrow(pa.ipc.open_stream(path).read_all())
    if base.endswith(".json"):
        with open(path, encoding="utf-8") as file:
            return {name: dict(cells=flat(cells)) for name, cells in json.load(file).items()}
    return read_text(path, "\t" if base.endswith(".tsv") else ",")


folder = sys.argv[1]
json.dump({name: read(os.path.join(folder, name)) for name in sorted(os.listdir(folder))}, sys.stdout)
