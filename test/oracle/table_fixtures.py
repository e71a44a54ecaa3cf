"""Small files of our own with every feature that the readers know, and the values that are in them.

    python test/oracle/table_fixtures.py [folder]

Writes test/fixtures/tables/* and test/fixtures/table_fixtures.json, or both into a folder. The values are those that the files are made of,
not what a reader finds in them; a name in their place says which other file has the same. Oracles: astropy (checksums, VOTable, projection), pyarrow (Parquet, Arrow).
"""

import gzip
import json
import pathlib
import sys

import astropy
import pyarrow
from table_fixtures_columns import write_arrow, write_parquet, write_text
from table_fixtures_fits import write_fits
from table_fixtures_votable import write_votable

FIXTURES = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "fixtures")
FOLDER = FIXTURES / "tables"
ZIPPED = ["features.fits", "binary2.vot", "snappy.parquet", "types.arrow", "odd.csv", "columns.json"]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    tables, images = write_fits(FOLDER)
    for write in (write_votable, write_parquet, write_arrow, write_text):
        tables.update(write(FOLDER))
    for name in ZIPPED:
        (FOLDER / f"{name}.gz").write_bytes(gzip.compress((FOLDER / name).read_bytes(), mtime=0))
    made = f"test/oracle/table_fixtures.py, astropy {astropy.__version__}, pyarrow {pyarrow.__version__}"
    out = {"made by": made, "zipped": ZIPPED, "images": images, "tables": tables}
    (FIXTURES / "table_fixtures.json").write_text(json.dumps(out, separators=(",", ":")).replace('"tables":', '\n"tables":') + "\n")


main()
