/** What the groups of an `InferenceData` are made of: variables over named dims, as xarray and ArviZ know them. */
import type { Label } from "../array.js";

/** Row-major. The class says the type: Uint8Array holds booleans, BigInt64Array 64-bit integers. */
export type VariableValues = Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array | readonly string[];

export type AttributeValue = string | number | boolean | readonly string[] | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface Variable {
  readonly values: VariableValues;
  readonly shape: readonly number[];
  readonly dims: readonly string[];
  readonly attributes?: Attributes;
}

/** Coordinates by dim: `chain` and `draw` too. */
export type Coordinates = Readonly<Record<string, readonly Label[]>>;
