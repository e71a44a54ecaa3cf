"""What pyarrow and astropy read from the Parquet files and VOTables of the test data.

    python test/oracle/table_files.py <folder of the test data>

Writes test/fixtures/table_files.json: for each file its columns with shape, unit, number of nulls and a digest of their values, as
fits_tables.py makes it.
"""

import json
import pathlib
import sys
import warnings
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet as pq
from astropy.io.votable import parse
from column_digest import digest, flat

warnings.simplefilter("ignore")
TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "table_files.json"
DATA = pathlib.Path(sys.argv[1])


def parquet(path):
    table = pq.read_table(path)
    out = {}
    for name in table.column_names:
        column = table[name]
        mask = np.array(column.is_null())
        cells = column.to_pylist()
        if isinstance(next((c for c in cells if c is not None), None), str):
            values = np.array([c or "" for c in cells])
        else:
            kind = column.type.to_pandas_dtype()
            values = np.array([0 if c is None else c for c in cells]).astype(kind)
        kind, data = flat(values, mask if mask.any() else None)
        out[name] = dict(kind=kind, shape=[], digest=digest(data), unit=None, nulls=int(mask.sum()))
    return dict(rows=table.num_rows, columns=out)


def units_of(path):
    """As they stand: astropy writes some of them in another way."""
    fields = [e for e in ElementTree.parse(path).iter() if e.tag.split("}")[-1] == "FIELD"]
    return {e.get("name"): e.get("unit") for e in fields}


def votable(path):
    tables = []
    units = units_of(path)
    for table in parse(path, verify="ignore").iter_tables():
        out = {}
        array = table.array
        for field in table.fields:
            column = array[field.ID]
            name = field.name
            entry = dict(unit=units[name])
            if column.dtype.kind == "O":
                cells = [c for c in column.data]
                if all(isinstance(c, (str, bytes)) for c in cells):
                    texts = np.array([c.decode() if isinstance(c, bytes) else c for c in cells] or [""])[: len(cells)]
                    kind, data = flat(texts, None) if len(cells) else ("string", b"")
                    entry.update(kind=kind, shape=[], digest=digest(data))
                else:
                    lengths = [int(np.size(c)) for c in cells]
                    entry.update(kind="ragged", lengths=lengths)
            else:
                mask = np.ma.getmaskarray(column)
                kind, data = flat(np.ma.getdata(column), mask if column.dtype.kind not in "SU" and mask.any() else None)
                entry.update(kind=kind, shape=list(column.shape[1:]), digest=digest(data), nulls=int(mask.sum()))
                if column.dtype.kind in "SU":
                    del entry["nulls"]
            out[name] = entry
        tables.append(dict(rows=len(array), columns=out))
    return tables


VOTABLES = ["binary2_masked_strings.xml", "gaia_source_dr3_select_1_result.vot", "gdr2_sm.vot", "gemini.xml", "names.xml", "nonstandard_units.xml", "regression.xml", "vizier_b2_votable.xml"]
out = dict(made_by="test/oracle/table_files.py")
out["parquet"] = {p.name: parquet(p) for p in sorted((DATA / "formats/parquet").glob("*.parquet"))}
out["votable"] = {name: votable(DATA / "formats/votable" / name) for name in VOTABLES}
TARGET.write_text(json.dumps(out, indent=1) + "\n")
