"""Writes test/fixtures/world_coordinates.json: pixels and sky of images in the TAN projection, and where lines of equal right ascension
and declination cross the image's edges, by astropy.

    python test/oracle/world_coordinates.py
"""

import json
import pathlib
import warnings

import astropy
import numpy as np
from astropy.io.fits import Header
from astropy.wcs import WCS, FITSFixedWarning
from scipy.optimize import brentq

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "world_coordinates.json"
warnings.simplefilter("ignore", FITSFixedWarning)
rng = np.random.default_rng(5)
COLUMNS, ROWS = 400, 300


def turned(degrees, scale, mirrored=True):
    """CD matrix of an image turned by an angle; mirrored as the sky is (east to the left)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    sign = -1 if mirrored else 1
    return dict(CD1_1=sign * scale * c, CD1_2=-scale * s, CD2_1=sign * scale * s, CD2_2=scale * c)


def header(ra, dec, more, types=("RA---TAN", "DEC--TAN"), pixel=(200.5, 150.5)):
    return dict(NAXIS=2, NAXIS1=COLUMNS, NAXIS2=ROWS, CTYPE1=types[0], CTYPE2=types[1], CUNIT1="deg", CUNIT2="deg",
                CRPIX1=pixel[0], CRPIX2=pixel[1], CRVAL1=ra, CRVAL2=dec, **more)  # fmt: skip


HEADERS = {
    "CD, upright": header(295.327, 40.187, turned(0, 0.001)),
    "CD, turned by 37 degrees": header(295.327, 40.187, turned(37, 0.001)),
    "CD, turned by 200 degrees, not mirrored, skewed": header(10.684, 41.269, {**turned(200, 0.002, False), "CD1_2": 0.0009}),
    "PC and CDELT": header(83.633, 22.014, dict(CDELT1=-0.002, CDELT2=0.003, PC1_1=0.8, PC1_2=-0.6, PC2_1=0.6, PC2_2=0.8)),
    "CDELT alone": header(201.365, -43.019, dict(CDELT1=-0.01, CDELT2=0.01), pixel=(-50.25, 410.0)),
    "CDELT and CROTA2": header(201.365, -43.019, dict(CDELT1=-0.0015, CDELT2=0.0015, CROTA2=-25.0)),
    "right ascension 0 in the middle": header(0.02, -0.01, turned(10, 0.001)),
    "right ascension 360 at an edge": header(359.85, 5.0, turned(0, 0.001)),
    "next to the north pole": header(30.0, 89.95, turned(15, 0.0005)),
    "the north pole itself": header(120.0, 90.0, turned(0, 0.001)),
    "the south pole itself": header(120.0, -90.0, turned(70, 0.001)),
    "LONPOLE of 150": header(56.75, 24.117, dict(**turned(0, 0.004), LONPOLE=150.0)),
    "declination first": header(-66.0, 74.0, dict(CD1_1=0.0, CD1_2=0.001, CD2_1=-0.001, CD2_2=0.0), ("DEC--TAN", "RA---TAN")),
    "Galactic": header(359.944, -0.046, turned(58.6, 0.005), ("GLON-TAN", "GLAT-TAN")),
    "a field of 80 degrees": header(150.0, 30.0, turned(0, 0.2)),
}  # fmt: skip


def wcs_of(cards):
    made = Header()
    for key, value in cards.items():
        made[key] = value
    return WCS(made)


def places(wcs):
    corners = [(0, 0), (COLUMNS - 1, 0), (0, ROWS - 1), (COLUMNS - 1, ROWS - 1), (199.5, 149.5)]
    pixels = corners + [(float(x), float(y)) for x, y in zip(rng.uniform(-20, 420, 6), rng.uniform(-20, 320, 6))]
    world = wcs.wcs_pix2world(np.array(pixels), 0)
    lon, lat = wcs.wcs.lng, wcs.wcs.lat
    return [[x, y, float(w[lon]), float(w[lat])] for (x, y), w in zip(pixels, world)]


def crossings(wcs, which, value, edge):
    """Where a coordinate has a value on an image's lower edge (as columns) or left edge (as rows)."""
    length = COLUMNS if edge == "lower" else ROWS
    steps = np.linspace(-0.5, length - 0.5, 4001)
    axis = wcs.wcs.lng if which == "longitude" else wcs.wcs.lat

    def beyond(place):
        pixel = [[place, -0.5]] if edge == "lower" else [[-0.5, place]]
        away = wcs.wcs_pix2world(np.array(pixel), 0)[0][axis] - value
        return (away + 180) % 360 - 180 if which == "longitude" else away

    found = np.array([beyond(step) for step in steps])
    brackets = [i for i in range(4000) if found[i] * found[i + 1] <= 0 and abs(found[i] - found[i + 1]) < 90]
    return sorted({round(brentq(beyond, steps[i], steps[i + 1], xtol=1e-12), 9) for i in brackets})


cases = [dict(name=name, header=cards, places=places(wcs_of(cards))) for name, cards in HEADERS.items()]
GRIDS = {
    "CD, turned by 37 degrees": ([295.1, 295.2, 295.3, 295.4, 295.5, 295.6], [40.0, 40.1, 40.2, 40.3, 40.4]),
    "PC and CDELT": ([83.0, 83.2, 83.4, 83.6, 83.8, 84.0, 84.2], [21.6, 21.8, 22.0, 22.2, 22.4]),
    "right ascension 0 in the middle": ([359.8, 359.9, 0.0, 0.1, 0.2], [-0.2, -0.1, 0.0, 0.1]),
    "next to the north pole": ([0.0, 30.0, 60.0, 90.0, 330.0], [89.86, 89.88, 89.9, 89.92, 89.94, 89.96, 89.98]),
    "a field of 80 degrees": ([120.0, 135.0, 150.0, 165.0, 180.0], [0.0, 15.0, 30.0, 45.0]),
}
grids = [
    dict(
        name=name,
        lower=[[value, crossings(wcs_of(HEADERS[name]), "longitude", value, "lower")] for value in longitudes],
        left=[[value, crossings(wcs_of(HEADERS[name]), "latitude", value, "left")] for value in latitudes],
    )
    for name, (longitudes, latitudes) in GRIDS.items()
]
TARGET.write_text(
    json.dumps(dict(made_by=f"test/oracle/world_coordinates.py, astropy {astropy.__version__}", shape=[ROWS, COLUMNS], cases=cases, grids=grids), indent=1) + "\n"
)
