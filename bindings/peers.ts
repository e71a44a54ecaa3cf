/**
 * The packages that some file formats need: optional peers, loaded when first used. Each import stands in its own `try`, so that
 * bundlers take a package that is not installed for an optional one.
 */
import { WasmcmcError } from "./errors.js";

function missing(name: string, what: string, cause: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "missing-package",
    problem: `${what} needs the package "${name}", which could not be loaded.`,
    remedy: `Install it: npm install ${name}`,
    value: name,
    cause,
  });
}

/** HDF5, for NetCDF-4 files. */
export async function loadH5wasm(): Promise<typeof import("h5wasm")> {
  try {
    return await import("h5wasm");
  } catch (cause) {
    throw missing("h5wasm", "NetCDF", cause);
  }
}

export async function loadZarrita(): Promise<typeof import("zarrita")> {
  try {
    return await import("zarrita");
  } catch (cause) {
    throw missing("zarrita", "Zarr", cause);
  }
}

export async function loadArrow(): Promise<typeof import("apache-arrow")> {
  try {
    return await import("apache-arrow");
  } catch (cause) {
    throw missing("apache-arrow", "Arrow", cause);
  }
}

/** Reads Parquet. */
export async function loadHyparquet(): Promise<typeof import("hyparquet")> {
  try {
    return await import("hyparquet");
  } catch (cause) {
    throw missing("hyparquet", "Reading Parquet", cause);
  }
}

/** Decompressors other than snappy's. */
export async function loadHyparquetCompressors(): Promise<typeof import("hyparquet-compressors")> {
  try {
    return await import("hyparquet-compressors");
  } catch (cause) {
    throw missing("hyparquet-compressors", "This file's compression", cause);
  }
}

export async function loadHyparquetWriter(): Promise<typeof import("hyparquet-writer")> {
  try {
    return await import("hyparquet-writer");
  } catch (cause) {
    throw missing("hyparquet-writer", "Writing Parquet", cause);
  }
}

/** Zip, for npz archives. */
export async function loadFflate(): Promise<typeof import("fflate")> {
  try {
    return await import("fflate");
  } catch (cause) {
    throw missing("fflate", "A zip archive", cause);
  }
}
