"""Writes test/fixtures/sky.json: angles, frames and phase space of random places and of awkward ones, by astropy.

    python test/oracle/sky.py
"""

import json
import pathlib

import astropy
import astropy.units as u
import numpy as np
from astropy.coordinates import ICRS, Galactic, Galactocentric, SkyCoord, galactocentric_frame_defaults

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "sky.json"
galactocentric_frame_defaults.set("v4.0")
rng = np.random.default_rng(3)

PLACES = [(0, 0), (359.999, 0.001), (295.327, 40.19), (12.5, 90), (200.0, -89.9999), (266.4051, -28.936175), (192.8594812, 27.1282511)]
PLACES += [(float(a), float(d)) for a, d in zip(rng.uniform(0, 360, 20), np.degrees(np.arcsin(rng.uniform(-1, 1, 20))))]


def pair(a, b):
    first, second = SkyCoord(*a, unit="deg"), SkyCoord(*b, unit="deg")
    return dict(a=a, b=b, separation=first.separation(second).deg, angle=first.position_angle(second).deg)


def phase(ra, dec):
    distance, pmra, pmdec, rv = (float(v) for v in (rng.uniform(0.05, 9), rng.normal(0, 8), rng.normal(0, 8), rng.normal(0, 60)))
    star = SkyCoord(ra * u.deg, dec * u.deg, distance=distance * u.kpc, pm_ra_cosdec=pmra * u.mas / u.yr, pm_dec=pmdec * u.mas / u.yr, radial_velocity=rv * u.km / u.s)
    galactic, centre = star.transform_to(Galactic()), star.transform_to(Galactocentric())
    other = star.transform_to(Galactocentric(galcen_distance=8.3 * u.kpc, z_sun=27 * u.pc))
    xyz = lambda frame: [float(v) for v in frame.cartesian.xyz.to_value(u.kpc)]
    uvw = lambda frame: [float(v) for v in frame.velocity.d_xyz.to_value(u.km / u.s)]
    return dict(
        ra=ra, dec=dec, distance=distance, pmra=pmra, pmdec=pmdec, rv=rv,
        l=galactic.l.deg, b=galactic.b.deg, pml=galactic.pm_l_cosb.value, pmb=galactic.pm_b.value,
        cartesian=xyz(star.icrs), velocity=uvw(star.icrs),
        galactocentric=xyz(centre), galactocentric_velocity=uvw(centre), other=xyz(other),
    )  # fmt: skip


pairs = [pair(PLACES[i], PLACES[i + 1]) for i in range(len(PLACES) - 1)]
pairs += [pair((10.0, 20.0), (10.0 + 1e-7, 20.0 + 2e-7)), pair((10.0, 20.0), (190.0, -20.0 + 1e-9)), pair((5.0, 5.0), (5.0, 5.0))]
TARGET.write_text(
    json.dumps(dict(made_by=f"test/oracle/sky.py, astropy {astropy.__version__}", pairs=pairs, phases=[phase(*p) for p in PLACES]), indent=1) + "\n"
)
