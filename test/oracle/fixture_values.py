"""Values of columns as table_fixtures.json has them: integers as text, null for nulls, "NaN" and infinities as text."""

import numpy as np


def plain(value):
    if value is None or value is np.ma.masked:
        return [None]
    if isinstance(value, (str, bool)):
        return [value]
    if isinstance(value, np.bool_):
        return [bool(value)]
    if isinstance(value, (int, np.integer)):
        return [str(int(value))]
    if isinstance(value, (complex, np.complexfloating)):
        return plain(float(value.real)) + plain(float(value.imag))
    value = float(value)
    if np.isnan(value):
        return ["NaN"]
    return [value if np.isfinite(value) else "Infinity" if value > 0 else "-Infinity"]


def cells(values):
    """Values of arrays and lists, one after the other."""
    if isinstance(values, (list, tuple, np.ndarray)):
        return [cell for value in values for cell in cells(value)]
    return plain(values)


def column(type, values, shape=(), lengths=None, unit=None, description=None, attributes=None):
    """What is expected of a column that has these values."""
    told = dict(type=type, shape=list(shape), lengths=lengths, cells=cells(values), unit=unit, description=description, attributes=attributes)
    return {key: value for key, value in told.items() if value is not None}


def table(rows, columns, **details):
    return dict(rows=rows, columns=columns, **details)
