"""What astropy reads from FITS files: small ones of our own, written here, and those of the test data.

    python test/oracle/fits_tables.py [folder of the test data]

Writes test/fixtures/fits/*.fits (always) and test/fixtures/fits_tables.json: for each table of each file its columns with
type, shape, unit and a digest of their values. Numbers are digested as float64 (NaN for nulls), 64-bit integers as such.
"""

import json
import pathlib
import sys
import warnings

import astropy
import numpy as np
from astropy.io import fits
from astropy.table import Table
from astropy.wcs import WCS
from column_digest import digest, flat

warnings.simplefilter("ignore")
FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"
OWN = FIXTURES / "fits"


def describe(column, unit):
    mask = getattr(column, "mask", None)
    mask = None if mask is None or np.ndim(mask) == 0 else np.asarray(mask)
    values = column.filled() if hasattr(column, "filled") and column.dtype.kind != "O" else column
    if hasattr(column, "filled") and column.dtype.kind != "O":
        values = column.data.data
    # Of strings null_texts tells.
    nulls = 0 if mask is None or column.dtype.kind in "SU" else int(mask.sum())
    if column.dtype.kind == "O":
        cells = [np.asarray(cell) for cell in column]
        lengths = [len(np.atleast_1d(cell)) if np.asarray(cell).dtype.kind not in "SU" else 1 for cell in cells]
        masks = [getattr(cell, "mask", None) for cell in column]
        joined = np.concatenate([np.atleast_1d(np.ma.getdata(cell)) for cell in column]) if cells else np.zeros(0)
        joinedmask = np.concatenate([np.atleast_1d(np.ma.getmaskarray(cell)) for cell in column]) if cells else None
        if joinedmask is not None and not joinedmask.any():
            joinedmask = None
        kind, data = flat(joined, joinedmask)
        nulls = 0 if joinedmask is None else int(joinedmask.sum())
        return dict(kind=kind, lengths=lengths, digest=digest(data), unit=unit, nulls=nulls)
    kind, data = flat(values, mask if nulls else None)
    return dict(kind=kind, shape=list(column.shape[1:]), digest=digest(data), unit=unit, nulls=nulls)


def ascii_table(hdu):
    """Table.read fails on numbers with TNULL: the nulls are found in the characters themselves."""
    table = Table()
    for place, column in enumerate(hdu.columns):
        raw = np.char.strip(np.recarray.field(hdu.data, place).astype("S"))
        null = raw == str(column.null or "").strip().encode() if column.null not in (None, "") else np.zeros(len(raw), bool)
        table[column.name] = np.ma.array(np.asarray(hdu.data[column.name]), mask=null)
    return table


def logical_nulls(hdu, table):
    """astropy takes a logical byte of 0 for false; the standard says that it is null."""
    for place, column in enumerate(hdu.columns):
        raw = np.recarray.field(hdu.data, place)
        if column.format.endswith("L") and (raw == 0).any():
            table[column.name] = np.ma.array(raw == ord("T"), mask=raw == 0)
        if column.format.startswith("PL"):
            heap = np.asarray(hdu.data._get_heap_data()).view("u1")
            cells = [heap[start : start + count] for count, start in raw]
            masked = np.empty(len(cells), object)
            masked[:] = [np.ma.array(cell == ord("T"), mask=cell == 0) for cell in cells]
            table[column.name] = masked


def null_texts(hdu):
    """Texts that start with a NUL are null (FITS standard 4.0, 7.3.3.1); astropy masks all empty ones."""
    found = {}
    for place, column in enumerate(hdu.columns):
        raw = np.recarray.field(hdu.data, place)
        if raw.dtype.kind == "S" and raw.dtype.itemsize > 0 and raw.size > 0:
            found[column.name] = int((np.ascontiguousarray(raw).view("u1").reshape(-1, raw.dtype.itemsize)[:, 0] == 0).sum())
    return found


def tables_of(path):
    found = []
    with fits.open(path) as hdus:
        kinds = [(i, h) for i, h in enumerate(hdus) if type(h).__name__ in ("BinTableHDU", "TableHDU")]
        for i, hdu in kinds:
            units = {c.name: c.unit for c in hdu.columns}
            if type(hdu).__name__ == "TableHDU":
                table = ascii_table(hdu)
            else:
                table = Table.read(hdus, hdu=i, format="fits", unit_parse_strict="silent", strip_spaces=True)
                logical_nulls(hdu, table)
            columns = {n: describe(table[n], units[n]) for n in table.colnames}
            if type(hdu).__name__ == "BinTableHDU":
                for name, nulls in null_texts(hdu).items():
                    columns[name]["nulls"] = nulls
            found.append(dict(hdu=i, rows=len(table), columns=columns))
    return found


def write(hdus, name):
    """With checksums, whose cards name a time: always the same one, so that the file is."""
    hdus.writeto(OWN / name, overwrite=True)
    with fits.open(OWN / name, mode="update") as opened:
        for hdu in opened:
            hdu.add_checksum(when="2026-01-01T00:00:00")


def own_files():
    OWN.mkdir(exist_ok=True)
    rng = np.random.default_rng(7)
    f = fits.Column
    columns = [
        f("byte", "B", array=np.array([0, 1, 254, 255], "u1")),
        f("nullable", "I", array=np.array([-32768, -99, 0, 32767], "i2"), null=-99, unit="count"),
        f("unsigned16", "I", bzero=32768, array=np.array([0, 1, 32768, 65535], "u2")),
        f("unsigned32", "J", bzero=2**31, array=np.array([0, 1, 2**31, 2**32 - 1], "u4")),
        f("unsigned64", "K", bzero=2**63, array=np.array([0, 1, 2**63, 2**64 - 1], "u8")),
        f("signed8", "B", bzero=-128, array=np.array([-128, -1, 0, 127], "i1")),
        f("source_id", "K", array=np.array([-(2**63), 2**53 + 1, 5340492357404649216, 2**63 - 1])),
        f("single", "E", array=np.array([1.5, np.nan, -np.inf, 3.25], "f4"), unit="mas"),
        f("double", "D", array=rng.normal(size=4), unit="mas/yr", disp="F10.4"),
        f("flag", "L", array=np.array([True, False, True, True])),
        f("bits", "11X", array=rng.integers(0, 2, (4, 11)).astype(bool)),
        f("name", "9A", array=np.array(["M 50", "NGC 6819", "", " lead"])),
        f("words", "12A", dim="(4,3)", array=np.array([["ab", "c", ""], ["d", "efgh", "i"], ["", "", "j"], ["k", "l", "m"]])),
        f("cube", "12E", dim="(2,3,2)", array=rng.normal(size=(4, 2, 3, 2)).astype("f4")),
        f("c64", "C", array=(rng.normal(size=4) + 1j * rng.normal(size=4)).astype("c8")),
        f("c128", "2M", array=rng.normal(size=(4, 2)) + 1j * rng.normal(size=(4, 2))),
        f("ragged", "PJ()", array=np.array([[1, 2, 3], [], [4], [5, 6]], dtype=object)),
        f("wide", "QD()", array=np.array([[], [1.5], [2.5, np.nan], [1e300]], dtype=object)),
        f("nothing", "0D", array=np.zeros((4, 0))),
    ]
    main = fits.BinTableHDU.from_columns(columns, name="STARS")
    main.header["OBSERVER"] = "O'Neill & a name that is too long for one card of eighty characters, so it continues"
    main.header["HIERARCH wasm key"] = 3.5
    empty = fits.BinTableHDU.from_columns([f("x", "D"), f("s", "3A")], nrows=0, name="EMPTY")
    ascii_columns = [
        f("id", "I6", array=np.array([1, -2, 300000])),
        f("flux", "F10.3", array=np.array([1.5, -2.25, 1234.125]), unit="Jy"),
        f("energy", "E14.6", array=np.array([1e-30, 2.5e10, -3.0])),
        f("label", "A5", array=np.array(["one", "two", "three"])),
    ]
    text = fits.TableHDU.from_columns(ascii_columns, name="TEXT")
    hdus = fits.HDUList([fits.PrimaryHDU(), main, empty, text])
    write(hdus, "every_column.fits")
    # The scale is written into the header alone: stored integers stand for numbers.
    raw = [f("scaled", "I", array=np.array([0, 1, -1, 32000], "i2")), f("real", "E", array=np.array([1.0, 2.0, 3.0, 4.0], "f4"))]
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns(raw)]).writeto(OWN / "scaled.fits", overwrite=True)
    for key, value in [("TSCAL1", 0.25), ("TZERO1", 10.0), ("TSCAL2", 2.0), ("TZERO2", -1.0)]:
        fits.setval(OWN / "scaled.fits", key, value=value, ext=1)
    images = [fits.PrimaryHDU(np.arange(12, dtype="u2").reshape(3, 4) + 65520)]
    for name, dtype in [("B8", "u1"), ("B16", "i2"), ("B32", "i4"), ("B64", "i8"), ("F32", "f4"), ("F64", "f8")]:
        images.append(fits.ImageHDU((np.arange(24).reshape(2, 3, 4) - 5 * (dtype != "u1")).astype(dtype), name=name))
    images[2].header["BLANK"] = -3
    sky = fits.ImageHDU(rng.normal(size=(20, 30)).astype("f4"), name="SKY")
    sky.header.update(CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CRVAL1=295.327, CRVAL2=40.19, CRPIX1=12.5, CRPIX2=8.25)
    sky.header.update(CD1_1=-0.01, CD1_2=0.002, CD2_1=0.0015, CD2_2=0.011, CUNIT1="deg", CUNIT2="deg")
    turned = fits.ImageHDU(rng.normal(size=(5, 6)).astype("f4"), name="TURNED")
    turned.header.update(CTYPE1="GLON-TAN", CTYPE2="GLAT-TAN", CRVAL1=359.9, CRVAL2=-85.0, CRPIX1=3.0, CRPIX2=3.0)
    turned.header.update(CDELT1=-0.5, CDELT2=0.5, CROTA2=30.0, CUNIT1="deg", CUNIT2="deg")
    write(fits.HDUList([*images, sky, turned]), "images.fits")


def images_of(path):
    found = []
    with fits.open(path, do_not_scale_image_data=True) as hdus:
        for i, hdu in enumerate(hdus):
            if not hdu.is_image or hdu.data is None or type(hdu).__name__ in ("CompImageHDU", "GroupsHDU"):
                continue
            # astropy scales short integers in single precision; here it is done in double.
            data = np.asarray(hdu.data, "f8") * hdu.header.get("BSCALE", 1) + hdu.header.get("BZERO", 0)
            if "BLANK" in hdu.header and hdu.data.dtype.kind == "i":
                data = np.where(hdu.data == hdu.header["BLANK"], np.nan, data)
            entry = dict(hdu=i, shape=list(data.shape), digest=digest(data.astype("<f8").tobytes()))
            if "TAN" in hdu.header.get("CTYPE1", ""):
                wcs = WCS(hdu.header)
                pixels = [[0.0, 0.0], [3.5, 2.25], [data.shape[1] - 1.0, data.shape[0] - 1.0]]
                sky = wcs.wcs_pix2world(pixels, 0)
                entry["wcs"] = [dict(pixel=p, sky=list(map(float, s))) for p, s in zip(pixels, sky)]
            found.append(entry)
    return found


def main():
    own_files()
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    files = {"own": sorted(OWN.glob("*.fits"))}
    if data:
        unread = {"comp.fits", "random_groups.fits"}
        files["data"] = [p for d in ("formats/fits", "gaia") for p in sorted((data / d).glob("*.fits")) if p.name not in unread]
    target = FIXTURES / "fits_tables.json"
    out = json.loads(target.read_text()) if target.exists() else {}
    out["made by"] = f"test/oracle/fits_tables.py, astropy {astropy.__version__}, numpy {np.__version__}"
    for group, paths in files.items():
        base = OWN if group == "own" else data
        out[group] = {str(p.relative_to(base)): dict(tables=tables_of(p), images=images_of(p)) for p in paths}
    target.write_text(json.dumps(out, indent=1) + "\n")


main()
