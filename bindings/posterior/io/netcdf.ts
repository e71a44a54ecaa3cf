/**
 * Writes NetCDF-4 (HDF5) as xarray and ArviZ do: a group of the file for each group, dims as dimension scales, booleans as int8 with the
 * attribute `dtype`.
 */

import { WasmcmcError } from "../../errors.js";
import { loadH5wasm } from "../../peers.js";
import type { Dataset } from "../inference_data/dataset.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import type { Attributes, AttributeValue, VariableValues } from "../inference_data/variable.js";
import { valuesOfLabels } from "./coordinates.js";
import { checkName, contiguousChunk, dimsOfGroup } from "./group_layout.js";
import { temporaryFile } from "./netcdf_file.js";
import { typeOfValues } from "./stored_values.js";

export interface NetcdfOptions {
  /** gzip's level from 1 to 9, as ArviZ 4 by default; 0 leaves the numbers as they are. */
  readonly compression?: number;
}

type Group = import("h5wasm").Group;

/** What the NetCDF-4 format calls the scale of a dim that has no coordinates; the dim's length follows in 10 places. */
const PhantomScale = "This is a netCDF dimension but not a netCDF variable.";
/** Numbers in a chunk: a megabyte of doubles. */
const ChunkNumbers = 131_072;

/**
 * The bytes of a NetCDF-4 file, which `az.from_netcdf` and `xr.open_datatree` read. Integers that JavaScript holds as numbers become
 * int64, in coordinates and attributes; a boolean attribute becomes an int8.
 *
 * Needs the package `h5wasm` ("missing-package"); throws "name-clash" where a variable has a dim's name or a name has a slash, "bad-shape"
 * where lengths disagree.
 *
 *     await writeFile("fit.nc", await toNetcdf(data))
 */
export async function toNetcdf(data: InferenceData, options: NetcdfOptions = {}): Promise<Uint8Array> {
  const compression = options.compression ?? 4;
  if (!Number.isInteger(compression) || compression < 0 || compression > 9) throw badLevel(compression);
  const { File, ready } = await loadH5wasm();
  const { FS } = await ready;
  const path = temporaryFile();
  const file = new File(path, "w", { track_order: true });
  try {
    writeAttributes(file, data.attributes);
    for (const [name, group] of Object.entries(data.groups)) writeGroup(file, name, group, compression);
    file.close();
    return FS.readFile(path);
  } finally {
    if (FS.analyzePath(path, false).exists) FS.unlink(path);
  }
}

function writeGroup(file: Group, name: string, data: Dataset, compression: number): void {
  const dims = dimsOfGroup(name, data);
  const group = file.create_group(name, true);
  writeAttributes(group, data.attributes);
  for (const dim of dims) {
    const values = dim.labels === undefined ? new Float32Array(dim.length) : valuesOfLabels(dim.labels);
    const scale = writeValues(group, dim.name, values, [dim.length], 0);
    scale.make_scale(dim.labels === undefined ? PhantomScale + String(dim.length).padStart(10) : dim.name);
  }
  for (const [variable, { values, shape, dims: names, attributes }] of Object.entries(data.variables)) {
    const dataset = writeValues(group, variable, values, shape, compression);
    for (const [axis, dim] of names.entries()) dataset.attach_scale(axis, `/${name}/${dim}`);
    if (attributes !== undefined) writeAttributes(dataset, attributes);
  }
}

function writeValues(group: Group, name: string, values: VariableValues, shape: readonly number[], compression: number) {
  const type = typeOfValues(values);
  const given = { name, shape: [...shape] };
  if (type === "string") return group.create_dataset({ ...given, data: [...(values as readonly string[])], dtype: "S" });
  const data = type === "bool" ? new Int8Array(values as Uint8Array) : (values as Float64Array);
  const small = values.length < 64 || shape.length === 0;
  const packed = { chunks: contiguousChunk(shape, ChunkNumbers), compression: "gzip" as const, compression_opts: compression };
  const dataset = group.create_dataset({ ...given, data, ...(compression === 0 || small ? {} : packed) });
  if (type === "bool") dataset.create_attribute("dtype", "bool");
  return dataset;
}

function writeAttributes(target: Pick<Group, "create_attribute">, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    checkName(name);
    writeAttribute(target, name, value);
  }
}

function writeAttribute(target: Pick<Group, "create_attribute">, name: string, value: AttributeValue): void {
  if (typeof value === "string") return target.create_attribute(name, value);
  if (typeof value === "boolean") return target.create_attribute(name, [Number(value)], [], "<b");
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return target.create_attribute(name, new BigInt64Array([BigInt(value)]) as never, [], "<q");
    return target.create_attribute(name, [value], [], "<d");
  }
  if (value.length > 0 && typeof value[0] === "string") return target.create_attribute(name, [...(value as readonly string[])]);
  target.create_attribute(name, valuesOfLabels(value as readonly number[]) as never);
}

function badLevel(level: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `compression is ${level}.`,
    remedy: "Give a level from 0 (none) to 9.",
    variable: "compression",
    value: level,
  });
}
