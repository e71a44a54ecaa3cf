"""Writes test/fixtures/assignment.json: least costs of assignment problems as scipy.optimize.linear_sum_assignment finds them.

    python test/oracle/assignment.py

The matrices are not stored: test/posterior/relabelling/cost_matrices.ts makes the same bits, with one linear congruential generator
and nothing but +, -, *, / and floor.
"""

import json
import math
import pathlib

import numpy as np
import scipy
from scipy.optimize import linear_sum_assignment

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "assignment.json"


class Generator:
    def __init__(self, state):
        self.state = state

    def uniform(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return (self.state + 0.5) / 2**32


def matrix(kind, size, seed):
    generator = Generator(seed)
    u = [[generator.uniform() for _ in range(size)] for _ in range(size)]
    if kind == "uniform":
        return u
    if kind == "signed and large":
        return [[1e9 * (x - 0.5) for x in row] for row in u]
    if kind == "whole numbers with ties":
        return [[math.floor(4 * x) for x in row] for row in u]
    if kind == "products":
        return [[(i + 1) * (j + 1) + x / 1024 for j, x in enumerate(row)] for i, row in enumerate(u)]
    if kind == "blocks":
        return [[x if i % 3 == j % 3 else 1e6 for j, x in enumerate(row)] for i, row in enumerate(u)]
    raise ValueError(kind)


KINDS = ["uniform", "signed and large", "whole numbers with ties", "products", "blocks"]
SIZES = [1, 2, 3, 5, 8, 17, 64]


def case(kind, size, seed):
    costs = np.array(matrix(kind, size, seed), dtype=float)
    rows, columns = linear_sum_assignment(costs)
    return {"kind": kind, "size": size, "seed": seed, "cost": float(costs[rows, columns].sum()), "columns": columns.tolist()}


cases = [case(kind, size, 100 * i + size) for i, kind in enumerate(KINDS) for size in SIZES]
about = {"made_by": "test/oracle/assignment.py", "scipy": scipy.__version__, "numpy": np.__version__}
head = json.dumps(about)[:-1]
lines = ",\n".join(json.dumps(each) for each in cases)
TARGET.write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
