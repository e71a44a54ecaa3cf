"""Reads the bytes of `serialize(target)`: a program, the data it is bound to, and the names of both (docs/format.md)."""

import json
import struct
from math import prod

MODEL_MAGIC, MODEL_VERSION, MODEL_WORDS, MODEL_CHECKSUM = b"WMCM", 1, 8, 6
PROGRAM_MAGIC, PROGRAM_VERSION, PROGRAM_WORDS, PROGRAM_CHECKSUM = b"WMCP", 1, 11, 10
WITH_DATA = 1


class FormatError(Exception):
    """The bytes are damaged, or of a version that this reader does not know."""


def checksum(data, own_word):
    """FNV-1a, 32 bit, over all bytes but the four of the checksum itself."""
    value = 0x811C9DC5
    for byte in data[: 4 * own_word] + data[4 * own_word + 4 :]:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def check(data, what, magic, version, words, checksum_word):
    """The words of a header; raises FormatError unless it is one of this version, and whole."""
    if len(data) < 4 * words or data[:4] != magic:
        raise FormatError(f"this is not a {what}")
    header = struct.unpack_from(f"<{words}I", data)
    if header[1] != version:
        raise FormatError(f"this {what} has version {header[1]}; this reader knows version {version}")
    if header[checksum_word] != checksum(data, checksum_word):
        raise FormatError(f"this {what} is damaged: its checksum does not match")
    return header


def aligned(offset):
    return -(-offset // 8) * 8


class Program:
    """The tables of a program that whoever drives the engine reads; the engine itself reads all of it."""

    def __init__(self, data):
        header = check(data, "program", PROGRAM_MAGIC, PROGRAM_VERSION, PROGRAM_WORDS, PROGRAM_CHECKSUM)
        self.bytes = data
        spaces, constants, columns, indexes, values = header[3:8]
        words = struct.unpack(f"<{len(data) // 4}I", data)
        at = PROGRAM_WORDS
        self.spaces = []
        for _ in range(spaces):
            rank = words[at]
            self.spaces.append(words[at + 1 : at + 1 + rank])
            at += 1 + rank
        at += 2 * constants
        self.columns = words[at : at + columns]
        at += columns + 2 * indexes
        self.value_spaces = [words[at + 3 * k + 1] for k in range(values)]


class SerialisedModel:
    """A model with its data. `layout` is the header's JSON; `columns` and `labels` are lists of numbers by name."""

    def __init__(self, data):
        header = check(data, "serialised model", MODEL_MAGIC, MODEL_VERSION, MODEL_WORDS, MODEL_CHECKSUM)
        _, _, kind, header_length, program_length, data_length, _, _ = header
        if kind != WITH_DATA:
            raise FormatError("this is a model without data: serialise the bound one")
        start = 4 * MODEL_WORDS
        program_start = aligned(start + header_length)
        data_start = aligned(program_start + program_length)
        if len(data) != data_start + data_length:
            raise FormatError(f"it has {len(data)} bytes where it should have {data_start + data_length}")
        self.layout = json.loads(data[start : start + header_length].decode("utf-8"))
        self.program = Program(data[program_start : program_start + program_length])
        self.sizes = dict(self.layout["dimSizes"])
        self.columns, at = read_arrays(data, data_start, self.layout["values"], "d")
        self.labels, _ = read_arrays(data, at, self.layout["labels"], "i")

    def rows(self, dims):
        """Rows over named dims; a dim without a size has one."""
        return prod(self.sizes.get(dim, 1) for dim in dims)

    def dim_sizes(self):
        return [self.sizes.get(dim, 1) for dim in self.layout["dims"]]

    def space_dims(self, space):
        return [self.layout["dims"][dim] for dim in self.program.spaces[space]]

    def value_rows(self, value):
        return self.rows(self.space_dims(self.program.value_spaces[value]))

    def program_columns(self):
        """The numbers of each of the program's data columns."""
        return [self.columns[name] for name in self.layout["columns"]]

    def program_indexes(self):
        """The row numbers of each of the program's index columns."""
        return [self.index_column(recipe) for recipe in self.layout["indexes"]]

    def index_column(self, recipe):
        """For each row of the recipe's space, a row of its target: its axes come from an own axis or a column of labels."""
        dims, target = self.space_dims(recipe["space"]), self.space_dims(recipe["target"])
        out = []
        for row in range(self.rows(dims)):
            place, left = {}, row
            for dim in reversed(dims):
                left, place[dim] = divmod(left, self.sizes.get(dim, 1))
            to = 0
            for part, dim in zip(recipe["parts"], target):
                to = to * self.sizes.get(dim, 1) + self.place_of(part, place)
            out.append(to)
        return out

    def place_of(self, part, place):
        if "dim" in part:
            return max(0, place[self.layout["dims"][part["dim"]]] - part.get("back", 0))
        spec = next(column for column in self.layout["data"] if column["name"] == part["label"])
        row = 0
        for dim in spec["dims"]:
            row = row * self.sizes.get(dim, 1) + place[dim]
        return self.labels[part["label"]][row]


def read_arrays(data, at, described, code):
    """Arrays one after the other, by name, and the place after them."""
    arrays = {}
    for column in described:
        text = f"<{column['length']}{code}"
        arrays[column["name"]] = list(struct.unpack_from(text, data, at))
        at += struct.calcsize(text)
    return arrays, at
