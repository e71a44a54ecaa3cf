/** Reads NetCDF-4 (HDF5) files of groups: ours, ArviZ's (by h5netcdf or netCDF4) and xarray's. */
import { loadH5wasm } from "../../peers.js";
import type { Label } from "../array.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { Dataset } from "../inference_data/dataset.js";
import { InferenceData } from "../inference_data/inference_data.js";
import type { Attributes, Variable } from "../inference_data/variable.js";
import { attributesOf } from "./attributes.js";
import { labelsOfValues } from "./coordinates.js";
import { incompleteFile, reading, unsupportedFile } from "./file_errors.js";
import { temporaryFile } from "./netcdf_file.js";
import { asValues, type MutableValues } from "./stored_values.js";

type Group = import("h5wasm").Group;
type Hdf5Dataset = import("h5wasm").Dataset;
type Hdf5 = typeof import("h5wasm");

/** What the format itself keeps as attributes. */
const Internal = new Set([
  "CLASS",
  "NAME",
  "REFERENCE_LIST",
  "DIMENSION_LIST",
  "_Netcdf4Dimid",
  "_Netcdf4Coordinates",
  "_NCProperties",
  "_nc3_strict",
  "_FillValue",
  "coordinates",
]);
/** netCDF renames a variable that has a dim's name without being its coordinate. */
const Renamed = "_nc4_non_coord_";
const PhantomScale = "This is a netCDF dimension but not a netCDF variable";

/**
 * Groups, dims, coordinates and attributes of a NetCDF-4 file. An attribute that is a list of one item is read as the item, since NetCDF
 * makes no difference; an int8 attribute that is 0 or 1 as a boolean.
 *
 * Needs the package `h5wasm` ("missing-package"); throws "damaged-file" where the bytes are no HDF5, "unsupported-file" for NetCDF-3, for
 * files without groups and for values that are neither numbers, booleans nor texts.
 *
 *     const data = await fromNetcdf(await readFile("fit.nc"))
 */
export async function fromNetcdf(bytes: Uint8Array): Promise<InferenceData> {
  if (startsWith(bytes, "CDF"))
    throw unsupportedFile(
      "This file is NetCDF-3, which has no groups.",
      "Write it as NetCDF-4, as `InferenceData.to_netcdf` does.",
    );
  if (!startsWith(bytes, "\x89HDF\r\n\x1a\n")) throw incompleteFile("NetCDF-4", "it does not begin as HDF5 files do");
  const hdf5 = await loadH5wasm();
  const { FS } = await hdf5.ready;
  const path = temporaryFile();
  FS.writeFile(path, bytes);
  try {
    return await reading("NetCDF-4", () => readFile(hdf5, path));
  } finally {
    FS.unlink(path);
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}

function readFile(hdf5: Hdf5, path: string): InferenceData {
  const file = new hdf5.File(path, "r");
  try {
    const groups: Record<string, Dataset> = {};
    let others = 0;
    for (const name of file.keys()) {
      const entity = file.get(name);
      if (entity instanceof hdf5.Group) groups[name] = readGroup(hdf5, entity, name);
      else others += 1;
    }
    if (others > 0 && Object.keys(groups).length === 0)
      throw unsupportedFile(
        "This file has variables but no groups.",
        'Write it from an InferenceData, or with `to_netcdf(path, group="posterior")`.',
      );
    return new InferenceData(groups, readAttributes(file));
  } finally {
    file.close();
  }
}

function readGroup(hdf5: Hdf5, group: Group, groupName: string): Dataset {
  const variables: Record<string, Variable> = {};
  const coords: Record<string, readonly Label[]> = {};
  for (const key of group.keys()) {
    const dataset = group.get(key);
    if (dataset instanceof hdf5.Group)
      throw unsupportedFile(`"${groupName}" has a group "${key}" within it.`, "Write groups side by side.", key);
    if (!(dataset instanceof hdf5.Dataset)) continue;
    const scale = dataset.attrs["CLASS"]?.value === "DIMENSION_SCALE";
    if (scale && String(dataset.attrs["NAME"]?.value).startsWith(PhantomScale)) continue;
    const variable = readVariable(dataset, key);
    if (variable.dims.length === 1 && variable.dims[0] === key) coords[key] = labelsOfValues(variable.values);
    else variables[key.startsWith(Renamed) ? key.slice(Renamed.length) : key] = variable;
  }
  return { variables, coords, attributes: readAttributes(group) };
}

function readVariable(dataset: Hdf5Dataset, name: string): Variable {
  const shape = (dataset.shape ?? []).map(Number);
  const dims = shape.map((_, axis) => dimOf(dataset, name, axis, shape.length));
  const attributes = readAttributes(dataset);
  const { dtype, ...others } = attributes;
  const values = readValues(dataset, name, dtype === "bool", shape);
  const shown = dtype === "bool" ? others : attributes;
  return { values, shape, dims, ...(Object.keys(shown).length === 0 ? {} : { attributes: shown }) };
}

function dimOf(dataset: Hdf5Dataset, name: string, axis: number, axes: number): string {
  const [attached] = dataset.get_attached_scales(axis);
  if (attached !== undefined) return attached.slice(attached.lastIndexOf("/") + 1);
  const ownScale = axes === 1 && dataset.attrs["CLASS"]?.value === "DIMENSION_SCALE";
  return ownScale ? name : `${name}_dim_${axis}`;
}

function readValues(dataset: Hdf5Dataset, name: string, boolean: boolean, shape: readonly number[]): MutableValues {
  if (sizeOf(shape) === 0 && dataset.metadata.type === 3) return [];
  const value = dataset.value as unknown;
  const items = (shape.length === 0 ? [value] : value) as ArrayLike<unknown>;
  const isEnum = dataset.metadata.enum_type !== undefined;
  if (boolean || isEnum) return Uint8Array.from(items as ArrayLike<number>, Number);
  const values = shape.length === 0 ? scalarValues(dataset, value, name) : asValues(items, name);
  if (values.length !== sizeOf(shape))
    throw incompleteFile("NetCDF-4", `"${name}" has ${values.length} values for the shape [${shape}]`);
  return values;
}

/** A scalar dataset gives a number, without its type. */
function scalarValues(dataset: Hdf5Dataset, value: unknown, name: string): MutableValues {
  const { type, size } = dataset.metadata;
  if (typeof value !== "number") return asValues([value], name);
  if (type === 0) return Int32Array.of(value);
  return size === 4 ? Float32Array.of(value) : Float64Array.of(value);
}

function readAttributes(source: Group | Hdf5Dataset): Attributes {
  const found: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(source.attrs)) {
    if (Internal.has(name)) continue;
    const value = attribute.value as unknown;
    const list =
      typeof value === "object" && value !== null && "length" in value ? Array.from(value as ArrayLike<unknown>) : undefined;
    const single = list?.length === 1 ? list[0] : value;
    const { type, size, signed } = attribute.metadata;
    const isBoolean = type === 0 && size === 1 && signed && (single === 0 || single === 1);
    found[name] = isBoolean ? single === 1 : single;
  }
  return attributesOf(found);
}
