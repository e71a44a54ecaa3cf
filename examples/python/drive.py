"""
Draws a chain of a serialised model without JavaScript: the bits are those of `sample` in Node with the same options.

    pip install wasmtime
    python drive.py core.wasm line.wmcm --seed 42 --warmup 500 --draws 500

core.wasm is the package's file `wasmcmc/core.wasm`; line.wmcm holds the bytes of `serialize(model.bind(data))`. Prints JSON: the log
density and gradient at a position (the start, or the one given), and SHA-256 of each variable's draws and of each statistic, as
little-endian float64 in the order of `fit.draws` and `fit.sampleStats`.
"""

import argparse
import hashlib
import json
import struct
from pathlib import Path

from engine import SECTION_TRACK, STATISTICS, Engine
from serialised_model import FormatError, SerialisedModel


def places(model, variables, width="width"):
    """Where variables lie in a compact vector: (layout, offset, rows), one after the other."""
    offset = 0
    for variable in variables:
        rows = model.rows(variable["dims"])
        yield variable, offset, rows
        offset += rows * variable[width]


def origin(model, dimension):
    """Coordinates where nothing is said of a start: 0; but a direction starts along its first axis, an angle at 0."""
    position = [0.0] * dimension
    for variable, offset, rows in places(model, model.layout["parameters"], "positionWidth"):
        width = variable["positionWidth"]
        step = {"circular": 2, "unitVector": width}.get(variable["constraint"], 0)
        for column in range(0, width, step) if step > 0 else ():
            position[offset + column * rows : offset + (column + 1) * rows] = [1.0] * rows
    return position


def given_start(engine, variable, rows):
    """The model's init of a parameter, as a function of column and row; None where it has none."""
    init = variable.get("init")
    if init is None:
        return None
    width = variable["width"]
    if "numbers" in init:
        numbers = init["numbers"]
        if len(numbers) == 1:
            return lambda column, row: numbers[0]
        return (lambda column, row: numbers[column]) if len(numbers) == width else lambda column, row: numbers[row * width + column]
    columns = [engine.value(value) for value in init["values"]]

    def from_values(column, row):
        values = columns[0 if len(columns) == 1 else column]
        return values[0 if len(values) == 1 else row]

    return from_values


def start_position(engine, model):
    """Unconstrained start before jitter: the model's inits, and the origin where there is none."""
    first = origin(model, engine.dimension)
    constrained = engine.constrain(first)
    parameters = model.layout["parameters"]
    given = set()
    for variable, offset, rows in places(model, parameters):
        value = given_start(engine, variable, rows)
        if value is None:
            continue
        given.add(variable["name"])
        for column in range(variable["width"]):
            for row in range(rows):
                constrained[offset + column * rows + row] = value(column, row)
    position = engine.unconstrain(constrained)
    for variable, offset, rows in places(model, parameters, "positionWidth"):
        end = offset + rows * variable["positionWidth"]
        if variable["name"] not in given:
            position[offset:end] = first[offset:end]
    return position


def by_variable(model, variables, draws):
    """Numbers of each variable, draw after draw, [row, column] within a draw as `fit.draws` has them."""
    for variable, offset, rows in places(model, variables):
        width = variable["width"]
        order = [offset + column * rows + row for row in range(rows) for column in range(width)]
        yield variable["name"], [draw[place] for draw in draws for place in order]


def sha256(numbers):
    return hashlib.sha256(struct.pack(f"<{len(numbers)}d", *numbers)).hexdigest()


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wasm", type=Path, help="core.wasm")
    parser.add_argument("model", type=Path, help="bytes of serialize(target)")
    parser.add_argument("--position", type=json.loads, help="a JSON list of unconstrained coordinates for the gradient; default the start")
    parser.add_argument("--seed", type=int, default=1, help="0 to 2^53 - 1")
    parser.add_argument("--chain", type=int, default=0, help="number of the chain, from 0")
    parser.add_argument("--warmup", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--target-accept", type=float, default=0.8)
    parser.add_argument("--max-tree-depth", type=int, default=10)
    parser.add_argument("--metric", choices=["diag", "diag-draws", "dense"], default="diag")
    parser.add_argument("--jitter", type=float, default=1.0)
    return parser.parse_args()


def draws_by_name(engine, model, draws):
    """What `fit.draws` holds: tracked parameters and tracked expressions, in the order in which the model returned them."""
    parameters, tracked = model.layout["parameters"], model.layout["tracked"]
    outputs = engine.section_draws(SECTION_TRACK, draws)
    named = dict(by_variable(model, parameters, draws)) | dict(by_variable(model, tracked, outputs))
    hidden = {variable["name"] for variable in parameters if not variable["tracked"]}
    return {name: named[name] for name in model.layout["results"] if name in named and name not in hidden}


def main():
    given = options()
    model = SerialisedModel(given.model.read_bytes())
    engine = Engine(given.wasm.read_bytes(), model)
    start = start_position(engine, model)
    logp, gradient = engine.logp_and_gradient(start if given.position is None else given.position)
    chain = engine.chain(
        start, given.seed, given.chain, given.warmup, given.target_accept, given.max_tree_depth, given.metric, given.jitter
    )
    engine.run(chain, given.warmup)
    draws, statistics = engine.run(chain, given.draws)
    result = {
        "start": start,
        "logp": logp,
        "gradient": gradient,
        "draws": {name: sha256(numbers) for name, numbers in draws_by_name(engine, model, draws).items()},
        "sampleStats": {name: sha256([record[k] for record in statistics]) for k, name in enumerate(STATISTICS)},
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    try:
        main()
    except FormatError as error:
        raise SystemExit(f"drive.py: {error}") from error
