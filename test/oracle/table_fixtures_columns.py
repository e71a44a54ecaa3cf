"""Parquet, Arrow, CSV, TSV and JSON files with every type and odd case that the readers know, by pyarrow and by hand."""

import datetime
import decimal
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from fixture_values import column, table

IDS = [5340492357404649216, None, -(2**63)]


def small():
    """For each codec: enough rows of few values that compression and dictionaries are used."""
    count = 200
    data = pa.table({"id": pa.array([5340492357404649216 + k % 3 for k in range(count)]), "s": [f"star {k % 5}" if k % 7 else None for k in range(count)]})
    known = dict(id=column("int64", data["id"].to_pylist()), s=column("string", data["s"].to_pylist()))
    return data, table(count, known)


def times(unit):
    ticks = dict(s=[0, None, -1], ms=[1, None, 1767225600123], us=[1767225600123456, None, -1], ns=[1767225600123456789, None, -1])[unit]
    texts = dict(
        s=["1970-01-01T00:00:00Z", None, "1969-12-31T23:59:59Z"],
        ms=["1970-01-01T00:00:00.001Z", None, "2026-01-01T00:00:00.123Z"],
        us=["2026-01-01T00:00:00.123456Z", None, "1969-12-31T23:59:59.999999Z"],
        ns=["2026-01-01T00:00:00.123456789Z", None, "1969-12-31T23:59:59.999999999Z"],
    )[unit]
    return pa.array(ticks, pa.timestamp(unit)), column("string", texts, attributes=dict(arrowType=f"timestamp[{unit}]"))


def scalars():
    """Name, array, and what is expected, for types that Parquet and Arrow both have."""
    whole = {f"{sign}int{bits}": (0 if sign else -(2 ** (bits - 1)), 2 ** (bits - (not sign)) - 1) for sign in ("", "u") for bits in (8, 16, 32, 64)}
    found = [(name, pa.array([least, None, most], getattr(pa, name)()), column(name, [least, None, most])) for name, (least, most) in whole.items()]
    found.append(("source_id", pa.array(IDS, pa.int64()), column("int64", IDS)))
    found.append(("required", pa.array([1, 2, 3], pa.int32()), column("int32", [1, 2, 3])))
    found.append(("single", pa.array([0.1, None, np.nan], pa.float32()), column("float32", [np.float32(0.1), None, np.nan])))
    found.append(("double", pa.array([5e-324, None, -np.inf], pa.float64()), column("float64", [5e-324, None, -np.inf])))
    found.append(("flag", pa.array([True, None, False]), column("boolean", [True, None, False])))
    found.append(("text", pa.array(["été", None, ""]), column("string", ["été", None, ""])))
    found.append(("large_text", pa.array(["日本", None, "x" * 70], pa.large_string()), column("string", ["日本", None, "x" * 70])))
    found.append(("category", pa.array(["red", None, "red"]).dictionary_encode(), column("string", ["red", None, "red"])))
    days = [datetime.date(2026, 1, 1), None, datetime.date(1969, 12, 31)]
    found.append(("date", pa.array(days), column("string", ["2026-01-01", None, "1969-12-31"], attributes=dict(arrowType="date"))))
    zoned = pa.array([1767225600123456, None, -1], pa.timestamp("us", "UTC"))
    texts = ["2026-01-01T00:00:00.123456Z", None, "1969-12-31T23:59:59.999999Z"]
    found.append(("utc", zoned, column("string", texts, attributes=dict(arrowType="timestamp[us, tz=UTC]"))))
    found += [(f"time_{unit}", *times(unit)) for unit in ("ms", "us", "ns")]
    lists = [[0.1, None], [], [2.5]]
    found.append(("list", pa.array(lists, pa.list_(pa.float64())), column("float64", [0.1, None, 2.5], lengths=[2, 0, 1])))
    words = [["a", "b"], None, ["é"]]
    found.append(("words", pa.array(words, pa.list_(pa.string())), column("string", ["a", "b", "é"], lengths=[2, 0, 1])))
    return found


def encoded(folder):
    """Each encoding that Parquet has for a type, with nulls and in lists, over several pages and row groups."""
    count = 40
    values = dict(
        int32=[(-1) ** k * (k * 7919) ** 2 % 2**31 for k in range(count)],
        int64=[5340492357404649216 + (k * 7919) ** 3 for k in range(count)],
        wide=[(-1) ** k * (2**63 - 1 - k) for k in range(count)],
        double=[k / 7 for k in range(count)],
        single=[float(np.float32(k / 7)) for k in range(count)],
        text=[f"étoile {k // 10}" + "x" * (k % 10) for k in range(count)],
        flag=[k % 3 == 0 for k in range(count)],
    )
    types = dict(int32=pa.int32(), int64=pa.int64(), wide=pa.int64(), double=pa.float64(), single=pa.float32(), text=pa.string(), flag=pa.bool_())
    whole, integers, texts = ["int32", "int64", "wide"], ["BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED"], ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]
    encodings = {name: integers for name in whole} | dict(double=["BYTE_STREAM_SPLIT"], single=["BYTE_STREAM_SPLIT"], text=texts, flag=["RLE"])
    arrays, found, chosen = {}, {}, {}
    for name, cells in values.items():
        kind = {"double": "float64", "single": "float32", "text": "string", "flag": "boolean", "wide": "int64"}.get(name, name)
        nulls = [None if k % 7 == 3 else cell for k, cell in enumerate(cells)]
        lists = [None if k % 11 == 0 else nulls[k : k + k % 4] for k in range(count)]
        for encoding in ["PLAIN", "dictionary", *encodings[name]]:
            for shape, rows in dict(full=cells, nulls=nulls, lists=lists).items():
                column_name = f"{name}_{encoding}_{shape}"
                arrays[column_name] = pa.array(rows, pa.list_(types[name]) if shape == "lists" else types[name])
                lengths = dict(lengths=[len(row or []) for row in rows]) if shape == "lists" else {}
                found[column_name] = column(kind, [cell for row in rows for cell in row or []] if shape == "lists" else rows, **lengths)
                path = f"{column_name}.list.element" if shape == "lists" else column_name
                if encoding != "dictionary":
                    chosen[path] = encoding
    dictionary = [f"{name}.list.element" if name.endswith("lists") else name for name in arrays if "dictionary" in name]
    for version in ("1.0", "2.0"):
        path = folder / f"encodings_v{version[0]}.parquet"
        sizes = dict(row_group_size=23, data_page_size=60, write_batch_size=8)
        pq.write_table(pa.table(arrays), path, column_encoding=chosen, use_dictionary=dictionary, data_page_version=version, store_schema=False, write_statistics=False, **sizes)
    return {"encodings_v1.parquet": table(count, found), "encodings_v2.parquet": "encodings_v1.parquet"}


def write_parquet(folder):
    out = encoded(folder)
    data, known = small()
    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        pq.write_table(data, folder / f"{codec}.parquet", compression=codec, row_group_size=120)
        out[f"{codec}.parquet"] = known if codec == "none" else "none.parquet"
    found = scalars()
    decimals = [decimal.Decimal("123.45"), None, decimal.Decimal("-0.07")]
    for precision in (5, 15, 30):
        found.append((f"decimal_{precision}", pa.array(decimals, pa.decimal128(precision, 2)), column("float64", [123.45, None, -0.07])))
    half = pa.array(np.array([0.5, 65504, -2], "f2"))
    found.append(("half", half, column("float32", [0.5, 65504.0, -2.0])))
    whole = pa.table({name: array for name, array, _ in found})
    expected = table(3, {name: told for name, _, told in found})
    for version, options in dict(v1={}, v2=dict(data_page_version="2.0", use_dictionary=False)).items():
        pq.write_table(whole, folder / f"types_{version}.parquet", store_schema=False, **options)
        out[f"types_{version}.parquet"] = expected if version == "v1" else "types_v1.parquet"
    pq.write_table(pa.table({"x": pa.array([], pa.float64()), "s": pa.array([], pa.string())}), folder / "empty.parquet")
    out["empty.parquet"] = table(0, dict(x=column("float64", []), s=column("string", [])))
    nested = pa.table({"x": [1.0], "record": pa.array([{"a": 1}])})
    pq.write_table(nested, folder / "record.parquet")
    return out


def write_arrow(folder):
    found = scalars()
    found.append(("time_s", *times("s")))
    found.append(("half", pa.array(np.array([0.5, 65504, -2], "f2")), column("float32", [0.5, 65504.0, -2.0])))
    pairs = pa.array([[1, 2], [3, None], [5, 6]], pa.list_(pa.int32(), 2))
    found.append(("pair", pairs, column("int32", [1, 2, 3, None, 5, 6], shape=[2])))
    fields = [pa.field(name, array.type) for name, array, _ in found]
    told = {name: known for name, _, known in found}
    fields[8] = fields[8].with_metadata({"unit": "mas", "description": "a number of Gaia's"})
    told["source_id"] = column("int64", IDS, unit="mas", description="a number of Gaia's")
    data = pa.table([array for _, array, _ in found], schema=pa.schema(fields))
    with pa.ipc.new_file(folder / "types.arrow", data.schema) as writer:
        writer.write_table(data, max_chunksize=2)
    with pa.ipc.new_stream(folder / "types.arrows", data.schema) as writer:
        writer.write_table(data, max_chunksize=2)
    return {"types.arrow": table(3, told), "types.arrows": "types.arrow"}


ODD_CSV = '''\ufeff# made by hand, "with a comment\r
"name", x,source_id,ok,note,empty,mixed,big\r
"Doe, ""J""",1e3,5340492357404649216,true,,,1,18446744073709551615\r
\r
# another comment\r
M 50,-.5,,false,"two
lines # no comment",,a,1\r
"NA",NaN,12,TRUE,NA,NA,"",0\r
été, 3.5 ,-9223372036854775808,,"",,null,2'''

ODD_TSV = "x\ty, z\n1\t-99\n+2\t3\n0x10\tInfinity\n"


def write_text(folder):
    (folder / "odd.csv").write_bytes(ODD_CSV.encode("utf-8"))
    (folder / "odd.tsv").write_bytes(ODD_TSV.encode("ascii"))
    columns = dict(x=[1, 2.5, None], source_id=IDS, name=["a", None, "é"], ok=[True, None, False], pair=[[1, 2], [3, 4], [5, 6]], list=[[1.5], [], [2, None]])
    (folder / "columns.json").write_text(json.dumps(columns))
    rows = [{"x": 1, "s": "a"}, {"x": None, "big": 2**64 - 1}, {"s": "c", "x": -0.5}]
    (folder / "rows.json").write_text(json.dumps(rows, indent=1))
    odd = dict(
        name=column("string", ['Doe, "J"', "M 50", "NA", "été"]),
        x=column("float64", [1000.0, -0.5, None, 3.5]),
        source_id=column("int64", [5340492357404649216, None, 12, -(2**63)]),
        ok=column("boolean", [True, False, True, None]),
        note=column("string", [None, "two\nlines # no comment", None, ""]),
        empty=column("float64", [None] * 4),
        mixed=column("string", ["1", "a", "", None]),
        big=column("uint64", [2**64 - 1, 1, 0, 2]),
    )
    return {
        "odd.csv": table(4, odd),
        "odd.tsv": table(3, {"x": column("string", ["1", "+2", "0x10"]), "y, z": column("float64", [-99.0, 3.0, np.inf])}),
        "columns.json": table(
            3,
            dict(
                x=column("float64", [1.0, 2.5, None]),
                source_id=column("int64", IDS),
                name=column("string", ["a", None, "é"]),
                ok=column("boolean", [True, None, False]),
                pair=column("float64", np.arange(1.0, 7.0), shape=[2]),
                list=column("float64", [1.5, 2.0, None], lengths=[1, 0, 2]),
            ),
        ),
        "rows.json": table(3, dict(x=column("float64", [1.0, None, -0.5]), s=column("string", ["a", None, "c"]), big=column("uint64", [None, 2**64 - 1, None]))),
    }
