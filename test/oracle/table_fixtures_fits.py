"""FITS files with every feature of tables, put together byte by byte, so that nothing is as a library happens to write it."""

import gzip
import struct

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS
from fixture_values import column, table

WHEN = "2026-01-01T00:00:00"


def unit_bytes(cards, data, checksum=True):
    """A header of cards and its data, filled up to whole blocks, with checksums by astropy."""
    header = fits.Header([fits.Card(*card) for card in cards])
    padded = data + b"\0" * (-len(data) % 2880)
    kind = fits.BinTableHDU if cards[0][1] == "BINTABLE" else fits.ImageHDU
    if cards[0][0] == "SIMPLE":
        kind = fits.PrimaryHDU
    if not checksum:
        return header.tostring().encode("ascii") + padded
    hdu = kind.fromstring(header.tostring().encode("ascii") + padded)
    hdu.add_checksum(when=WHEN)
    return hdu.header.tostring().encode("ascii") + padded


def primary():
    return unit_bytes([("SIMPLE", True), ("BITPIX", 8), ("NAXIS", 0), ("EXTEND", True)], b"")


def binary_table(name, columns, rows, heap=b"", gap=0, checksum=True, sizes=None):
    """`columns`: name, TFORM, other keywords, and the bytes of each row's cell."""
    data = b"".join(b"".join(cell[row] for _, _, _, cell in columns) for row in range(rows))
    width = len(data) // rows if rows else 0
    width, rows = sizes or (width, rows)
    cards = [("XTENSION", "BINTABLE"), ("BITPIX", 8), ("NAXIS", 2), ("NAXIS1", width), ("NAXIS2", rows)]
    cards += [("PCOUNT", gap + len(heap)), ("GCOUNT", 1), ("TFIELDS", len(columns))]
    for n, (title, form, keywords, _) in enumerate(columns, 1):
        cards += [(f"TTYPE{n}", title), (f"TFORM{n}", form)] + [(f"{key}{n}", value) for key, value in keywords.items()]
    if heap:
        cards.append(("THEAP", len(data) + gap))
    cards.append(("EXTNAME", name))
    return unit_bytes(cards, data + b"\xee" * gap + heap, checksum)


def packed(form, values):
    return [struct.pack(">" + form, *np.atleast_1d(value)) for value in values]


def nulls_unit():
    columns = [
        ("short", "I", dict(TNULL=-99, TUNIT="count", TDISP="I6"), packed("h", [-32768, -99, 32767])),
        ("byte", "1B", dict(TNULL=255), packed("B", [0, 255, 254])),
        ("int", "J", dict(TNULL=-(2**31)), packed("i", [-(2**31), 2**31 - 1, 0])),
        ("source_id", "K", dict(TNULL=-1, TCOMM="Gaia's own number", TUCD="meta.id"), packed("q", [5340492357404649216, -1, -(2**63)])),
        ("unsigned16", "I", dict(TZERO=32768, TNULL=32767), packed("h", [-32768, 32767, 32766])),
        ("unsigned32", "J", dict(TZERO=2147483648), packed("i", [-(2**31), 0, 2**31 - 1])),
        ("unsigned64", "K", dict(TZERO=9223372036854775808, TNULL=5), packed("q", [-(2**63), 5, 2**63 - 1])),
        ("signed8", "B", dict(TZERO=-128), packed("B", [0, 127, 255])),
        ("scaled", "I", dict(TSCAL=0.25, TZERO=10.0, TNULL=-1, TUNIT="mag"), packed("h", [0, -1, 3])),
        ("scaled_real", "E", dict(TSCAL=2.0, TZERO=-1.0), packed("f", [0.5, 1.5, np.inf])),
        ("flag", "L", {}, [b"T", b"\0", b"F"]),
        ("bits", "11X", {}, [b"\xa5\x60", b"\x00\x20", b"\xff\xff"]),
        ("name", "8A", {}, [b"M 50\0xyz", b"\0" * 8, b" \0" * 4]),
        ("lead", "5A", {}, [b" lead", b"a b  ", b"\xc3\xa9\0\0\0"]),
        ("single", "E", dict(TUNIT="mas"), packed("f", [1.5, np.nan, -np.inf])),
        ("double", "D", {}, packed("d", [0.1, 5e-324, -1.7976931348623157e308])),
    ]
    bits = [[c == "1" for c in text] for text in ("10100101011", "00000000001", "11111111111")]
    expected = dict(
        short=column("int16", [-32768, None, 32767], unit="count", attributes=dict(TDISP="I6")),
        byte=column("uint8", [0, None, 254]),
        int=column("int32", [None, 2**31 - 1, 0]),
        source_id=column("int64", [5340492357404649216, None, -(2**63)], description="Gaia's own number", attributes=dict(TUCD="meta.id")),
        unsigned16=column("uint16", [0, None, 65534]),
        unsigned32=column("uint32", [0, 2**31, 2**32 - 1]),
        unsigned64=column("uint64", [0, None, 2**64 - 1]),
        signed8=column("int8", [-128, -1, 127]),
        scaled=column("float64", [10.0, None, 10.75], unit="mag"),
        scaled_real=column("float64", [0.0, 2.0, np.inf]),
        flag=column("boolean", [True, None, False]),
        bits=column("boolean", bits, shape=[11]),
        name=column("string", ["M 50", None, ""]),
        lead=column("string", [" lead", "a b", "é"]),
        single=column("float32", [1.5, np.nan, -np.inf], unit="mas"),
        double=column("float64", [0.1, 5e-324, -1.7976931348623157e308]),
    )
    return binary_table("NULLS", columns, 3), table(3, expected)


def arrays_unit():
    cube = np.arange(24).reshape(2, 2, 3, 2) / 8
    pairs = np.array([[1 + 2j, 3 - 4j], [0.5j, -1]])
    columns = [
        ("three", "3J", dict(TNULL=0), packed("3i", [[1, 0, 3], [4, 5, 6]])),
        ("cube", "12D", dict(TDIM="(2,3,2)"), packed("12d", cube.reshape(2, 12))),
        ("words", "12A", dict(TDIM="(4,3)"), [b"ab\0\0c   \0\0\0\0", b"efghi\0\0\0 \0\0\0"]),
        ("c64", "C", {}, packed("2f", [[1.5, -2.5], [0, 1]])),
        ("c128", "2M", {}, packed("4d", pairs.view("f8"))),
        ("flags", "2L", {}, [b"TF", b"\0T"]),
        ("one", "1D", dict(TDIM="(1)"), packed("d", [1.0, 2.0])),
        ("nothing", "0D", {}, [b"", b""]),
        ("no_text", "0A", {}, [b"", b""]),
        ("bad_dim", "2I", dict(TDIM="(5,5)"), packed("2h", [[1, 2], [3, 4]])),
    ]
    expected = dict(
        three=column("int32", [[1, None, 3], [4, 5, 6]], shape=[3]),
        cube=column("float64", cube, shape=[2, 3, 2]),
        words=column("string", ["ab", "c", None, "efgh", "i", ""], shape=[3]),
        c64=column("complex64", [1.5 - 2.5j, 1j]),
        c128=column("complex128", pairs, shape=[2]),
        flags=column("boolean", [True, False, None, True], shape=[2]),
        one=column("float64", [1.0, 2.0], shape=[1]),
        nothing=column("float64", [], shape=[0]),
        no_text=column("string", ["", ""]),
        bad_dim=column("int16", [1, 2, 3, 4], shape=[2]),
    )
    return binary_table("ARRAYS", columns, 2), table(2, expected)


def heap_unit():
    """Arrays of every type in the heap, after a gap, the last first; a descriptor of no elements may point anywhere."""
    kinds = [
        ("l", "L", "boolean", [[True, None], [], [False]], lambda v: b"".join(b"\0" if x is None else b"T" if x else b"F" for x in v)),
        ("x", "X", "boolean", [[True, False, True], [], [True] * 9], lambda v: np.packbits(v).tobytes()),
        ("b", "B", "uint8", [[1, 2], [], [255]], lambda v: struct.pack(f">{len(v)}B", *v)),
        ("i", "I", "int16", [[-1, None], [], [7]], lambda v: struct.pack(f">{len(v)}h", *(-5 if x is None else x for x in v))),
        ("j", "J", "uint32", [[0, 2**32 - 1], [], [1]], lambda v: struct.pack(f">{len(v)}i", *(x - 2**31 for x in v))),
        ("k", "K", "int64", [[2**63 - 1], [], [-(2**63), 1]], lambda v: struct.pack(f">{len(v)}q", *v)),
        ("e", "E", "float32", [[1.5, np.nan], [], [0.25]], lambda v: struct.pack(f">{len(v)}f", *v)),
        ("d", "D", "float64", [[0.1], [], [1e300, -0.5]], lambda v: struct.pack(f">{len(v)}d", *v)),
        ("c", "C", "complex64", [[1 + 2j], [], [3j, 4.5]], lambda v: np.array(v, ">c8").tobytes()),
        ("m", "M", "complex128", [[0.1j], [], [1, 2]], lambda v: np.array(v, ">c16").tobytes()),
    ]
    keywords = dict(i=dict(TNULL=-5), j=dict(TZERO=2147483648))
    heap, columns, expected = b"", [], {}
    for letter in "PQ":
        for name, code, kind, values, pack in kinds:
            descriptors = [b""] * 3
            for row in (2, 1, 0):
                start = len(heap) if values[row] else 10**6
                heap += pack(values[row]) if values[row] else b""
                descriptors[row] = struct.pack(">2i" if letter == "P" else ">2q", len(values[row]), start)
            columns.append((f"{letter}{name}", f"1{letter}{code}({max(map(len, values))})", keywords.get(name, {}), descriptors))
            flat = [complex(v) if kind.startswith("complex") else v for row in values for v in row]
            expected[f"{letter}{name}"] = column(kind, flat, lengths=[len(row) for row in values])
    texts = [b"a long text", b"", b"x"]
    places = [len(heap) + sum(map(len, texts[:row])) for row in range(3)]
    columns.append(("text", "PA(11)", {}, [struct.pack(">2i", len(text), place) for text, place in zip(texts, places)]))
    expected["text"] = column("string", ["a long text", None, "x"])
    columns.append(("after", "I", {}, packed("h", [1, 2, 3])))
    expected["after"] = column("int16", [1, 2, 3])
    return binary_table("HEAP", columns, 3, heap + b"".join(texts), gap=37), table(3, expected)


def empty_units():
    none = [("x", "D", {}, []), ("s", "3A", {}, [])]
    nothing = [("x", "0D", {}, [b""] * 4), ("y", "0I", {}, [b""] * 4)]
    wide = [("big", "777777701B", {}, [])]
    return [
        (binary_table("EMPTY", none, 0, sizes=(11, 0)), table(0, dict(x=column("float64", []), s=column("string", [])))),
        (binary_table("ZERO", nothing, 4), table(4, dict(x=column("float64", [], shape=[0]), y=column("int16", [], shape=[0])))),
        (binary_table("WIDE", wide, 0, sizes=(777777701, 0)), table(0, dict(big=column("uint8", [], shape=[777777701])))),
    ]


def ascii_file():
    cells = [("1", "1.5000", "1.5E-30", "2.5D+10", "one"), ("****", "-", "0.0", "1", "two"), ("-30000", "12345", "3.0e5", "-1.0D0", "three")]
    rows = ["{:>6} {:>7} {:>8} {:>9} {:<5}".format(*row).encode("ascii") for row in cells]
    data = b"".join(rows) + b" " * (-sum(map(len, rows)) % 2880)
    fields = [("id", 1, "I6", dict(TNULL="****")), ("flux", 8, "F7.2", dict(TUNIT="Jy", TNULL="-")), ("energy", 16, "E8.1", {})]
    fields += [("power", 25, "D9.2", dict(TSCAL=2.0, TZERO=1.0)), ("label", 35, "A5", {})]
    cards = [("XTENSION", "TABLE"), ("BITPIX", 8), ("NAXIS", 2), ("NAXIS1", len(rows[0])), ("NAXIS2", 3), ("PCOUNT", 0), ("GCOUNT", 1)]
    cards.append(("TFIELDS", len(fields)))
    for n, (name, start, form, keywords) in enumerate(fields, 1):
        cards += [(f"TTYPE{n}", name), (f"TBCOL{n}", start), (f"TFORM{n}", form)] + [(f"{k}{n}", v) for k, v in keywords.items()]
    expected = dict(
        id=column("int32", [1, None, -30000]),
        flux=column("float64", [1.5, None, 123.45], unit="Jy"),  # a number without a point has two digits after it
        energy=column("float64", [1.5e-30, 0.0, 3e5]),
        power=column("float64", [5e10 + 1, 1.02, -1.0]),
        label=column("string", ["one", "two", "three"]),
    )
    header = fits.Header([fits.Card(*card) for card in [*cards, ("EXTNAME", "TEXT")]])
    return primary() + header.tostring().encode("ascii") + data, table(3, expected)


def images_file():
    """Every BITPIX, with BSCALE, BZERO and BLANK for whole numbers; a TAN projection in the last."""
    out, expected = primary(), []
    for bits, code in [(8, "u1"), (16, "i2"), (32, "i4"), (64, "i8"), (-32, "f4"), (-64, "f8")]:
        stored = (np.arange(6).reshape(2, 3) * 3).astype(">" + code)
        cards = [("XTENSION", "IMAGE"), ("BITPIX", bits), ("NAXIS", 2), ("NAXIS1", 3), ("NAXIS2", 2), ("PCOUNT", 0), ("GCOUNT", 1)]
        cards += [("BSCALE", 0.5), ("BZERO", 100.0), ("BUNIT", "adu"), ("EXTNAME", f"B{bits}")]
        values = stored * 0.5 + 100.0
        if bits > 0:
            cards.append(("BLANK", 6))
            values = np.where(stored == 6, np.nan, values)
        cards += [("CTYPE1", "RA---TAN"), ("CTYPE2", "DEC--TAN"), ("CRVAL1", 105.7), ("CRVAL2", -8.3), ("CRPIX1", 2.0), ("CRPIX2", 1.0)]
        cards += [("CDELT1", -0.1), ("CDELT2", 0.1)]
        out += unit_bytes(cards, stored.tobytes())
        sky = WCS(fits.Header([fits.Card(*card) for card in cards])).wcs_pix2world([[0.0, 0.0], [2.0, 1.0]], 0)
        expected.append(dict(hdu=f"B{bits}", shape=[2, 3], cells=column("float64", values)["cells"], unit="adu", sky=sky.tolist()))
    return out, expected


def write_fits(folder):
    units = [nulls_unit(), arrays_unit(), heap_unit(), *empty_units()]
    (folder / "features.fits").write_bytes(primary() + b"".join(data for data, _ in units))
    names = ["NULLS", "ARRAYS", "HEAP", "EMPTY", "ZERO", "WIDE"]
    ascii_bytes, ascii_expected = ascii_file()
    (folder / "ascii.fits").write_bytes(ascii_bytes)
    image_bytes, images = images_file()
    (folder / "images.fits.gz").write_bytes(gzip.compress(image_bytes, mtime=0))
    tables = {f"features.fits#{name}": expected for name, (_, expected) in zip(names, units)}
    return {**tables, "ascii.fits#TEXT": ascii_expected}, images
