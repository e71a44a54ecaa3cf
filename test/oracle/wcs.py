"""Writes test/fixtures/wcs.json: pixels and places on the sky of images in the TAN projection, and lines of constant right ascension and
declination in pixels, by astropy (WCSLIB).

    python test/oracle/wcs.py
"""

import json
import pathlib
import warnings

import astropy
import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

warnings.simplefilter("ignore")
TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "wcs.json"
rng = np.random.default_rng(11)
SIZE = (200, 150)
SAMPLES = 41
STEPS = (1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30)


def turned(scale, angle, flip=-1):
    """CD of a turn, east to the left where flip is -1."""
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return dict(CD1_1=flip * scale * cos, CD1_2=-scale * sin, CD2_1=flip * scale * sin, CD2_2=scale * cos)


def cards(ra, dec, **others):
    return dict(CTYPE1="RA---TAN", CTYPE2="DEC--TAN", CRPIX1=100.5, CRPIX2=75.5, CRVAL1=ra, CRVAL2=dec, **others)


def latitude_first(a, d, **others):
    return cards(d, a, **others) | dict(CTYPE1="DEC--TAN", CTYPE2="RA---TAN")


HEADERS = {
    "a plain field": cards(295.327, 40.19, CDELT1=-0.00065104901190065, CDELT2=0.00065104901190065),
    "a rotated CD": cards(56.75, 24.1167, **turned(0.004, 37.0)),
    "a sheared CD, east to the right": cards(187.7, 12.4, CD1_1=0.011, CD1_2=0.002, CD2_1=0.0015, CD2_2=0.01),
    "PC with CDELT": cards(83.8, -5.4, PC1_1=0.8, PC1_2=0.6, PC2_1=-0.6, PC2_2=0.8, CDELT1=-0.002, CDELT2=0.003),
    "PC with CDELT, ones left out": cards(83.8, -5.4, PC1_2=0.3, CDELT1=-0.002, CDELT2=0.003),
    "CROTA2": cards(10.68, 41.27, CDELT1=-0.005, CDELT2=0.004, CROTA2=-28.5),
    "CROTA1 of a declination first": latitude_first(10.68, 41.27, CDELT1=0.004, CDELT2=-0.005, CROTA1=28.5),
    "the pole in the image": cards(37.95, 89.26, **turned(0.02, 15.0)),
    "the pole as the reference point": cards(120.0, 90.0, CDELT1=-0.01, CDELT2=0.01),
    "the southern pole beside the image": cards(212.0, -87.5, **turned(0.02, -60.0)),
    "right ascension 0 in the image": cards(0.03, 5.0, **turned(0.003, 3.0)),
    "right ascension 360 in the image": cards(359.9, -42.0, CDELT1=-0.01, CDELT2=0.01, CROTA2=100.0),
    "LONPOLE of 150": cards(201.4, 27.0, LONPOLE=150.0, CDELT1=-0.01, CDELT2=0.01),
    "PV1_3 before LONPOLE": cards(201.4, 27.0, LONPOLE=150.0, PV1_3=20.0, CDELT1=-0.01, CDELT2=0.01),
    "a large field": cards(83.0, 22.0, **turned(0.4, 10.0)),
    "a large field with a pole": cards(266.0, -65.0, **turned(0.35, -20.0)),
    "a southern field": cards(80.9, -69.76, CDELT1=-0.01, CDELT2=0.01),
    "pixels of a camera in space": cards(150.116, 2.2, **turned(0.05 / 3600, 81.0)),
    "seconds of arc and radians": cards(150.0 * 3600, np.radians(30.0), CUNIT1="arcsec", CUNIT2="rad", CD1_1=-7.2, CD1_2=1.1, CD2_1=1e-6, CD2_2=4e-5),
    "a reference point far outside": cards(33.0, -28.0, **turned(0.001, 5.0)) | dict(CRPIX1=-4000.0, CRPIX2=6000.0),
    "galactic": cards(359.9, -85.0, CDELT1=-0.1, CDELT2=0.1) | dict(CTYPE1="GLON-TAN", CTYPE2="GLAT-TAN"),
    "helioprojective, latitude first": latitude_first(0.02, -0.1, CDELT1=0.0006, CDELT2=0.0007) | dict(CTYPE1="HPLT-TAN", CTYPE2="HPLN-TAN"),
    "PC before CD": cards(30.0, 40.0, PC1_1=0.9, PC1_2=0.1, CD1_1=-0.02, CD2_2=0.02, CDELT1=-0.01, CDELT2=0.01),
    "CD before CROTA2": cards(30.0, 40.0, CD1_1=-0.02, CD2_2=0.02, CROTA2=30.0, CDELT1=-0.01, CDELT2=0.01),
    "parameters that change nothing": cards(30.0, 40.0, PV1_0=0.0, PV1_1=0.0, PV1_2=90.0, CDELT1=-0.01, CDELT2=0.01),
}  # fmt: skip


DRAWN = list(HEADERS)[:6] + list(HEADERS)[7:18]


def pixels():
    corners = [[x, y] for x in (0.0, SIZE[0] - 1.0) for y in (0.0, SIZE[1] - 1.0)]
    return np.array([*corners, [99.5, 74.5], [99.5, 74.500001], *rng.uniform((-0.5, -0.5), (SIZE[0] - 0.5, SIZE[1] - 0.5), size=(24, 2))])


def is_inside(places):
    with np.errstate(invalid="ignore"):
        return (places > -0.5).all(axis=1) & (places < np.array(SIZE) - 0.5).all(axis=1)


def line(wcs, ras, decs):
    """Places in the image, in order."""
    places = wcs.wcs_world2pix(np.column_stack(np.broadcast_arrays(ras, decs)), 0)
    return np.round(places[is_inside(places)], 7).tolist()


def round_values(first, last):
    """Of the finest step that gives no more than six."""
    step = next((s for s in STEPS if (last - first) / s <= 6), STEPS[-1])
    return [float(np.round(i * step, 6)) for i in range(int(np.ceil(first / step)), int(np.floor(last / step)) + 1)]


def grid(wcs):
    """Lines of constant right ascension and declination at round degrees; those that have three places in the image."""
    x, y = np.meshgrid(np.linspace(-0.5, SIZE[0] - 0.5, 201), np.linspace(-0.5, SIZE[1] - 0.5, 151))
    ra, dec = wcs.wcs_pix2world(np.column_stack([x.ravel(), y.ravel()]), 0).T
    middle = wcs.wcs_pix2world([[(SIZE[0] - 1) / 2, (SIZE[1] - 1) / 2]], 0)[0][0]
    ra = middle + (ra - middle + 180) % 360 - 180
    places = np.array([[middle, -90.0], [middle, 90.0]])
    poles = places[is_inside(wcs.wcs_world2pix(places, 0))][:, 1]
    low, high = min([*dec, *poles]), max([*dec, *poles])
    left, right = (middle - 180, middle + 180) if len(poles) > 0 else (ra.min(), ra.max())
    ras, decs = np.linspace(left, right, (4 if len(poles) > 0 else 1) * SAMPLES), np.linspace(low, high, SAMPLES)
    lines = [dict(ra=value % 360, pixels=line(wcs, value, decs)) for value in round_values(left, right)]
    lines += [dict(dec=value, pixels=line(wcs, ras, value)) for value in round_values(low, high) if abs(value) < 90]
    return [one for one in lines if len(one["pixels"]) > 2]


def case(name, keys):
    header = fits.Header()
    header.update(NAXIS=2, NAXIS1=SIZE[0], NAXIS2=SIZE[1], **keys)
    wcs = WCS(header)
    places = pixels()
    found = dict(name=name, cards=keys, pixels=places.tolist(), sky=wcs.wcs_pix2world(places, 0).tolist())
    # The way back begins at places that are the same doubles for both.
    found["back"] = wcs.wcs_world2pix(np.array(found["sky"]), 0).tolist()
    return found | (dict(grid=grid(wcs)) if name in DRAWN else {})


def written(value):
    """As a card has it: floats of twelve digits."""
    return value if isinstance(value, str) else float(f"{value:.12g}")


cases = [case(name, {key: written(value) for key, value in keys.items()}) for name, keys in HEADERS.items()]
TARGET.write_text(json.dumps(dict(made_by=f"test/oracle/wcs.py, astropy {astropy.__version__}", size=SIZE, cases=cases)) + "\n")
