"""Drives core.wasm through wasmtime: loads a serialised model, evaluates it, and runs chains (docs/format.md)."""

import struct

from serialised_model import FormatError
from wasmtime import Engine as Wasmtime
from wasmtime import Instance, Module, Store

OUT_OF_MEMORY = "the engine's memory is too small for this model and its data"

ENGINE_VERSION = 1
SECTION_TRACK = 4
STATUS_OK = 0
METRICS = {"diag": 0, "diag-draws": 1, "dense": 2}
CHAIN_OPTIONS = struct.Struct("<4I2d3I4x")
STATISTICS = (
    "lp",
    "acceptance_rate",
    "step_size",
    "tree_depth",
    "n_steps",
    "diverging",
    "energy",
    "energy_error",
    "max_energy_error",
    "reached_max_treedepth",
)


class Engine:
    """An instance of the module with one program and its data. Memory is taken once and never given back."""

    def __init__(self, wasm, model):
        self.model = model
        self.store = Store(Wasmtime())
        self.exports = Instance(self.store, Module(self.store.engine, wasm), []).exports(self.store)
        self.memory = self.exports["memory"]
        if self.call("engineVersion") != ENGINE_VERSION:
            raise FormatError(f"this core.wasm has version {self.call('engineVersion')}; version {ENGINE_VERSION} is known")
        self.program = self.load()
        self.dimension = self.call("programDimension", self.program)
        self.parameter_length = self.call("programParameterLength", self.program)
        self.position = self.allocate(8 * self.dimension)
        self.gradient = self.allocate(8 * self.dimension)
        self.parameters = self.allocate(8 * self.parameter_length)

    def call(self, name, *arguments):
        """An export's result; pointers and counts are unsigned, WASM's integers come back signed."""
        result = self.exports[name](self.store, *arguments)
        return result & 0xFFFFFFFF if isinstance(result, int) else result

    def allocate(self, byte_length):
        pointer = self.call("allocate", max(16, byte_length))
        if pointer == 0:
            raise MemoryError(OUT_OF_MEMORY)
        return pointer

    def write(self, pointer, code, numbers):
        self.memory.write(self.store, struct.pack(f"<{len(numbers)}{code}", *numbers), pointer)

    def read(self, pointer, count):
        return list(struct.unpack(f"<{count}d", self.memory.read(self.store, pointer, pointer + 8 * count)))

    def load(self):
        """The program over dims of these sizes, its data written into its columns, and all computed that depends on data alone."""
        model = self.model
        code = self.allocate(len(model.program.bytes))
        self.memory.write(self.store, model.program.bytes, code)
        sizes = self.allocate(4 * len(model.dim_sizes()))
        self.write(sizes, "I", model.dim_sizes())
        program = self.call("programLoad", code, len(model.program.bytes), sizes)
        if program == 0:
            raise MemoryError(OUT_OF_MEMORY)
        for place, numbers in enumerate(model.program_columns()):
            self.write(self.call("programColumn", program, place), "d", numbers)
        for place, rows in enumerate(model.program_indexes()):
            self.write(self.call("programIndex", program, place), "i", rows)
        self.call("programBind", program)
        return program

    def logp_and_gradient(self, position):
        """Log density, Jacobians included, and its gradient at unconstrained coordinates. NaN where it is not defined."""
        self.write(self.position, "d", position)
        logp = self.call("programLogpAndGradient", self.program, self.position, self.gradient)
        return logp, self.read(self.gradient, self.dimension)

    def constrain(self, position):
        """Compact constrained values of a position."""
        self.write(self.position, "d", position)
        self.call("programConstrain", self.program, self.position, self.parameters)
        return self.read(self.parameters, self.parameter_length)

    def unconstrain(self, parameters):
        self.write(self.parameters, "d", parameters)
        if not self.call("programUnconstrain", self.program, self.parameters, self.position):
            raise MemoryError(OUT_OF_MEMORY)
        return self.read(self.position, self.dimension)

    def value(self, value):
        """The column of a value that was computed when data was bound."""
        return self.read(self.call("programValue", self.program, value), self.model.value_rows(value))

    def section_draws(self, kind, draws):
        """Compact outputs of a forward-only section, a list for each draw."""
        length = self.call("programOutputLength", self.program, kind)
        if length == 0:
            return [[] for _ in draws]
        room = self.allocate(8 * length)
        made = []
        for draw in draws:
            self.write(self.parameters, "d", draw)
            if not self.call("programSectionDraws", self.program, kind, self.parameters, 1, room):
                raise MemoryError(OUT_OF_MEMORY)
            made.append(self.read(room, length))
        return made

    def chain(self, start, seed, chain, warmup, target_accept, max_tree_depth, metric, jitter):
        """A chain that has found its start, for `run`."""
        position = self.allocate(8 * self.dimension)
        self.write(position, "d", start)
        options = self.allocate(CHAIN_OPTIONS.size)
        record = CHAIN_OPTIONS.pack(
            seed & 0xFFFFFFFF, seed >> 32, chain, max_tree_depth, target_accept, jitter, warmup, METRICS[metric], position
        )
        self.memory.write(self.store, record, options)
        made = self.call("chainCreate", self.program, options)
        if made == 0:
            raise MemoryError(OUT_OF_MEMORY)
        if self.call("chainStart", made) != STATUS_OK:
            raise ValueError("no chain can start: the log density or its gradient is not finite there")
        return made

    def run(self, chain, iterations):
        """Goes on by so many iterations, warm-up first: compact constrained draws, and their statistics, a list for each."""
        draws = self.allocate(8 * self.parameter_length)
        statistics = self.allocate(8 * len(STATISTICS))
        made = []
        for _ in range(iterations):
            self.call("chainRun", chain, 1, draws, statistics)
            made.append((self.read(draws, self.parameter_length), self.read(statistics, len(STATISTICS))))
        return [draw for draw, _ in made], [record for _, record in made]
